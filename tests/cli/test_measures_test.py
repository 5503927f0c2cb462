"""``detente measures test`` and ``scenario`` as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "measures"
NAVAL = EXAMPLES / "naval.toml"
FEW = ("--runs", "8192")


def test_words_tables_and_every_assumption(run):
    done = run("measures", "test", NAVAL, "--with", "hotline,incidents-at-sea", *FEW)
    assert done.exit_code == 0, done.output
    for words in ("Without measures", "spiral", "deterrence", "Every input", "expert, judgement"):
        assert words in done.output
    assert "seed 20310413" in done.output


def test_json_and_csv_say_the_same(run):
    words = ("measures", "test", NAVAL, "--with", "hotline", *FEW)
    record = json.loads(run(*words, "--json").output)
    rows = list(csv.DictReader(io.StringIO(run(*words, "--csv").output)))
    assert record["schema"] == "detente-measures/1"
    assert record["runs"] == 8192
    assert len(rows) * 2 == len(record["effects"])


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(run):
    words = ("measures", "test", NAVAL, "--with", "hotline", *FEW, "--json")
    first = run(*words).output
    assert first == run(*words).output
    assert first == run(*words, "--processes", "2").output
    assert first != run(*words, "--seed", "1").output


def test_pictures_and_page(run, tmp_path):
    done = run(
        "measures", "test", NAVAL, "--with", "hotline,training", *FEW,
        "--svg", tmp_path / "pictures", "--html", tmp_path / "page.html",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    names = {path.name for path in (tmp_path / "pictures").iterdir()}
    for name in ("fan-force", "fan-war", "effects-force", "effects-war", "pairs-war"):
        assert {f"{name}.svg", f"{name}.csv"} <= names
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 6
    assert "<script" not in page


def test_mistakes_are_told_in_one_line(run, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text(NAVAL.read_text(encoding="utf-8").replace("rung = 4", "rung = 9"))
    done = run("measures", "test", bad)
    assert done.exit_code == 1
    assert f"{bad}, line 27, field 'quarrel.rung'" in done.output
    assert run("measures", "test", tmp_path / "none.toml").exit_code == 1
    assert run("measures", "test", NAVAL, "--with", "prayer").exit_code == 1
    both = run("measures", "test", NAVAL, "--processes", "2", "--cluster", "tcp://127.0.0.1:9")
    assert both.exit_code == 2


def test_a_draft_can_be_tested(run, tmp_path, reading_file):
    out = tmp_path / "draft.toml"
    assert run("measures", "scenario", reading_file, "-o", out).exit_code == 0
    done = run("measures", "test", out, "--with", "hotline", *FEW)
    assert done.exit_code == 0, done.output


def test_the_doctor_compiles_ahead(run):
    done = run("doctor", "--warm")
    assert "crisis simulation compiled, kept" in done.stderr


def test_where_no_cache_can_be_written_it_runs_all_the_same(tmp_path):
    """A read-only package and no cache folder: compiled afresh, and said so."""
    places = {"NUMBA_CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator",
              "NUMBA_CACHE_DIR": str(tmp_path / "file" / "below")}  # fmt: skip
    (tmp_path / "file").write_text("no folder")
    ask = "from detente.measures.engine import cacheable; print(cacheable())"
    done = subprocess.run([sys.executable, "-c", ask], check=True, capture_output=True, text=True,
                          env={**os.environ, **places})  # fmt: skip
    assert done.stdout == "False\n"


@pytest.mark.parametrize("name", ["border", "strikes", "naval"])
def test_each_example_answers_soon_in_a_new_process(name):
    """Under 5 s of processor time on two cores with a warm cache; wall time is the machine's."""
    start_up = "from detente.cli.main import main; main()"
    command = [sys.executable, "-c", start_up, "measures", "test", EXAMPLES / f"{name}.toml",
               "--with", "hotline"]  # fmt: skip
    start = os.times()
    began = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    end = os.times()
    busy = end.children_user + end.children_system - start.children_user - start.children_system
    assert done.returncode == 0, done.stderr
    assert min(busy / 2, time.perf_counter() - began) < 5
