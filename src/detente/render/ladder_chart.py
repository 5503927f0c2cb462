"""The ladder: where each pair stands, as corroborated and as claimed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from detente.model.ladder import Arrow, DyadPosition, Rung, RungEvidence, WindowRungs
from detente.render import svg
from detente.render.tables import Chart, Table
from detente.render.words import counted, listed

RUNG_WORDS: Final = {
    Rung.NONE: "none",
    Rung.THREAT: "threat",
    Rung.DISPLAY: "display",
    Rung.USE_OF_FORCE: "use of force",
    Rung.WAR: "war",
}
ARROW_SIGNS: Final = {
    Arrow.UP: "▲ up",
    Arrow.DOWN: "▼ down",
    Arrow.LEVEL: "▬ level",
    Arrow.NO_NEW_INFORMATION: "· no new information",
}
_HEAD: Final = 48
_ROW: Final = 21
_TITLE: Final = 30
_BIG: Final = 7.0
_SMALL: Final = 5.0
_DRAWN: Final = 15


def ladder_chart(
    dyads: Sequence[DyadPosition],
    names: Mapping[str, str] = MappingProxyType({}),
    title: str = "Where each pair stands",
) -> Chart:
    """Draw the rungs of every pair: a disc for corroborated, a ring for claimed.

    Args:
        dyads: Positions in the order in which they are to be shown.
        names: Neutral names of actors by id, for the members of blocs.
        title: What the picture is called by those who listen to the page.
    """
    marks, y = [*_scale()], float(_HEAD)
    drawn = [dyad for dyad in dyads if _has_rung(dyad)][:_DRAWN]
    for dyad in drawn:
        rows = merged_windows(dyad)
        marks += [_name(dyad, y + 18), *_tracks(rows, y + _TITLE)]
        y += _TITLE + _ROW * len(rows) + 20
    picture = svg.picture(title, y, *_rungs(y), *marks, kind="ladder")
    left_out = len(dyads) - len(drawn)
    more = f" {counted(left_out, 'more pair')} in the table alone." if left_out > 0 else ""
    return Chart(_CAPTION + more, picture, ladder_table(dyads, names))


def ladder_table(
    dyads: Sequence[DyadPosition], names: Mapping[str, str] = MappingProxyType({})
) -> Table:
    """The figures of the ladder chart, one row a pair and window."""
    rows = [
        (
            pair_title(dyad),
            days,
            rung_words(window.corroborated, names),
            rung_words(window.claimed, names),
            dyad.arrow.value,
        )
        for dyad in dyads
        for days, window in merged_windows(dyad)
    ]
    columns = ("Pair", "Window", "Corroborated", "Claimed", "Direction")
    return Table("Rungs of each pair", columns, tuple(rows))


def pair_title(dyad: DyadPosition) -> str:
    """Both names, in the model's order."""
    return f"{dyad.a_name} – {dyad.b_name}"


def merged_windows(dyad: DyadPosition) -> tuple[tuple[str, WindowRungs], ...]:
    """Windows with their names; those that show the same rungs are named together."""
    merged: list[tuple[list[int], WindowRungs]] = []
    for window in all_windows(dyad):
        if merged and _rungs_of(merged[-1][1]) == _rungs_of(window):
            merged[-1][0].append(window.days)
        else:
            merged.append(([window.days], window))
    return tuple((_days(days), window) for days, window in merged)


def _rungs_of(window: WindowRungs) -> tuple[RungEvidence, RungEvidence] | None:
    return (window.corroborated, window.claimed) if highest_of(window) > Rung.NONE else None


def highest_of(window: WindowRungs) -> Rung:
    """The higher of the two rungs of one window."""
    return max(window.corroborated.rung, window.claimed.rung)


def _days(days: Sequence[int]) -> str:
    dated = listed([str(number) for number in days if number])
    names = ([f"{dated} days"] if dated else []) + (["undated"] if 0 in days else [])
    return ", ".join(names)


def rung_words(evidence: RungEvidence, names: Mapping[str, str]) -> str:
    """Number and name of a rung, and the bloc's member that stands on it."""
    by = f" (by {names.get(evidence.member, evidence.member)})" if evidence.member else ""
    return f"{evidence.rung.value} {RUNG_WORDS[evidence.rung]}{by}"


def all_windows(dyad: DyadPosition) -> tuple[WindowRungs, ...]:
    """Every window, the undated one last."""
    return (*dyad.windows, dyad.undated) if dyad.undated else dyad.windows


def _across(rung: Rung) -> float:
    return 22 + (rung.value - 1) * 18.4


def _scale() -> list[str]:
    return [
        mark
        for rung, words in RUNG_WORDS.items()
        for mark in (
            svg.label(str(rung.value), _across(rung), 16, "rung-number", "middle"),
            svg.label(words, _across(rung), 32, "rung-name", "middle"),
        )
    ]


def _rungs(height: float) -> list[str]:
    return [svg.line(_across(rung), 40, _across(rung), height - 6, "grid") for rung in RUNG_WORDS]


def _name(dyad: DyadPosition, y: float) -> str:
    return (
        svg.line(0, y - 18, 100, y - 18, "rule")
        + svg.label(pair_title(dyad), 0, y, "pair")
        + svg.label(ARROW_SIGNS[dyad.arrow], 100, y, "arrow", "end")
    )


def _has_rung(dyad: DyadPosition) -> bool:
    return any(highest_of(window) > Rung.NONE for window in all_windows(dyad))


def _tracks(rows: Sequence[tuple[str, WindowRungs]], top: float) -> list[str]:
    return [
        mark
        for n, (days, window) in enumerate(rows)
        for mark in _track(days, window, top + 10 + n * _ROW)
    ]


def _track(days: str, window: WindowRungs, y: float) -> list[str]:
    low, high = _across(window.corroborated.rung), _across(window.claimed.rung)
    size = _SMALL if window.days == 0 else _BIG
    state = "undated" if window.days == 0 else "dated"
    marks = [svg.label(days.replace(" and ", ", "), 0, y + 4, "window")]
    if highest_of(window) is Rung.NONE:
        return [*marks, svg.dot(low, y, 3, "corroborated r1")]
    if high != low:
        marks.append(svg.line(low, y, high, y, f"span {state}"))
    ring = size + (3 if high == low else 0)
    marks.append(svg.dot(high, y, ring, f"claimed {state} r{window.claimed.rung.value}"))
    marks.append(svg.dot(low, y, size, f"corroborated {state} r{window.corroborated.rung.value}"))
    return marks


_CAPTION: Final = (
    "Highest rung in each trailing window. A disc is what is corroborated, a ring what is claimed; "
    "the bar between them is what nobody independent has borne out. Undated incidents enter no "
    "window and are drawn dashed."
)
