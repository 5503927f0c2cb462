"""Two real pages, one with five articles run together, come out as they must."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from detente.app.pipeline import read
from detente.model.events import EventType, Mark
from detente.model.incidents import FacetStatus, Incident
from detente.model.reading import Reading
from detente.model.statements import Mandate, Statement

COMMENT = "000_"
PAGE = "004_"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return read(shared / "data" / "reports")


def attack(reading: Reading, *recipients: str) -> Incident:
    wanted = set(recipients)
    attacks = (i for i in reading.incidents if i.type is EventType.ASSAULT)
    return next(
        i for i in attacks if wanted <= {name for a in i.recipients for name in (a.id, a.name)}
    )


def by_actor(reading: Reading, ident: str) -> list[Statement]:
    return [s for s in reading.statements if s.speaker.actor and s.speaker.actor.id == ident]


def test_page_is_split_into_its_articles(reading: Reading) -> None:
    paths = [Path(report.path.split(",")[0]).name for report in reading.reports]
    assert sum(path.startswith(COMMENT) for path in paths) == 1
    assert sum(path.startswith(PAGE) for path in paths) >= 4


def test_strikes_on_tel_aviv_are_a_self_claim_of_one_source(reading: Reading) -> None:
    told = attack(reading, "Tel Aviv")
    assert [actor.id for actor in told.authors] == ["IRN-IRGC"]
    assert told.occurrence.status is FacetStatus.CLAIMED
    assert told.occurrence.independent == 1
    assert told.author.status is FacetStatus.CLAIMED
    assert told.effect.status is FacetStatus.CLAIMED
    assert told.effect.independent == 1


def test_strikes_on_tel_aviv_carry_their_numbers(reading: Reading) -> None:
    told = attack(reading, "Tel Aviv")
    counts = {(m.kind, m.value) for m in told.magnitudes if m.value is not None}
    assert ("targets", 100.0) in counts
    assert ("wave", 61.0) in counts
    assert len({m.name for m in told.magnitudes if m.kind == "weapons" and m.name}) >= 4


def test_false_flag_is_an_accusation_by_a_headquarters(reading: Reading) -> None:
    accusations = [e for e in reading.events if e.type is EventType.ACCUSE and e.speech_act]
    told = next(e for e in accusations if "IRN-KHATAM" in {p.actor.id for p in e.actors if p.actor})
    assert {p.actor.id for p in told.recipients if p.actor} == {"USA", "ISR"}
    assert told.mark is Mark.ASSERTED


def test_attacks_in_three_countries_are_nobodys_fact(reading: Reading) -> None:
    told = attack(reading, "TUR", "KWT", "IRQ")
    assert told.author.status is FacetStatus.CONTESTED
    assert told.occurrence.status is FacetStatus.CLAIMED
    named = {event.id: event for event in reading.events}
    marks = {named[name].mark for name in told.events if named[name].actors}
    assert Mark.ASSERTED not in marks


def test_preconditions_are_demands_of_an_adviser(reading: Reading) -> None:
    issues = {demand.issue: demand for demand in reading.demands}
    for issue in ("withdrawal", "restitution", "guarantees"):
        assert issues[issue].mandate is Mandate.SEMI_OFFICIAL
        assert issues[issue].speaks_for == "IRN"


def test_remark_of_the_alliance_comes_through_its_links(reading: Reading) -> None:
    told = by_actor(reading, "NATO-SECRETARY-GENERAL")
    chains = [[link.name for link in statement.chain] for statement in told]
    assert any("RIA Novosti" in chain and "Handelsblatt" in chain for chain in chains)
    assert any(statement.contested_by for statement in told)


def test_contested_names_of_places_are_never_the_tools_own(reading: Reading) -> None:
    for incident in reading.incidents:
        assert "occupied" not in incident.summary.lower()
        assert incident.place is None or "occupied" not in incident.place.name.lower()


def test_comment_has_no_event_that_happened(reading: Reading) -> None:
    (comment,) = [r for r in reading.reports if Path(r.path).name.startswith(COMMENT)]
    assert comment.published == dt.date(2024, 1, 28)
    told = [event for event in reading.events if event.trail.report == comment.id]
    assert all(event.mark is not Mark.ASSERTED for event in told)


def test_comment_recommends(reading: Reading) -> None:
    (comment,) = [r for r in reading.reports if Path(r.path).name.startswith(COMMENT)]
    advice = [o for o in reading.openings if o.statements[0].startswith(comment.id)]
    assert advice
    assert {opening.kind for opening in advice} == {"recommendation"}
