"""What a witness remembers, in one SQLite file."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Final

from detente.adapters.sqlite_file import open_durable
from detente.model.errors import StoreError

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS cosigned (
  origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL) STRICT;
"""


class SqliteMemory:
    """The latest cosigned checkpoint of each log."""

    def __init__(self, path: str | Path) -> None:
        """Open or create the file.

        Raises:
            StoreError: If it cannot be used.
        """
        self._lock = threading.Lock()
        self._db = open_durable(path, _SCHEMA, owner="witness")

    def last(self, origin: str) -> tuple[int, bytes, str] | None:
        """Size, root and note last cosigned for a log."""
        query = "SELECT size, root, note FROM cosigned WHERE origin = ?"
        with self._lock:
            row: tuple[int, bytes, str] | None = self._db.execute(query, (origin,)).fetchone()
        return row

    def advance(self, origin: str, *, old: int, size: int, root: bytes, note: str) -> bool:
        """Replace the record if it still stands at ``old``: one statement, one transaction."""
        query = """
        INSERT INTO cosigned SELECT ?1, ?2, ?3, ?4
          WHERE COALESCE((SELECT size FROM cosigned WHERE origin = ?1), 0) = ?5
          ON CONFLICT (origin) DO UPDATE SET size = ?2, root = ?3, note = ?4 WHERE size = ?5
        """
        try:
            with self._lock:
                done = self._db.execute(query, (origin, size, root, note, old)).rowcount
        except sqlite3.Error as error:
            raise StoreError(f"the witness's memory cannot be written: {error}") from error
        return done == 1

    def close(self) -> None:
        """Close the file."""
        self._db.close()
