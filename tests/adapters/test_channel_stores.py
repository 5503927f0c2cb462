"""Stores keep what they are given; PostgreSQL is tried where a database is named."""

from __future__ import annotations

import pytest

from detente.adapters.channel_postgres import PostgresStore
from detente.adapters.channel_sqlite import SqliteStore
from detente.model.errors import StoreError
from detente.ports.channel_store import Row, check_store


def test_sqlite_does_what_a_host_relies_on(tmp_path) -> None:
    store = SqliteStore(tmp_path / "log.db")
    check_store(store)
    store.close()


def test_postgres_does_what_a_host_relies_on(postgres: str) -> None:
    store = PostgresStore(postgres)
    check_store(store)
    with pytest.raises(StoreError, match="another host"):
        PostgresStore(postgres)
    store.close()


def test_a_full_disk_is_a_clear_refusal_and_keeps_what_stands(tmp_path) -> None:
    store = SqliteStore(tmp_path / "log.db")
    store.append([Row(0, b"first", None)], size=1, checkpoint="one\n")
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="full"):
        store.append([Row(1, b"x" * 200_000, None)], size=2, checkpoint="two\n")
    assert [row.index for row in store.rows()] == [0]
    assert [size for size, _ in store.checkpoints()] == [1]
    store.close()


def test_a_file_of_something_else_is_refused(tmp_path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"not a database at all, but long enough to look" * 40)
    with pytest.raises(StoreError, match="channel's file"):
        SqliteStore(path)
