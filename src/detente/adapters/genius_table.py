"""A Genius domain as a bargaining table: worth runs to 100 at the most a party could get."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from detente.adapters.genius import Domain, read_genius
from detente.model.settlement import (
    BargainingTable,
    Combination,
    Interest,
    Issue,
    IssueKind,
    Party,
    Range,
)


def read_genius_table(path: Path) -> BargainingTable:
    """Read the domain in a folder, or beside one of its XML files.

    Utility as written is turned into worth by one linear scale a party (least 0 if some
    evaluations are negative, else 0 at utility 0), which changes no frontier, no Nash and no
    Kalai-Smorodinsky package. The reservation becomes the walk-away.

    Raises:
        TableError: If there is no domain; file, line and key are named.
    """
    folder = path if path.is_dir() else path.parent
    domain = read_genius(folder)
    return BargainingTable(
        title=folder.name,
        issues=tuple(
            Issue(f"issue{at + 1}", name, IssueKind.CATEGORICAL, options)
            for at, (name, options) in enumerate(zip(domain.issues, domain.options, strict=True))
        ),
        parties=tuple(_party(domain, at) for at in range(len(domain.parties))),
        together=tuple(
            Combination(
                when={
                    f"issue{issue + 1}": tuple(
                        domain.options[issue][option] for option in sorted(options)
                    )
                    for issue, options in one.options.items()
                },
                party=_key(domain, one.party),
                adds=100 * one.amount / _reach(domain, one.party),
            )
            for one in domain.problem.interactions
        ),
    )


def _key(domain: Domain, at: int) -> str:
    return Path(domain.parties[at]).stem


def _reach(domain: Domain, party: int) -> float:
    """What worth 100 stands for: the most that evaluations, or bounds on combinations, give."""
    tables = [table[:, party] for table in domain.problem.values]
    most = sum(float(np.max(table)) - min(float(np.min(table)), 0.0) for table in tables)
    most += sum(max(one.amount, 0.0) for one in domain.problem.interactions if one.party == party)
    return most if most > 0 else 1.0


def _party(domain: Domain, at: int) -> Party:
    tables = [table[:, at] for table in domain.problem.values]
    lows = [min(float(np.min(table)), 0.0) for table in tables]
    floor = (float(domain.problem.floors[at]) - sum(lows)) / _reach(domain, at) * 100
    return Party(
        key=_key(domain, at),
        name=_key(domain, at),
        walk_away=Range(floor, floor),
        without_agreement="the reservation value of the profile",
        interests={
            f"issue{number + 1}": _interest(table - low)
            for number, (table, low) in enumerate(zip(tables, lows, strict=True))
        },
    )


def _interest(worths: np.ndarray) -> Interest:
    most = float(np.max(worths))
    values = 100 * worths / most if most > 0 else np.zeros(len(worths))
    return Interest(
        weight=Range(most, most),
        values=tuple(Range(float(value), float(value)) for value in values),
        inferred_by="the profile",
    )
