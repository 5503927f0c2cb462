"""The panel of pairs and years, on a made-up world in the publishers' layout and on real files."""

from __future__ import annotations

import numpy as np
import pytest
from tests.outlook import world

from detente.adapters.dyad_files import read_parquet
from detente.app.outlook_panel import make_panel, panel_of
from detente.model.errors import EmptyInput, InputError


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    return panel_of(world.write(tmp_path_factory.mktemp("world")), until=1961)


def value(panel, one, two, year, name):
    columns = panel.columns
    (row,) = np.flatnonzero(
        (columns["ccode1"] == one) & (columns["ccode2"] == two) & (columns["year"] == year)
    )
    return columns[name][row]


def test_a_pair_exists_while_both_states_share_a_day(panel):
    columns = panel.columns
    met = {(a, b) for a, b in zip(columns["ccode1"], columns["ccode2"], strict=True)}
    assert (31, 40) not in met  # Carlia ended the day before Dernia began
    assert met == {(2, 20), (2, 31), (2, 40), (20, 31), (20, 40)}
    assert (columns["ccode1"] < columns["ccode2"]).all()


def test_dated_incidents_decide_when_a_rung_was_reached(panel):
    assert value(panel, 2, 20, 1957, "rung") == 2  # the dispute's highest rung, 5, came later
    assert value(panel, 2, 20, 1958, "rung") == 5
    assert value(panel, 2, 20, 1957, "timed")
    assert value(panel, 2, 20, 1952, "rung") == 4  # no incident on file: the dispute's own
    assert not value(panel, 2, 20, 1952, "timed")
    assert value(panel, 20, 31, 1953, "rung") == 1


def test_nothing_is_known_after_the_last_outcome_year(panel):
    assert panel.last_years["outcomes"] == 1960
    assert np.isnan(value(panel, 2, 20, 1961, "rung"))
    assert value(panel, 2, 20, 1961, "last_rung") == 1


def test_history_looks_back_and_never_ahead(panel):
    assert value(panel, 2, 20, 1952, "peace_years") == 2
    assert value(panel, 2, 20, 1952, "disputes_10") == 0
    assert value(panel, 2, 20, 1953, "last_rung") == 4
    assert value(panel, 2, 20, 1953, "peace_years") == 0
    assert value(panel, 2, 20, 1957, "peace_years") == 3
    assert value(panel, 2, 20, 1958, "disputes_10") == 2
    assert value(panel, 2, 20, 1958, "highest_rung_10") == 4
    assert value(panel, 2, 20, 1958, "begun_late") == 11
    assert value(panel, 2, 31, 1953, "elsewhere_high") == 1  # Aldovia was at odds with Borvania


def test_third_parties_are_counted(panel):
    assert value(panel, 20, 31, 1953, "allies_at_odds") == 1  # Carlia's ally Aldovia
    assert value(panel, 2, 31, 1953, "allies_at_odds") == 0


def test_relevant_is_contiguous_or_one_major_power(panel):
    assert value(panel, 2, 31, 1953, "relevant")
    assert not value(panel, 2, 31, 1955, "relevant")
    assert not value(panel, 20, 40, 1957, "relevant")
    assert value(panel, 20, 40, 1958, "relevant")


def test_missing_is_never_zero(panel):
    assert np.isnan(value(panel, 2, 31, 1952, "trade_low"))  # -9 in the file
    assert value(panel, 2, 20, 1952, "trade_high") == pytest.approx(1.0)
    assert np.isnan(value(panel, 2, 20, 1961, "trade_low"))  # the file ends in 1959
    assert value(panel, 2, 31, 1953, "defence") == 1
    assert value(panel, 2, 20, 1953, "defence") == 0
    assert np.isnan(value(panel, 2, 20, 1961, "defence"))
    assert np.isnan(value(panel, 2, 20, 1961, "rivalry_tss"))
    assert value(panel, 2, 20, 1961, "capability_share") == pytest.approx(0.75)


def test_swapping_the_columns_of_the_files_changes_nothing(tmp_path, panel):
    world.write(tmp_path)
    swapped = world.CONTIGUITY.replace("statelno", "x").replace("statehno", "statelno")
    (tmp_path / "contdir.csv").write_text(swapped.replace("x", "statehno"))
    swapped = world.DISPUTES.replace("statea", "x").replace("stateb", "statea")
    (tmp_path / "dyadic_mid_4.02.csv").write_text(swapped.replace("x", "stateb"))
    again = panel_of(tmp_path, until=1961)
    for name, column in panel.columns.items():
        np.testing.assert_array_equal(column, again.columns[name], err_msg=name)


def test_the_panel_is_written_with_its_vintage(tmp_path):
    told = []
    make_panel(world.write(tmp_path), tmp_path / "panel.parquet", until=1961, tell=told.append)
    columns, notes = read_parquet(tmp_path / "panel.parquet")
    assert len(columns["year"]) == 15 + 5 + 18 and '"outcomes": 1960' in notes["last_years"]
    assert np.isnan(columns["rung"][columns["year"] == 1961].astype(float)).all()
    assert "last year of data" in told[-1]


def test_what_is_missing_is_named(tmp_path):
    with pytest.raises(EmptyInput, match=r"cow_states or states2016"):
        panel_of(tmp_path)
    (tmp_path / "states2016.csv").write_text(world.STATES)
    with pytest.raises(InputError, match="needs the table of majors"):
        panel_of(tmp_path)
    (tmp_path / "majors2016.csv").write_text("stateabb,styear\nBRV,1950\n")
    with pytest.raises(InputError, match=r"majors2016\.csv: no column ccode"):
        panel_of(tmp_path)


def test_the_real_files_give_918315_pairs_and_years(shared):
    built = panel_of(shared / "data" / "dyads")
    columns = built.columns
    assert len(columns["year"]) == 918_315
    assert built.last_years["outcomes"] == 2005
    assert columns["relevant"].sum() == 119_529
    assert np.isnan(columns["arms_race"][columns["year"] > 1985]).all()
    assert np.isnan(columns["rung"][columns["year"] > 2005]).all()
    known = columns["rung"][columns["year"] <= 2005]
    assert set(np.unique(known)) == {1, 2, 3, 4, 5}
