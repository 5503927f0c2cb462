"""An exercise with three parties and a host, each a process of its own.

    python examples/channel/exercise.py out/exercise

Aldmark notifies an exercise, Breva asks about columns of lorries and is answered in time, Catalia
asks Breva and is answered late, a flash call is acknowledged, a proposal is broken by an amendment
and the amended text is agreed by silence, Breva declares its sites and what it says of them turns
out false, and the host is gone when all three check the whole log. Days pass by a told clock.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

HERE = Path(__file__).resolve().parent
ORIGIN = "channel.example/north"
NAMES = {"ald": "Aldmark", "brv": "Breva", "ctl": "Catalia"}
LINES = 24
"""How many lines of what a command printed go into the transcript."""
REPLY = {
    "objectives": "training of reserves", "location": "50.40 N 30.60 E",
    "completion": "2031-05-09", "designation": "Steady Gate", "subordination": "2nd Corps",
    "formations": 2, "equipment": "lorries, engineers' vehicles",
}  # fmt: skip


class Player:
    """One party's process."""

    def __init__(self, stage: Stage, party: str) -> None:
        """Start it; its folder is its own."""
        self.party, self._stage = party, stage
        folder = stage.folder / party
        folder.mkdir(parents=True)
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "player.py"), str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=stage.environment,
        )  # fmt: skip

    def __call__(self, *words: str, code: int = 0) -> str:
        """Run a command; what it printed."""
        stdin, stdout = self._pipes()
        stdin.write(json.dumps(words) + "\n")
        stdin.flush()
        answer = json.loads(stdout.readline())
        self._stage.tell(self.party, words, answer)
        if answer["code"] != code:
            raise SystemExit(f"exit code {answer['code']}, expected {code}: {answer['err']}")
        return str(answer["out"])

    def send(self, kind: str, body: dict[str, Any], *words: str) -> str:
        """Send a message; its digest."""
        path = self._stage.folder / f"{kind}.json"
        path.write_text(json.dumps(body), encoding="utf-8")
        return str(json.loads(self("send", kind, str(path), *words))["digest"])

    def close(self) -> None:
        """End the process."""
        self._pipes()[0].close()
        self._process.wait(timeout=30)

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout


class Stage:
    """The clock, the host and the transcript."""

    def __init__(self, folder: Path) -> None:
        """Use an empty folder."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.clock = folder / "clock.txt"
        self.environment = {
            **os.environ, "DETENTE_CHANNEL_PASSPHRASE": "for the exercise only",
            "DETENTE_CHANNEL_CLOCK": str(self.clock), "NO_COLOR": "1",
        }  # fmt: skip
        self.transcript: list[str] = []

    def at(self, moment: str) -> None:
        """Let the clock of everybody show a moment."""
        read = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
        self.clock.write_text(f"{read.timestamp():.0f}\n", encoding="utf-8")
        self.say(f"\n[{moment} UTC]")

    def say(self, text: str) -> None:
        """Add a line to the transcript, and print it."""
        self.transcript.append(text)
        sys.stdout.write(text + "\n")

    def tell(self, party: str, words: tuple[str, ...], answer: dict[str, Any]) -> None:
        """Add a command and what it printed."""
        short = [w.replace(str(self.folder) + os.sep, "") for w in words]
        line = " ".join(f'"{w}"' if " " in w else w for w in short)
        self.say(f"{party}$ detente channel {_short(line)}")
        printed = (answer["out"] + answer["err"]).strip().splitlines()
        for each in printed[:LINES]:
            self.say(textwrap.shorten(each, 140, placeholder=" ..."))
        if len(printed) > LINES:
            self.say(f"... and {len(printed) - LINES} more lines")

    @contextmanager
    def host(self) -> Iterator[tuple[str, str]]:
        """A host process; its address and the key of its log."""
        port = _free_port()
        command = [sys.executable, "-c", "from detente.cli.main import main; main()", "channel",
                   "serve", str(self.folder / "log.db"), "--name", ORIGIN, "--port", str(port),
                   "--keys", str(self.folder / "host.json")]  # fmt: skip
        process = subprocess.Popen(command, env=self.environment, stderr=subprocess.PIPE, text=True)
        try:
            assert process.stderr is not None
            key = process.stderr.readline().removeprefix("log key: ").strip()
            _wait_for(port)
            yield f"http://127.0.0.1:{port}", key
        finally:
            process.kill()
            process.wait()
            if process.stderr is not None:
                process.stderr.close()


def _short(line: str) -> str:
    return " ".join(w if len(w) < 64 or " " in w else f"{w[:12]}..." for w in line.split(" "))


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the host did not start")


def found(stage: Stage, players: dict[str, Player]) -> None:
    """Each makes keys, all sign one charter."""
    for party, name in NAMES.items():
        players[party]("init", party.upper(), "--name", name)
    rows = [str(stage.folder / party / "party.json") for party in NAMES]
    charter = str(stage.folder / "charter.json")
    command = [sys.executable, "-c", "from detente.cli.main import main; main()", "channel",
               "charter", *rows, "--instrument", "VD2011", "-o", charter]  # fmt: skip
    subprocess.run(command, check=True, env=stage.environment)
    for party in NAMES:
        players[party]("join", charter)


def meet(players: dict[str, Player]) -> None:
    """Everybody fetches, checks and cosigns."""
    for player in players.values():
        player("mirror", "--cosign")


def notify_and_ask(stage: Stage, players: dict[str, Player]) -> None:
    """A notice in time; a question answered in time, another answered late."""
    ald, brv, ctl = (players[party] for party in NAMES)
    stage.say("\n# Aldmark notifies an exercise, more than 42 days ahead")
    stage.at("2031-05-01T08:00:00")
    meet(players)
    body = {"activity": "Exercise Open Gate", "start": "2031-07-01", "end": "2031-07-09",
            "area": "north of the river", "troops": 9500}  # fmt: skip
    ald.send("notice", body, "--to", "BRV", "--to", "CTL")
    meet(players)
    stage.say("\n# Breva asks about columns of lorries; Aldmark answers within 48 hours")
    stage.at("2031-05-02T09:00:00")
    asked = {"concern": "columns of lorries by night", "activity": "movement", "area": "the gap"}
    first = brv.send("unusual-activity", asked, "--to", "ALD")
    stage.at("2031-05-02T09:30:00")
    meet(players)
    stage.at("2031-05-03T06:00:00")
    ald.send("unusual-reply", REPLY, "--about", first, "--to", "BRV")
    meet(players)
    stage.say(
        "\n# Catalia asks Breva; 48 hours pass; Aldmark puts that on record; Breva answers late"
    )
    stage.at("2031-05-03T10:00:00")
    second = ctl.send("unusual-activity", asked | {"area": "the strait"}, "--to", "BRV")
    stage.at("2031-05-03T10:30:00")
    meet(players)
    stage.at("2031-05-05T12:00:00")
    meet(players)
    ald("observe")
    stage.at("2031-05-05T20:00:00")
    brv.send("unusual-reply", REPLY, "--about", second, "--to", "CTL")
    meet(players)
    ctl("status")


def call(stage: Stage, players: dict[str, Player]) -> None:
    """A flash call, acknowledged within minutes."""
    ald, brv, ctl = (players[party] for party in NAMES)
    stage.say("\n# A flash call, acknowledged")
    stage.at("2031-05-06T02:00:00")
    meet(players)
    text = "Our aircraft strayed over the strait; it turned back"
    digest = json.loads(ald("call", text, "--to", "BRV", "--priority", "flash"))["digest"]
    stage.at("2031-05-06T02:02:00")
    meet(players)
    stage.at("2031-05-06T02:05:00")
    brv("ack", digest)
    stage.at("2031-05-06T02:06:00")
    meet(players)
    ctl("hotline")


def agree(stage: Stage, players: dict[str, Player]) -> None:
    """An amendment breaks silence; the amended text is agreed."""
    _, brv, ctl = (players[party] for party in NAMES)
    stage.say(
        "\n# Catalia proposes; Breva breaks silence by an amendment; the amended text is agreed"
    )
    stage.at("2031-05-07T09:00:00")
    expiry = ("--expiry", "2031-05-09T12:00:00+00:00")
    first = json.loads(ctl("propose", "main", "No columns by night near the gap", *expiry))[
        "digest"
    ]
    meet(players)
    text = "No columns by night near the gap and the strait"
    brv("object", first, text, "--amend")
    ctl("propose", "main", text, *expiry)
    meet(players)
    stage.at("2031-05-09T12:30:00")
    meet(players)
    ctl("mirror")
    ctl("status")


def declare(stage: Stage, players: dict[str, Player]) -> str:
    """Breva commits to five sites, says that there are six; the draw asks for all six."""
    ald, brv = players["ald"], players["brv"]
    stage.say("\n# Breva commits to its sites and says that there are six")
    stage.at("2031-05-12T09:00:00")
    sites = [{"id": f"S{n}", "latitude": f"50.{12 + n}", "longitude": "30.45",
              "counts": {"launchers": 4}} for n in range(5)]  # fmt: skip
    path = stage.folder / "sites.json"
    path.write_text(json.dumps({"items": sites}), encoding="utf-8")
    made = json.loads(brv("declare", str(path), "--name", "sites", "--capacity", "64"))["digest"]
    brv.send("totals", {"totals": {"items": 6, "launchers": 24}}, "--about", made)
    meet(players)
    stage.say(
        "\n# Aldmark calls for a draw; nobody can choose it, since it hangs on the seeds of all"
    )
    draw = json.loads(ald("draw", made, "-n", "6"))["digest"]
    for _ in ("commit", "reveal"):
        meet(players)
        for player in players.values():
            player("seed", draw)
    meet(players)
    stage.say("\n# Breva opens what was drawn; Aldmark's inspectors are let in")
    brv("reveal", "sites", "--drawn")
    asked = {"area": "site S2", "entry": "2031-05-14", "team": 4}
    visit = ald.send("inspection-request", asked, "--to", "BRV")
    meet(players)
    brv.send("inspection-reply", {"accepted": True}, "--about", visit, "--to", "ALD")
    stage.at("2031-05-16T09:00:00")
    meet(players)
    seen = {"findings": "four launchers at S2, as opened"}
    ald.send("inspection-report", seen, "--about", visit, "--to", "BRV")
    meet(players)
    return made


def check(stage: Stage, players: dict[str, Player]) -> None:
    """With the host gone, each party checks all of it and comes to the same."""
    stage.say("\n# The host is gone. Each party checks everything from its own mirror")
    stage.at("2031-05-20T09:00:00")
    told = []
    for player in players.values():
        player("verify")
        told.append(player("status"))
        player("declared", code=1)
    if len(set(told)) != 1:
        raise SystemExit("the parties see different things")
    stage.say("\n# The same log as a picture: what each pair said and did")
    picture = players["ctl"]("events")
    path = stage.folder / "READING.json"
    path.write_text(picture, encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        "from detente.cli.main import main; main()",
        "ladder",
        str(path),
    ]
    stage.say("$ detente ladder READING.json")
    stage.say(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def run(folder: Path) -> Stage:
    """Play the whole exercise in an empty folder."""
    stage = Stage(folder)
    stage.at("2031-04-28T08:00:00")
    players = {party: Player(stage, party) for party in NAMES}
    try:
        found(stage, players)
        with stage.host() as (url, key):
            for player in players.values():
                player("join", "--url", url, "--log", key)
            players["ald"]("send", "charter", str(folder / "charter.json"))
            notify_and_ask(stage, players)
            call(stage, players)
            agree(stage, players)
            declare(stage, players)
        check(stage, players)
    finally:
        for player in players.values():
            player.close()
    (folder / "transcript.txt").write_text("\n".join(stage.transcript) + "\n", encoding="utf-8")
    return stage


def main() -> None:
    """Play it in the folder that is named."""
    told = argparse.ArgumentParser(description="An exercise with three parties and a host.")
    told.add_argument("folder", nargs="?", type=Path, default=Path("out/exercise"),
                      help="a new folder; out/exercise by default")  # fmt: skip
    folder = told.parse_args().folder.resolve()
    if folder.exists() and any(folder.iterdir()):
        told.error(f"{folder} is not empty; name a new folder")
    run(folder)


if __name__ == "__main__":
    main()
