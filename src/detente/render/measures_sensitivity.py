"""What an answer turns on, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.model.crisis_answer import Sensitivity
from detente.render.tables import Table

_SHOWN = 15


def sensitivity_tables(found: Sequence[Sensitivity]) -> Iterator[Table]:
    """Shares of the variance, influences, and regions of failure."""
    if not found:
        return
    yield _shares(found)
    for one in found:
        yield _influences(one)
    if any(one.regions for one in found):
        yield _regions(found)


def _shares(found: Sequence[Sensitivity]) -> Table:
    return Table(
        caption="Share of the answer's variance from assumed and not estimated inputs",
        columns=("structure", "answer", "assumed alone", "assumed have a part",
                 "clearly worse at", "points", "note"),
        rows=tuple(
            (
                one.structure,
                one.target,
                f"{one.assumed_first:.2f}",
                f"{one.assumed_total:.2f}",
                f"{one.worse * 100:.0f} of 100 points",
                f"{one.points:,}",
                one.note,
            )
            for one in found
        ),
    )  # fmt: skip


def _influences(one: Sensitivity) -> Table:
    return Table(
        caption=f"What it turns on under {one.structure}: {one.target} (the {_SHOWN} strongest of "
        f"{len(one.influences)} in Morris' screening; indices with the rest at their medians)",
        columns=("input", "ground", "screening, points", "first order", "total"),
        rows=tuple(
            (
                each.name,
                "assumed" if each.assumed else "estimated",
                f"{each.screened * 100:.2f}",
                _index(each.first, each.first_error),
                _index(each.total, each.total_error),
            )
            for each in one.influences[:_SHOWN]
        ),
    )


def _regions(found: Sequence[Sensitivity]) -> Table:
    return Table(
        caption="Where the measures fail more often than elsewhere (leaves of a small tree)",
        columns=("structure", "where", "clearly worse at", "holds at"),
        rows=tuple(
            (
                one.structure,
                " and ".join(region.conditions),
                f"{region.worse * 100:.0f} of 100 points",
                f"{region.points * 100:.0f} of 100 points",
            )
            for one in found
            for region in one.regions
        ),
    )


def _index(value: float | None, error: float | None) -> str:
    return "" if value is None else f"{value:.2f} ± {error:.2f}"
