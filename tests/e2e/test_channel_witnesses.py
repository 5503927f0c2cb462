"""Witnesses and mirrors as processes of their own; the host goes, and one of them is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from tests.channel.crisis import HOST, NAMES
from tests.e2e.test_channel import (
    NAME,
    PASS,
    START,
    follow,
    founded,
    free_port,
    host,
    run,
    wait_for,
)

from detente.adapters.channel_mirror import PartyFolder
from detente.channel.checkpoints import Checkpoint, sign_checkpoint
from detente.channel.cosignatures import cosignatures
from detente.channel.keys import SignatureType
from detente.channel.merkle import leaf_hash
from detente.channel.mirroring import UploadHeader, parse_info, spans, write_package
from detente.channel.notes import VerifierKey, parse_note, parse_vkey
from detente.channel.tree import Tree
from detente.channel.witness import write_request

PLACE = sha256(NAME.encode()).hexdigest()


@contextmanager
def serving(verb: str, folder: str, *words: str, log: Path):
    """A witness or mirror process; SIGKILL ends it. Its policy lines stand in a file."""
    port = free_port()
    command = [sys.executable, "-c", START, "channel", verb, "-d", folder, "--port", str(port), *words]  # fmt: skip
    env = {**os.environ, "DETENTE_CHANNEL_PASSPHRASE": PASS}
    with log.open("w") as out:
        process = subprocess.Popen(command, env=env, stderr=out)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url)
        yield url, process
    finally:
        process.kill()
        process.wait()


def vkeys(log: Path) -> list[str]:
    rows = [line.split(" ") for line in log.read_text().splitlines()]
    return [row[2] for row in rows if row[0] == "witness"]


@pytest.fixture
def opened(tmp_path):
    act = founded(tmp_path)
    with host(tmp_path, free_port()) as (url, vkey, process):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", str(tmp_path / "ALD"))
        for party in NAMES:
            run("mirror", "-d", str(tmp_path / party))
        yield url, vkey, process


def test_witness_and_mirrors_bear_a_log_whose_host_is_gone(opened, tmp_path) -> None:
    _, vkey, process = opened
    ald, brv, ctl = (str(tmp_path / party) for party in NAMES)
    policy, logs = str(tmp_path / "policy.txt"), [tmp_path / f"{n}.log" for n in range(3)]
    with (
        serving("witness", brv, log=logs[0]) as (witness, _),
        serving("keep", ctl, log=logs[1]) as (mirror, _),
    ):
        words = [word for key in vkeys(logs[1]) for word in ("--mirror", key, mirror)]
        run("policy", "--quorum", "2", "--url", f"BRV={witness}", *words, "-o", policy, "-d", ald)
        run("verify", "--policy", policy, "-d", ald, code=1)
        told = [json.loads(x) for x in run("cosign", "--policy", policy, "--json", "-d", ald).splitlines()]  # fmt: skip
        assert [(one["cosigned"], one["handed_in"]) for one in told] == [
            (["BRV/witness", "BRV/witness-pq"], 2), (["CTL/mirror", "CTL/mirror-pq"], 0),
        ]  # fmt: skip
        assert "is no witness of a party" in told[1]["problem"]
        run("verify", "--policy", policy, "-d", ald, code=1)
        run("mirror", "--cosign", "-d", ald)
        run("mirror", "-d", ald)
        run("verify", "--policy", policy, "-d", ald)
        run("status", "--policy", policy, "-d", ald)
        process.kill()

        second = str(tmp_path / "second")
        run("init", "XXX", "-d", second)
        run("join", "-d", second, "--url", f"{mirror}/{PLACE}", "--log", vkey, "--log", vkey)
        run("mirror", "-d", second)
        with serving("keep", second, log=logs[2]) as (other, _):
            again = tmp_path / "again.txt"
            key = vkeys(logs[2])[1]
            again.write_text(f"log {vkey}\nwitness second {key} {other}\nquorum second\n")
            run("cosign", "--policy", str(again), "-d", second)
            run("verify", "--policy", str(again), "-d", second)
            third = str(tmp_path / "third")
            run("init", "YYY", "-d", third)
            run("join", "-d", third, "--url", f"{other}/{PLACE}", "--log", vkey, "--side", witness)
            run("mirror", "--side", witness, "--side", mirror, "-d", third)
    run("verify", "-d", third)
    run("verify", "--policy", policy, "-d", ald)
    assert PartyFolder(third).leaves() == PartyFolder(ald).leaves()


def test_sides_that_differ_are_told_before_trust_begins(opened, tmp_path) -> None:
    url, vkey, _ = opened
    brv, new = str(tmp_path / "BRV"), str(tmp_path / "new")
    other = str(VerifierKey(NAME, SignatureType.NOTE, HOST.public))
    run("init", "XXX", "-d", new)
    run("join", "-d", new, "--url", url, "--log", vkey, "--log", other, code=1)
    with serving("witness", brv, log=tmp_path / "w.log") as (witness, _):
        policy = str(tmp_path / "policy.txt")
        run("policy", "--url", f"BRV={witness}", "-o", policy, "-d", brv)
        run("cosign", "--policy", policy, "-d", brv)
        run("join", "-d", new, "--url", url, "--log", other, "--side", witness, code=1)
        assert not (Path(new) / "channel.json").exists()
        run("join", "-d", new, "--url", url, "--log", vkey, "--side", witness)
    assert (Path(new) / "channel.json").exists()


def test_a_mirror_that_is_killed_keeps_every_package_it_took(tmp_path) -> None:
    folder, place = str(tmp_path / "ctl"), sha256(b"log.example/one").hexdigest()
    run("init", "CTL", "-d", folder)
    leaves = [b"entry %d" % i for i in range(600)]
    tree = Tree(map(leaf_hash, leaves))
    origin = "log.example/one"
    note = str(sign_checkpoint(Checkpoint(origin, 600, tree.root()), HOST))
    key = str(VerifierKey(origin, SignatureType.NOTE, HOST.public))
    start = 0
    for part in spans(0, 600):
        with serving("keep", folder, "--log", key, log=tmp_path / "k.log") as (url, process):
            if start == 0:
                assert httpx.post(f"{url}/add-checkpoint", content=write_request(0, (), note)).is_success  # fmt: skip
            package = bytes(write_package(tree, leaves, part, 600))
            header = bytes(UploadHeader(origin, start, 600))
            answer = httpx.post(f"{url}/add-entries", content=header + package)
            process.send_signal(signal.SIGKILL)
        start = parse_info(answer.text).next if answer.status_code == 202 else 600
        assert start == part[1]
    assert answer.status_code == 200
    with serving("keep", folder, "--log", key, log=tmp_path / "k.log") as (url, _):
        served = httpx.get(f"{url}/{place}/checkpoint").text
        assert httpx.get(f"{url}/{place}/tile/entries/002.p/88").content.endswith(b"entry 599")
    assert served.startswith(f"{origin}\n600\n")
    assert "— CTL/mirror " in served


@pytest.mark.parametrize("verb", ["witness", "keep"])
def test_in_an_exercise_they_cosign_at_the_hour_that_is_told(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "clock"
    told.write_text("1930000000")
    monkeypatch.setenv("DETENTE_CHANNEL_CLOCK", str(told))
    folder, origin, leaf = str(tmp_path / "ctl"), "log.example/one", b"entry"
    run("init", "CTL", "-d", folder)
    note = str(sign_checkpoint(Checkpoint(origin, 1, leaf_hash(leaf)), HOST))
    key = str(VerifierKey(origin, SignatureType.NOTE, HOST.public))
    with serving(verb, folder, "--log", key, log=tmp_path / "log") as (url, _):
        lines = httpx.post(f"{url}/add-checkpoint", content=write_request(0, (), note)).text
        if verb == "keep":
            package = bytes(write_package(Tree([leaf_hash(leaf)]), [leaf], (0, 1), 1))
            header = bytes(UploadHeader(origin, 0, 1))
            lines = httpx.post(f"{url}/add-entries", content=header + package).text
    signed = parse_note(note.rstrip("\n") + "\n" + lines)
    assert {c.time for c in cosignatures(signed, map(parse_vkey, vkeys(tmp_path / "log")))} == {
        1_930_000_000
    }
