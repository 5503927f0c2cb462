"""``detente settle`` on the terminal, as JSON, CSV and picture."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from click.testing import CliRunner

from detente.cli.main import cli

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "settlement" / "harbour.toml")


def run(*words):
    return CliRunner().invoke(cli, ["settle", *words])


def test_words():
    done = run(EXAMPLE)
    assert done.exit_code == 0, done.output
    assert "There is a zone" in done.output
    assert "after 0-1 scaling inside the zone" in done.output


def test_json_and_csv_say_the_same():
    record = json.loads(run(EXAMPLE, "--json").output)
    rows = list(csv.reader(io.StringIO(run("--csv", EXAMPLE).output)))
    assert record["schema"] == "detente-settlement/1"
    assert len(record["frontier"]) == len(rows) - 1


def test_a_picture_for_two_parties(tmp_path):
    out = tmp_path / "f.svg"
    assert run(EXAMPLE, "--chart", str(out)).exit_code == 0
    assert out.read_text().count('class="package"') == 4
    assert out.read_text().count('class="picked"') == 2  # in the plane and in the key


def test_every_picture_comes_with_its_table(tmp_path):
    assert run(EXAMPLE, "--svg", str(tmp_path)).exit_code == 0
    names = {"frontier", "gains", "weights"}
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{name}.{ending}" for name in names for ending in ("svg", "csv")
    }


def test_no_zone_names_what_must_move(tmp_path):
    table = tmp_path / "t.toml"
    table.write_text(Path(EXAMPLE).read_text().replace("walk_away = 40\n", "walk_away = 95\n"))
    done = run(str(table))
    assert done.exit_code == 0
    assert "There is no zone" in done.output
    assert "walk-away" in done.output


def test_a_wrong_key_is_named_with_its_line(tmp_path):
    table = tmp_path / "t.toml"
    table.write_text(Path(EXAMPLE).read_text().replace("weight = 4", "weihgt = 4"))
    done = run(str(table))
    assert done.exit_code == 1
    assert "line" in done.output
    assert "weihgt" in done.output


def test_a_missing_file_is_named():
    done = run("nowhere.toml")
    assert done.exit_code == 1
    assert "nowhere.toml" in done.output
