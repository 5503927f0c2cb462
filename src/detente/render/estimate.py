"""A refit on a user's own file as a table and as sentences."""

from __future__ import annotations

from detente.model.estimate import Estimate
from detente.model.evidence import Association, Direction
from detente.render.tables import Table

_SAID = {
    Direction.LOWER: "associated with less of it",
    Direction.HIGHER: "associated with more of it",
    Direction.NONE: "no detectable association",
}


def estimate_table(done: Estimate) -> Table:
    """One row an outcome."""
    return Table(
        caption=f"{done.measure}, from {done.file} ({done.design}): ratio with the measure in "
        "force against without, 95 % interval clustered by pair",
        columns=("outcome", "ratio", "low", "high", "rows", "with outcome", "pairs", "reading"),
        rows=tuple(
            (one.outcome, f"{one.ratio:.3f}", f"{one.low:.3f}", f"{one.high:.3f}", str(one.rows),
             str(one.events), str(one.clusters), _SAID[one.direction])
            for one in done.associations
        ),
    )  # fmt: skip


def sentences(done: Estimate) -> tuple[str, ...]:
    """What a reader at a terminal sees, warnings last."""
    return (
        estimate_table(done).caption + ":",
        *(f"  {_sentence(one)}" for one in done.associations),
        *(f"Note: {warning}." for warning in done.warnings),
    )


def _sentence(one: Association) -> str:
    tail = f"; {one.note}" if one.note else ""
    return (
        f"{one.outcome}: {_SAID[one.direction]} (ratio {one.ratio:.2f}, {one.low:.2f} to "
        f"{one.high:.2f}; {one.events} in {one.rows} rows, {one.clusters} pairs){tail}"
    )
