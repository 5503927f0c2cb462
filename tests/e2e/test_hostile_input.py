"""The command line on hostile input: a clear message, the exit code as documented, the rest done."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.app import pipeline
from detente.cli.main import cli

GOOD = "Kestria's foreign ministry accused Tarvia of shelling a pier in Port Ellin on Monday.\n"
OTHER = "Tarvia's army denied on Tuesday that it had shelled the pier.\n"


def run(*arguments: object, **more: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], **more)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good reports among everything a folder can hold."""
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "z.txt").write_text(OTHER, encoding="utf-8")
    (tmp_path / "bytes.txt").write_bytes(bytes(range(256)) * 99)
    (tmp_path / "line.txt").write_bytes(b"word " * 2_000_000)
    (tmp_path / "broken.html").write_bytes(
        b"<html><body><p>The boats <b>left</p></i>" + b"<div>" * 900
    )
    (tmp_path / "empty.html").write_bytes(b"<!-- -->")
    (tmp_path / "feed.jsonl").write_bytes(
        b'{"text": 1\n[]\n{"text": "The talks began on Friday."}\n\xff'
    )
    (tmp_path / "old.txt").write_bytes("“The pier is closed,” said José. ".encode("cp1252") * 9)
    (tmp_path / "table.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.txt")
    return tmp_path


def test_a_folder_of_everything_is_read_as_far_as_it_goes(folder: Path) -> None:
    result = run("brief", folder, "--json")
    assert result.exit_code == 0
    reading = json.loads(result.stdout)
    read = {Path(report["path"]).name.split(",")[0] for report in reading["reports"]}
    assert {"a.txt", "z.txt", "broken.html", "feed.jsonl", "old.txt"} == read
    for name in (
        "bytes.txt",
        "line.txt",
        "empty.html",
        "feed.jsonl, line 1",
        "table.xlsx",
        "gone.txt",
    ):
        assert name in result.stderr
    assert "Traceback" not in result.output


def test_nothing_usable_fails_in_words(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01" * 500)
    for path in (bad, tmp_path / "nowhere"):
        result = run("brief", path)
        assert result.exit_code == 1
        assert str(path) in result.stderr
        assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"{" * 9_999, b"<" * 99_999, bytes(range(256)), b"\n" * 99]
)
def test_any_bytes_on_standard_input_end_in_words(raw: bytes) -> None:
    result = run("brief", "-", input=raw)
    assert result.exit_code in {0, 1}
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_command_that_is_not_understood_is_two() -> None:
    assert run("brief", "--no-such-option").exit_code == 2


def test_what_was_read_before_ctrl_c_is_printed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    whole = pipeline.read_report

    def slow(report, known, **options):  # type: ignore[no-untyped-def]
        begun.append(report.path)
        if len(begun) == 3:
            signal.raise_signal(signal.SIGINT)
        return whole(report, known, **options)

    monkeypatch.setattr(pipeline, "read_report", slow)
    result = run("brief", folder, "--json")
    assert result.exit_code == 130
    reading = json.loads(result.stdout)
    assert [report["path"] for report in reading["reports"]] == begun[:2]
    assert "Traceback" not in result.output
