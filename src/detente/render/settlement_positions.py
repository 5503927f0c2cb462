"""Position arithmetic as tables and as lines over rounds."""

from __future__ import annotations

from collections.abc import Sequence

from detente.model.settlement_positions import Expected
from detente.render.settlement_drawing import WIDE, drawing, stroke, thread, ticks, words
from detente.render.tables import Chart, Table

_SHOWN = 8
_TOP, _ROW = 84.0, 30.0


def disagreement_table(found: Sequence[Expected]) -> Table:
    """Where the three models disagree, most first."""
    return Table(
        caption="What three models expect; where they disagree comes first (share of the range)",
        columns=("issue", "apart", "compromise", "challenge model", "spatial election", "actors"),
        rows=tuple(
            (
                one.positions.issue,
                f"{one.apart:.2f}",
                f"{one.compromise:.4g}",
                f"{one.challenge:.4g}",
                f"{one.election:.4g}",
                str(len(one.positions.actors)),
            )
            for one in found
        ),
    )


def pull_table(found: Sequence[Expected]) -> Table:
    """Whose salience moves the compromise most."""
    rows = []
    for one in found:
        ordered = sorted(one.pull.items(), key=lambda item: -abs(item[1]))[:_SHOWN]
        rows += [(one.positions.issue, actor, f"{move:+.3g}") for actor, move in ordered]
    return Table(
        caption="How far the compromise moves if an actor's salience rises by 0.1",
        columns=("issue", "actor", "moves by"),
        rows=tuple(rows),
    )


def blocking_table(found: Sequence[Expected]) -> Table:
    """Who could hold up the compromise."""
    return Table(
        caption="The smallest sets of actors that could hold up the compromise",
        columns=("issue", "side", "sets"),
        rows=tuple(
            (one.positions.issue, side, "; ".join(" + ".join(group) for group in groups) or "none")
            for one in found
            for side, groups in one.blocking.items()
        ),
    )


def rounds_chart(one: Expected) -> Chart:
    """Where each actor stands on the line of an issue, round by round of the challenge model."""
    places = one.positions.places
    low, high = min(places), max(places)
    left, wide = 60.0, WIDE - 220.0

    def across(place: float) -> float:
        return left + wide * (place - low) / (high - low)

    bottom = _TOP + _ROW * (len(one.rounds) - 1)
    marks = [words("round", 8, _TOP - 14, "small")]
    for tick in ticks(low, high):
        marks += [stroke(across(tick), _TOP, across(tick), bottom, "grid"),
                  words(f"{tick:g}", across(tick), _TOP - 14, "small", "middle")]  # fmt: skip
    marks += [words(str(at), 36, _TOP + _ROW * at + 4, "small", "end")
              for at in range(len(one.rounds))]  # fmt: skip
    for actor in range(len(places)):
        way = [(across(row[actor]), _TOP + _ROW * at) for at, row in enumerate(one.rounds)]
        marks.append(thread(way, actor))
    marks += _ends(one)
    for at, (name, place) in enumerate(
        (("compromise", one.compromise), ("challenge", one.challenge), ("election", one.election))
    ):
        x, y = across(place), bottom + 14 + 18 * at
        marks += [stroke(x, bottom, x, y, "walk-away"), words(f"{name} {place:.4g}", x + 5, y + 4,
                                                              "small")]  # fmt: skip
    title = f"{one.positions.issue}: positions over rounds of the challenge model"
    return Chart(title, drawing(title, max(bottom + 70, _key_end(one)), marks), _rounds_table(one))


def _ends(one: Expected) -> list[str]:
    """Names beside the picture, each with its line."""
    marks = []
    for at, actor in enumerate(one.positions.actors):
        y = _TOP + 18 * at
        marks.append(thread([(WIDE - 148, y - 4), (WIDE - 122, y - 4)], at))
        marks.append(words(actor if len(actor) < 18 else actor[:17] + "…", WIDE - 116, y, "small"))
    return marks


def _key_end(one: Expected) -> float:
    return _TOP + 18 * len(one.positions.actors) + 8


def _rounds_table(one: Expected) -> Table:
    return Table(
        caption=f"{one.positions.issue}: where each actor stands after each round",
        columns=("round", *one.positions.actors),
        rows=tuple(
            (str(at), *(f"{place:.6g}" for place in row)) for at, row in enumerate(one.rounds)
        ),
    )
