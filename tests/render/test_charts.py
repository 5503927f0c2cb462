"""Every chart is well-formed, says what its table says, and draws claimed apart from borne out."""

import datetime as dt
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.dates import DateRange
from detente.model.ladder import Arrow, Rung, RungEvidence, WindowRungs
from detente.render import svg
from detente.render.ladder_chart import ladder_chart
from detente.render.tables import Table
from detente.render.timeline import timeline

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart, kind):
    return [e for e in ET.fromstring(chart.svg).iter() if kind in e.get("class", "").split()]


def test_the_ladder_shows_claimed_and_corroborated_apart(reading):
    chart = ladder_chart(reading.dyads)
    assert chart.table.rows[0] == (
        "Aldoria – Brevia", "30 and 180 days", "3 display", "4 use of force", "up",
    )  # fmt: skip
    corroborated, claimed = drawn(chart, "corroborated"), drawn(chart, "claimed")
    assert len(corroborated) == len(claimed) == len(chart.table.rows)
    assert corroborated[0].get("cx") != claimed[0].get("cx")
    assert "undated" in claimed[1].get("class")


def test_the_member_of_a_bloc_is_named(reading):
    chart = ladder_chart(reading.dyads, {"BRV": "Brevia"})
    assert chart.table.rows[2][3] == "4 use of force (by Brevia)"


@given(st.sampled_from(Rung), st.sampled_from(Rung), st.sampled_from(Arrow))
def test_any_position_can_be_drawn(reading, low, high, arrow):
    window = WindowRungs(30, RungEvidence(low), RungEvidence(high))
    dyad = replace(reading.dyads[0], windows=(window,), undated=None, arrow=arrow)
    chart = ladder_chart([dyad])
    ET.fromstring(chart.svg)
    assert chart.table.rows[0][4] == arrow.value


def test_names_cannot_break_the_picture(reading):
    dyad = replace(reading.dyads[0], a_name='<b>"A" & B</b>')
    assert '"A" & B' in "".join(ET.fromstring(ladder_chart([dyad]).svg).itertext())


def test_the_timeline_links_every_incident(reading):
    chart = timeline(reading.incidents)
    links = [a.get("href") for a in ET.fromstring(chart.svg).iter(f"{SVG}a")]
    assert sorted(links) == ["#i1", "#i2", "#i3", "#i4"]
    assert len(chart.table.rows) == len(reading.incidents)


def test_undated_incidents_stand_apart(reading):
    balls = drawn(timeline(reading.incidents), "ball")
    dated = [float(b.get("cx").rstrip("%")) for b in balls]
    assert max(dated) > 87.5
    assert sum(x > 87.5 for x in dated) == 1


def test_filled_only_where_it_is_borne_out(reading):
    chart = timeline(reading.incidents)
    assert [row[4] for row in chart.table.rows] == [
        "corroborated", "claimed", "corroborated", "claimed",
    ]  # fmt: skip
    assert len([b for b in drawn(chart, "ball") if "full" in b.get("class")]) == 2


def test_a_crowded_day_is_counted_not_hidden(reading):
    many = [replace(reading.incidents[0], id=f"i{n}") for n in range(20)]
    assert "+16" in timeline(many).svg
    assert len(timeline(many).table.rows) == 20


@given(st.lists(st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)), max_size=30))
def test_any_set_of_days_can_be_drawn(reading, days):
    incidents = [
        replace(reading.incidents[0], date=DateRange(day, day) if day else DateRange())
        for day in days
    ]
    chart = timeline(incidents)
    for mark in drawn(chart, "ball"):
        assert 0 <= float(mark.get("cx").rstrip("%")) <= 100


@given(st.floats(-1e6, 1e6))
def test_numbers_are_short_and_close(value):
    assert abs(float(svg.number(value)) - value) <= 0.0051


def test_a_table_whose_rows_do_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        Table("t", ("a", "b"), (("1",),))


def test_a_long_ladder_says_how_much_of_it_is_drawn(reading):
    chart = ladder_chart([reading.dyads[0]] * 40)
    assert len(drawn(chart, "pair")) == 15
    assert "25 more pairs" in chart.caption
    assert len(chart.table.rows) == 40 * 2


def test_without_any_date_incidents_stand_beside_each_other(reading):
    undated = [replace(i, date=DateRange()) for i in reading.incidents]
    chart = timeline(undated)
    assert "no incident is dated" in chart.svg
    assert not drawn(chart, "divide")
