"""What the README and the docs show is run: a snippet that fails is a defect."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(python|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _snippets(language: str) -> list:
    return [
        pytest.param(
            body, id=f"{page.name}:{page.read_text('utf-8')[: match.start()].count(chr(10)) + 1}"
        )
        for page in PAGES
        for match in FENCE.finditer(page.read_text(encoding="utf-8"))
        for body in [match.group(2)]
        if match.group(1) == language
    ]


@pytest.mark.parametrize("body", _snippets("python"))
def test_python_snippet_runs(body: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    exec(compile(body, "snippet", "exec"), {"__name__": "snippet"})


@pytest.mark.parametrize("body", _snippets("console"))
def test_console_snippet_runs(body: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    from detente.cli.main import cli as main

    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    for line in body.splitlines():
        if not line.startswith("$ detente"):
            continue
        words = shlex.split(line.removeprefix("$ detente"), comments=True)
        if ">" in words:
            words = words[: words.index(">")]
        result = CliRunner().invoke(main, words, catch_exceptions=False)
        assert result.exit_code == 0, result.output


def test_make_targets_in_the_docs_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        word
        for page in PAGES
        for word in re.findall(r"`make ([a-z-]+)`", page.read_text(encoding="utf-8"))
    }
    assert named <= targets, sys.stderr.write(f"unknown targets {named - targets}\n")
