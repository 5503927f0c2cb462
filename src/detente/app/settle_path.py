"""From a table to a way there: steps, consent at home, rounds of a text, commitments."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from detente.adapters.settlement_rounds_toml import read_rounds
from detente.app.settle import Tell, settle_table
from detente.model.errors import InputError
from detente.model.serialise import to_plain
from detente.model.settlement import BargainingTable
from detente.model.settlement_path import SettlementPath
from detente.model.settlement_rounds import SingleText
from detente.settlement.commitments import proposal_body
from detente.settlement.path import path_to, picked_package
from detente.settlement.single_text import single_text

SCHEMA = "detente-settlement-path/1"
ROUNDS = "detente-single-text/1"


def find_path(
    table: BargainingTable,
    *,
    concept: str = "Nash",
    package: dict[str, str] | None = None,
    tell: Tell | None = None,
    seconds: float | None = None,
) -> SettlementPath:
    """Find the way from today to the package that a solution concept picks, or to one's own.

    Args:
        table: With ``today`` for every issue.
        concept: Whose package.
        package: A package of one's own; issues it does not name stay as the concept has them.
        tell: Given a sentence before a search that can take long.
        seconds: Time after which a long search ends with what it found.

    Raises:
        NoPath: If there is no zone, no such concept, or no way.
        InputError: If the package names an issue or option that is not there.
    """
    done = settle_table(table, tell=tell, seconds=seconds)
    options, picked_by = picked_package(done, concept)
    if package:
        options, picked_by = {**options, **_checked(table, package)}, ()
    return path_to(table, options, picked_by=picked_by)


def _checked(table: BargainingTable, package: dict[str, str]) -> dict[str, str]:
    known = {issue.key: issue.options for issue in table.issues}
    for key, option in package.items():
        if key not in known:
            raise InputError(f"--to {key}: no such issue; issues are {', '.join(known)}")
        if option not in known[key]:
            raise InputError(f"--to {key}={option}: options are {', '.join(known[key])}")
    return package


def follow_rounds(table: BargainingTable, path: Path) -> SingleText:
    """Follow the rounds of a single text in a file.

    Raises:
        InputError: If the file cannot be read.
        TableError: If something in it cannot be used; file, line and key are named.
    """
    return single_text(table, read_rounds(path, table))


def commitments(
    path: SettlementPath, *, room: str, start: dt.date, every: int, silence: int
) -> dict[str, Any]:
    """A path as the body of a proposal that ``detente channel send proposal`` takes.

    Raises:
        Confidential: If the table was read with sealed fields.
    """
    return proposal_body(path, room=room, start=start, every=every, silence=silence)


def path_record(path: SettlementPath) -> dict[str, Any]:
    """A path as one JSON object.

    Raises:
        Confidential: If the table was read with sealed fields.
    """
    plain = to_plain(path)
    for step, one in zip(plain["steps"], path.steps, strict=True):
        step["verdict"] = one.verdict.value
        for temptation in step["temptations"]:
            if temptation["needed"] == float("inf"):
                temptation["needed"] = None
    return {"schema": SCHEMA, "summary": path.summary, **plain}


def rounds_record(text: SingleText) -> dict[str, Any]:
    """The course of a single text as one JSON object.

    Raises:
        Confidential: If the table was read with sealed fields.
    """
    return {"schema": ROUNDS, **to_plain(text)}
