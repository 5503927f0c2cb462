"""Quotas and bounds: what was used, by whom it was asked, and both sides of a refusal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.scene import HOUR, START, Scene, iso

from detente.channel.quotas import outside, used


def request(scene: Scene, by: str, to: str, accepted: bool | None, **extra):
    body = {"area": "n", "entry": iso(START + 100 * HOUR), "team": 4, **extra}
    asked = scene.say(by, "inspection-request", body, to=[to])
    if accepted is not None:
        scene.say(to, "inspection-reply", {"accepted": accepted}, about=asked.digest)
    return asked.digest


def quota(scene: Scene, name: str, asked_by: str = ""):
    scene.watch(START)
    found = [u for u in used(scene.record) if (u.quota, u.asked_by) == (name, asked_by)]
    (one,) = found
    return one


def test_inspections_are_counted_by_who_receives_them_and_in_which_year() -> None:
    scene = Scene()
    first = request(scene, "ALD", "BRV", accepted=True)
    second = request(scene, "CTL", "BRV", accepted=None)
    found = quota(scene, "vd-inspections")
    assert (found.party, found.year, found.limit) == ("BRV", 2031, 3)
    assert found.accepted == (("ALD", first),)
    assert found.open == (("CTL", second),)
    assert (found.beyond, found.refused_within) == ((), ())


def test_a_refusal_within_and_an_acceptance_beyond_are_both_told() -> None:
    scene = Scene()
    refused = request(scene, "CTL", "BRV", accepted=False)
    digests = [request(scene, by, "BRV", accepted=True) for by in ("ALD", "CTL", "ALD", "CTL")]
    late = request(scene, "ALD", "BRV", accepted=False)
    found = quota(scene, "vd-inspections")
    assert found.refused_within == (("CTL", refused),)
    assert found.beyond == (("CTL", digests[3]),)
    assert found.refused == (("CTL", refused), ("ALD", late))
    assert len(quota(scene, "vd-inspections-same", "ALD").beyond) == 1


def test_the_year_is_that_of_the_visit() -> None:
    scene = Scene()
    request(scene, "ALD", "BRV", accepted=True, entry="2032-01-02T00:00:00+00:00")
    assert quota(scene, "vd-inspections").year == 2032


def test_the_charter_gives_the_number_of_evaluations_of_each_party() -> None:
    terms = {"instrument": "VD2011", "quotas": {"vd-evaluations": {"BRV": 12}}}
    scene = Scene([terms])
    for to in ("BRV", "CTL"):
        asked = scene.say("ALD", "evaluation-request",
                          {"unit": "u", "visit": "2031-06-01", "team": 4}, to=[to])  # fmt: skip
        scene.say(to, "evaluation-reply", {"accepted": True}, about=asked.digest)
    limits = {(u.quota, u.party): u.limit for u in used(scene.record)}
    assert limits == {
        ("vd-evaluations", "BRV"): 12, ("vd-evaluations-same", "BRV"): 2,
        ("vd-evaluations", "CTL"): 15, ("vd-evaluations-same", "CTL"): 3,
    }  # fmt: skip


def test_new_start_counts_two_types_and_both_together() -> None:
    scene = Scene([{"instrument": "NEWSTART", "between": ["ALD", "BRV"], "to": "2041-01-01"}])
    for kind in ("one", "two", "two"):
        request(scene, "ALD", "BRV", accepted=True, type=kind)
    scene.watch(START)
    found = {u.quota: (len(u.accepted), u.limit) for u in used(scene.record)}
    assert found == {
        "ns-type-one": (1, 10), "ns-type-two": (2, 8), "ns-inspections": (3, 18)
    }  # fmt: skip


def test_requests_of_those_for_whom_it_is_not_in_force_are_not_counted() -> None:
    scene = Scene([{"instrument": "VD2011", "between": ["ALD", "BRV"]}])
    request(scene, "CTL", "BRV", accepted=True)
    assert used(scene.record) == ()


@given(st.lists(st.tuples(st.sampled_from(["ALD", "CTL"]), st.sampled_from([True, False, None])),
                max_size=8))  # fmt: skip
def test_every_request_stands_in_exactly_one_place(asked) -> None:
    scene = Scene()
    for by, accepted in asked:
        request(scene, by, "BRV", accepted)
    scene.watch(START)
    for one in used(scene.record):
        if one.quota == "vd-inspections":
            assert len(one.accepted) + len(one.refused) + len(one.open) == len(asked)
            assert len(one.beyond) == max(0, len(one.accepted) - one.limit)
            assert set(one.refused_within) <= set(one.refused)


@pytest.mark.parametrize(("hours", "told"), [(35, True), (36, False), (120, False), (121, True)])
def test_a_request_comes_36_hours_to_five_days_before_entry(hours, told) -> None:
    scene = Scene()
    request(scene, "ALD", "BRV", accepted=None, entry=iso(START + hours * HOUR))
    scene.watch(START)
    found = [m for m in outside(scene.record) if m.bound == "vd-inspection-window"]
    assert [(m.figure, m.verified) for m in found] == ([(hours, "recalled")] if told else [])


def test_a_team_is_counted_by_number_or_by_list() -> None:
    scene = Scene()
    for team in (5, ["a", "b", "c", "d", "e"], 4, "many"):
        request(scene, "ALD", "BRV", accepted=None, team=team)
    scene.watch(START)
    assert [m.figure for m in outside(scene.record)] == [5, 5]


def test_a_challenge_inspection_is_measured_under_its_own_instrument() -> None:
    scene = Scene([{"instrument": "CWC1993"}])
    asked = request(scene, "ALD", "BRV", accepted=True, type="challenge")
    report = {
        "findings": "f",
        "type": "challenge",
        "arrived": iso(START),
        "left": iso(START + 90 * HOUR),
    }
    scene.say("ALD", "inspection-report", report, about=asked)
    (found,) = outside(scene.record)
    assert (found.bound, found.figure, found.at_most, found.verified) == (
        "cwc-challenge-stay", 90, 84, "quoted"
    )  # fmt: skip
