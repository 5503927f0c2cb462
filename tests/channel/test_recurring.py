"""Duties that nobody asked for: the charter alone makes them, year after year."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.scene import HOUR, START, Scene, iso

from detente.channel.deadlines import ahead, duties
from detente.channel.recurring import _months, joined
from detente.model.channel import DutyState

DAY = 24 * HOUR
EXCHANGE = {"year": 2032, "valid_from": "2032-01-01", "items": []}


def at(year: int, month: int, day: int, hour: int = 12) -> int:
    return int(dt.datetime(year, month, day, hour, tzinfo=dt.UTC).timestamp())


def founded(instruments=None) -> Scene:
    scene = Scene(instruments)
    scene.watch(START)
    return scene


def of(scene: Scene, rule: str, now: int, party: str | None = None):
    found = [d for d in duties(scene.record, now=now) if d.rule == rule]
    return [d for d in found if party in {None, d.party}]


def test_a_yearly_duty_nobody_meets_is_overdue_although_nobody_said_anything() -> None:
    scene = founded()
    assert of(scene, "vd-exchange", at(2031, 12, 15)) == []
    found = of(scene, "vd-exchange", at(2031, 12, 16))
    assert [(d.party, d.state, d.period) for d in found] == [
        (party, DutyState.OVERDUE, "2032") for party in ("ALD", "BRV", "CTL")
    ]


def test_a_recalled_yearly_rule_only_reminds() -> None:
    states = {d.state for d in of(founded(), "vd-calendar", at(2031, 11, 16))}
    assert states == {DutyState.REMINDER}


@pytest.mark.parametrize(
    ("day", "state"), [(10, DutyState.MET), (15, DutyState.MET), (17, DutyState.LATE)]
)
def test_an_exchange_is_met_by_its_day_and_late_after_it(day, state) -> None:
    scene = founded()
    scene.watch(at(2031, 12, day, 1))
    scene.say("ALD", "exchange", EXCHANGE)
    scene.watch(at(2031, 12, day))
    now = at(2031, 12, 20)
    assert [d.state for d in of(scene, "vd-exchange", now, "ALD")] == [state]
    assert [d.state for d in of(scene, "vd-exchange", now, "BRV")] == [DutyState.OVERDUE]


@pytest.mark.parametrize(
    "body", [{**EXCHANGE, "year": 2031}, {**EXCHANGE, "valid_from": " "}, {**EXCHANGE, "year": "x"}]
)
def test_an_exchange_for_another_year_or_without_its_content_meets_nothing(body) -> None:
    scene = founded()
    scene.say("ALD", "exchange", body)
    scene.watch(START + HOUR)
    now = at(2031, 12, 20)
    assert [d.state for d in of(scene, "vd-exchange", now, "ALD")] == [DutyState.OVERDUE]


def test_what_comes_next_is_told_once_for_each_party_and_rule() -> None:
    scene = founded()
    scene.say("ALD", "exchange", EXCHANGE)
    scene.watch(START + HOUR)
    counted = Counter((d.rule, d.party) for d in ahead(scene.record, now=START + DAY))
    assert set(counted.values()) == {1}
    assert counted["vd-calendar", "ALD"] == 1
    assert ("vd-exchange", "ALD") not in counted, "met ahead of its day: nothing is open"
    assert of(scene, "vd-exchange", START + DAY, "ALD")[0].state is DutyState.MET


def test_years_add_up() -> None:
    assert len(of(founded(), "vd-exchange", at(2034, 1, 1), "BRV")) == 3


@pytest.mark.parametrize(
    ("terms", "owed"),
    [
        ({}, True),
        ({"between": ["ALD", "BRV"]}, True),
        ({"between": ["BRV", "CTL"]}, False),
        ({"between": ["ALD"]}, False),
        ({"to": "2031-12-14"}, False),
        ({"to": "2031-12-15"}, True),
        ({"from": "2031-12-16"}, False),
    ],
)
def test_a_yearly_duty_needs_an_instrument_in_force_on_its_day(terms, owed) -> None:
    scene = founded([{"instrument": "VD2011", **terms}])
    assert bool(of(scene, "vd-exchange", at(2031, 12, 20), "ALD")) is owed


def test_a_charter_that_no_witness_saw_starts_no_year() -> None:
    assert duties(Scene().record, now=at(2033, 1, 1)) == ()


START_DAY = "2031-05-10"
BILATERAL = [{"instrument": "NEWSTART", "between": ["ALD", "BRV"], "to": "2041-05-10",
              "from": START_DAY}]  # fmt: skip


def test_data_are_due_so_long_after_the_day_the_charter_names() -> None:
    scene = founded(BILATERAL)
    (due,) = [d.due for d in ahead(scene.record, now=START + DAY)
              if (d.rule, d.party) == ("ns-initial-data", "ALD")]  # fmt: skip
    assert iso(due) == "2031-06-24T23:59:59+00:00"
    assert [d.state for d in of(scene, "ns-initial-data", due + 1, "ALD")] == [DutyState.OVERDUE]
    assert of(scene, "ns-initial-data", due + 1, "CTL") == []


def test_half_years_are_counted_from_that_day_and_each_needs_data_of_its_own() -> None:
    scene = founded(BILATERAL)
    body = {"as_of": "2031-11-10", "items": [1]}
    scene.watch(at(2031, 11, 20))
    scene.say("ALD", "data-exchange", body)
    scene.watch(at(2031, 11, 21))
    found = of(scene, "ns-periodic-data", at(2032, 7, 1), "ALD")
    assert [(d.period, d.state) for d in found] == [
        ("2031-11-10", DutyState.MET), ("2032-05-10", DutyState.OVERDUE)
    ]  # fmt: skip
    assert of(scene, "ns-initial-data", at(2032, 7, 1), "ALD")[0].state is DutyState.OVERDUE


def test_an_instrument_that_has_ended_leaves_no_duties() -> None:
    (row,) = BILATERAL
    scene = founded([{key: value for key, value in row.items() if key != "to"}])
    assert duties(scene.record, now=at(2033, 1, 1)) == (), "New START ended in 2026"


def test_a_day_the_charter_does_not_name_is_said_and_not_made_up() -> None:
    (row,) = BILATERAL
    scene = founded([{key: value for key, value in row.items() if key != "from"}])
    reasons = {d.reason for d in ahead(scene.record, now=at(2033, 1, 1))}
    assert any("does not name the day" in reason for reason in reasons)


def test_what_counts_for_data_is_the_day_of_their_receipt() -> None:
    scene = founded(BILATERAL)
    day = at(2031, 6, 20)
    scene.watch(day)
    scene.say("ALD", "data-exchange", {"as_of": START_DAY, "items": [1]})
    scene.watch(day + HOUR, "ALD", "CTL")
    after = at(2031, 7, 1)
    assert of(scene, "ns-initial-data", after, "ALD")[0].state is DutyState.DISPUTED
    scene.watch(day + 2 * HOUR, "BRV")
    assert of(scene, "ns-initial-data", after, "ALD")[0].state is DutyState.MET


def test_a_party_owes_from_the_day_it_joined() -> None:
    assert joined(founded().ledger) == {"ALD": 0, "BRV": 0, "CTL": 0}


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 400))
def test_months_on_stay_in_their_month(date, months) -> None:
    later = _months(date, months)
    assert (later.year - date.year) * 12 + later.month - date.month == months
    assert later.day <= date.day


NOTICE = {"activity": "alert", "end": "2031-06-05", "area": "n", "troops": 14000, "no_notice": True}


def alert(start: str, **extra) -> Scene:
    scene = founded()
    scene.watch(at(2031, 6, 1, 1))
    scene.say("ALD", "notice", {**NOTICE, "start": start, **extra})
    scene.watch(at(2031, 6, 1, 8))
    return scene


def test_an_activity_without_notice_is_told_when_troops_commence_and_not_42_days_ahead() -> None:
    found = {d.rule: d.state for d in duties(alert("2031-06-01").record, now=at(2031, 6, 9))}
    assert found == {"vd-no-notice": DutyState.MET, "vd-observe-invite": DutyState.REMINDER}
    late = {d.rule: d.state for d in duties(alert("2031-05-31").record, now=at(2031, 6, 9))}
    assert late["vd-no-notice"] is DutyState.REMINDER


def test_it_is_observed_only_beyond_72_hours() -> None:
    short = alert("2031-06-01T00:00:00+00:00", end="2031-06-04T00:00:00+00:00")
    rules = {d.rule for d in duties(short.record, now=at(2031, 6, 9))}
    assert rules == {"vd-no-notice"}


def test_an_invitation_is_answered_three_weeks_before_the_start() -> None:
    scene = founded()
    body = {**NOTICE, "start": "2031-09-01", "end": "2031-09-05", "no_notice": False}
    notice = scene.say("ALD", "notice", body)
    invitation = scene.say("ALD", "observation-invitation",
                           {"programme": "p", "start": "2031-09-01"}, to=["BRV", "CTL"],
                           about=notice.digest)  # fmt: skip
    scene.watch(START + HOUR)
    scene.say("BRV", "observation-reply", {"accepted": True}, about=invitation.digest)
    scene.watch(START + 2 * HOUR)
    found = {(d.rule, d.party): d.state for d in duties(scene.record, now=at(2031, 9, 1))}
    assert found["vd-observe-invite", "ALD"] is DutyState.MET
    assert found["vd-observe-reply", "BRV"] is DutyState.MET
    assert found["vd-observe-reply", "CTL"] is DutyState.REMINDER


def test_a_refused_inspection_owes_no_report() -> None:
    scene = founded()
    body = {"area": "n", "entry": iso(START + 100 * HOUR), "team": 4}
    request = scene.say("ALD", "inspection-request", body, to=["BRV"])
    scene.say("BRV", "inspection-reply", {"accepted": False}, about=request.digest, to=["ALD"])
    scene.watch(START + HOUR)
    rules = {d.rule: d.state for d in duties(scene.record, now=START + HOUR)}
    assert rules == {"vd-inspection-lead": DutyState.MET, "vd-inspection-reply": DutyState.MET}


def test_a_message_may_say_under_which_instrument_it_stands() -> None:
    instruments = [{"instrument": "VD2011"}, {"instrument": "CWC1993"}]
    for under, rules in (
        ("CWC1993", {"cwc-challenge"}),
        ("VD2011", set()),
        (None, {"cwc-challenge"}),
    ):
        scene = founded(instruments)
        body = {"area": "n", "entry": iso(START + 100 * HOUR), "team": 4, "type": "challenge"}
        scene.say(
            "ALD", "inspection-request", body | ({"under": under} if under else {}), to=["BRV"]
        )
        scene.watch(START + HOUR)
        assert {d.rule for d in duties(scene.record, now=START + HOUR)} == rules


@pytest.mark.parametrize("one", ["ALD", "BRV", "CTL"])
def test_the_same_silence_is_told_of_every_party_alike(one) -> None:
    found = of(founded(), "vd-exchange", at(2032, 1, 1), one)
    assert [d.state for d in found] == [DutyState.OVERDUE]


def test_an_amendment_does_not_start_the_lead_time_anew_unless_it_begins_earlier() -> None:
    scene = founded()
    body = {
        "activity": "a",
        "start": "2031-07-01",
        "end": "2031-07-05",
        "area": "n",
        "troops": 9500,
    }
    first = scene.say("ALD", "notice", body)
    scene.watch(START + HOUR)
    scene.watch(at(2031, 6, 20))
    scene.say("ALD", "notice", {**body, "troops": 9600}, about=first.digest)
    scene.say("ALD", "notice", {**body, "start": "2031-06-28"}, about=first.digest)
    scene.watch(at(2031, 6, 21))
    found = of(scene, "vd-notice-troops", at(2031, 7, 9))
    assert [(d.cause == first.digest, d.state) for d in found] == [
        (True, DutyState.MET), (False, DutyState.LATE)
    ]  # fmt: skip
