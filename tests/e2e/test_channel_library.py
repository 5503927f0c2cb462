"""The page on the library shows a party in Python: what stands there is run against a host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.channel.crisis import NAMES
from tests.e2e.test_channel import follow, founded, free_port, host, run

import detente
from detente.model.errors import InputError, KeyRefused

PAGE = Path(__file__).resolve().parents[2] / "docs/library.md"


def test_what_the_page_shows_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    act = founded(tmp_path)
    ask, look = re.findall(r"^```py\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    with host(tmp_path, free_port()) as (url, vkey, process):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", str(tmp_path / "ALD"))
        for party in NAMES:
            run("mirror", "-d", str(tmp_path / party))
            (tmp_path / party.lower()).symlink_to(tmp_path / party)
        monkeypatch.chdir(tmp_path)
        exec(compile(ask, "ask", "exec"), {})
        assert "stands at 1 of the log" in capsys.readouterr().out
        exec(compile(look, "look", "exec"), {})
        process.kill()
        process.wait()
    assert "BRV" in capsys.readouterr().out
    with detente.party("brv", passphrase="correct horse") as party:
        assert not party.verify().findings, "with the host gone"


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="`detente channel init`"):
        detente.party(tmp_path, passphrase="x")
    run("init", "ALD", "-d", str(tmp_path))
    with pytest.raises(KeyRefused, match="passphrase"):
        detente.party(tmp_path, passphrase="wrong")
