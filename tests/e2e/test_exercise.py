"""The exercise crisis comes out as its answer key (examples/README.md) says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from detente.app.pipeline import read
from detente.model.demands import Demand
from detente.model.events import Event, EventType, Mark
from detente.model.incidents import FacetStatus, Incident
from detente.model.ladder import Rung
from detente.model.reading import Reading
from detente.model.statements import Mandate

CRISIS = Path(__file__).parents[2] / "examples" / "crisis"
DEPOT = dt.date(2031, 4, 18)
AT_SEA = dt.date(2031, 4, 16)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(CRISIS, actors=CRISIS / "actors.csv")


def of_file(reading: Reading, name: str) -> list[Event]:
    ids = {report.id for report in reading.reports if name in report.path}
    return [event for event in reading.events if event.trail.report in ids]


def acts(reading: Reading, name: str) -> set[tuple[EventType, Mark]]:
    return {(event.type, event.mark) for event in of_file(reading, name)}


def ids(event: Event) -> tuple[set[str], set[str]]:
    by = {each.actor.id for each in event.actors if each.actor}
    to = {each.actor.principal for each in event.recipients if each.actor}
    return by, to


def on(reading: Reading, day: dt.date) -> list[Incident]:
    attacks = (i for i in reading.incidents if i.type is EventType.ASSAULT)
    return [incident for incident in attacks if incident.date.start == day]


def files_of(reading: Reading, incident: Incident) -> set[str]:
    paths = {report.id: report.path for report in reading.reports}
    events = {event.id: event.trail.report for event in reading.events}
    return {Path(paths[events[name]].split(",")[0]).name[:2] for name in incident.events}


def asked(demands: Sequence[Demand], word: str) -> list[Demand]:
    return [demand for demand in demands if word in demand.what]


# --- input ------------------------------------------------------------------------------------


def test_all_reports_but_the_french_one_are_read(reading: Reading) -> None:
    assert len(reading.reports) == 22
    assert [Path(one.place).name for one in reading.set_aside] == ["19-courrier-du-detroit.txt"]


def test_outlets_of_the_own_table_stand_as_sources(reading: Reading) -> None:
    first = [one for one in reading.statements if len(one.chain) == 1 and one.chain[0].actor]
    assert {one.chain[0].actor.kind.value for one in first if one.chain[0].actor} == {"outlet"}


# --- the exercise -----------------------------------------------------------------------------


def test_notice_of_an_exercise_threatens_nobody(reading: Reading) -> None:
    assert EventType.THREATEN not in {kind for kind, _ in acts(reading, "01-")}


def test_naming_is_no_telephone_call(reading: Reading) -> None:
    assert EventType.CONSULT not in {kind for kind, _ in acts(reading, "01-")}
    assert EventType.CONSULT not in {kind for kind, _ in acts(reading, "02-")}


def test_demand_threat_refusal_and_embargo(reading: Reading) -> None:
    told = acts(reading, "02-")
    for kind in (EventType.REQUEST, EventType.THREATEN, EventType.REJECT, EventType.SANCTION):
        assert (kind, Mark.ASSERTED) in told
    assert (EventType.COERCE, Mark.ASSERTED) not in told
    assert (EventType.RETREAT, Mark.ASSERTED) not in told


def test_alert_of_the_batteries_is_a_display(reading: Reading) -> None:
    assert (EventType.MOBILIZE, Mark.ASSERTED) in acts(reading, "03-")


# --- the incident at sea ----------------------------------------------------------------------


def test_collision_is_corroborated_and_its_author_contested(reading: Reading) -> None:
    told = [i for i in on(reading, AT_SEA) if i.occurrence.value == "collision"]
    assert len(told) == 1
    assert told[0].occurrence.status is FacetStatus.CORROBORATED
    assert told[0].author.status is FacetStatus.CONTESTED
    assert {"04", "05", "06"} <= files_of(reading, told[0])


def test_shots_are_contested_and_a_relay_is_no_second_source(reading: Reading) -> None:
    told = [i for i in on(reading, AT_SEA) if i.occurrence.value != "collision"]
    assert len(told) == 1
    assert {"04", "05", "06"} <= files_of(reading, told[0])
    assert told[0].occurrence.status is FacetStatus.CLAIMED
    assert told[0].occurrence.independent == 1
    assert told[0].author.status is FacetStatus.CONTESTED


# --- the depot --------------------------------------------------------------------------------


def test_depot_is_one_incident_whose_author_is_contested(reading: Reading) -> None:
    (told,) = on(reading, DEPOT)
    assert files_of(reading, told) == {"07", "08", "09"}
    assert told.occurrence.status is FacetStatus.CORROBORATED
    assert told.author.status is FacetStatus.CONTESTED


def test_place_of_a_strike_is_no_author(reading: Reading) -> None:
    (told,) = on(reading, DEPOT)
    blamed = {claim.value: claim.camp for claim in told.author.claims if claim.asserts}
    assert blamed == {"Kestria": "TAR", "Tarvia": "KES"}


def test_who_accuses_is_not_who_did_it(reading: Reading) -> None:
    accused = [event for event in of_file(reading, "08-") if event.mark is Mark.ACCUSED]
    assert accused
    assert all("KES-IVA-BRANDT" not in ids(event)[0] for event in accused)


def test_accusation_names_the_other_party(reading: Reading) -> None:
    (act,) = [event for event in of_file(reading, "04-") if event.type is EventType.ACCUSE]
    assert ids(act)[1] == {"TAR"}


# --- who speaks for whom ----------------------------------------------------------------------


def test_adviser_asks_in_nobodys_name_but_his_own(reading: Reading) -> None:
    for word in ("withdraw its fleet", "compensation", "security guarantee"):
        found = asked(reading.demands, word)
        assert found
        assert all(demand.mandate is not Mandate.AUTHORISED for demand in found)
        assert all(demand.speaker and demand.speaker.id != "TAR-TOMA-VELK" for demand in found)


def test_authorised_demands_are_those_of_the_ministry(reading: Reading) -> None:
    own = [d for d in reading.demands if d.mandate is Mandate.AUTHORISED and d.speaks_for == "TAR"]
    for word in ("missing sailor", "joint inquiry", "cancel", "apology"):
        assert asked(own, word)


def test_demands_quote_what_is_demanded(reading: Reading) -> None:
    words = [demand.what for demand in reading.demands]
    assert not [what for what in words if "demanded" in what or "according to" in what]


# --- the way out ------------------------------------------------------------------------------


def test_withdrawal_is_conceded_and_then_observed(reading: Reading) -> None:
    assert (EventType.CONCEDE, Mark.ASSERTED) in acts(reading, "15-")
    assert (EventType.RETREAT, Mark.ASSERTED) not in acts(reading, "15-")
    assert (EventType.RETREAT, Mark.ASSERTED) in acts(reading, "06-")
    assert (EventType.RETREAT, Mark.ASSERTED) not in acts(reading, "17-")


def test_offer_of_judges_is_no_threat(reading: Reading) -> None:
    assert EventType.THREATEN not in {kind for kind, _ in acts(reading, "15-")}


def test_answers_come_after_the_offer(reading: Reading) -> None:
    said = {event.id: event.trail.report for event in reading.events}
    days = {report.id: report.published for report in reading.reports}
    for opening in reading.openings:
        for answer in opening.answers:
            day = days[said[answer]]
            assert not (opening.first_said and day and day < opening.first_said)


def test_both_sides_accept_the_offer_of_talks(reading: Reading) -> None:
    offer = next(o for o in reading.openings if o.speaks_for == "ILM" and "host talks" in o.what)
    reports = {report.id: report.path for report in reading.reports}
    said = {event.id: reports[event.trail.report] for event in reading.events}
    answered = " ".join(said[answer] for answer in offer.answers)
    assert "16-" in answered
    assert "17-" in answered


# --- the comment and the ladder ---------------------------------------------------------------


def test_comment_makes_no_event_that_happened(reading: Reading) -> None:
    assert all(mark is not Mark.ASSERTED for _, mark in acts(reading, "18-"))


def test_ladder_stands_at_a_claimed_use_of_force(reading: Reading) -> None:
    pair = next(d for d in reading.dyads if (d.a, d.b) == ("KES", "TAR"))
    month = next(window for window in pair.windows if window.days == 30)
    assert month.claimed.rung is Rung.USE_OF_FORCE
    assert month.corroborated.rung < Rung.USE_OF_FORCE


def test_ilmara_has_no_dispute(reading: Reading) -> None:
    for pair in (d for d in reading.dyads if "ILM" in (d.a, d.b)):
        assert all(window.claimed.rung is Rung.NONE for window in pair.windows)
