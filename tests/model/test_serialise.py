"""What is written as plain data comes back as the same object."""

import datetime as dt
import json

from hypothesis import given
from hypothesis import strategies as st

from detente.model.dates import DateRange
from detente.model.events import Event, EventType, Magnitude, Mark, Participant, Place
from detente.model.incidents import Incident
from detente.model.reading import Reading
from detente.model.reports import Report, Source
from detente.model.serialise import from_plain, to_plain
from detente.model.spans import Span, Trail
from detente.model.statements import Speaker, Statement


def test_an_event_survives_json():
    event = Event(
        id="e1",
        statement="s1",
        type=EventType.ASSAULT,
        mark=Mark.ASSERTED,
        actors=(Participant("the navy", Span(0, 8), None, "definite"),),
        recipients=(),
        trail=Trail("r1", Span(0, 40), "verbs:strike"),
        predicate="strike",
        predicate_span=Span(9, 15),
        date=DateRange(dt.date(2024, 3, 1), dt.date(2024, 3, 2), "relative", "at the weekend"),
        place=Place("the harbour", Span(20, 31), "harbour"),
        magnitudes=(Magnitude("targets", "more than ten", Span(32, 45), 10, "at least"),),
    )
    assert from_plain(Event, json.loads(json.dumps(to_plain(event)))) == event


def test_days_are_written_in_iso_8601():
    assert to_plain(DateRange(start=dt.date(2024, 1, 28)))["start"] == "2024-01-28"


def test_enums_are_written_as_their_words():
    assert to_plain(Mark.DENIED) == "denied"


def test_unknown_fields_are_ignored():
    plain = to_plain(Source(id="x", name="X")) | {"added_later": 1}
    assert from_plain(Source, plain) == Source(id="x", name="X")


_KINDS = (Report, Source, Statement, Event, Incident, Speaker, Trail)


@given(st.sampled_from(_KINDS), st.data())
def test_every_model_object_round_trips(kind, data):
    thing = data.draw(st.from_type(kind))
    assert from_plain(kind, json.loads(json.dumps(to_plain(thing)))) == thing


def test_an_empty_reading_carries_its_schema():
    empty = Reading(None, (), (), (), (), (), (), (), (), ())
    assert to_plain(empty)["schema"] == "detente-reading/1"
    assert from_plain(Reading, to_plain(empty)) == empty


st.register_type_strategy(
    Span,
    st.tuples(st.integers(0, 999), st.integers(0, 999)).map(lambda p: Span(min(p), max(p))),
)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
