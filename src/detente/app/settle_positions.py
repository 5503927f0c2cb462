"""Position arithmetic on a file of positions: three models side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from detente.adapters.positions_csv import read_positions
from detente.model.errors import InputError
from detente.model.serialise import to_plain
from detente.model.settlement_positions import Expected
from detente.settlement.position_models import SCOPE, expectations

SCHEMA = "detente-positions/1"


def expect(
    path: Path, *, rounds: int, needs: float
) -> tuple[tuple[Expected, ...], tuple[str, ...]]:
    """Run the models on every issue; the issues on which they disagree most come first.

    Returns:
        What is expected, and issues that could not be run, in words.

    Raises:
        InputError: If the file cannot be read, or no issue could be run.
        TableError: If a cell cannot be used.
    """
    found: list[Expected] = []
    aside: list[str] = []
    for given in read_positions(path):
        try:
            found.append(expectations(given, rounds=rounds, needs=needs))
        except ValueError as problem:
            aside.append(f"{given.issue}: {problem}")
    if not found:
        raise InputError(f"{path}: no issue could be run ({'; '.join(aside)})")
    return tuple(sorted(found, key=lambda one: -one.apart)), tuple(aside)


def positions_record(found: Sequence[Expected]) -> dict[str, Any]:
    """What is expected as one JSON object."""
    return {"schema": SCHEMA, "scope": SCOPE, "issues": to_plain(found)}
