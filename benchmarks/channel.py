"""What the channel carries: signed durable appends, proofs and mirroring.

Appends go over HTTP to a host process on the same machine. Messages are signed before the clock
starts, since signing is the parties' work. Twice: at a steady offer of 500 a second, where the
time of an append runs from the moment it was due, so that waiting counts; and as fast as it goes,
each sender waiting for its answer before its next message.

Beside it, in the same run: the same host with one write per message (no group commit), and a tree
that hashes everything anew for each proof. Last, what a party asks of a year of 57 states.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import httpx

from benchmarks.channel_year import year
from detente.channel.checkpoints import Checkpoint, sign_checkpoint
from detente.channel.keys import SignatureType, Signer
from detente.channel.ledger import Ledger
from detente.channel.merkle import leaf_hash
from detente.channel.notes import VerifierKey
from detente.channel.party import Author, KeyRing, with_proofs
from detente.channel.proofs import LogProof
from detente.channel.tree import Tree
from detente.channel.verify import Copy, verify_copy

CHANNEL = "bench.example/log"
SENDERS = 16
EACH = 100
OFFERED = 500
SECONDS = 10
MIRROR = 100_000
LEAVES = 100_000
PROOFS = 5_000
PLAIN_PROOFS = 5
_START = "from detente.cli.main import main; main()"
_ONE_BY_ONE = f"import detente.web.channel as web; web._BATCH = 1; {_START}"
_POSTGRES = (
    "postgres_appends_per_s", "postgres_busy_median_ms", "postgres_append_median_ms",
    "postgres_append_p99_ms", "postgres_carried_per_s",
)  # fmt: skip
_LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"


def measure() -> dict[str, float | None]:
    """Every figure, measured afresh; those of PostgreSQL are null where no server answers."""
    figures: dict[str, float | None] = {
        "senders": float(SENDERS),
        "offered_per_s": float(OFFERED),
        **_proofs(),
        **_mirror(),
        **year(),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures |= _appends(folder, str(folder / "log.db"), "sqlite")
        figures |= _offered(folder, str(folder / "offered.db"), "sqlite")
        figures |= _appends(folder, str(folder / "plain.db"), "plain", start=_ONE_BY_ONE)
        with _database() as url:
            figures |= _appends(folder, url, "postgres") if url else dict.fromkeys(_POSTGRES[:2])
        with _database() as url:
            figures |= _offered(folder, url, "postgres") if url else dict.fromkeys(_POSTGRES[2:])
    return figures


@contextmanager
def _database() -> Iterator[str]:
    """A database of the run's own, on DETENTE_POSTGRES or the local server; "" without one."""
    try:
        import psycopg
        from psycopg import conninfo
    except ImportError:
        yield ""
        return
    server, name = os.environ.get("DETENTE_POSTGRES", _LOCAL), f"detente_bench_{uuid.uuid4().hex}"
    try:
        admin = psycopg.connect(server, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield ""
        return
    with admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            named = {**conninfo.conninfo_to_dict(server), "dbname": name}
            yield f"postgresql://?{urlencode(named)}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _ring_keys(number: int) -> KeyRing:
    seeds = [bytes([number + 1, kind]) * 16 for kind in (1, 2, 3)]
    return KeyRing.from_secret(f"P{number:02d}", b"".join(seeds))


def _charter(rings: list[KeyRing]) -> tuple[Author, object]:
    act = {"title": "bench", "quorum": "2/3", "parties": [ring.row() for ring in rings]}
    author = Author.new(rings[0], CHANNEL)
    signed = author.draft("charter", with_proofs(act, rings))
    author.sent(signed)
    return author, signed


def _messages(rings: list[KeyRing], each: int) -> tuple[object, list[list]]:
    first, charter = _charter(rings)
    chains = []
    for ring in rings:
        author = first if ring is rings[0] else Author.new(ring, CHANNEL)
        chain = []
        for number in range(each):
            body = {"activity": f"exercise {number}", "start": "2031-06-01", "end": "2031-06-09",
                    "area": "north of the river", "troops": 9_500}  # fmt: skip
            signed = author.draft("notice", body)
            author.sent(signed)
            chain.append(signed)
        chains.append(chain)
    return charter, chains


def _proofs() -> dict[str, float]:
    """Whole proofs with path, written out, in process, from a log of 10^5 entries."""
    leaves = [leaf_hash(b"%d" % number) for number in range(LEAVES)]
    tree = Tree(leaves)
    note = str(sign_checkpoint(Checkpoint(CHANNEL, LEAVES, tree.root()), Signer(b"\x01" * 32)))
    places = random.Random(1).choices(range(LEAVES), k=PROOFS)
    start = time.perf_counter()
    for place in places:
        str(LogProof(place, tree.inclusion_proof(place), note))
    rate = PROOFS / (time.perf_counter() - start)
    start = time.perf_counter()
    for place in places[:PLAIN_PROOFS]:
        assert _plain_path(leaves, place) == list(tree.inclusion_proof(place))
    plain = PLAIN_PROOFS / (time.perf_counter() - start)
    return {"proofs_per_s": round(rate, 1), "plain_proofs_per_s": round(plain, 2)}


def _plain_path(leaves: list[bytes], place: int) -> list[bytes]:
    """The path of RFC 6962, section 2.1.1, with every subtree hashed anew."""
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if place < half:
        return [*_plain_path(leaves[:half], place), _plain_root(leaves[half:])]
    return [*_plain_path(leaves[half:], place - half), _plain_root(leaves[:half])]


def _plain_root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + _plain_root(leaves[:half]) + _plain_root(leaves[half:])).digest()


def _mirror() -> dict[str, float]:
    """Full offline check of a log: rules, signatures, tree and checkpoint."""
    rings = [_ring_keys(number) for number in range(SENDERS)]
    charter, chains = _messages(rings, MIRROR // SENDERS)
    signer = Signer(b"\x01" * 32)
    ledger = Ledger(CHANNEL)
    for signed in [charter, *(m for chain in chains for m in chain)]:
        ledger.append(signed)
    leaves = [entry.leaf for entry in ledger.entries]
    note = str(sign_checkpoint(Checkpoint(CHANNEL, ledger.size, ledger.tree.root()), signer))
    key = VerifierKey(CHANNEL, SignatureType.NOTE, signer.public)
    start = time.perf_counter()
    verdict = verify_copy(CHANNEL, [key], Copy(leaves, [note]))
    elapsed = time.perf_counter() - start
    assert not verdict.findings
    return {
        "mirror_entries_per_s": round(len(leaves) / elapsed, 1),
        "mirror_seconds_at_100k": round(elapsed * 100_000 / len(leaves), 1),
    }


def _appends(folder: Path, store: str, name: str, *, start: str = _START) -> dict[str, float]:
    """As fast as it goes: each sender waits for its answer before its next message."""
    charter, chains = _messages([_ring_keys(number) for number in range(SENDERS)], EACH)
    with _host(folder, store, f"{name}-fast", charter, start) as port:
        begun = time.perf_counter()
        times = asyncio.run(_load(port, chains, 0.0))
        elapsed = time.perf_counter() - begun
    return {
        f"{name}_appends_per_s": round(len(times) / elapsed, 1),
        f"{name}_busy_median_ms": round(median(times) * 1000, 2),
    }


def _offered(folder: Path, store: str, name: str) -> dict[str, float]:
    """At a steady offer; a message that waits for the one before it is late by that much."""
    each = OFFERED * SECONDS // SENDERS
    charter, chains = _messages([_ring_keys(number) for number in range(SENDERS)], each)
    with _host(folder, store, f"{name}-offered", charter, _START) as port:
        begun = time.perf_counter()
        times = sorted(asyncio.run(_load(port, chains, SENDERS / OFFERED)))
        elapsed = time.perf_counter() - begun
    head = "" if name == "sqlite" else f"{name}_"
    return {
        f"{head}append_median_ms": round(median(times) * 1000, 2),
        f"{head}append_p99_ms": round(times[int(len(times) * 0.99)] * 1000, 2),
        f"{head}carried_per_s": round(len(times) / elapsed, 1),
    }


@contextmanager
def _host(folder: Path, store: str, name: str, charter: Any, start: str) -> Iterator[int]:
    """A host process with its charter; its port."""
    port = _free_port()
    command = [sys.executable, "-c", start, "channel", "serve", store, "--name", CHANNEL,
               "--keys", str(folder / f"{name}.json"), "--port", str(port)]  # fmt: skip
    env = {**os.environ, "DETENTE_CHANNEL_PASSPHRASE": "bench"}
    process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url)
        httpx.post(f"{url}/messages", content=charter.raw).raise_for_status()
        yield port
    finally:
        process.terminate()
        process.wait()


async def _load(port: int, chains: list[list], pause: float) -> list[float]:
    times: list[float] = []
    start = time.perf_counter() + 0.1
    tasks = (
        _sender(port, chain, times, start=start + pause * place / len(chains), pause=pause)
        for place, chain in enumerate(chains)
    )
    await asyncio.gather(*tasks)
    return times


async def _sender(
    port: int, chain: list, times: list[float], *, start: float, pause: float
) -> None:  # fmt: skip
    """One party on one kept-alive connection; a bare socket, so that the client costs little."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number, signed in enumerate(chain):
        head = (
            f"POST /messages HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(signed.raw)}\r\n\r\n"
        )
        due = start + number * pause
        if pause and (left := due - time.perf_counter()) > 0:
            await asyncio.sleep(left)
        begun = due if pause else time.perf_counter()
        writer.write(head.encode() + signed.raw)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.split(b"content-length: ")[1].split(b"\r\n")[0])
        text = await reader.readexactly(length)
        times.append(time.perf_counter() - begun)
        assert answer.startswith(b"http/1.1 200"), text
    writer.close()
    await writer.wait_closed()


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            httpx.get(f"{url}/checkpoint")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the host did not start")
