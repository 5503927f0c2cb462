"""The shipped reaction model: read from its JSON file, with NumPy alone."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from scipy.stats import t as student

from detente.measures.competing import Fit
from detente.measures.reaction_model import drawn_incidence
from detente.measures.spells import REPLIES, Spell
from detente.model.errors import InputError, ModelFileError

ALL: Final = "all disputes"
WITHOUT_LARGEST: Final = "without the ten largest"
PROFILES: Final = {
    "start": Spell("", "", 4, joint=False, own_last=0, earlier=0, cause=0, days=0),
    "both sides have used force": Spell("", "", 4, joint=False, own_last=4, earlier=3, cause=0,
                                        days=0),
    "both sides have acted below force": Spell("", "", 4, joint=False, own_last=3, earlier=3,
                                               cause=0, days=0),
}  # fmt: skip
"""What came before an act; the rung of the act itself is set in when it is used."""


@cache
def _record() -> dict[str, Any]:
    place = files("detente.measures").joinpath("reaction.json")
    try:
        record: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelFileError("measures/reaction.json is missing or damaged; reinstall") from error
    return record


def samples() -> tuple[str, ...]:
    """The samples on which the model was fitted."""
    return tuple(_record()["samples"])


@cache
def shipped(sample: str = ALL) -> Fit:
    """The model as it was fitted on one sample.

    Raises:
        InputError: If there is no such sample.
        ModelFileError: If the file is missing or damaged.
    """
    if sample not in samples():
        raise InputError(f"no sample {sample!r}; there are {', '.join(samples())}")
    own = _record()["samples"][sample]
    return Fit(
        terms=tuple(row["term"] for row in own["terms"]),
        coefficients=np.array([row["coefficients"] for row in own["terms"]]),
        errors=np.array([row["errors"] for row in own["terms"]]),
        spread=own["spread"],
        covariance=np.array(own["covariance"]),
        log_likelihood=float("nan"),
        clusters=own["dyads"],
        critical=float(student.ppf(0.975, own["dyads"] - 1)),
    )


def reply_odds(
    trigger: int,
    *,
    profile: str,
    days: int = 7,
    sample: str = ALL,
    draws: int = 500,
    seed: int = 11,
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Odds of a reply at 2, 3 and 4 against no reply within some days.

    A further act of the same side, the end of the dispute and nothing yet all count as no reply.

    Args:
        trigger: Rung of the act, 2 to 4.
        profile: One of ``PROFILES``.
        days: The last day of an interval: 1, 3, 7, 14, 30, 60 or 180.
        sample: One of :func:`samples`.
        draws: Draws of the coefficients.
        seed: On which they hang.

    Returns:
        (3, 3): rows 5 % point, median, 95 % point; columns reply at 2, 3, 4.
    """
    act = replace(PROFILES[profile], trigger=trigger)
    chances = drawn_incidence(shipped(sample), act, days=days, draws=draws, seed=seed)
    replies = chances[:, list(REPLIES)]
    odds = replies / (1 - replies.sum(axis=1, keepdims=True))
    found: np.ndarray[Any, np.dtype[np.float64]] = np.percentile(odds, [5, 50, 95], axis=0)
    return found
