"""Statements with the whole chain back to the outlet."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from detente.model.actors import Actor, ActorKind, Mention
from detente.model.reports import Report
from detente.model.spans import Span
from detente.model.statements import Mandate, SpeakerRole, StatementKind
from detente.reading.contests import contested, doubts
from detente.reading.statements import UNNAMED, statements
from detente.reading.syntax import Masked, parse

AGENCY = Actor("outlet:norda", "Norda", ActorKind.OUTLET)
PAPER = Actor("outlet:herald", "The Herald", ActorKind.OUTLET)
CHIEF = Actor(
    "PACT-CHIEF", "chief of the pact", ActorKind.OFFICE, "PACT", "GOV", "PACT", official=True
)
GUARD = Actor("ALD-GUARD", "Aldian Guard", ActorKind.OFFICE, "ALD", "MIL", "ALD", official=True)


def _mention(text, words, actor, *, role="", nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Mention(Span(start, start + len(words)), words, actor, role)


def _read(text, *mentions, **fields):
    masks = [Masked(m.span.start, m.span.end, "organisation") for m in mentions]
    report = Report("r1", text, **fields)
    return statements(report, parse(text, masks), mentions)


def _said(found, words):
    return next(
        one for one in found if any(content.strip("“").startswith(words) for content in one[1])
    )[0]


def _with_texts(text, found):
    return [(one, [span.of(text) for span in one.content]) for one in found]


def test_three_links_of_a_chain():
    text = (
        "According to a report from Norda, the chief of the pact said in an interview with "
        "The Herald that peace is far away."
    )
    found = _read(
        text,
        _mention(text, "Norda", AGENCY, role="news agency"),
        _mention(text, "the chief of the pact", CHIEF, role="secretary general"),
        _mention(text, "The Herald", PAPER),
        outlet="the-times",
    )
    inner = _said(_with_texts(text, found), "that peace is far away")
    assert [link.name for link in inner.chain] == [
        "the-times", "Norda", "The Herald", "the chief of the pact",
    ]  # fmt: skip
    assert inner.speaker.actor == CHIEF
    assert inner.mandate is Mandate.AUTHORISED
    assert inner.speaks_for == "PACT"
    assert inner.parent == _said(_with_texts(text, found), "the chief of the pact said").id


def test_the_outlet_speaks_where_nobody_else_does():
    text = "The bridge is closed. The minister said that it would open soon."
    first, second = _read(text)
    assert first.kind is StatementKind.OUTLET
    assert [link.name for link in first.chain] == [UNNAMED]
    assert second.kind is StatementKind.INDIRECT
    assert second.speaker.role is SpeakerRole.SPEAKER


def test_the_same_claim_in_the_outlets_voice_stays_the_partys_claim():
    text = (
        "The Guard has struck more than 40 targets in the port. "
        "In a statement on Wednesday, the Guard said that it had struck more than 40 targets."
    )
    mentions = (_mention(text, "The Guard", GUARD), _mention(text, "the Guard", GUARD))
    first, second = _read(text, *mentions, published=dt.date(2024, 5, 10))
    assert first.kind is StatementKind.OUTLET
    assert first.speaker.actor == GUARD
    assert first.trail.rule == "outlet voice:inherited"
    assert first.said_on == second.said_on
    assert second.said_on is not None
    assert second.said_on.start == dt.date(2024, 5, 8)


def test_it_added_and_the_statement_go_back_to_the_speaker():
    text = (
        "The Guard said that the port was hit. “The wave is over,” it added. "
        "The statement warned that a second wave would follow."
    )
    found = _with_texts(text, _read(text, _mention(text, "The Guard", GUARD)))
    assert _said(found, "The wave is over").speaker.actor == GUARD
    warned = _said(found, "that a second wave would follow")
    assert [link.role for link in warned.chain][1:] == [SpeakerRole.DOCUMENT, SpeakerRole.SPEAKER]
    assert warned.speaker.actor == GUARD


def test_a_mandate_can_be_contested():
    text = (
        "The chief of the pact said that the war must go on. "
        "The chief of the pact cannot speak on behalf of the continent."
    )
    mentions = [
        _mention(text, "The chief of the pact", CHIEF, role="secretary general", nth=n)
        for n in (0, 1)
    ]
    said, doubted = _read(text, *mentions)
    assert said.contested_by == (doubted.id,)


def test_doubts_reach_statements_of_other_reports():
    text = "The chief of the pact had spoken for himself."
    mentions = (_mention(text, "The chief of the pact", CHIEF, role="secretary general"),)
    masks = [Masked(m.span.start, m.span.end, "organisation") for m in mentions]
    parsed = parse(text, masks)
    here = statements(Report("r2", text), parsed, mentions)
    found = doubts(here, parsed, mentions)
    other = "The chief of the pact said that the war must go on."
    elsewhere = _read(other, _mention(other, "The chief of the pact", CHIEF))
    (marked,) = contested(elsewhere, found)
    assert marked.contested_by == (here[0].id,)


def test_what_should_be_said_is_no_statement():
    text = "Both sides should announce that they will leave."
    (found,) = _read(text)
    assert found.kind is StatementKind.OUTLET


def test_a_source_that_cites_another():
    text = "Two boats met, The Herald reported, citing the Guard."
    mentions = (_mention(text, "The Herald", PAPER), _mention(text, "the Guard", GUARD))
    met = _said(_with_texts(text, _read(text, *mentions)), "Two boats met")
    assert [link.actor for link in met.chain[1:]] == [PAPER, GUARD]


def test_furniture_makes_no_statement():
    text = "Related Pages\nThe minister said that the road was open."
    found = _read(text, furniture=(Span(0, 13),))
    assert [one.cue_lemma for one in found] == ["say"]


@given(st.text(alphabet="abc said that the .,“”\n", max_size=120))
def test_every_statement_leads_back(text):
    found = statements(Report("r", text), parse(text), ())
    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert one.chain
        assert all(span.of(text).strip() for span in one.content)
        assert one.trail.span.end <= len(text)
