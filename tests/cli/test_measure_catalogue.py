"""``detente measures [ID]`` and ``detente measures estimate``."""

import csv
import datetime as dt
import io
import json

import pytest
from tests.measures.synthetic import made_acts
from tests.measures.test_pair_years import rows as made_years


def test_the_catalogue_is_grouped_and_never_ranked(run):
    done = run("measures")
    assert done.exit_code == 0, done.output
    assert done.output.count("no ranking") == 3
    assert "* recalled" in done.output


def test_a_measure_without_data_says_so(run):
    done = run("measures", "hotline")
    assert "Nothing is estimated for it here: no data in the files at hand" in done.output
    assert "lowers" not in done.output


def test_a_measure_with_data_says_association_and_interval(run):
    done = run("measures", "trade")
    assert "adjusted associations, not effects" in done.output
    assert "no detectable association" in done.output
    assert "0.75 (0.64 to 0.87)" in done.output


def test_json_and_csv(run):
    assert len(json.loads(run("measures", "--json").stdout)) == 17
    one = json.loads(run("measures", "mediation", "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("measures", "mediation", "--csv").stdout)))
    assert len(rows) == len(one["associations"]) + len(one["studies"])
    assert {row["verified"] for row in rows} == {"file", "recalled"}


def test_an_unknown_measure_is_named(run):
    done = run("measures", "hotlin")
    assert done.exit_code == 1
    assert "hotline" in done.output


@pytest.fixture
def years(tmp_path):
    def write(effect: float, header="actor1,actor2,year,onset,in_force"):
        out = tmp_path / "years.csv"
        lines = [
            f"{row.pair.split(':')[0]},{row.pair.split(':')[1]},{row.year},{int(row.onset)},{row.present:g}"
            for row in made_years(4, effect=effect)
        ]
        out.write_text("\n".join([header, *lines]) + "\n")
        return out

    return write


def test_what_is_in_the_users_file_is_found_and_told_with_warnings(run, years):
    done = run("measures", "estimate", "dialogue", years(-0.9))
    assert done.exit_code == 0, done.output
    assert "associated with less of it" in done.output
    assert "not effects" in done.output
    none = run("measures", "estimate", "dialogue", years(0.0))
    assert "no detectable association" in none.output


def test_daily_acts_find_what_is_built_in(run, tmp_path):
    out = tmp_path / "acts.csv"
    lines = [
        f"{dt.date.fromordinal(a.day)},{a.actor},{a.target},{a.rung},{a.values[0]:g}"
        for a in made_acts(3, pairs=40, force=0.12, dampened=0.2)
    ]
    out.write_text("\n".join(["date,actor,target,rung,in_force", *lines, "soon,A,B,4,1"]) + "\n")
    done = run("measures", "estimate", "notification", out, "--json")
    assert done.exit_code == 0, done.output
    record = json.loads(done.stdout)
    force = next(o for o in record["associations"] if o["outcome"] == "a reply by use of force")
    assert force["high"] < 1
    assert len(record["set_aside"]) == 1
    assert "'soon' is no day" in done.stderr


def test_a_wrong_header_is_told_what_is_needed(run, years):
    done = run("measures", "estimate", "dialogue", years(0.0, header="a,b,year,onset,in_force"))
    assert done.exit_code == 1
    assert "'actor1'" in done.output
    assert "daily acts need" in done.output


def test_reactions_are_shown_with_their_baseline(run):
    done = run("measures", "reactions")
    assert done.exit_code == 0, done.output
    assert "habit is the baseline without any reaction" in done.output
    scores = list(
        csv.DictReader(io.StringIO(run("measures", "reactions", "scores", "--csv").stdout))
    )
    assert {row["against"] for row in scores} == {"constant", "habit"}
    assert len(json.loads(run("measures", "reactions", "--json").stdout)) == 4
    assert run("measures", "reactions", "--csv").exit_code == 2
