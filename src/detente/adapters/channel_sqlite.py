"""A channel's log in one SQLite file; when a write returns, it is on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from detente.adapters.sqlite_file import open_durable
from detente.model.errors import StoreError
from detente.ports.channel_store import Row

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS entry (
  place INTEGER PRIMARY KEY, leaf BLOB NOT NULL, sealed BLOB) STRICT;
CREATE TABLE IF NOT EXISTS checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS receipt (
  digest TEXT NOT NULL, note TEXT NOT NULL, UNIQUE (digest, note)) STRICT;
CREATE TRIGGER IF NOT EXISTS no_change BEFORE UPDATE ON entry
  BEGIN SELECT RAISE(ABORT, 'entries never change'); END;
CREATE TRIGGER IF NOT EXISTS no_removal BEFORE DELETE ON entry
  BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
"""


class SqliteStore:
    """The log in a file; one process writes it."""

    def __init__(self, path: str | Path) -> None:
        """Open or create the file.

        Raises:
            StoreError: If it cannot be opened or is no channel store.
        """
        self.path = str(path)
        self._db = open_durable(self.path, _SCHEMA, owner="channel")

    def append(self, rows: Sequence[Row], *, size: int, checkpoint: str) -> None:
        """Keep entries and the checkpoint over them in one transaction."""
        with self._transaction() as db:
            db.executemany(
                "INSERT INTO entry VALUES (?, ?, ?)",
                [(row.index, row.leaf, row.sealed) for row in rows],
            )
            db.execute("INSERT INTO checkpoint VALUES (?, ?)", (size, checkpoint))

    def rows(self, start: int = 0, end: int | None = None) -> Iterator[Row]:
        """Entries ``[start, end)`` in order."""
        bound = (1 << 62) if end is None else end
        query = (
            "SELECT place, leaf, sealed FROM entry WHERE place >= ? AND place < ? ORDER BY place"
        )
        for place, leaf, sealed in self._read(query, (start, bound)):
            yield Row(place, leaf, sealed)

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        """Every kept checkpoint, smallest first."""
        yield from self._read("SELECT size, note FROM checkpoint ORDER BY size", ())

    def cosigned(self, *, size: int, checkpoint: str) -> None:
        """Keep the cosignatures of a checkpoint."""
        with self._transaction() as db:
            db.execute("UPDATE checkpoint SET note = ? WHERE size = ?", (checkpoint, size))

    def keep_receipt(self, digest: str, receipt: str) -> None:
        """Keep a receipt."""
        with self._transaction() as db:
            db.execute("INSERT OR IGNORE INTO receipt VALUES (?, ?)", (digest, receipt))

    def receipts(self) -> Iterator[tuple[str, str]]:
        """All receipts."""
        yield from self._read("SELECT digest, note FROM receipt ORDER BY rowid", ())

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _read(self, query: str, values: tuple[int, ...]) -> list[Any]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"{self.path} cannot be read: {error}") from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and on disk when it ends."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield self._db
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):  # a failed commit may have rolled back by itself
                self._db.execute("ROLLBACK")
            text = f"{self.path} cannot be written: {error}; make space or make it writable"
            raise StoreError(f"{text}, then send again") from error
