"""SQLite files that are on disk when a write returns."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from detente.model.errors import StoreError


def open_durable(path: str | Path, schema: str, *, owner: str) -> sqlite3.Connection:
    """Open or create a file; a transaction that returned survives a power cut.

    Args:
        path: The file.
        schema: Statements that make what is missing.
        owner: Whose file it is, for words if it is another's.

    Raises:
        StoreError: If it cannot be used.
    """
    try:
        db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.executescript(schema)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}; is it writable and a {owner}'s file?") from error
    return db
