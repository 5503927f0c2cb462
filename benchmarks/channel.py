"""What the channel carries: signed durable appends, proofs and mirroring.

Appends go over HTTP to a host process on the same machine. Messages are signed before the clock
starts, since signing is the parties' work; each sender waits for its answer before its next
message, so the median is what one party feels.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx

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
MIRROR = 10_000
LEAVES = 100_000
PROOFS = 5_000
_START = "from detente.cli.main import main; main()"


def measure() -> dict[str, float]:
    """Every figure, measured afresh."""
    figures = {"senders": float(SENDERS), **_proofs(), **_mirror()}
    with tempfile.TemporaryDirectory() as folder:
        figures |= _appends(Path(folder), str(Path(folder) / "log.db"), "sqlite")
        url = os.environ.get("DETENTE_POSTGRES")
        if url:
            figures |= _appends(Path(folder), url, "postgres")
    return figures


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
    tree = Tree(leaf_hash(b"%d" % number) for number in range(LEAVES))
    note = str(sign_checkpoint(Checkpoint(CHANNEL, LEAVES, tree.root()), Signer(b"\x01" * 32)))
    places = random.Random(1).choices(range(LEAVES), k=PROOFS)
    start = time.perf_counter()
    for place in places:
        str(LogProof(place, tree.inclusion_proof(place), note))
    return {"proofs_per_s": round(PROOFS / (time.perf_counter() - start), 1)}


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
    return {"mirror_entries_per_s": round(len(leaves) / elapsed, 1)}


def _appends(folder: Path, store: str, name: str) -> dict[str, float]:
    rings = [_ring_keys(number) for number in range(SENDERS)]
    charter, chains = _messages(rings, EACH)
    port = _free_port()
    command = [sys.executable, "-c", _START, "channel", "serve", store, "--name", CHANNEL,
               "--keys", str(folder / f"{name}.json"), "--port", str(port)]  # fmt: skip
    env = {**os.environ, "DETENTE_CHANNEL_PASSPHRASE": "bench"}
    process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url)
        httpx.post(f"{url}/messages", content=charter.raw).raise_for_status()
        elapsed, times = asyncio.run(_load(port, chains))
    finally:
        process.terminate()
        process.wait()
    return {
        f"{name}_appends_per_s": round(len(times) / elapsed, 1),
        "append_median_ms" if name == "sqlite" else f"{name}_append_median_ms": round(
            median(times) * 1000, 2
        ),
    }


async def _load(port: int, chains: list[list]) -> tuple[float, list[float]]:
    times: list[float] = []
    start = time.perf_counter()
    await asyncio.gather(*(_sender(port, chain, times) for chain in chains))
    return time.perf_counter() - start, times


async def _sender(port: int, chain: list, times: list[float]) -> None:
    """One party on one kept-alive connection; a bare socket, so that the client costs little."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for signed in chain:
        head = (
            f"POST /messages HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(signed.raw)}\r\n\r\n"
        )
        start = time.perf_counter()
        writer.write(head.encode() + signed.raw)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.split(b"content-length: ")[1].split(b"\r\n")[0])
        text = await reader.readexactly(length)
        times.append(time.perf_counter() - start)
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
