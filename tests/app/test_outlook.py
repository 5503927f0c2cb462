"""The outlook from what is shipped: laws, neutrality, vintage, and what is withheld."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from detente.app import outlook as app
from detente.app.outlook import Latest, LeftOut, as_record, nowcast, outlook_of, watchlist
from detente.cli.main import cli
from detente.model.errors import InputError
from detente.model.ladder import Rung
from detente.outlook.shipped import shipped, unpacked
from detente.render.reading_json import load_reading_json

PAIRS = (("RUS", "USA"), ("IND", "PAK"), ("GRC", "TUR"), ("CAN", "USA"), ("CHN", "VNM"))
MONTHS = (3, 6, 12, 24)


@pytest.fixture(scope="module")
def outlooks():
    return {pair: outlook_of(*pair) for pair in PAIRS}


def run(*words):
    return CliRunner().invoke(cli, ["outlook", *words])


def test_swapping_the_two_changes_nothing(outlooks):
    for (one, two), found in outlooks.items():
        assert outlook_of(two, one) == found
    assert run("RUS", "USA", "--json").output == run("USA", "RUS", "--json").output


def test_longer_is_likelier_and_higher_is_rarer(outlooks):
    for found in outlooks.values():
        (scenario,) = found.scenarios
        for rung in (Rung.THREAT, Rung.DISPLAY, Rung.USE_OF_FORCE, Rung.WAR):
            told = [scenario.estimate(rung, months) for months in MONTHS]
            for name in ("probability", "baseline", "low", "high"):
                values = [getattr(one, name) for one in told]
                assert values == sorted(values), (found.a, found.b, rung, name)
            assert all(0 < one.low <= one.probability <= one.high < 1 for one in told)
        for months in MONTHS:
            chances = [scenario.estimate(Rung(r), months).probability for r in (2, 3, 4, 5)]
            assert chances == sorted(chances, reverse=True)


@given(st.sampled_from(PAIRS), st.sampled_from([2, 3, 4, 5]))
def test_a_reported_use_of_force_raises_the_outlook_above_a_reported_threat(pair, claimed):
    latest = Latest(Rung.THREAT, Rung(claimed), 2025)
    low, high = outlook_of(*pair, latest=latest).scenarios
    assert (low.basis, high.basis) == ("corroborated", "claimed")
    if claimed >= 4:
        at = (Rung.USE_OF_FORCE, 12)
        assert high.estimate(*at).probability > low.estimate(*at).probability


def test_silence_of_reports_is_no_peace():
    silent = outlook_of("IND", "PAK", latest=Latest(Rung.NONE, Rung.NONE, 2025))
    assert silent.scenarios == outlook_of("IND", "PAK", as_of=2025).scenarios
    low, high = outlook_of("IND", "PAK", latest=Latest(Rung.NONE, Rung.DISPLAY, 2025)).scenarios
    assert low.basis == "structure" and high.rung is Rung.DISPLAY


def test_the_interval_widens_with_the_years_without_outcomes():
    widths = []
    for year in (2006, 2010, 2025):
        one = outlook_of("IND", "PAK", as_of=year).scenarios[0].estimate(Rung.USE_OF_FORCE, 12)
        odds = [p / (1 - p) for p in (one.low, one.high)]
        widths.append(odds[1] / odds[0])
    assert widths == sorted(widths)


def test_general_war_between_nuclear_armed_sides_is_never_an_estimate(outlooks):
    found = outlooks["RUS", "USA"]
    assert found.both_nuclear and not outlooks["GRC", "TUR"].both_nuclear
    told = run("RUS", "USA").output
    assert "General war between nuclear-armed sides: no base rate, not estimated." in told
    named = {one.rung for scenario in found.scenarios for one in scenario.estimates}
    assert named == {Rung.THREAT, Rung.DISPLAY, Rung.USE_OF_FORCE, Rung.WAR}


def test_inputs_past_their_last_year_are_missing_and_recalled_facts_enter_nothing(outlooks):
    found = outlooks["RUS", "USA"]
    unknown = {driver.group for driver in found.drivers if not driver.known}
    assert unknown == {"rivalry", "alliances", "trade", "organisations", "nuclear weapons",
                       "arms race"}  # fmt: skip
    assert all(driver.odds_factor == 1 for driver in found.drivers if not driver.known)
    recalled = [fact for fact in found.facts if fact.recalled]
    assert recalled and not any(fact.used for fact in recalled)
    then = outlook_of("RUS", "USA", as_of=2005)
    assert {d.group for d in then.drivers if not d.known} == {"arms race"}


def test_a_year_later_than_every_input_leaves_democracy_missing_too():
    later = outlook_of("IND", "PAK", as_of=2026)
    assert "democracy" in {driver.group for driver in later.drivers if not driver.known}
    assert not any(fact.used for fact in later.facts)
    earlier = outlook_of("IND", "PAK", as_of=2015)
    assert any("are those of 2025, later than 2015" in note for note in earlier.notes)


def test_the_years_without_outcomes_are_printed(outlooks):
    told = run("IND", "PAK").output
    assert "20 years lie between the last outcome data (2005) and the end of 2025" in told
    assert "baseline" in told and "came about" in told and "data to 2014" in told


def test_what_it_cannot_say_is_said():
    for words, reason in (
        (("BOL", "NPL"), "neither contiguous nor one of them a major power"),
        (("XYZ", "USA"), "'XYZ' is no state"),
        (("USA", "US"), "twice"),
        (("IND", "PAK", "--as-of", "1999"), "outcomes are known to the end of 2005"),
    ):
        done = run(*words)
        assert done.exit_code == 1 and reason in done.output
    assert run("nowhere.txt").exit_code == 2
    assert run().exit_code == 2


def test_a_watchlist_keeps_going_past_a_bad_line(tmp_path):
    place = tmp_path / "watchlist.txt"
    place.write_text("# two a line\nIND PAK\nGRC:TUR  # neighbours\nBOL NPL\nonly-one\n")
    told = list(watchlist(place))
    assert [isinstance(one, LeftOut) for one in told] == [False, False, True, True]
    done = run(str(place), "--csv")
    assert done.exit_code == 0
    rows = [line for line in done.output.splitlines() if line.startswith(("IND", "GRC"))]
    assert len(rows) == 2 * 16
    assert "left out: BOL NPL" in done.output


def test_the_pairs_of_a_reading_are_taken_from_its_ladder(tmp_path, monkeypatch):
    from pathlib import Path

    fixture = Path(__file__).parents[1] / "render" / "fixture" / "reading.json"
    reading = load_reading_json(fixture)
    dyad = next(one for one in reading.dyads if any(w.days for w in one.windows))
    real = replace(dyad, a="IND", b="PAK")
    monkeypatch.setattr(app, "obtain", lambda _: replace(reading, dyads=(real, dyad)))
    first, second = nowcast("READING.json")
    assert (first.a, first.b) == ("IND", "PAK") and first.as_of == dyad.as_of.year
    assert first.scenarios[-1].basis in ("claimed", "structure")
    assert isinstance(second, LeftOut) and "is no state" in second.reason


def test_pictures_come_with_their_tables(tmp_path):
    done = run("IND", "PAK", "--svg", str(tmp_path / "svg"), "--html", str(tmp_path / "x.html"))
    assert done.exit_code == 0
    names = sorted(path.name for path in (tmp_path / "svg").iterdir())
    assert names == [
        f"IND-PAK-{n}.svg" for n in ("drivers", "fan-structure", "past", "reliability")
    ]
    page = (tmp_path / "x.html").read_text()
    assert page.count("<figure>") == page.count("<table>") == 4
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_json_is_one_object_with_a_schema(outlooks):
    told = json.loads(run("GRC", "TUR", "--json").output)
    assert told["schema"] == "detente-outlook/1"
    assert told == json.loads(json.dumps(as_record([outlooks["GRC", "TUR"]])))


def test_one_pair_takes_less_than_a_fifth_of_a_second_of_processor_time():
    outlook_of("GRC", "TUR")
    start = time.process_time()
    outlook_of("IND", "PAK")
    assert time.process_time() - start < 0.2


def test_the_shipped_file_is_small_and_tells_its_vintage():
    found = shipped()
    assert found.last_outcome == 2005 and len(found.ccode1) > 1500
    assert (found.ccode1 < found.ccode2).all()
    assert [vintage.year for vintage in found.vintages] == [2005, 2025]
    with pytest.raises(KeyError):
        unpacked({"ccode1": found.ccode1})


def test_states_are_found_by_code_and_name_in_any_case():
    assert app.state_of("rus") == app.state_of("Russia")
    with pytest.raises(InputError, match="Correlates of War"):
        app.state_of("GRL")
