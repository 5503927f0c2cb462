"""Three parties and a host as processes of their own; the host is killed, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from tests.channel.crisis import NAMES
from tests.conftest import LONG

from detente.adapters.channel_mirror import PartyFolder
from detente.channel.messages import read_message
from detente.channel.party import Author
from detente.channel.proofs import parse_proof, verify_proof
from detente.channel.tiles import read_bundle, tiles_of
from detente.channel.verify import Copy, verify_copy
from detente.cli.main import cli

NAME = "channel.example/north"
PASS = "correct horse"
START = "from detente.cli.main import main; main()"
ROUNDS = 100 if LONG else 3


@contextmanager
def host(folder: Path, port: int, store: str = ""):
    """A host process; SIGKILL ends it, as nothing can be ended more rudely."""
    command = [sys.executable, "-c", START, "channel", "serve", store or str(folder / "log.db"),
               "--name", NAME, "--keys", str(folder / "host.json"), "--port", str(port)]  # fmt: skip
    env = {**os.environ, "DETENTE_CHANNEL_PASSPHRASE": PASS}
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stderr.readline()
        assert line.startswith("log key: "), line + process.stderr.read()
        vkey = line.removeprefix("log key: ").strip()
        url = f"http://127.0.0.1:{port}"
        wait_for(url)
        yield url, vkey, process
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def wait_for(url: str) -> None:
    for _ in range(600):
        try:
            httpx.get(f"{url}/checkpoint")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the host did not start")


def free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(cli, ["channel", *words], env={"DETENTE_CHANNEL_PASSPHRASE": PASS})
    assert result.exit_code == code, result.output
    return result.stdout


def founded(tmp_path: Path) -> Path:
    for party, name in NAMES.items():
        run("init", party, "--name", name, "-d", str(tmp_path / party))
    rows = [str(tmp_path / party / "party.json") for party in NAMES]
    act = str(tmp_path / "charter.json")
    run("charter", *rows, "--instrument", "VD2011", "-o", act)
    for party in NAMES:
        run("join", act, "-d", str(tmp_path / party))
    return tmp_path / "charter.json"


def follow(tmp_path: Path, url: str, vkey: str) -> None:
    for party in NAMES:
        run("join", "-d", str(tmp_path / party), "--url", url, "--log", vkey)


def test_a_crisis_on_the_command_line(tmp_path) -> None:
    act = founded(tmp_path)
    ald, brv, ctl = (str(tmp_path / party) for party in NAMES)
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", ald)
        body = tmp_path / "request.json"
        body.write_text(json.dumps({"concern": "columns", "activity": "movement", "area": "gap"}))
        for folder in (ald, brv, ctl):
            run("mirror", "--cosign", "-d", folder)
        sent = json.loads(run("send", "unusual-activity", str(body), "--to", "BRV", "-d", ald))
        for folder in (ald, brv, ctl):
            run("mirror", "--cosign", "-d", folder)
        assert sent["digest"] in run("inbox", "-d", brv)
        run("ack", sent["digest"], "-d", brv)
        bad = run("send", "notice", "-d", brv, code=1)
        assert bad == ""
        run("mirror", "-d", ctl)
        duties = run("status", "--json", "-d", ctl).splitlines()
        assert [json.loads(line)["state"] for line in duties] == ["open"]
    run("verify", "-d", ctl)
    later = str(int(time.time()) + 49 * 3600)
    told = run("status", "--json", "--as-of", later, "-d", ctl).splitlines()
    (duty,) = [row for row in map(json.loads, told) if row["rule"] == "vd-unusual-reply"]
    assert (duty["party"], duty["state"]) == ("BRV", "overdue")
    assert any(p.is_file() for p in (tmp_path / "CTL/mirror/tile/entries").rglob("*"))


def load(url: str, authors: list[Author], kept: list, stop: threading.Event) -> None:
    """Send messages one after the other until the host dies; keep what was acknowledged."""
    with httpx.Client(base_url=url) as http:
        while not stop.is_set():
            for author in authors:
                signed = author.draft("hotline-test", {"text": f"{author.chains}"[:40]})
                try:
                    answer = http.post("/messages", content=signed.raw)
                except httpx.TransportError:
                    return
                assert answer.status_code == 200, answer.text
                author.sent(signed)
                kept.append((signed, answer.text))


def stands(url: str, author: Author) -> Author:
    """Where a party's chain stands in the log after a crash: a message may be in, unanswered."""
    for entry in entries(url):
        signed = read_message(entry)
        if signed.message.sender == author.ring.party:
            author.sent(signed)
    return author


def entries(url: str) -> list[bytes]:
    size = int(httpx.get(f"{url}/checkpoint").text.split("\n")[1])
    bundles = [str(tile) for tile in tiles_of(size) if tile.level is None]
    return [e for b in bundles for e in read_bundle(httpx.get(f"{url}/{b}").content)]


def test_kill_nine_loses_nothing_that_was_acknowledged(tmp_path) -> None:
    killed_again_and_again(tmp_path, "")


def test_kill_nine_loses_nothing_in_postgres(tmp_path, postgres) -> None:
    killed_again_and_again(tmp_path, postgres)
    import psycopg

    with psycopg.connect(postgres) as db:
        held = db.execute("SELECT count(*) FROM entry").fetchone()
    assert held[0] > 10 * ROUNDS, "it was PostgreSQL that held them"


@pytest.mark.parametrize("store", ["mysql://localhost/x", "host=127.0.0.1 dbname=x"])
def test_a_store_that_is_neither_file_nor_url_is_refused(store, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("serve", store, "--name", NAME, code=1)
    assert not any(p.name.startswith(store[:5]) for p in tmp_path.iterdir())


def killed_again_and_again(tmp_path: Path, store: str) -> None:
    act = founded(tmp_path)
    kept: list = []
    for number in range(ROUNDS):
        with host(tmp_path, free_port(), store) as (url, vkey, process):
            if number == 0:
                follow(tmp_path, url, vkey)
                run("send", "charter", str(act), "-d", str(tmp_path / "ALD"))
            rings = [PartyFolder(tmp_path / party).keys(PASS) for party in NAMES]
            stop = threading.Event()
            workers = [
                threading.Thread(
                    target=load, args=(url, [stands(url, Author.new(r, NAME))], kept, stop)
                )
                for r in rings
            ]
            for worker in workers:
                worker.start()
            before = len(kept)
            while len(kept) < before + 10 and any(worker.is_alive() for worker in workers):
                time.sleep(0.01)
            time.sleep(0.02 * (number % 5))
            process.send_signal(signal.SIGKILL)
            stop.set()
            for worker in workers:
                worker.join()
    with host(tmp_path, free_port(), store) as (url, _, _process):
        leaves = entries(url)
        note = httpx.get(f"{url}/checkpoint").text
    key = PartyFolder(tmp_path / "ALD").trust().log
    places = {leaf: index for index, leaf in enumerate(leaves)}
    assert len(kept) >= 10 * ROUNDS
    for signed, proof in kept:
        given = parse_proof(proof)
        assert places[signed.raw] == given.index
        verify_proof(signed.raw, given, [key])
    given = [text.partition("\n\n")[2] for _, text in kept[:: max(1, len(kept) // 50)]]
    verdict = verify_copy(NAME, [key], Copy(leaves, [note, *given]))
    assert verdict.findings == ()
