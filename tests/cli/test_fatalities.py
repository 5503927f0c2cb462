"""``detente evaluate fatalities`` and ``detente outlook --fatalities`` as a user runs them."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest
from click.testing import CliRunner
from tests.outlook.fatal_world import rows

from detente.adapters.country_months import read_draws
from detente.cli.main import cli
from detente.outlook.country_months import month_of

parquet = pytest.importorskip("pyarrow.parquet")
arrow = pytest.importorskip("pyarrow")


def run(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


def write(path, month, country, deaths, column="fatalities_sb"):
    table = {"month_id": month, "country_id": country, column: deaths}
    parquet.write_table(arrow.table(table), path)
    return path


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return write(tmp_path_factory.mktemp("deaths") / "whole.parquet", *rows(months=144))


@pytest.fixture(scope="module")
def evaluated(table):
    out = table.with_name("out.parquet")
    done = run("evaluate", "fatalities", table, "--window", 2020, "--predictions", out, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout), read_draws(out)


def test_a_window_is_predicted_in_the_layout_of_the_challenge(evaluated):
    told, drawn = evaluated
    assert drawn["draws"].shape == (12 * 12, 1000)
    assert sorted(set(drawn["month_id"])) == list(
        range(month_of("2020-01"), month_of("2020-12") + 1)
    )
    assert (drawn["draws"] >= 0).all()
    assert told["predicted"] == told["scored"] == 144
    assert told["history"] == [month_of("2009-01"), month_of("2019-10")]


def test_ours_stands_beside_every_benchmark(evaluated):
    told, _ = evaluated
    assert list(told["forecasts"]) == [
        "Détente", "zero", "last historical Poisson", "conflictology", "bootstrap",
    ]  # fmt: skip
    zero = told["forecasts"]["conflictology"]["minus conflictology"]["CRPS"]
    assert zero == [0, 0, 0]
    ours = told["forecasts"]["Détente"]
    low, high = ours["scores"]["IGN"][1:]
    assert low < ours["scores"]["IGN"][0] < high
    assert 0 < ours["share of CRPS in three countries"] <= 1


def test_what_follows_the_history_changes_no_prediction(table, evaluated, tmp_path):
    month, country, deaths = rows(months=144)
    unknown = write(tmp_path / "unknown.parquet", month, country,
                    np.where(month > month_of("2019-10"), np.nan, deaths))  # fmt: skip
    kept = month <= month_of("2019-10")
    cut = write(tmp_path / "cut.parquet", month[kept], country[kept], deaths[kept], "ged_sb")
    for path in (unknown, cut):
        out = tmp_path / "out.parquet"
        done = run("evaluate", "fatalities", path, "--window", 2020, "--predictions", out)
        assert done.exit_code == 0, done.output
        assert "predictions only" in done.output
        assert (read_draws(out)["draws"] == evaluated[1]["draws"]).all()


def test_a_history_that_is_missing_is_named(table, tmp_path):
    done = run("evaluate", "fatalities", table, "--window", 2023)
    assert done.exit_code == 1
    assert "window 2023 needs outcomes up to 2022-10; this file's end with 2020-12" in done.output
    assert run("evaluate", "fatalities", table).exit_code == 2
    wrong = write(tmp_path / "wrong.parquet", [1], [1], [1.0], "deaths")
    assert "no column of deaths" in run("evaluate", "fatalities", wrong, "--window", 2020).output
    (tmp_path / "no.parquet").write_text("no table")
    done = run("evaluate", "fatalities", tmp_path / "no.parquet", "--window", 2020)
    assert (done.exit_code, "not a Parquet file" in done.output) == (1, True)


def test_the_table_is_read_by_people_too(table):
    done = run("evaluate", "fatalities", table, "--window", 2020, "--seed", 7)
    assert "from a history of 2009-01 to 2019-10" in done.stdout
    assert "Détente minus conflictology: CRPS" in done.stdout
    assert "seed 7" in done.stdout


def test_the_shipped_outlook_in_words_says_as_of_when_and_beside_what():
    done = run("outlook", "--fatalities", "UKR")
    assert done.exit_code == 0, done.output
    assert "Ukraine: state-based deaths a month, from data up to 2021-12." in done.stdout
    assert "Benchmark (conflictology" in done.stdout
    assert "Later events are not known to it" in done.stdout
    assert "Confidence: of " in done.stdout
    assert "How such forecasts fared, 2012 to 2021" in done.stdout
    assert run("outlook", "--fatalities", "ukraine").stdout == done.stdout


def test_json_and_csv_say_the_same():
    told = json.loads(run("outlook", "--fatalities", "COL", "--json").stdout)
    lines = list(csv.DictReader(io.StringIO(run("outlook", "--fatalities", "COL", "--csv").stdout)))
    assert told["schema"] == "detente-fatalities/1"
    assert [line["month"] for line in lines] == [month["month"] for month in told["months"]] + [""]
    assert len(told["months"]) == 14
    for month, line in zip(told["months"], lines, strict=False):
        assert month["quantiles"] == sorted(month["quantiles"])
        assert month["at_least"] == sorted(month["at_least"], reverse=True)
        assert int(line["q50"]) == month["quantiles"][2]


def test_a_history_of_ones_own_and_its_draws(tmp_path):
    month, country, deaths = rows(months=144)
    path = write(tmp_path / "mine.parquet", month, np.where(country == 30, 117, country), deaths)
    out = tmp_path / "draws.parquet"
    words = ("outlook", "--fatalities", "UKR", "--history", path, "--draws", out, "--json")
    told = json.loads(run(*words).stdout)
    assert (told["as_of"], told["fitted"]) == ("2020-12", "2021-12")
    drawn = read_draws(out)
    assert drawn["draws"].shape == (14, 1000)
    middle = np.quantile(drawn["draws"], 0.5, axis=1)
    assert middle == pytest.approx([m["quantiles"][2] for m in told["months"]], rel=0.15, abs=1)
    again = tmp_path / "again.parquet"
    assert run(*words[:-2], again).exit_code == 0
    assert (read_draws(again)["draws"] == drawn["draws"]).all()


def test_the_picture_has_every_month(tmp_path):
    assert run("outlook", "--fatalities", "UKR", "--svg", tmp_path / "new").exit_code == 0
    picture = (tmp_path / "new" / "fatalities-UKR.svg").read_text(encoding="utf-8")
    assert picture.count('class="fan-middle"') == 14
    assert picture.count('class="fan-benchmark"') == 3
    assert "data up to 2021-12" in picture


def test_what_is_not_known_is_said(tmp_path):
    done = run("outlook", "--fatalities", "Narnia")
    assert (done.exit_code, "no country known here" in done.output) == (1, True)
    path = write(tmp_path / "mine.parquet", *rows(months=60))
    done = run("outlook", "--fatalities", "UKR", "--history", path)
    assert "no deaths data for Ukraine (country_id 117)" in done.output
    assert run("outlook", "--history", path).exit_code == 2
