"""Joint action on the command line: what the page on sharing shows, run."""

from __future__ import annotations

import json

import pytest
from tests.channel.crisis import NAMES
from tests.e2e.test_channel import follow, founded, free_port, host, run

DAYS = ("--from", "2031-05-01", "--until", "2031-05-03")
BOX = ("--box", "50.1,30.1,50.3,30.4")


@pytest.fixture
def three(tmp_path):
    """Three parties that follow one log, and what brings their mirrors up to date."""
    act = founded(tmp_path)
    folders = {party: str(tmp_path / party) for party in NAMES}
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", folders["ALD"])

        def mirrored() -> None:
            for _ in range(2):
                for folder in folders.values():
                    run("mirror", "--cosign", "-d", folder)

        mirrored()
        yield *folders.values(), mirrored


def sent(*words: str) -> str:
    return json.loads(run(*words))["digest"]


def rows(folder: str) -> list[dict]:
    return [json.loads(line) for line in run("joint", "--json", "-d", folder).splitlines()]


def states(folder: str) -> list[tuple[str, str]]:
    return [(row["kind"], row["state"]) for row in rows(folder)]


def test_an_incident_and_the_help_that_comes(three) -> None:
    ald, brv, ctl, mirrored = three
    what = ("--what", "x", "--where", "y", "--when", "2031-05-01")
    dam = ("incident", "disaster", *what, "--effects", "two villages flooded")
    run(*dam, "--tlp", "AMBER", "--group", "none", "--to", "BRV", "-d", ald, code=1)
    run("incident", "war", *what, "--effects", "z", "--tlp", "GREEN", "-d", ald, code=1)
    run(*dam, "--grading", "Z9", "--tlp", "GREEN", "-d", ald, code=1)
    run(*dam, "--label", "terrorist", "--tlp", "GREEN", "-d", ald, code=1)
    notice = sent(*dam, "--grading", "B2", "--tlp", "AMBER", "--to", "BRV", "-d", ald)
    request = sent("assist", *what, "--tlp", "AMBER", "--to", "BRV", "-d", ald)
    mirrored()
    run("ack", notice, "-d", brv)
    offer = sent("offer", request, *what, "--terms", "at cost", "-d", brv)
    mirrored()
    run("decline", notice, "-d", ald, code=1)
    run("accept", offer, "-d", ald)
    mirrored()
    done = [("incident-notice", "acknowledged"), ("assistance", "accepted")]
    assert states(ald) == states(brv) == done
    assert states(ctl) == []
    assert [d["state"] for row in rows(ald) for d in row["duties"]] == ["met", "met"]
    told = run("joint", "-d", brv).splitlines()
    assert (told[0], told.count("TLP:AMBER")) == ("TLP:AMBER", 4)
    run("verify", "-d", ctl)


def test_two_notices_that_meet_are_pointed_out_to_both(three) -> None:
    ald, brv, ctl, mirrored = three
    run("group", "friends", "BRV", "-d", ald)
    near = ("--tlp", "GREEN", "--group", "friends")
    run("deconflict", "n", *DAYS, "--box", "9", "--tlp", "GREEN", "-d", ald, code=1)
    run("deconflict", "n", *DAYS, *near, "--to", "CTL", "-d", ald, code=1)
    one = sent("deconflict", "north bank", *DAYS, *BOX, *near, "--to", "BRV", "-d", ald)
    run("deconflict", "the bank", *DAYS, *BOX, "--tlp", "GREEN", "-d", brv)
    mirrored()
    asked = [row["questions"] for row in rows(ald)]
    assert asked == [row["questions"] for row in rows(brv)]
    assert all("do both know?" in text for (text,) in asked)
    assert [row["questions"] for row in rows(ctl)] == [[]]
    run("conflict", one, "we are there", "-d", brv)
    mirrored()
    assert states(ald)[0] == ("deconfliction", "conflict")
    run("deconflict", "south bank", *DAYS, *near, "--replaces", one, "-d", ald)
    mirrored()
    assert [state for _, state in states(brv)] == ["replaced", "open", "open"]


def test_a_joint_inquiry_from_its_terms_to_one_text(three, tmp_path) -> None:
    ald, brv, ctl, mirrored = three
    terms = ("--terms", "two of each", "--access", "the bridge", "--question", "how?",
             "--tlp", "AMBER", "--to", "BRV")  # fmt: skip
    due = ("--deadline", "2031-06-01T12:00:00+00:00")
    run("inquiry", "the fire", *terms, "--deadline", "2031-06-01", "-d", ald, code=1)
    run("inquiry", "the fire", *terms, *due, "--office", "somebody", "-d", ald, code=1)
    asked = sent("inquiry", "the fire", *terms, *due, "--office", "BRV:Fire Service", "-d", ald)
    mirrored()
    run("accept", asked, "-d", brv)
    mirrored()
    (row,) = rows(brv)
    assert (row["state"], row["waits_for"]) == ("under way", ["ALD", "BRV"])
    text = tmp_path / "findings.txt"
    text.write_text("It began at the pier.\n")
    run("findings", asked, str(text), "-d", ald)
    text.write_text("It began on the deck.\n")
    run("findings", asked, str(text), "-d", brv)
    mirrored()
    assert states(ald) == [("inquiry", "separate findings")]
    shown = run("joint", "-d", ald)
    assert "pier" in shown
    assert "deck" in shown
    text.write_text("It began at the pier.\n")
    run("findings", asked, str(text), "--digest-only", "-d", brv)
    mirrored()
    assert states(ald) == [("inquiry", "joint findings")]
    assert states(ctl) == []


def test_a_label_is_somebodys_word_and_disputed_by_name(three) -> None:
    ald, brv, ctl, mirrored = three
    said = sent(
        "incident", "terrorism", "--what", "x", "--where", "y", "--when", "z", "--effects", "3",
        "--label", "terrorist", "--designated-by", "ALD", "--tlp", "GREEN", "-d", ald,
    )  # fmt: skip
    mirrored()
    run("dispute", said, "no court has found so", "-d", brv)
    mirrored()
    assert "'terrorist': designated by ALD" in run("joint", "-d", ctl)
    assert "disputed on the log by BRV" in run("joint", "-d", ctl)
