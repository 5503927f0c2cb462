"""The exercise of the examples, as a user runs it: three parties and a host, four processes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exercise") / "played"
    script = ROOT / "examples/channel/exercise.py"
    command = [sys.executable, str(script), str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    return folder, result.stdout


def section(text: str, title: str) -> str:
    return text.split(f"# {title}", 1)[1].split("\n# ", 1)[0]


def test_a_question_is_answered_in_time_and_another_late(played) -> None:
    told = section(played[1], "Catalia asks Breva")
    assert "met ALD vd-unusual-reply" in told
    assert "late BRV vd-unusual-reply by 2031-05-05T10:30:00Z" in told
    assert "observed by ALD: deadline of BRV under vd-unusual-reply: borne out" in told


def test_a_flash_call_is_acknowledged_within_what_witnesses_allow(played) -> None:
    assert "BRV 1 of 1 answered, median within 6 min 0 s" in section(played[1], "A flash call")


def test_an_amendment_breaks_silence_and_the_amended_text_is_adopted(played) -> None:
    told = section(played[1], "Catalia proposes")
    assert "broken by 1 objections" in told
    assert ": adopted" in told


def test_the_draw_catches_the_item_that_is_not_there(played) -> None:
    told = section(played[1], "The host is gone")
    assert told.count("FALSE: 6 items were stated, and number 5 is proven absent") == len("abc")


def test_with_the_host_gone_every_party_sees_the_same(played) -> None:
    folder, text = played
    assert section(text, "The host is gone").count("nothing wrong") == len("abc")
    roots = {
        json.loads((folder / p / "known.json").read_text())["root"] for p in ("ald", "brv", "ctl")
    }
    assert len(roots) == 1


def test_the_channel_comes_back_as_a_picture(played) -> None:
    plain = json.loads((played[0] / "READING.json").read_text())
    assert plain["schema"] == "detente-reading/1"
    pairs = {(dyad["a"], dyad["b"]) for dyad in plain["dyads"]}
    assert pairs == {("ALD", "BRV"), ("ALD", "CTL"), ("BRV", "CTL")}
    kinds = {event["type"] for event in plain["events"]}
    assert {"COOPERATE", "REQUEST", "CONSULT", "AGREE", "REJECT", "ACCUSE"} <= kinds
    assert "Where each pair stands" in section(played[1], "The same log as a picture")


@pytest.mark.parametrize(("word", "code"), [("--help", 0), ("--frob", 2), (".", 2)])
def test_no_folder_is_made_of_a_word_that_is_none(word: str, code: int, tmp_path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    script = ROOT / "examples/channel/exercise.py"
    command = [sys.executable, str(script), word]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == code
    assert "usage" in result.stdout + result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
