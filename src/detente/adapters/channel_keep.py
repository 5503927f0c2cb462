"""Copies of logs in one SQLite file, as a mirror holds them."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from detente.adapters.sqlite_file import open_durable
from detente.model.errors import StoreError

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS entry (
  origin TEXT NOT NULL, place INTEGER NOT NULL, leaf BLOB NOT NULL,
  PRIMARY KEY (origin, place)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending (
  origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY (origin, size)) STRICT;
CREATE TABLE IF NOT EXISTS held (
  origin TEXT PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL) STRICT;
"""
_KEPT: Final = 16


class SqliteKeep:
    """The store of a mirror; one process writes it."""

    def __init__(self, path: str | Path) -> None:
        """Open or create the file.

        Raises:
            StoreError: If it cannot be used.
        """
        self._lock = threading.RLock()
        self._db = open_durable(path, _SCHEMA, owner="mirror")

    def last(self, origin: str) -> tuple[int, bytes, str] | None:
        """Size, root and note of the latest pending checkpoint."""
        query = "SELECT size, root, note FROM pending WHERE origin = ? ORDER BY size DESC LIMIT 1"
        rows = self._read(query, (origin,))
        return rows[0] if rows else None

    def advance(self, origin: str, *, old: int, size: int, root: bytes, note: str) -> bool:
        """Add a pending checkpoint if the latest still stands at ``old``, in one transaction."""
        with self._transaction() as db:
            largest = "SELECT COALESCE(MAX(size), 0) FROM pending WHERE origin = ?"
            if db.execute(largest, (origin,)).fetchone()[0] != old:
                return False
            db.execute("REPLACE INTO pending VALUES (?, ?, ?, ?)", (origin, size, root, note))
            db.execute(
                "DELETE FROM pending WHERE origin = ?1 AND size NOT IN "
                "(SELECT size FROM pending WHERE origin = ?1 ORDER BY size DESC LIMIT ?2)",
                (origin, _KEPT),
            )
        return True

    def pending(self, origin: str) -> list[str]:
        """The last several pending checkpoints, the latest last."""
        query = "SELECT note FROM pending WHERE origin = ? ORDER BY size"
        return [note for (note,) in self._read(query, (origin,))]

    def leaves(self, origin: str) -> Iterator[bytes]:
        """All entries that are held, first to last."""
        query = "SELECT leaf FROM entry WHERE origin = ? ORDER BY place"
        yield from (leaf for (leaf,) in self._read(query, (origin,)))

    def entries(self, origin: str, start: int, end: int) -> list[bytes]:
        """Entries ``[start, end)`` of those that are held."""
        query = (
            "SELECT leaf FROM entry WHERE origin = ? AND place >= ? AND place < ? ORDER BY place"
        )
        return [leaf for (leaf,) in self._read(query, (origin, start, end))]

    def append(self, origin: str, start: int, leaves: Sequence[bytes]) -> None:
        """Keep entries from an index on, in one transaction."""
        rows = [(origin, start + number, leaf) for number, leaf in enumerate(leaves)]
        with self._transaction() as db:
            db.executemany("INSERT OR IGNORE INTO entry VALUES (?, ?, ?)", rows)

    def held(self, origin: str) -> str | None:
        """The checkpoint up to which all is held."""
        rows = self._read("SELECT note FROM held WHERE origin = ?", (origin,))
        return rows[0][0] if rows else None

    def hold(self, origin: str, size: int, note: str) -> bool:
        """Replace it by one that is not smaller."""
        query = (
            "INSERT INTO held VALUES (?1, ?2, ?3) "
            "ON CONFLICT (origin) DO UPDATE SET size = ?2, note = ?3 WHERE size <= ?2"
        )
        with self._transaction() as db:
            return db.execute(query, (origin, size, note)).rowcount == 1

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _read(self, query: str, values: tuple[Any, ...]) -> list[Any]:
        try:
            with self._lock:
                return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"the mirror's file cannot be read: {error}") from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and on disk when it ends."""
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                raise StoreError(f"the mirror's file cannot be written: {error}") from error
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
