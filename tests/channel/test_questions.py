"""Evasions are pointed out as questions: the same for all, with figures, and never as a verdict."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.honest import rates
from tests.channel.scene import HOUR, START, Scene, iso

from detente.channel.activities import Activity, activities, distance
from detente.channel.levels import levels
from detente.channel.questions import Question, ask, questions, request

DAY = 24 * HOUR
SIZES = levels("VD2011")


def body(start: int = 20, days: int = 6, **extra) -> dict:
    begin = START + start * DAY
    plain = {"activity": "Heron", "start": iso(begin), "end": iso(begin + days * DAY), "area": "N"}
    return {**plain, **extra}


def told(*notices: tuple[str, dict], watched: int = START) -> Scene:
    scene = Scene()
    for party, content in notices:
        scene.say(party, "notice", content)
    scene.watch(watched)
    return scene


def asked(*notices: tuple[str, dict]) -> tuple[Question, ...]:
    return questions(told(*notices).record)


def test_the_published_figure_just_under_the_threshold_is_asked_about() -> None:
    (found,) = asked(("ALD", body(troops=12800)))
    assert found.asks == ("just-under",)
    points = {(p.rule, p.figure, p.limit, p.verified) for p in found.points}
    assert points == {("vd-observe-troops", 12800, 13000, "quoted"),
                      ("vd-medium", 12800, 13000, "recalled")}  # fmt: skip
    assert "12,800 troops (threshold 13,000)" in found.text
    assert "recalled and not checked: vd-medium" in found.text


@pytest.mark.parametrize("troops", [0, 5000, 8800, 9000, 12700, 13001, 20000])
def test_figures_away_from_a_threshold_are_not(troops) -> None:
    assert asked(("ALD", body(troops=troops))) == ()


def test_just_under_one_figure_and_above_another_of_the_same_size_hides_nothing() -> None:
    assert asked(("ALD", body(troops=12800, tanks=310))) == ()
    assert asked(("ALD", body(troops=8900, tanks=280))) == ()


def test_who_told_of_a_small_activity_as_early_as_of_a_large_one_is_not_asked() -> None:
    assert asked(("ALD", body(start=20, troops=8900))) != ()
    assert asked(("ALD", body(start=50, troops=8900))) == ()


def test_who_invited_observers_is_not_asked_about_that_size() -> None:
    scene = told(("ALD", body(troops=12800)))
    notice = scene.ledger.entries[1].signed
    scene.say("ALD", "observation-invitation", {"programme": "p", "start": "2031-05-21"},
              about=notice.digest)  # fmt: skip
    (found,) = questions(scene.record)
    assert {point.rule for point in found.points} == {"vd-medium"}


def test_several_activities_under_one_command_are_added_up() -> None:
    (found,) = asked(
        ("ALD", body(troops=7000, command="1st Army", activity="Heron", area="north")),
        ("ALD", body(troops=7500, command="1ST  army", activity="Crane", area="south", start=30)),
    )
    assert found.asks == ("together-command",)
    assert {(p.rule, p.figure) for p in found.points} == {
        ("vd-notice-troops", 14500), ("vd-observe-troops", 14500), ("vd-medium", 14500)
    }  # fmt: skip
    assert "none alone" in found.text
    assert len(found.messages) == 2


@pytest.mark.parametrize(
    ("one", "other", "linked"),
    [
        ({"area": "north"}, {"area": "North "}, True),
        ({"latitude": "50.0", "longitude": "30.0"}, {"latitude": "50.5", "longitude": "30.0"}, True),
        ({"latitude": "50.0", "longitude": "30.0"}, {"latitude": "55.0", "longitude": "30.0"}, False),
        ({"area": ""}, {"area": ""}, False),
        ({"latitude": "x", "longitude": "30.0"}, {"latitude": "50.5", "longitude": "30.0"}, False),
    ],
)  # fmt: skip
def test_activities_at_one_time_and_near_each_other_are_added_up(one, other, linked) -> None:
    a = {**body(troops=7000, activity="Heron"), "area": "a", **one}
    b = {**body(troops=7500, activity="Crane"), "area": "b", **other}
    assert bool(asked(("ALD", a), ("ALD", b))) is linked
    later = {**b, **{k: v for k, v in body(start=40).items() if k in ("start", "end")}}
    assert asked(("ALD", a), ("ALD", later)) == ()


def test_several_parties_are_added_up_jointly() -> None:
    (found,) = asked(("ALD", body(troops=7000)), ("BRV", body(troops=7500, activity="Crane")))
    assert found.parties == ("ALD", "BRV")


def test_what_is_counted_in_another_notice_or_cancelled_is_not_added() -> None:
    first = ("ALD", body(troops=7000))
    twin = body(troops=7500, activity="Crane", counted_in="the notice of ALD")
    assert asked(first, ("BRV", twin)) == ()
    assert asked(first, ("BRV", {**twin, "counted_in": "", "cancelled": True})) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Heron part 1", "Heron, part 3", True),
        ("Heron I", "HERON II", True),
        ("Heron IX", "Heron 10", True),
        ("Heron 2031", "Heron 2031", True),
        ("Heron", "Heron", True),
        ("Heron 3", "Heron 11", False),
        ("Exercise 1", "Exercise 2", False),
        ("Winter training", "Winter training", False),
        ("Heron", "Crane", False),
        ("", "", False),
    ],
)
def test_parts_are_known_by_their_name(one, other, same) -> None:
    a = body(troops=7000, activity=one, area="a")
    b = body(troops=7500, activity=other, area="b", start=28)
    assert bool(asked(("ALD", a), ("ALD", b))) is same
    assert asked(("ALD", a), ("BRV", b)) == (), "a name in common is no sign between parties"
    named = [{**one, "part_of": "Operation"} for one in (a, b)]
    assert asked(("ALD", named[0]), ("BRV", named[1])) != ()


def test_one_activity_in_parts_is_asked_about_once() -> None:
    parts = [("ALD", body(start=20 + 10 * n, troops=5000, activity=f"Heron part {n}", area=f"a{n}"))
             for n in range(3)]  # fmt: skip
    (found,) = asked(*parts)
    assert found.asks == ("in-parts",)
    assert len(found.messages) == 3


def test_a_figure_that_was_amended_to_below_is_asked_about() -> None:
    scene = told(("ALD", body(troops=14000)))
    first = scene.ledger.entries[1].signed
    scene.say("ALD", "notice", body(troops=12000), about=first.digest)
    (found,) = questions(scene.record)
    assert found.asks == ("amended-down",)
    assert found.messages[0] == first.digest
    assert len(activities(scene.record)) == 1, "an amendment is no second activity"


def test_a_party_cannot_amend_the_notice_of_another() -> None:
    scene = told(("ALD", body(troops=14000)))
    first = scene.ledger.entries[1].signed
    scene.say("BRV", "notice", body(troops=12000, area="S", activity="Crane"), about=first.digest)
    assert len(activities(scene.record)) == 2
    assert questions(scene.record) == ()


def spread(number: int, troops: int, year: int = 2031, gap: int = 30, **extra) -> list:
    first = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    days = [(first + dt.timedelta(days=gap * n)).date() for n in range(number)]
    return [("ALD", {"activity": f"A{n} {chr(65 + n)}", "start": f"{day}", "end": f"{day}",
                     "area": f"area {n}", "troops": troops, **extra}) for n, day in enumerate(days)]  # fmt: skip


def constraints_asked(notices: list) -> dict[str, int]:
    found = questions(told(*notices).record)
    return {q.asks[0]: len(q.messages) for q in found}


def test_activities_of_a_size_are_counted_by_calendar_year() -> None:
    assert constraints_asked(spread(6, 14000)) == {}
    assert constraints_asked(spread(7, 14000)) == {"vd-medium": 7}
    assert constraints_asked([*spread(6, 14000), *spread(6, 14000, 2032)]) == {}
    assert constraints_asked(spread(4, 26000)) == {"vd-upper": 4}


def test_large_activities_are_counted_over_three_years_and_need_a_forecast() -> None:
    assert constraints_asked(spread(1, 41000)) == {}, "no channel was there two years before"
    assert constraints_asked([*spread(1, 41000), *spread(1, 41000, 2032)]) == {"vd-large": 2}
    assert constraints_asked(spread(1, 41000, 2035)) == {"vd-forecast": 1}
    scene = Scene()
    scene.say("ALD", "forecast", {"year": 2035, "activities": []})
    for party, content in spread(1, 41000, 2035):
        scene.say(party, "notice", content)
    scene.watch(START)
    assert questions(scene.record) == ()


def test_activities_at_one_time_are_counted() -> None:
    assert constraints_asked(spread(3, 14000, gap=0)) == {}
    assert constraints_asked(spread(4, 14000, gap=0)) == {"vd-simultaneous": 4}


def test_nothing_is_asked_under_an_instrument_that_is_not_in_force() -> None:
    scene = Scene([{"instrument": "VD2011", "between": ["BRV", "CTL"]}])
    scene.say("ALD", "notice", body(troops=12800))
    assert questions(scene.record) == ()


def test_a_question_can_be_sent_as_it_stands() -> None:
    scene = told(("ALD", body(troops=12800)))
    (found,) = questions(scene.record)
    for kind in ("question", "unusual-activity"):
        scene.say("BRV", kind, request(found, kind), to=["ALD"])
    assert questions(scene.record) == (found,), "asking changes nothing"
    assert len(found.id) == 12


def test_no_question_says_more_than_was_seen() -> None:
    notices = [("ALD", body(troops=12800)), ("BRV", body(troops=12900, activity="Crane"))]
    for found in asked(*notices):
        assert found.text.split(" (recalled")[0].endswith("?")
        assert not re.search(r"violat|breach|hid|evad|false|lie", found.text.casefold())


FIGURES = st.fixed_dictionaries(
    {}, optional={"troops": st.integers(0, 45000), "tanks": st.integers(0, 950),
                  "sorties": st.integers(0, 300)}
)  # fmt: skip
ONES = st.builds(
    lambda sender, start, days, name, area, command, figures, lead, index: Activity(
        str(index), sender, index, START + start * DAY, START + (start + days) * DAY,
        {"activity": name, "area": area, "command": command, **figures}, lead * DAY,
    ),
    st.sampled_from(["ALD", "BRV", "CTL"]), st.integers(0, 60), st.integers(0, 20),
    st.sampled_from(["Heron 1", "Heron 2", "Crane", "Training"]), st.sampled_from(["N", "S"]),
    st.sampled_from(["", "1st", "2nd"]), FIGURES, st.integers(0, 90), st.just(0),
)  # fmt: skip


def numbered(found: list[Activity]) -> list[Activity]:
    return [replace(one, index=n, digest=f"{n:03}") for n, one in enumerate(found)]


@given(st.lists(ONES, max_size=8), st.permutations(["ALD", "BRV", "CTL"]))
def test_swapping_parties_swaps_the_questions_and_nothing_else(found, order) -> None:
    swap = dict(zip(["ALD", "BRV", "CTL"], order, strict=True))
    known = numbered(found)
    plain = ask(known, SIZES)
    swapped = ask([replace(one, sender=swap[one.sender]) for one in known], SIZES)
    named = re.compile("ALD|BRV|CTL")
    assert [
        replace(q, parties=tuple(swap[p] for p in q.parties),
                text=named.sub(lambda m: swap[m[0]], q.text))
        for q in plain
    ] == swapped  # fmt: skip


@given(st.lists(ONES, max_size=8))
def test_every_question_names_figures_that_add_up(found) -> None:
    known = numbered(found)
    by_digest = {one.digest: one for one in known}
    for question in ask(known, SIZES):
        for point in question.points:
            members = [by_digest[digest] for digest in question.messages]
            assert point.figure == sum(one.body.get(point.field, 0) for one in members)
            jointly = len(members) > 1
            assert point.figure >= point.limit if jointly else point.figure <= point.limit


def test_distance_along_the_earth() -> None:
    assert distance((0, 0), (0, 1)) == pytest.approx(111.19, abs=0.01)
    assert distance((10, 20), (10, 20)) == 0


@pytest.mark.parametrize(("each", "voluntary", "most"), [(20, False, 0.2), (20, True, 2.0)])
def test_honest_calendars_are_seldom_asked_about(each, voluntary, most) -> None:
    found = rates(60, each=each, voluntary=voluntary)
    assert 0 < found["questions"] < most
