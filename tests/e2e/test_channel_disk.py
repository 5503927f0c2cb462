"""The disk is full, the file is read-only, the database goes away: clear refusals, nothing half."""

from __future__ import annotations

import os
import resource
import subprocess
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest
from tests.channel.crisis import CHANNEL, HOST, authors, charter, ring
from tests.e2e.test_channel import NAME, PASS, follow, founded, free_port, host, run, stands

from detente.adapters.channel_mirror import PartyFolder
from detente.adapters.channel_postgres import PostgresStore
from detente.adapters.channel_sqlite import SqliteStore
from detente.app.channel_host import Host
from detente.channel.party import Author
from detente.channel.tiles import parse_tile, read_bundle
from detente.channel.verify import Copy, verify_copy
from detente.model.errors import StoreError


def test_a_host_whose_disk_is_full_says_so_and_goes_on_once_there_is_space(tmp_path) -> None:
    act = founded(tmp_path)
    with host(tmp_path, free_port()) as (url, vkey, process):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", str(tmp_path / "ALD"))
        author = stands(url, Author.new(PartyFolder(tmp_path / "BRV").keys(PASS), NAME))
        wal = (tmp_path / "log.db-wal").stat().st_size
        _, most = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (wal + 100, most))
        signed = author.draft("question", {"text": "w" * 30_000})
        before = httpx.get(f"{url}/checkpoint").text
        for _ in range(3):
            answer = httpx.post(f"{url}/messages", content=signed.raw)
            assert answer.status_code == 507
            assert "cannot be written" in answer.json()["error"]
        assert httpx.get(f"{url}/checkpoint").text == before
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, most))
        assert httpx.post(f"{url}/messages", content=signed.raw).status_code == 200
    run("mirror", "-d", str(tmp_path / "CTL"), code=1)
    with host(tmp_path, int(url.rpartition(":")[2])):
        run("mirror", "-d", str(tmp_path / "CTL"))
    assert signed.digest in run("inbox", "-d", str(tmp_path / "CTL"))


@contextmanager
def small_disk(folder: Path):
    """A file system of one megabyte; mounting it needs rights that not everybody has."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=False,
        capture_output=True,
    )  # fmt: skip
    if os.geteuid() != 0 or made.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(opened: Host, author: Author) -> int:
    """Ask questions until the store refuses; how many were taken."""
    for number in range(200):
        signed = author.draft("question", {"text": "w" * 20_000})
        (answer,) = opened.submit_many([signed.raw])
        if isinstance(answer, Exception):
            assert "full" in str(answer)
            return number
        author.sent(signed)
    raise AssertionError("the disk was not full")


def sound(opened: Host) -> None:
    """What the host shows is one whole log under its last checkpoint."""
    size = opened.ledger.size
    leaves = []
    for start in range(0, size, 256):
        width = min(256, size - start)
        part = "" if width == 256 else f".p/{width}"
        leaves += read_bundle(opened.tile(parse_tile(f"tile/entries/{start // 256:03}{part}")))
    verdict = verify_copy(CHANNEL, [opened.key], Copy(leaves, [opened.checkpoint()]))
    assert verdict.findings == ()
    assert verdict.ledger.size == size


def test_a_disk_of_a_megabyte_fills_up_and_nothing_is_half_written(tmp_path) -> None:
    with small_disk(tmp_path / "small") as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * 300_000)
        store = SqliteStore(disk / "log.db")
        try:
            opened, parties = Host(CHANNEL, HOST, store), authors()
            opened.submit(charter(parties["ALD"]).raw)
            taken = fill(opened, parties["BRV"])
            assert taken > 3
            assert opened.ledger.size == 1 + taken
            sound(opened)
            ballast.unlink()
            assert fill(opened, parties["BRV"]) > 3
            sound(opened)
            again = Host(CHANNEL, HOST, store)
            assert again.checkpoint() == opened.checkpoint()
        finally:
            store.close()


def test_a_connection_lost_midway_is_a_refusal_and_comes_back(postgres) -> None:
    store = PostgresStore(postgres)
    opened, parties = Host(CHANNEL, HOST, store), authors()
    opened.submit(charter(parties["ALD"]).raw)
    with psycopg.connect(postgres, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    signed = parties["BRV"].draft("question", {"text": "still there?"})
    with pytest.raises(StoreError, match="send again"):
        opened.submit(signed.raw)
    assert opened.ledger.size == 1
    assert opened.submit(signed.raw).index == 1
    sound(opened)
    store.close()


def test_a_write_whose_end_was_not_seen_is_found_and_not_written_twice(tmp_path) -> None:
    class Blind(SqliteStore):
        blind = False

        def append(self, rows, *, size, checkpoint) -> None:
            super().append(rows, size=size, checkpoint=checkpoint)
            if self.blind:
                raise StoreError("the connection ended after the commit")

    store = Blind(tmp_path / "log.db")
    opened, parties = Host(CHANNEL, HOST, store), authors()
    opened.submit(charter(parties["ALD"]).raw)
    store.blind = True
    signed = parties["BRV"].draft("question", {"text": "once"})
    with pytest.raises(StoreError):
        opened.submit(signed.raw)
    store.blind = False
    assert opened.submit(signed.raw).index == 1
    assert opened.ledger.size == 2
    sound(opened)
    store.close()


def test_a_batch_that_was_not_kept_leaves_chains_roster_and_tree_as_they_were(tmp_path) -> None:
    class Full(SqliteStore):
        full = False

        def append(self, rows, *, size, checkpoint) -> None:
            if self.full:
                raise StoreError("full")
            super().append(rows, size=size, checkpoint=checkpoint)

        def rows(self, start=0, end=None):
            if self.full:
                raise StoreError("not to be read either")
            return super().rows(start, end)

    store = Full(tmp_path / "log.db")
    opened, parties = Host(CHANNEL, HOST, store), authors()
    first = charter(parties["ALD"], quorum="1")
    opened.submit(first.raw)
    parties["ALD"].sent(first)
    root, roster = opened.ledger.tree.root(), opened.ledger.roster
    batch = []
    for kind, body in (("question", {"text": "a"}), ("expel", {"party": "CTL", "reason": "r"})):
        signed = parties["ALD"].draft(kind, body)
        parties["ALD"].sent(signed)
        batch.append(signed.raw)
    batch.append(parties["BRV"].draft("question", {"text": "b"}).raw)
    store.full = True
    answers = opened.submit_many([first.raw, *batch])
    assert answers[0].index == 0, "what stood before still stands"
    assert all(isinstance(answer, StoreError) for answer in answers[1:])
    with pytest.raises(StoreError, match="read"):
        opened.submit_many(batch)
    assert (opened.ledger.size, opened.ledger.tree.root()) == (1, root)
    assert opened.ledger.roster == roster
    assert opened.ledger.chain(ring("BRV").signer.public.hex(), None) == (0, "")
    store.full = False
    assert [answer.index for answer in opened.submit_many(batch)] == [1, 2, 3]
    sound(opened)
    store.close()


def test_a_store_that_lost_what_was_answered_for_is_not_gone_on_with(tmp_path) -> None:
    store = SqliteStore(tmp_path / "log.db")
    opened, parties = Host(CHANNEL, HOST, store), authors()
    opened.submit(charter(parties["ALD"]).raw)
    opened.submit(parties["BRV"].draft("question", {"text": "a"}).raw)
    old = SqliteStore(tmp_path / "old.db")
    Host(CHANNEL, HOST, old).submit(charter(authors()["ALD"]).raw)
    opened._store, opened._doubted = old, True
    with pytest.raises(StoreError, match="not as it was left"):
        opened.submit(parties["CTL"].draft("question", {"text": "b"}).raw)
    old.close()
    store.close()


def test_a_read_only_file_is_refused_in_words(tmp_path) -> None:
    act = founded(tmp_path)
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", str(tmp_path / "ALD"))
    store = SqliteStore(tmp_path / "log.db")
    store._db.execute("PRAGMA query_only = 1")
    ring_ = PartyFolder(tmp_path / "BRV").keys(PASS)
    keys = PartyFolder(tmp_path).text("host.json")
    from detente.channel.party import open_keys

    opened = Host(NAME, open_keys(keys, PASS).signer, store)
    with pytest.raises(StoreError, match="make it writable"):
        opened.submit(Author.new(ring_, NAME).draft("question", {"text": "x"}).raw)
    store.close()
