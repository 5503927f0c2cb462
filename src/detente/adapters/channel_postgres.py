"""A channel's log in PostgreSQL, named by URL; needs the optional extra ``postgres``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from detente.model.errors import MissingExtra, StoreError
from detente.ports.channel_store import Row

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS entry (place bigint PRIMARY KEY, leaf bytea NOT NULL, sealed bytea);
CREATE TABLE IF NOT EXISTS checkpoint (size bigint PRIMARY KEY, note text NOT NULL);
CREATE TABLE IF NOT EXISTS receipt (
  place bigserial PRIMARY KEY, digest text NOT NULL, note text NOT NULL, UNIQUE (digest, note));
"""
_WRITER: Final = 0x64657465
"""Number of the advisory lock that lets one host write."""


class PostgresStore:
    """The log in a database; one process writes it."""

    def __init__(self, url: str) -> None:
        """Connect, make the tables if they are missing, and become the one writer.

        Raises:
            MissingExtra: If psycopg is not installed.
            StoreError: If the database cannot be used or another host writes it.
        """
        try:
            import psycopg  # noqa: PLC0415 - an optional extra
        except ImportError as error:
            raise MissingExtra("a channel in PostgreSQL", "postgres") from error
        self._connect: Callable[..., Any] = psycopg.connect
        self._error: type[Exception] = psycopg.Error
        self._url = url
        self._db: Any = self._opened()

    def _opened(self) -> Any:
        """A connection that holds the right to write."""
        try:
            db = self._connect(self._url, autocommit=True)
        except self._error as error:
            raise StoreError(f"the database cannot be reached: {error}") from error
        try:
            db.execute("SET synchronous_commit = on")
            held = db.execute("SELECT pg_try_advisory_lock(%s)", (_WRITER,)).fetchone()
            if held and held[0]:
                db.execute(_SCHEMA)
                return db
        except self._error as error:
            db.close()
            raise StoreError(f"the database cannot be used: {error}") from error
        db.close()
        raise StoreError("another host writes this channel; stop it first")

    def append(self, rows: Sequence[Row], *, size: int, checkpoint: str) -> None:
        """Keep entries and the checkpoint over them in one transaction."""
        values = [(row.index, row.leaf, row.sealed) for row in rows]
        with self._transaction() as db:
            with db.cursor() as cursor:
                cursor.executemany("INSERT INTO entry VALUES (%s, %s, %s)", values)
            db.execute("INSERT INTO checkpoint VALUES (%s, %s)", (size, checkpoint))

    def rows(self, start: int = 0, end: int | None = None) -> Iterator[Row]:
        """Entries ``[start, end)`` in order."""
        query = (
            "SELECT place, leaf, sealed FROM entry WHERE place >= %s AND place < %s ORDER BY place"
        )
        for place, leaf, sealed in self._read(query, (start, (1 << 62) if end is None else end)):
            yield Row(place, bytes(leaf), None if sealed is None else bytes(sealed))

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        """Every kept checkpoint, smallest first."""
        yield from self._read("SELECT size, note FROM checkpoint ORDER BY size", ())

    def cosigned(self, *, size: int, checkpoint: str) -> None:
        """Keep the cosignatures of a checkpoint."""
        with self._transaction() as db:
            db.execute("UPDATE checkpoint SET note = %s WHERE size = %s", (checkpoint, size))

    def keep_receipt(self, digest: str, receipt: str) -> None:
        """Keep a receipt."""
        query = "INSERT INTO receipt (digest, note) VALUES (%s, %s) ON CONFLICT DO NOTHING"
        with self._transaction() as db:
            db.execute(query, (digest, receipt))

    def receipts(self) -> Iterator[tuple[str, str]]:
        """All receipts."""
        yield from self._read("SELECT digest, note FROM receipt ORDER BY place", ())

    def close(self) -> None:
        """Disconnect."""
        self._db.close()

    def _read(self, query: str, values: tuple[int, ...]) -> list[Any]:
        self._again()
        try:
            return list(self._db.execute(query, values).fetchall())
        except self._error as error:
            raise StoreError(f"the database cannot be read: {error}") from error

    def _again(self) -> None:
        """Connect anew if the connection was lost; the right to write must still be free."""
        if self._db.closed:
            self._db = self._opened()

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        try:
            with self._db.transaction():
                yield self._db
        except self._error as error:
            text = f"the database cannot be written: {error}; send again once it can be"
            raise StoreError(text) from error
