"""Joint action: where it stands follows from what parties signed, and from nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.crisis import NAMES
from tests.channel.scene import HOUR, START, Scene, iso

from detente.channel.deadlines import duties
from detente.channel.deconfliction import read_box
from detente.channel.inquiry import text_digest
from detente.channel.joint import joint
from detente.model.channel import DutyState
from detente.model.channel_joint import JointState
from detente.model.errors import InputError, Refusal

INCIDENT = {"tlp": "GREEN", "category": "terrorism", "what": "x", "where": "y", "when": "z",
            "effects": "none"}  # fmt: skip
REQUEST = {"tlp": "GREEN", "what": "pumps", "where": "the dyke", "when": "2031-05-02"}
OFFER = {**REQUEST, "terms": "at cost"}
TERMS = {"tlp": "GREEN", "subject": "the fire", "questions": ["how"], "terms": "both lead",
         "access": "the site", "deadline": iso(START + 99 * HOUR)}  # fmt: skip
G = {"tlp": "GREEN"}


def area(start: str, end: str, box: list | None = None, name: str = "north bank") -> dict:
    body = {"tlp": "GREEN", "area": name, "from": start, "to": end}
    return body if box is None else {**body, "box": box}


def only(scene: Scene):
    (one,) = joint(scene.record)
    return one


def test_an_incident_waits_for_all_who_are_addressed() -> None:
    scene = Scene()
    said = scene.say("ALD", "incident-notice", INCIDENT, to=["BRV", "CTL"])
    assert (only(scene).state, only(scene).waits_for) == (JointState.OPEN, ("BRV", "CTL"))
    scene.say("BRV", "acknowledgement", about=said.digest)
    assert only(scene).waits_for == ("CTL",)
    scene.say("CTL", "acknowledgement", about=said.digest)
    assert (only(scene).state, len(only(scene).answers)) == (JointState.ACKNOWLEDGED, 2)


def test_a_label_carries_who_designated_and_everybody_who_disputes() -> None:
    scene = Scene()
    label = {"label": "terrorist", "designated_by": "ALD", "disputed_by": ["CTL"]}
    said = scene.say("ALD", "incident-notice", {**INCIDENT, "label": label})
    scene.say("BRV", "label-dispute", {**G, "text": "not so"}, about=said.digest)
    found = only(scene).designation
    assert (found.designated_by, found.disputed_by, found.disputes) == ("ALD", ("CTL",), ("BRV",))


@pytest.mark.parametrize("label", [{}, {"label": 1, "disputed_by": "all"}])
def test_a_label_without_its_maker_says_so(label) -> None:
    scene = Scene()
    scene.say("ALD", "incident-notice", {**INCIDENT, "label": label})
    assert only(scene).designation.designated_by == "nobody named"


def test_assistance_from_the_request_to_the_acceptance() -> None:
    scene = Scene()
    request = scene.say("ALD", "assistance", REQUEST, to=["BRV", "CTL"])
    assert (only(scene).state, only(scene).waits_for) == (JointState.OPEN, ("BRV", "CTL"))
    scene.say("CTL", "assistance-decline", G, about=request.digest)
    offer = scene.say("BRV", "assistance-offer", OFFER, about=request.digest, to=["ALD"])
    assert (only(scene).state, only(scene).waits_for) == (JointState.OFFERED, ("ALD",))
    scene.say("CTL", "assistance-accept", G, about=offer.digest)
    assert only(scene).state is JointState.OFFERED, "only who asked accepts"
    scene.say("ALD", "assistance-accept", G, about=offer.digest)
    scene.say("ALD", "assistance-decline", G, about=offer.digest)
    assert (only(scene).state, only(scene).waits_for) == (JointState.ACCEPTED, ())


def test_a_request_that_all_refuse_is_declined() -> None:
    scene = Scene()
    request = scene.say("ALD", "assistance", REQUEST, to=["BRV", "CTL"])
    offer = scene.say("BRV", "assistance-offer", OFFER, about=request.digest, to=["ALD"])
    scene.say("ALD", "assistance-decline", G, about=offer.digest)
    assert only(scene).waits_for == ("CTL",)
    scene.say("CTL", "assistance-decline", G, about=request.digest)
    assert only(scene).state is JointState.DECLINED


@pytest.mark.parametrize(
    ("kind", "body", "answer", "hours"),
    [("incident-notice", INCIDENT, "acknowledgement", 24), ("assistance", REQUEST, "assistance-decline", 24),
     ("deconfliction", area("2031-05-02", "2031-05-03"), "acknowledgement", 12),
     ("inquiry", TERMS, "inquiry-accept", 72)],
)  # fmt: skip
def test_each_has_a_deadline_of_the_parties_own(kind, body, answer, hours) -> None:
    scene = Scene([])
    said = scene.say("ALD", kind, body, to=["BRV"])
    scene.watch(START)
    (duty,) = duties(scene.record, now=START + hours * HOUR + 1)
    assert (duty.party, duty.state) == ("BRV", DutyState.OVERDUE)
    assert duty.due == START + hours * HOUR
    scene.say("BRV", answer, G, about=said.digest)
    scene.watch(START + HOUR)
    (duty,) = duties(scene.record, now=START + 999 * HOUR)
    assert duty.state is DutyState.MET


# Deconfliction

NORTH, SOUTH = ["50.1", "30.1", "50.3", "30.4"], ["48", "30", "49", "31"]


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        (area("2031-05-01", "2031-05-03", NORTH), area("2031-05-03", "2031-05-04", NORTH), "meet"),
        (area("2031-05-01", "2031-05-02", NORTH), area("2031-05-03", "2031-05-04", NORTH), None),
        (area("2031-05-01", "2031-05-03", NORTH), area("2031-05-02", "2031-05-04", SOUTH), None),
        (area("2031-05-01", "2031-05-03"), area("2031-05-02", "2031-05-04", SOUTH, "x"), "not known"),
        (area("2031-05-01", "2031-05-03"), area("2031-05-02", "2031-05-04", None, "North Bank "), "one area"),
        (area("2031-05-01", "2031-05-03", ["9"]), area("2031-05-02", "2031-05-04", NORTH, "x"), "not known"),
        (area("2031-05-01T06:00:00+02:00", "2031-05-01T08:00:00+02:00", NORTH),
         area("2031-05-01T05:59:00+00:00", "2031-05-01T09:00:00+00:00", NORTH), "meet"),
        (area("2031-05-01T06:00:00+02:00", "2031-05-01T08:00:00+02:00", NORTH),
         area("2031-05-01T06:00:01+00:00", "2031-05-01T09:00:00+00:00", NORTH), None),
    ],
)  # fmt: skip
def test_notices_that_meet_are_pointed_out_to_both_alike(one, other, asked) -> None:
    scene = Scene()
    scene.say("ALD", "deconfliction", one)
    scene.say("BRV", "deconfliction", other)
    first, second = joint(scene.record)
    assert first.questions == second.questions
    assert bool(first.questions) is (asked is not None)
    assert all(asked in text and text.count("ALD") == 1 for text in first.questions)


def test_a_time_that_cannot_be_read_is_asked_about_and_compared_with_nothing() -> None:
    scene = Scene()
    scene.say("ALD", "deconfliction", area("soon", "2031-05-03", NORTH))
    scene.say("BRV", "deconfliction", area("2031-05-01", "2031-05-03", NORTH))
    first, second = joint(scene.record)
    assert (len(first.questions), second.questions) == (1, ())
    assert "cannot be read" in first.questions[0]


def test_a_newer_notice_replaces_ones_own_and_a_conflict_stays_seen() -> None:
    scene = Scene()
    old = scene.say("ALD", "deconfliction", area("2031-05-01", "2031-05-03", NORTH), to=["BRV"])
    scene.say("BRV", "deconfliction", area("2031-05-01", "2031-05-03", NORTH))
    scene.say("BRV", "conflict", {**G, "text": "we are there"}, about=old.digest)
    first, second = joint(scene.record)
    assert (first.state, first.waits_for, len(first.questions)) == (JointState.CONFLICT, (), 2)
    scene.say("ALD", "deconfliction", area("2031-05-01", "2031-05-03", SOUTH), about=old.digest)
    first, second, third = joint(scene.record)
    assert first.state is JointState.REPLACED
    assert (second.questions, third.questions) == ((), ())


DEGREES = st.tuples(
    st.integers(-90, 90), st.integers(-180, 180), st.integers(-90, 90), st.integers(-180, 180)
).filter(lambda b: b[0] <= b[2])


def cells(box: tuple[int, int, int, int]) -> set[tuple[int, int]]:
    """Every whole degree of a box, the date line once."""
    south, west, north, east = box
    width = (east - west) % 360 if west > east else east - west
    lons = {(west + step + 180) % 360 for step in range(width + 1)}
    return {(lat, lon) for lat in range(south, north + 1) for lon in lons}


@given(one=DEGREES, other=DEGREES)
def test_boxes_meet_if_they_have_a_place_in_common(one, other) -> None:
    meets = read_box(one).meets(read_box(other))
    assert meets is bool(cells(one) & cells(other))
    assert read_box(other).meets(read_box(one)) is meets
    assert read_box(one).meets(read_box(one))


@pytest.mark.parametrize(
    "value", [None, 7, "1234", [1, 2, 3], ["a", 1, 2, 3], [2, 0, 1, 0], [0, 0, 91, 0],
              [0, 181, 1, 0], ["NaN", 0, 1, 1], [None] * 4],
)  # fmt: skip
def test_what_is_no_box_is_refused(value) -> None:
    with pytest.raises(InputError, match="no box"):
        read_box(value)


# Inquiries


def inquiry(scene: Scene, *accepting: str):
    terms = scene.say("ALD", "inquiry", TERMS, to=["BRV", "CTL"])
    for party in accepting:
        scene.say(party, "inquiry-accept", G, about=terms.digest)
    return terms


def find(scene: Scene, party: str, terms, signed: str, **extra) -> None:
    body = {**G, "digest": text_digest(signed), "text": signed, **extra}
    scene.say(party, "inquiry-findings", body, about=terms.digest)


def test_an_inquiry_starts_once_every_named_party_has_accepted_its_terms() -> None:
    scene = Scene()
    terms = inquiry(scene, "BRV")
    assert (only(scene).state, only(scene).waits_for) == (JointState.PROPOSED, ("CTL",))
    find(scene, "BRV", terms, "too early")
    scene.say("CTL", "inquiry-accept", G, about=terms.digest)
    scene.watch(START)
    found = only(scene)
    assert (found.state, found.findings, found.started) == (JointState.UNDER_WAY, (), START)
    assert found.waits_for == ("ALD", "BRV", "CTL")
    assert found.deadline == START + 99 * HOUR


def test_findings_are_joint_only_if_all_signed_the_same_text() -> None:
    scene = Scene()
    terms = inquiry(scene, "BRV", "CTL")
    find(scene, "ALD", terms, "one text")
    find(scene, "BRV", terms, "one text", text="")
    assert (only(scene).state, only(scene).waits_for) == (JointState.SEPARATE, ("CTL",))
    find(scene, "CTL", terms, "another text")
    assert (only(scene).state, only(scene).waits_for) == (JointState.SEPARATE, ())
    assert [(f.party, f.text) for f in only(scene).findings] == [
        ("ALD", "one text"), ("BRV", ""), ("CTL", "another text"),
    ]  # fmt: skip
    find(scene, "CTL", terms, "one text")
    assert only(scene).state is JointState.JOINT


def test_findings_whose_text_does_not_fit_count_for_nothing_and_are_asked_about() -> None:
    scene = Scene()
    terms = inquiry(scene, "BRV", "CTL")
    find(scene, "BRV", terms, "one text", text="another")
    assert (only(scene).state, only(scene).findings) == (JointState.UNDER_WAY, ())
    assert "does not fit" in only(scene).questions[0]


def test_who_is_not_named_neither_accepts_nor_finds() -> None:
    scene = Scene()
    terms = scene.say("ALD", "inquiry", TERMS, to=["BRV"])
    scene.say("CTL", "inquiry-accept", G, about=terms.digest)
    assert only(scene).state is JointState.PROPOSED
    scene.say("BRV", "inquiry-accept", G, about=terms.digest)
    find(scene, "CTL", terms, "x")
    assert (only(scene).state, only(scene).waits_for) == (JointState.UNDER_WAY, ("ALD", "BRV"))


def test_terms_are_declined_accepted_after_all_or_replaced_by_other_terms() -> None:
    scene = Scene()
    terms = inquiry(scene, "BRV")
    scene.say("CTL", "inquiry-decline", G, about=terms.digest)
    assert only(scene).state is JointState.DECLINED
    counter = scene.say("CTL", "inquiry", TERMS, about=terms.digest, to=["ALD", "BRV"])
    assert [one.state for one in joint(scene.record)] == [JointState.REPLACED, JointState.PROPOSED]
    for party in ("ALD", "BRV"):
        scene.say(party, "inquiry-accept", G, about=counter.digest)
    assert joint(scene.record)[1].state is JointState.UNDER_WAY
    scene.say("CTL", "inquiry-accept", G, about=terms.digest)
    assert joint(scene.record)[0].state is JointState.UNDER_WAY


def expelled(scene: Scene, party: str, *by: str) -> None:
    act = scene.say(by[0], "expel", {"party": party, "reason": "left"})
    for other in by[1:]:
        scene.say(other, "approve", about=act.digest)


def test_findings_do_not_wait_for_a_party_that_has_left() -> None:
    scene = Scene()
    terms = inquiry(scene, "BRV", "CTL")
    for party in ("ALD", "BRV"):
        find(scene, party, terms, "one text")
    assert only(scene).waits_for == ("CTL",)
    expelled(scene, "CTL", "ALD", "BRV")
    assert (only(scene).state, only(scene).waits_for) == (JointState.JOINT, ())


def test_terms_that_a_party_left_unaccepted_are_asked_about() -> None:
    scene = Scene()
    inquiry(scene, "BRV")
    expelled(scene, "CTL", "ALD", "BRV")
    assert (only(scene).state, only(scene).waits_for) == (JointState.PROPOSED, ())
    assert only(scene).questions == ("CTL left before all had accepted: are terms proposed anew?",)


def test_an_inquiry_of_one_never_starts() -> None:
    scene = Scene()
    scene.say("ALD", "inquiry", TERMS)
    assert only(scene).state is JointState.PROPOSED


@pytest.mark.parametrize(("one", "other"), [("ALD", "BRV"), ("BRV", "ALD")])
def test_the_same_conduct_stands_alike_whoever_it_is(one, other) -> None:
    scene = Scene()
    request = scene.say(one, "assistance", REQUEST, to=[other])
    scene.say(other, "assistance-offer", OFFER, about=request.digest, to=[one])
    found = only(scene)
    assert (found.sender, found.state, found.waits_for) == (one, JointState.OFFERED, (one,))


# Releasability


@pytest.mark.parametrize(
    ("audience", "taken"),
    [(None, False), (("ALD", "CTL"), False), (("ALD",), True), ((), True)],
)
def test_an_answer_is_read_by_no_more_than_what_it_answers(audience, taken) -> None:
    scene = Scene()
    salt = "s" * 64
    said = scene.say("ALD", "incident-notice", INCIDENT, to=["BRV"], audience=("BRV",), salt=salt)
    answer = {"about": said.digest, "audience": audience, "salt": salt}
    if taken:
        scene.say("BRV", "acknowledgement", **answer)
        return
    with pytest.raises(Refusal, match="cannot read"):
        scene.say("BRV", "acknowledgement", **answer)


@pytest.mark.parametrize("reader", sorted(NAMES))
def test_who_cannot_read_a_notice_is_asked_nothing_about_it(reader) -> None:
    from detente.channel.ledger import Ledger, take
    from detente.channel.messages import may_read

    scene = Scene()
    body = area("2031-05-01", "2031-05-03", NORTH)
    scene.say("ALD", "deconfliction", body, audience=("BRV",), salt="s" * 64)
    scene.say("BRV", "deconfliction", body)
    ledger = Ledger(scene.ledger.channel)
    for entry in scene.ledger.entries:
        held = entry.signed.raw if may_read(entry.signed.message, reader) else None
        take(ledger, entry.leaf, held if entry.signed.message.audience is not None else None)
    scene.ledger = ledger
    found = joint(scene.record)
    assert [bool(one.questions) for one in found] == ([False] if reader == "CTL" else [True, True])
