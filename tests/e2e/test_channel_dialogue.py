"""Receipts and proposals, rooms and registers, on the command line."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager

from tests.channel.crisis import NAMES
from tests.e2e.test_channel import follow, founded, free_port, host, run


def test_propose_object_and_a_receipt(tmp_path) -> None:
    act = founded(tmp_path)
    folders = [str(tmp_path / party) for party in NAMES]
    ald, brv, ctl = folders
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", ald)
        for text in ("one", "two"):
            run("propose", "main", text, "--expiry", "2099-01-01T00:00:00+00:00", "-d", ald)
        run("propose", "main", "x", "--expiry", "2099-01-01", "-d", ald, code=1)
        for folder in folders:
            run("mirror", "--cosign", "-d", folder)
        rows = [json.loads(x) for x in run("inbox", "--json", "-d", brv).splitlines()]
        one, two = [row["digest"] for row in rows if row["kind"] == "proposal"]
        run("object", "f" * 16, "no such proposal", "-d", brv, code=1)
        objection = json.loads(run("object", one[:16], "not as it stands", "-d", brv))["digest"]
        run("extend", two[:16], "--expiry", "2099-01-02T00:00:00+00:00", "-d", ald)
        message = str(tmp_path / f"BRV/sent/{objection}.json")
        note = tmp_path / "receipt.txt"
        note.write_text(run("receipt", message, "-d", ctl))
        run("receipt", str(note), "--hand-in", "-d", brv)
        run("receipt", str(act), "--hand-in", "-d", brv, code=1)
        for folder in folders:
            run("mirror", "--cosign", "-d", folder)
    told = run("status", "-d", ctl)
    assert f"{one[:16]} silence until 2099-01-01T00:00:00Z: broken by 1 objections" in told
    assert f"{two[:16]} silence until 2099-01-02T00:00:00Z: open" in told
    later = str(int(time.time()) + 80 * 365 * 86400)
    assert "waits for BRV, CTL" in run("status", "--as-of", later, "-d", ctl)


FAR = "2099-01-01T00:00:00+00:00"
AFTER = str(int(time.time()) + 80 * 365 * 86400)


@contextmanager
def channel(tmp_path, **charter):
    """Three parties on a channel; the charter says what the test wants it to say."""
    rows = [str(tmp_path / party / "party.json") for party in NAMES]
    for party in NAMES:
        run("init", party, "-d", str(tmp_path / party))
    act, words = str(tmp_path / "charter.json"), []
    for name, value in charter.items():
        words += [f"--{name}", value]
    run("charter", *rows, *words, "-o", act)
    for party in NAMES:
        run("join", act, "-d", str(tmp_path / party))
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", act, "-d", str(tmp_path / "ALD"))
        yield [str(tmp_path / party) for party in NAMES]


def seen(folders) -> None:
    """All check and cosign the log, and fetch what the others cosigned."""
    for words in (("--cosign",), ()):
        for folder in folders:
            run("mirror", *words, "-d", folder)


def sent(*words: str) -> str:
    return json.loads(run(*words))["digest"]


def test_a_room_with_its_chair_its_session_and_its_items(tmp_path) -> None:
    rooms = tmp_path / "rooms.json"
    rule = {"from": "2020-01-01T00:00:00+00:00", "days": 36525}
    rooms.write_text(json.dumps({"main": {"sessions": True, "chair": rule}}))
    with channel(tmp_path, rooms=str(rooms), host="CTL") as folders:
        ald, brv, ctl = folders
        item = sent("room", "raise", "main", "mines", "-d", ctl)
        run("room", "chair", "main", "BRV", "-d", brv)
        seen(folders)
        assert "no chair" in run("room", "main", "-d", brv)
        assert "the turn is that of 'ALD'" in run("room", "main", "-d", brv)
        run("room", "chair", "main", "ALD", "-d", ctl)
        seen(folders)
        run("room", "agenda", "main", "mines", "fishing", "-d", ald)
        run("room", "open", "main", "-d", ald)
        run("room", "reach", item, "-d", ald)
        inside = sent("propose", "main", "Article 1", "--expiry", FAR, "-d", brv)
        seen(folders)
        run("room", "close", "main", "-d", ald)
        run("mirror", "-d", ald)
        run("room", "close", "main", "-d", ald, code=1)
        outside = sent("propose", "main", "Article 2", "--expiry", FAR, "-d", brv)
        run("extend", inside, "--expiry", "2099-01-02T00:00:00+00:00", "-d", ald)
        seen(folders)
    told = run("room", "main", "-d", ctl)
    assert "room main: chair ALD since" in told
    assert "agenda by ALD: mines; fishing" in told
    assert f"item {item} CTL: mines (reached by ALD after 0 min)" in told
    assert f"{inside[:16]} silence until 2099-01-02T00:00:00Z: open (in a session, without" in told
    assert f"{outside[:16]} silence until 2099-01-01T00:00:00Z: out of order" in told
    rows = [json.loads(line) for line in run("room", "main", "--json", "-d", ctl).splitlines()]
    assert rows[0]["chair"] == "ALD"
    run("room", "nowhere", "-d", ctl, code=1)
    rows = [json.loads(line) for line in run("terms", "--json", "-d", ctl).splitlines()]
    assert [(row["party"], row["items_raised"], row["chair_turns"]) for row in rows] == [
        ("ALD", 0, 1), ("BRV", 0, 0), ("CTL", 1, 0)]  # fmt: skip
    assert "host CTL from entry 0" in run("terms", "-d", ctl)


def test_consensus_a_vote_and_the_texts_they_make(tmp_path) -> None:
    with channel(tmp_path) as folders:
        ald, brv, ctl = folders
        words = ("--expiry", FAR, "-d", ald)
        first = sent("propose", "main", "Article 1", "--way", "consensus", "--title", "T", *words)
        rule = ("--way", "vote", "--threshold", "majority", "--quorum", "2/3")
        poll = sent("propose", "main", "Article 2", *rule, *words)
        run("propose", "main", "Article 2", "--way", "vote", *words, code=2)
        gone = sent("propose", "main", "Article 3", *words)
        run("withdraw", gone, "-d", ald)
        seen(folders)
        for folder in (brv, ctl):
            run("consent", first, "-d", folder)
        for folder, choice in ((ald, "yes"), (brv, "no"), (brv, "yes")):
            run("vote", poll, choice, "-d", folder)
        run("remark", first, "we read it so", "-d", brv)
        run("remark", first, "not bound", "--reservation", "-d", ctl)
        amended = sent("object", gone, "Article 3, shorter", "--amend", "-d", brv)
        run("object", amended, "Article 3, shorter still", "--amend", "-d", ctl)
        seen(folders)
        change = ("--way", "consensus", "--changes", first)
        second = sent("propose", "main", "Article 1, new", *change, *words)
        for folder in (brv, ctl):
            run("consent", second, "-d", folder)
        seen(folders)
    told = run("status", "-d", ctl)
    assert f"{poll[:16]} vote closes 2099-01-01T00:00:00Z: open (majority of votes cast" in told
    assert f"{first[:16]} consensus until 2099-01-01T00:00:00Z: adopted" in told
    assert f"{gone[:16]} silence until 2099-01-01T00:00:00Z: withdrawn" in told
    assert "adopted, 2 yes, 0 no, 0 abstain" in run("status", "--as-of", AFTER, "-d", ctl)
    assert "amended by CTL: Article 3, shorter still" in run("room", "main", "-d", ctl)
    texts = run("texts", "-d", ctl)
    assert "main text 1 'T' version 2  consensus by ALD" in texts
    assert "+Article 1, new" in texts
    assert "interpretative statement of BRV: we read it so" in texts
    assert "reservation of CTL: not bound" in texts


def test_grievances_more_time_and_contacts(tmp_path) -> None:
    with channel(tmp_path) as folders:
        ald, brv, ctl = folders
        open_one = sent("grievance", "raise", "boats", "--to", "BRV", "-d", ald)
        quiet = sent("grievance", "raise", "words", "--to", "BRV", "--only", "-d", ald)
        seen(folders)
        request = sent("ask-time", open_one, "--until", FAR, "-d", brv)
        run("grant-time", request, "--until", FAR, "-d", ald)
        run("grievance", "answer", open_one, "a mistake", "-d", brv)
        offer = sent("grievance", "resolve", quiet, "never again", "-d", brv)
        plan = ("contact", "plan", "seminar", "--with", "BRV", "--when", "2031-09-01")
        seminar = sent(*plan, "--topic", "incidents at sea", "-d", ald)
        run("contact", "plan", "party", "--with", "BRV", "--when", "2031-09-01", "-d", ald, code=1)
        named = tmp_path / "named.json"
        named.write_text(json.dumps({"what": "visit", "when": "2031-09-01", "state": "planned",
                                     "participants": ["A. Person"]}))  # fmt: skip
        run("send", "contact", str(named), "--to", "BRV", "-d", ald, code=1)
        seen(folders)
        assert "resolution offered" in run("grievances", "-d", ald)
        run("grievance", "accept", offer, "-d", ald)
        run("contact", "confirm", seminar, "-d", brv)
        seen(folders)
        assert "planned (both sides)" in run("contacts", "-d", ctl)
        run("contact", "held", seminar, "-d", ald)
        run("hosting", "BRV", "-d", ald)
        seen(folders)
    told = run("grievances", "-d", brv)
    assert "ALD to BRV: answered, open for 0 min" in told
    assert "ALD to BRV: resolved, after 0 min" in told
    assert "words" not in run("grievances", "-d", ctl)
    assert "boats" in run("grievances", "--open", "-d", ctl)
    told = run("contacts", "-d", ctl)
    assert "held (by one side: ALD says held, BRV says planned)" in told
    assert "ALD-BRV 2031: invited by ALD 1" in run("contacts", "--balance", "-d", ctl)
    rows = [json.loads(line) for line in run("terms", "--json", "-d", ctl).splitlines()]
    assert [(row["time_asked"], row["time_granted"], row["time_given"]) for row in rows] == [
        (0, 0, 1), (1, 1, 0), (0, 0, 0)]  # fmt: skip
