"""The rules on the command line: notify, question, answer in time, answer late, and ask."""

from __future__ import annotations

import json
import time

import pytest
from tests.channel.crisis import NAMES
from tests.e2e.test_channel import follow, founded, free_port, host, run

REPLY = """1 Objectives: training
2 Precise location: the gap
3 Completion: 9 June
4 Designation: 1st Brigade
5 Subordination: Northern Command
6 Formations: 0
7 Types of equipment: none
"""


def rows(*words: str, **extra) -> list[dict]:
    return [json.loads(line) for line in run(*words, "--json", **extra).splitlines()]


def day(later: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + later * 86400))


def test_rules_need_no_party_and_mark_what_is_recalled() -> None:
    told = run("rules", "VD2011")
    assert "vd-unusual-reply       Reply about an unusual military activity" in told
    assert "2 days from the request" in told
    assert "each year by 11-15 (recalled)" in told
    assert {row["instrument"] for row in rows("rules", "NEWSTART")} == {"NEWSTART"}
    run("rules", "NOTHING", code=1)


def test_notify_question_and_answer_in_time_and_late(tmp_path) -> None:
    act = founded(tmp_path)
    folders = [str(tmp_path / party) for party in NAMES]
    ald, brv, ctl = folders
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", ald)

        def cosign() -> None:
            for folder in folders:
                run("mirror", "--cosign", "-d", folder)

        cosign()
        notice = tmp_path / "notice.txt"
        blank = run("notice", "notice", "--blank")
        filled = (blank.replace("1 Designation:", "1 Designation: Heron")
                  .replace("2 Start:", f"2 Start: {day(20)}").replace("3 End:", f"3 End: {day(25)}")
                  .replace("4 Area:", "4 Area: the gap").replace("9 Troops:", "9 Troops: 12800"))  # fmt: skip
        notice.write_text(filled)
        assert (
            json.loads(run("notice", "notice", "--text", str(notice), "--json"))["troops"] == 12800
        )
        sent = json.loads(run("notice", "notice", "--text", str(notice), "-d", ald))
        notice.write_text(filled.replace("12800", "many"))
        run("notice", "notice", "--text", str(notice), "-d", ald, code=1)
        cosign()
        shown = run("show", sent["digest"][:10], "-d", brv)
        assert "# from ALD to all" in shown
        assert "9 Troops: 12800" in shown
        (question,) = rows("questions", "-d", brv)
        assert question["asks"] == ["just-under"]
        asked = json.loads(run("questions", "--ask", question["id"], "--as", "unusual-activity",
                               "-d", brv))["digest"]  # fmt: skip
        run("questions", "--ask", question["id"], "-d", ald, code=1)
        cosign()
        reply = tmp_path / "reply.txt"
        reply.write_text(REPLY)
        run("notice", "unusual-reply", "--text", str(reply), "--about", asked, "-d", ald)
        cosign()
        visit = tmp_path / "visit.json"
        visit.write_text(json.dumps({"area": "gap", "entry": day(30), "team": 5}))
        request = run("send", "inspection-request", str(visit), "--to", "ALD", "-d", brv)
        visit.write_text('{"accepted": true}')
        run("send", "inspection-reply", str(visit), "--about", json.loads(request)["digest"],
            "-d", ald)  # fmt: skip
        cosign()
        states = {(d["rule"], d["party"]): d["state"] for d in rows("status", "-d", ctl)}
        assert states["vd-unusual-reply", "ALD"] == "met"
        assert states["vd-notice-troops", "ALD"] == "late", "notified 20 days ahead, not 42"
    dates = rows("calendar", "-d", ctl)
    coming = {(d["rule"], d["party"]): d for d in dates if d["what"] == "duty"}
    assert coming["vd-exchange", "BRV"]["state"] == "open"
    assert coming["vd-exchange", "BRV"]["period"]
    due = coming["vd-exchange", "BRV"]["due"]
    later = rows("status", "--as-of", str(due + 366 * 86400), "-d", ctl)
    assert {(d["rule"], d["state"]) for d in later} >= {
        ("vd-exchange", "overdue"), ("vd-calendar", "reminder")
    }  # fmt: skip
    assert "VD2011  Vienna Document 2011: between ALD, BRV, CTL" in run(
        "rules", "VD2011", "-d", ald
    )
    assert "NEWSTART  New START: not named in the charter" in run("rules", "-d", ald)
    plain = run("calendar", "-d", ald)
    assert "vd-exchange by " in plain
    assert "ALD      vd-inspections: 1 of 3 used (BRV)" in plain
    assert "vd-inspectors (rule recalled): 5 inspectors; the rule has at most 4" in plain


@pytest.mark.parametrize(
    "words", [("notice", "charter", "--blank"), ("notice", "notice", "--text", "no")]
)
def test_what_has_no_format_or_no_file_says_so(words) -> None:
    run(*words, code=1)
