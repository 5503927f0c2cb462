"""What the parties around a table could accept: from a table on disk to its assessment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from detente.adapters.genius_table import read_genius_table
from detente.adapters.sealed_table import read_sealed, sealed_path
from detente.adapters.settlement_toml import read_table
from detente.model.errors import EmptyInput, InputError
from detente.model.serialise import to_plain
from detente.model.settlement import Assessment, BargainingTable
from detente.render.settlement_charts import frontier_chart, gains_chart, tornado_chart
from detente.render.settlement_draft import draft_toml
from detente.render.tables import Chart
from detente.settlement.assessment import assess
from detente.settlement.drafting import draft
from detente.settlement.edge import takes_long
from detente.settlement.problem import outcomes
from detente.settlement.swings import swings
from detente.settlement.tabulated import problem_of

SCHEMA = "detente-settlement/1"
STOPPING = "stopping after this step with the best found so far; Ctrl-C again stops at once"
Tell = Callable[[str], None]


def load_table(path: Path, *, passphrase: str | None = None) -> BargainingTable:
    """Read a table; with a passphrase, its sealed fields too.

    Args:
        path: A TOML table, or a Genius domain: its folder or one of its XML files.
        passphrase: Opens ``TABLE.sealed`` beside it; None leaves it closed.

    Raises:
        InputError: If the file cannot be read.
        TableError: If something in it cannot be used; file, line and key are named.
        SealError: If the sealed file does not open.
    """
    if path.is_dir() or path.suffix.lower() == ".xml":
        if passphrase is not None:
            raise InputError(f"{path}: a Genius domain has no sealed fields; leave out --sealed")
        return read_genius_table(path)
    sealed = None if passphrase is None else read_sealed(sealed_path(path), passphrase)
    try:
        return read_table(path, sealed=sealed)
    except OSError as problem:
        raise InputError(f"{path}: {problem.strerror}; give a TOML table") from problem
    except UnicodeDecodeError as problem:
        raise InputError(f"{path}: not UTF-8 text; give a TOML table") from problem


def settle(
    path: Path,
    *,
    tell: Tell | None = None,
    seconds: float | None = None,
    passphrase: str | None = None,
) -> Assessment:
    """Assess the table in a file.

    Args:
        path: A TOML table.
        tell: Given a sentence before a search that can take long.
        seconds: Time after which a long search ends with what it found.
        passphrase: Opens the sealed fields; None leaves them closed.

    Raises:
        InputError: If the file cannot be read.
        TableError: If something in it cannot be used; file, line and key are named.
        SealError: If the sealed file does not open.
    """
    return settle_table(load_table(path, passphrase=passphrase), tell=tell, seconds=seconds)


def settle_table(
    table: BargainingTable, *, tell: Tell | None = None, seconds: float | None = None
) -> Assessment:
    """Assess a table; Ctrl-C ends a long search with the best found so far."""
    with stopped_by_hand(tell) as stop:
        warn(table, tell)
        return assess(table, seconds=seconds, stop=stop)


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


def warn(table: BargainingTable, tell: Tell | None) -> None:
    """Say so before a search that can take long."""
    problem = problem_of(table)
    if tell is not None and takes_long(problem):
        tell(
            f"{outcomes(problem):.2g} packages with interdependent issues: this can take minutes; "
            "Ctrl-C or --seconds stops it with the best found so far"
        )


@contextmanager
def stopped_by_hand(tell: Tell | None) -> Iterator[Callable[[], bool]]:
    """Turn the first Ctrl-C into a wish to stop; the second one stops at once."""
    import signal  # noqa: PLC0415 - only needed while a search runs

    wished = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield wished.is_set
        return

    def stop(*_: object) -> None:
        if wished.is_set():
            raise KeyboardInterrupt
        wished.set()
        if tell is not None:
            tell(STOPPING)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield wished.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def pictures(assessment: Assessment) -> dict[str, Chart]:
    """Every picture of an assessment by name; none where there is no zone.

    Raises:
        Confidential: If the table was read with sealed fields.
    """
    if not assessment.zone:
        return {}
    charts = {"frontier": frontier_chart(assessment), "gains": gains_chart(assessment)}
    if not takes_long(problem_of(assessment.table)):
        charts["weights"] = tornado_chart(swings(assessment.table))
    return charts


def as_record(assessment: Assessment) -> dict[str, Any]:
    """The assessment as one JSON object.

    Raises:
        Confidential: If the table was read with sealed fields.
    """
    return {"schema": SCHEMA, **to_plain(assessment)}
