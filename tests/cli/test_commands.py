"""brief, read, ladder and doctor on a reading made earlier."""

import csv
import io
import json
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest

from detente.app.reading_request import ReadingInterrupted
from detente.model.reports import SetAside
from detente.render.reading_json import load_reading_json, reading_json


def test_brief_prints_on_the_terminal_and_keeps_words_off_the_data(run, reading_file):
    result = run("brief", reading_file)
    assert result.exit_code == 0
    assert result.stdout.startswith("Aldoria, Brevia and Coastal League")
    assert "set aside canal.txt: language is fr" in result.stderr


@pytest.mark.parametrize("ending", ["html", "txt", "json"])
def test_brief_writes_files(run, reading_file, tmp_path, ending):
    target = tmp_path / f"brief.{ending}"
    result = run("brief", reading_file, "-o", target)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert target.stat().st_size > 1000
    assert [entry.name for entry in tmp_path.iterdir()] == [target.name]


def test_brief_json_is_a_reading_again(run, reading_file, tmp_path):
    result = run("brief", reading_file, "--json")
    again = tmp_path / "again.json"
    again.write_text(result.stdout, encoding="utf-8")
    assert load_reading_json(again) == load_reading_json(Path(reading_file))


def test_brief_is_the_same_at_every_run(run, reading_file):
    assert run("brief", reading_file).stdout_bytes == run("brief", reading_file).stdout_bytes


def test_brief_takes_a_title(run, reading_file):
    assert run("brief", reading_file, "--title", "The strait").stdout.startswith("The strait")


@pytest.mark.parametrize(
    "wrong",
    [
        ["-o", "brief.pdf"],
        ["-o", "no/such/folder/brief.html"],
        ["--as-of", "yesterday"],
        ["--only-actors"],
    ],
)
def test_wrong_use_is_code_2_and_says_what_to_do(run, reading_file, wrong):
    result = run("brief", reading_file, *wrong)
    assert result.exit_code == 2
    assert result.stderr


def test_no_path_is_a_usage_error(run):
    assert run("brief").exit_code == 2


def test_what_was_read_before_ctrl_c_is_printed(run, reading_file, monkeypatch):
    def stop(*_, **__):
        raise ReadingInterrupted(load_reading_json(Path(reading_file)))

    monkeypatch.setattr("detente.app.readings.obtain", stop)
    result = run("brief", "reports")
    assert result.exit_code == 130
    assert "Key judgements" in result.stdout
    assert "interrupted" in result.stderr


def test_ctrl_c_before_anything_was_read_prints_no_brief(run, reading_file, monkeypatch):
    nothing = replace(load_reading_json(Path(reading_file)), reports=())

    def stop(*_, **__):
        raise ReadingInterrupted(nothing)

    monkeypatch.setattr("detente.app.readings.obtain", stop)
    result = run("brief", "reports")
    assert result.exit_code == 130
    assert result.stdout == ""


def test_many_inputs_set_aside_for_one_reason_are_counted(run, reading_file, tmp_path):
    aside = tuple(SetAside(f"r{n}.txt", "not read: stopped") for n in range(50))
    file = tmp_path / "READING.json"
    reading = replace(load_reading_json(Path(reading_file)), set_aside=aside)
    file.write_text(reading_json(reading), encoding="utf-8")
    told = run("brief", file).stderr.splitlines()
    assert len(told) == 6
    assert told[-1] == "set aside 45 more: not read: stopped"


@pytest.mark.parametrize("table", ["events", "statements", "incidents"])
def test_read_prints_json_lines_and_csv(run, reading_file, table):
    lines = run("read", reading_file, "--table", table).stdout.splitlines()
    rows = list(
        csv.DictReader(io.StringIO(run("read", reading_file, "--table", table, "--csv").stdout))
    )
    assert [json.loads(line)["id"] for line in lines] == [row["id"] for row in rows]


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_read_takes_the_form_from_the_ending(run, reading_file, tmp_path, ending):
    target = tmp_path / f"events.{ending}"
    assert run("read", reading_file, "-o", target).exit_code == 0
    assert target.read_bytes()[:4] == {"jsonl": b'{"id', "csv": b"id,h", "parquet": b"PAR1"}[ending]


def test_read_refuses_parquet_on_the_terminal(run, reading_file):
    result = run("read", reading_file, "--parquet")
    assert result.exit_code == 2
    assert "-o" in result.stderr


def test_ladder_shows_all_pairs_or_one(run, reading_file):
    assert "Coastal League" in run("ladder", reading_file).stdout
    for name in ("ALD:BRV", "BRV:ALD", "brv-ald"):
        one = run("ladder", reading_file, name).stdout
        assert "Aldoria – Brevia" in one
        assert "Coastal League" not in one


def test_ladder_prints_json_and_csv(run, reading_file):
    assert [d["a"] for d in json.loads(run("ladder", reading_file, "--json").stdout)] == [
        "ALD",
        "ALD",
    ]
    rows = list(csv.DictReader(io.StringIO(run("ladder", reading_file, "--csv").stdout)))
    assert (rows[0]["days"], rows[0]["corroborated_rung"], rows[0]["claimed_rung"]) == (
        "30",
        "3",
        "4",
    )


def test_ladder_names_the_pairs_it_has(run, reading_file):
    result = run("ladder", reading_file, "ALD:XXX")
    assert result.exit_code == 2
    assert "ALD:BRV" in result.stderr


def test_doctor_tells_what_is_there(run):
    result = run("doctor")
    assert "library" in result.stdout
    assert "codebook tables" in result.stdout
    assert result.exit_code in (0, 1)


def test_doctor_says_how_to_get_what_is_missing(run, monkeypatch):
    def missing(name):
        if name == "pyarrow":
            raise metadata.PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr("detente.app.doctor.metadata.version", missing)
    found = json.loads(run("doctor", "--json").stdout)
    pyarrow = next(check for check in found if check["name"] == "pyarrow")
    assert pyarrow["advice"] == "pip install 'detente[parquet]'"
    assert not pyarrow["needed"]
