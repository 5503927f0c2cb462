"""What a party says of joint action, before it is signed."""

from __future__ import annotations

import pytest

from detente.app import channel_joint as app
from detente.channel.inquiry import text_digest
from detente.codebook.channel_joint import incident_categories
from detente.model.errors import InputError

TEXTS = {"what": "x", "where": "y", "when": "z", "effects": "none"}
TERMS = {"terms": "t", "access": "a", "deadline": "2031-06-01T12:00:00+00:00"}


@pytest.mark.parametrize("category", sorted(incident_categories()))
def test_a_category_is_one_of_the_table(category) -> None:
    assert app.incident(category, **TEXTS) == {"category": category, **TEXTS}


@pytest.mark.parametrize("grading", ["", "A1", "F6", "C3"])
def test_a_grading_is_given_or_not(grading) -> None:
    assert app.incident("crime", **TEXTS, grading=grading).get("grading", "") == grading


@pytest.mark.parametrize("grading", ["G1", "A7", "a1", "A", "A1 ", "A11"])
def test_what_is_no_grading_is_refused(grading) -> None:
    with pytest.raises(InputError, match="grading"):
        app.incident("crime", **TEXTS, grading=grading)


@pytest.mark.parametrize(
    ("start", "end", "box", "reason"),
    [("2031-05-02", "2031-05-01", "", "span"), ("soon", "2031-05-01", "", "span"),
     ("2031-05-01", "2031-05-01", "1,2,3", "box"), ("2031-05-01", "2031-05-01", "2,0,1,0", "box")],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused(start, end, box, reason) -> None:
    with pytest.raises(InputError, match=reason):
        app.deconfliction("north", start=start, end=end, box=box)


def test_one_day_is_a_span_and_a_box_is_four_texts() -> None:
    body = app.deconfliction("north", start="2031-05-01", end="2031-05-01", box="1.5, 2, 3, 4")
    assert body["box"] == ["1.5", "2", "3", "4"]


def test_an_inquiry_names_offices_and_asks_something() -> None:
    body = app.inquiry("fire", questions=["how?"], **TERMS, offices=["BRV: Fire Service"])
    assert body["offices"] == [{"party": "BRV", "office": "Fire Service"}]
    for wrong in ({"questions": []}, {"offices": ["Fire Service"]}, {"offices": ["BRV:"]},
                  {"deadline": "soon"}, {"deadline": "2031-06-01"}):  # fmt: skip
        with pytest.raises(InputError):
            app.inquiry("fire", **{"questions": ["how?"], **TERMS, **wrong})


def test_findings_bear_the_digest_of_their_text() -> None:
    assert app.findings("x") == {"digest": text_digest("x"), "text": "x"}
    assert app.findings("x", digest_only=True) == {"digest": text_digest("x")}
