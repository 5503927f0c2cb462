"""What stands over all admissible numbers, and what to ask, as tables."""

from __future__ import annotations

from detente.model.settlement_robustness import Robustness
from detente.render.tables import Table

_SHOWN = 12


def shares_table(found: Robustness, *, most: int | None = None) -> Table:
    """Share of draws in which each package is acceptable, and stands."""
    rows = found.packages if most is None else found.packages[:most]
    return Table(
        caption=f"Share of {found.draws} admissible tables (seed {found.seed}; standard error at "
        f"most {found.error:.3f}) in which a package is acceptable to all, and stands: acceptable "
        "and undominated",
        columns=("package", "picked by", "acceptable", "stands", "picked again"),
        rows=tuple(
            (
                "; ".join(one.options.values()),
                ", ".join(one.picked_by),
                f"{one.acceptable:.3f}",
                f"{one.stands:.3f}",
                ", ".join(f"{name} {share:.3f}" for name, share in one.same.items()),
            )
            for one in rows
        ),
    )


def questions_table(found: Robustness) -> Table:
    """Which single answer from which party is worth most."""
    names = {party.key: party.name for party in found.table.parties}
    return Table(
        caption=f"What to ask: share of the doubt about the {found.concept} package that the answer "
        "takes away, and rise in the chance to name it, or to choose a package that stands",
        columns=("party", "ask", "doubt cut", "named", "stands"),
        rows=tuple(
            (names[one.party], one.about, f"{one.cut:.3f}", f"{one.names:+.3f}",
             f"{one.stands:+.3f}")
            for one in found.questions[:_SHOWN]
        ),
    )  # fmt: skip
