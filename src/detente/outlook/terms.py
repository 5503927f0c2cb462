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
    terms = [_is(inputs["last_rung"], rung) for rung in (2, 3, 4, 5)]
    peace = inputs["peace_years"] / 50
    terms += [peace, peace**2, peace**3]
    terms += [inputs["disputes_10"], inputs["highest_rung_10"], _rivals(inputs)]
    terms += [_is(inputs["contiguity"], kind) for kind in (1, 2, 3, 4, 5)]
    terms += [inputs["log_distance"], np.isnan(inputs["log_distance"])]
    return np.stack([np.asarray(term, float) for term in terms], axis=1)


def full_terms(inputs: Inputs) -> Floats:
    """History and geography in more detail, what measures act on, and how the two go together.

    Linear splines of the log of peace years, indicators of what is not known, products. A term
    whose input is not known is NaN; a fit puts its mean there, so that it pulls neither way.
    """
    parts = [_history(inputs), _third_parties(inputs), _structure(inputs), _together(inputs)]
    return np.concatenate([baseline_terms(inputs), *(np.stack(p, axis=1) for p in parts)], axis=1)


def _is(column: Floats, value: float) -> Floats:
    """1 where it is, 0 where it is not, NaN where nobody knows."""
    return np.where(np.isnan(column), np.nan, column == value)


def _rivals(inputs: Inputs) -> Floats:
    return np.fmax(inputs["rivalry_tss"], inputs["rivalry_td"])


def _log(inputs: Inputs, name: str) -> Floats:
    return np.log1p(np.maximum(inputs[name], 0))


def _history(inputs: Inputs) -> list[Floats]:
    peace = _log(inputs, "peace_years")
    terms = [peace, peace**2, _is(inputs["peace_years"], 0), _is(inputs["peace_years"], 1)]
    terms += [np.maximum(peace - knot, 0) for knot in (1, 2, 3)]
    for name in ("highest_rung_10", "rung_two_back"):
        terms += [_is(inputs[name], rung) for rung in (2, 3, 4, 5)]
    fading, ever = inputs["fading_disputes"], _log(inputs, "disputes_ever")
    terms += [_log(inputs, "disputes_10"), fading, np.sqrt(fading), inputs["fading_force"]]
    terms += [ever, inputs["begun_late"], 1 - _is(inputs["begun_late"], 0)]
    terms += [ever * peace, np.log1p(fading) * peace]
    return [np.asarray(term, float) for term in terms]


def _third_parties(inputs: Inputs) -> list[Floats]:
    terms = []
    for name in ("elsewhere", "fading_elsewhere"):
        low, high = _log(inputs, f"{name}_low"), _log(inputs, f"{name}_high")
        terms += [low, high, low * high]
    terms += [_log(inputs, "wars_elsewhere_low"), _log(inputs, "wars_elsewhere_high")]
    for name in ("allies_at_odds", "shared_enemies"):
        terms += [_log(inputs, name), 1 - _is(inputs[name], 0)]
    return [*terms, np.log(inputs["share_above"] + 1e-3)]


def _structure(inputs: Inputs) -> list[Floats]:
    terms = [inputs[name] for name in ("rivalry_tss", "rivalry_td")]
    terms += [_is(inputs["majors"], count) for count in (1, 2)]
    for name in GROUPS["alliances"]:
        terms.append(inputs[name])
    terms.append(_unknown(inputs, "defence"))
    for name in ("trade_low", "trade_high"):
        terms.append(np.log(inputs[name] + 1e-4))
    terms += [_unknown(inputs, "trade_low"), np.sqrt(inputs["organisations"])]
    share, size = inputs["capability_share"], inputs["capability_log"]
    terms += [_unknown(inputs, "organisations"), share, share**2, size, size**2]
    terms.append(_unknown(inputs, "capability_log"))
    low, high = inputs["democracy_low"], inputs["democracy_high"]
    terms += [low, high, low * high, inputs["both_democratic"]]
    terms += [_unknown(inputs, "democracy_low")]
    terms += [_is(inputs["nuclear"], count) for count in (1, 2)]
    return [*terms, _unknown(inputs, "nuclear"), inputs["arms_race"]]


def _unknown(inputs: Inputs, name: str) -> Floats:
    return np.isnan(inputs[name]).astype(float)


def _together(inputs: Inputs) -> list[Floats]:
    peace, rivals = _log(inputs, "peace_years"), _rivals(inputs)
    near = _is(inputs["contiguity"], 1)
    above = 1 - _is(inputs["last_rung"], 1)
    power = 1 - _is(inputs["majors"], 0)
    return [
        near * peace, rivals * peace, power * peace, near * rivals, above * rivals, above * near,
        power * near, near * inputs["fading_disputes"],
        above * _log(inputs, "elsewhere_high"), above * _log(inputs, "allies_at_odds"),
        near * _log(inputs, "fading_elsewhere_low"),
    ]  # fmt: skip
