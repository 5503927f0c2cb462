"""``detente evaluate escalation`` as a user runs it, on a made-up panel."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner
from tests.outlook.test_escalation import made_up

from detente.adapters.dyad_files import read_parquet, write_parquet
from detente.cli.main import cli


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    place = tmp_path_factory.mktemp("panel") / "panel.parquet"
    columns = made_up(years=range(1950, 1964), pairs=60)
    columns["rung"] = np.where(columns["year"] > 1962, np.nan, columns["rung"])
    columns["timed"] = columns["year"] > 1960
    write_parquet(place, columns, {"last_years": json.dumps({"outcomes": 1962})})
    return place


def run(*words):
    return CliRunner().invoke(cli, ["evaluate", "escalation", *map(str, words)])


def test_predictions_and_figures(panel, tmp_path):
    out = tmp_path / "out.parquet"
    done = run(panel, "--from", 1960, "--predictions", out)
    assert done.exit_code == 0, done.output
    assert "240 politically relevant pair-years predicted one step ahead" in done.output
    assert "60 of them have no outcome on record and are not scored" in done.output
    assert "Vintage, last year of data: outcomes 1962" in done.output
    for words in ("rolling origin, 1960-1962", "fit frozen, 1960-1962", "log loss, better by",
                  "years with dated incidents, 1961-1962", "calibration slope"):  # fmt: skip
        assert words in done.output
    columns, _ = read_parquet(out)
    named = [f"{kind}{rung}" for kind in ("p", "baseline") for rung in range(1, 6)]
    assert list(columns) == ["ccode1", "ccode2", "year", *named]
    for kind in ("p", "baseline"):
        whole = sum(columns[f"{kind}{rung}"] for rung in range(1, 6))
        np.testing.assert_allclose(whole, 1)
    assert set(columns["year"]) == {1960, 1961, 1962, 1963}


def test_json_has_every_figure_with_its_interval(panel):
    told = json.loads(run(panel, "--from", 1961, "--json").stdout)
    figures = told["scores"]["rolling origin"]["figures"]
    value, low, high = figures["log loss, model"]
    assert low <= value <= high and told["vintage"] == {"outcomes": 1962}


def test_wrong_use_is_named(panel, tmp_path):
    assert run(panel).exit_code == 2
    broken = tmp_path / "broken.parquet"
    broken.write_text("no parquet")
    done = run(broken, "--from", 1990)
    assert done.exit_code == 1 and "no Parquet file" in done.output
