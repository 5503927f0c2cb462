"""What the parties could accept: from a table on disk to its assessment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from detente.adapters.settlement_toml import read_table
from detente.model.errors import EmptyInput, InputError
from detente.model.serialise import to_plain
from detente.model.settlement import Assessment, BargainingTable
from detente.render.settlement_draft import draft_toml
from detente.settlement.assessment import assess
from detente.settlement.drafting import draft
from detente.settlement.edge import takes_long
from detente.settlement.problem import outcomes
from detente.settlement.tabulated import problem_of

SCHEMA = "detente-settlement/1"
Tell = Callable[[str], None]


def settle(path: Path, *, tell: Tell | None = None, seconds: float | None = None) -> Assessment:
    """Assess the table in a file.

    Args:
        path: A TOML table.
        tell: Given a sentence before a search that can take long.
        seconds: Time after which a long search ends with what it found.

    Raises:
        InputError: If the file cannot be read.
        TableError: If something in it cannot be used; file, line and key are named.
    """
    try:
        table = read_table(path)
    except OSError as problem:
        raise InputError(f"{path}: {problem.strerror}; give a TOML table") from problem
    _warn(table, tell)
    return assess(table, seconds=seconds)


def draft_table(reading: str) -> str:
    """Draft a table, as TOML, from the demands that a reading found.

    Args:
        reading: A READING.json, or reports to read.

    Raises:
        EmptyInput: If nothing could be read, or no demand was found.
    """
    from detente.app.readings import obtain  # noqa: PLC0415 - the parser takes a second to load

    drafted = draft(obtain(reading))
    if not drafted.issues:
        raise EmptyInput(f"{reading}: no demand on a known issue was found, so there is no table")
    return draft_toml(drafted)


def _warn(table: BargainingTable, tell: Tell | None) -> None:
    problem = problem_of(table)
    if tell is not None and takes_long(problem):
        tell(
            f"{outcomes(problem):.2g} packages with interdependent issues: this can take minutes; "
            "--seconds stops it with the best found so far"
        )


def as_record(assessment: Assessment) -> dict[str, Any]:
    """The assessment as one JSON object."""
    return {"schema": SCHEMA, **to_plain(assessment)}
