"""From the columns of the panel to the terms that a logit weighs, each in a group of inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GROUPS: Final = MappingProxyType(
    {
        "history": (
            "last_rung", "rung_two_back", "peace_years", "disputes_10", "highest_rung_10",
            "fading_disputes", "fading_force", "disputes_ever", "begun_late",
        ),
        "rivalry": ("rivalry_tss", "rivalry_td"),
        "geography": ("contiguity", "log_distance"),
        "third parties": (
            "elsewhere_low", "elsewhere_high", "wars_elsewhere_low", "wars_elsewhere_high",
            "fading_elsewhere_low", "fading_elsewhere_high", "allies_at_odds", "shared_enemies",
        ),
        "world": ("share_above",),
        "powers and capabilities": ("majors", "capability_share", "capability_log"),
        "alliances": ("defence", "offence", "neutrality", "nonaggression", "consultation"),
        "trade": ("trade_low", "trade_high"),
        "organisations": ("organisations",),
        "democracy": ("democracy_low", "democracy_high", "both_democratic"),
        "nuclear weapons": ("nuclear",),
        "arms race": ("arms_race",),
    }
)  # fmt: skip
"""Columns of the panel by group of inputs."""

INPUTS: Final = tuple(name for names in GROUPS.values() for name in names)
"""Every column of the panel that the model reads, in order."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Rows of the panel's columns, NaN where not known.

    Attributes:
        values: Shape (rows, len(INPUTS)).
    """

    values: Floats

    def __getitem__(self, name: str) -> Floats:
        column: Floats = self.values[:, INPUTS.index(name)]
        return column

    def __len__(self) -> int:
        return len(self.values)

    def replaced(self, columns: Mapping[str, Any]) -> Inputs:
        """The same rows with some columns set anew."""
        values = self.values.copy()
        for name, column in columns.items():
            values[:, INPUTS.index(name)] = column
        return Inputs(values)


def inputs_of(columns: Mapping[str, NDArray[Any]], rows: NDArray[Any]) -> Inputs:
    """The model's inputs from the panel; a column that is not there is unknown throughout."""
    count = len(next(iter(columns.values()))[rows])
    values = np.full((count, len(INPUTS)), np.nan)
    for at, name in enumerate(INPUTS):
        if name in columns:
            values[:, at] = columns[name][rows]
    return Inputs(values)


def baseline_terms(inputs: Inputs) -> Floats:
    """History and geography: what every forecast has to beat.

    Last rung (one indicator a rung), peace years and their powers, dispute count and highest
    rung in ten years, rivalry (either list), contiguity (one indicator a type), log distance.
    """
    terms = [inputs["last_rung"] == rung for rung in (2, 3, 4, 5)]
    peace = _known(inputs["peace_years"]) / 50
    terms += [peace, peace**2, peace**3]
    terms += [_known(inputs["disputes_10"]), _known(inputs["highest_rung_10"]), _rivals(inputs)]
    terms += [inputs["contiguity"] == kind for kind in (1, 2, 3, 4, 5)]
    terms += [_known(inputs["log_distance"]), np.isnan(inputs["log_distance"])]
    return np.stack([np.asarray(term, float) for term in terms], axis=1)


def full_terms(inputs: Inputs) -> Floats:
    """History and geography in more detail, what measures act on, and how the two go together.

    Linear splines of the log of peace years, indicators of what is not known, products.
    """
    parts = [_history(inputs), _third_parties(inputs), _structure(inputs), _together(inputs)]
    return np.concatenate([baseline_terms(inputs), *(np.stack(p, axis=1) for p in parts)], axis=1)


def _known(column: Floats) -> Floats:
    """Zero where not known: after centring, an indicator beside it tells the two apart."""
    return np.nan_to_num(column)


def _rivals(inputs: Inputs) -> Floats:
    return _known(np.fmax(inputs["rivalry_tss"], inputs["rivalry_td"]))


def _log(inputs: Inputs, name: str) -> Floats:
    return np.log1p(np.maximum(_known(inputs[name]), 0))


def _history(inputs: Inputs) -> list[Floats]:
    peace = _log(inputs, "peace_years")
    terms = [peace, peace**2, inputs["peace_years"] == 0, inputs["peace_years"] == 1]
    terms += [np.maximum(peace - knot, 0) for knot in (1, 2, 3)]
    for name in ("highest_rung_10", "rung_two_back"):
        terms += [inputs[name] == rung for rung in (2, 3, 4, 5)]
    fading, ever = _known(inputs["fading_disputes"]), _log(inputs, "disputes_ever")
    terms += [_log(inputs, "disputes_10"), fading, np.sqrt(fading), _known(inputs["fading_force"])]
    terms += [ever, _known(inputs["begun_late"]), inputs["begun_late"] > 0]
    terms += [ever * peace, np.log1p(fading) * peace]
    return [np.asarray(term, float) for term in terms]


def _third_parties(inputs: Inputs) -> list[Floats]:
    terms = []
    for name in ("elsewhere", "fading_elsewhere"):
        low, high = _log(inputs, f"{name}_low"), _log(inputs, f"{name}_high")
        terms += [low, high, low * high]
    terms += [_log(inputs, "wars_elsewhere_low"), _log(inputs, "wars_elsewhere_high")]
    for name in ("allies_at_odds", "shared_enemies"):
        terms += [_log(inputs, name), np.asarray(inputs[name] > 0, float)]
    return [*terms, np.log(_known(inputs["share_above"]) + 1e-3)]


def _structure(inputs: Inputs) -> list[Floats]:
    terms = [_known(inputs[name]) for name in ("rivalry_tss", "rivalry_td")]
    terms += [np.asarray(inputs["majors"] == count, float) for count in (1, 2)]
    for name in GROUPS["alliances"]:
        terms.append(_known(inputs[name]))
    terms.append(_unknown(inputs, "defence"))
    for name in ("trade_low", "trade_high"):
        terms.append(np.where(np.isnan(inputs[name]), 0, np.log(_known(inputs[name]) + 1e-4) + 6))
    terms += [_unknown(inputs, "trade_low"), np.sqrt(_known(inputs["organisations"]))]
    share, size = _known(inputs["capability_share"]), _known(inputs["capability_log"])
    terms += [_unknown(inputs, "organisations"), share, share**2, size, size**2]
    terms.append(_unknown(inputs, "capability_log"))
    low, high = _known(inputs["democracy_low"]), _known(inputs["democracy_high"])
    terms += [low, high, low * high, _known(inputs["both_democratic"])]
    terms += [_unknown(inputs, "democracy_low")]
    terms += [np.asarray(inputs["nuclear"] == count, float) for count in (1, 2)]
    return [*terms, _unknown(inputs, "nuclear"), _known(inputs["arms_race"])]


def _unknown(inputs: Inputs, name: str) -> Floats:
    return np.isnan(inputs[name]).astype(float)


def _together(inputs: Inputs) -> list[Floats]:
    peace, rivals = _log(inputs, "peace_years"), _rivals(inputs)
    near = np.asarray(inputs["contiguity"] == 1, float)
    above = np.asarray(inputs["last_rung"] > 1, float)
    power = np.asarray(inputs["majors"] > 0, float)
    return [
        near * peace, rivals * peace, power * peace, near * rivals, above * rivals, above * near,
        power * near, near * _known(inputs["fading_disputes"]),
        above * _log(inputs, "elsewhere_high"), above * _log(inputs, "allies_at_odds"),
        near * _log(inputs, "fading_elsewhere_low"),
    ]  # fmt: skip
