"""Records have PLOVER's field names; what PLOVER does not know is marked as ours."""

import csv
import io
import json

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.render.export import csv_text, flat, json_lines, parquet
from detente.render.records import KINDS, records

PLOVER = {
    "id", "has_event", "date", "enddate", "source", "recipient", "event", "event_loc",
    "event_text", "quad_code", "mode", "context", "size", "link", "text", "text_info",
    "cite_info", "coder",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_fields_are_plovers_or_marked_as_ours(reading, kind):
    rows = list(records(reading, kind))
    assert rows
    for row in rows:
        assert all(name in PLOVER or name.startswith("detente_") for name in row)


def test_an_event_says_who_did_what_to_whom_and_how_it_was_carried(reading):
    event = next(row for row in records(reading, "events") if row["id"] == "e5")
    assert event["event"] == ["ASSAULT"]
    assert event["detente_mark"] == "denied"
    assert event["source"][0]["code"] == "ALD"
    assert event["recipient"][0]["code"] == "BRV"
    assert event["event_loc"]["cc3"] == "BRV"
    assert event["cite_info"]["publication"] == "Brevian Sentinel"
    assert event["detente_within"] == "e4"


def test_offsets_lead_back_to_the_words(reading):
    for row in records(reading, "events"):
        text = reading.report(row["cite_info"]["detente_report"]).text
        assert text[row["text_info"]["start"] : row["text_info"]["end"]] == row["text"]


def test_a_statement_keeps_its_chain(reading):
    row = next(row for row in records(reading, "statements") if row["id"] == "s16")
    assert row["detente_chain"][1:3] == ["Strait Wire", "Market Post"]
    assert row["detente_contested_by"] == ["s17"]


def test_an_incident_carries_each_facet_with_its_status(reading):
    row = next(row for row in records(reading, "incidents") if row["id"] == "i1")
    assert row["detente_occurrence_status"] == "corroborated"
    assert row["detente_author"] == "Aldorian Coast Guard"
    assert row["detente_author_status"] == "claimed"
    assert row["detente_author_credibility"] == 6


@pytest.mark.parametrize("kind", KINDS)
def test_csv_and_json_lines_hold_the_same_rows(reading, kind):
    rows = list(records(reading, kind))
    table = list(csv.DictReader(io.StringIO(csv_text(rows))))
    lines = [json.loads(line) for line in json_lines(rows)]
    assert [row["id"] for row in table] == [line["id"] for line in lines]


@pytest.mark.parametrize("kind", KINDS)
def test_parquet_can_be_read_back(reading, kind):
    buffer = io.BytesIO()
    parquet(records(reading, kind), buffer)
    table = pq.read_table(io.BytesIO(buffer.getvalue()))
    assert table.column("id").to_pylist() == [row["id"] for row in records(reading, kind)]


def test_parquet_is_the_same_at_every_run(reading):
    first, second = io.BytesIO(), io.BytesIO()
    parquet(records(reading, "events"), first)
    parquet(records(reading, "events"), second)
    assert first.getvalue() == second.getvalue()


def test_there_are_three_kinds_of_record(reading):
    with pytest.raises(ValueError, match="not 'dyads'"):
        records(reading, "dyads")


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
trees = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner)
)


@given(st.dictionaries(st.text(max_size=4), trees))
def test_flat_records_are_flat(record):
    assert all(not isinstance(value, list | dict) for value in flat(record).values())
