"""``detente evaluate`` on the command line."""

import json

import pytest
from click.testing import CliRunner

from detente.cli.evaluate import evaluate

ROW = {"marked": "<s>Avar</s> accused <t>Belmar</t> of theft.", "root": "ACCUSE"}


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(ROW) + "\nnonsense\n", encoding="utf-8")
    return path


def run(*words, **kwargs):
    return CliRunner().invoke(evaluate, [str(w) for w in words], **kwargs)


def test_predictions_to_a_file_metrics_to_standard_output(rows, tmp_path):
    out = tmp_path / "out.jsonl"
    result = run("relations", rows, "--predictions", out, "--scorer", "ngrams")
    assert result.exit_code == 0
    told = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert told == [{"root": "ACCUSE", "quad": 3}, {"root": "", "quad": 0}]
    assert "root_accuracy" in result.stdout
    assert "1 of 2 rows failed" in result.stderr


def test_predictions_to_standard_output_leave_it_clean(rows):
    result = run("relations", rows, "--predictions", "-", "--scorer", "ngrams")
    assert len([json.loads(line) for line in result.stdout.splitlines()]) == 2
    assert "root_accuracy" in result.stderr


def test_metrics_as_json_from_standard_input():
    result = run("relations", "-", "--json", "--scorer", "ngrams", input=json.dumps(ROW))
    assert json.loads(result.stdout)["root_accuracy"] == 1.0


def test_wrong_usage():
    assert run("weather", "-").exit_code == 2
    assert run("actors", "-", "--only-actors", input="{}").exit_code == 2


def test_help_begins_with_examples():
    shown = run("--help").stdout
    assert shown.index("Examples") < shown.index("A row needs")
