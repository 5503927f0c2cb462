"""The register of contacts: what both sides say, and what one says alone."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.scene import START
from tests.channel.talks import Talks

from detente.channel.contacts import Outcome, balance, contacts
from detente.codebook.channel_contacts import contact_kinds
from detente.model.errors import Refusal

PLAN = {"what": "seminar", "when": "2031-09-01", "state": "planned"}


def planned(*to: str, **more):
    scene = Talks()
    one = scene.say("ALD", "contact", {**PLAN, **more}, to=to or ["BRV"])
    return scene, one


def word(scene: Talks, party: str, one, state: str, **more) -> None:
    scene.say(party, "contact-state", {"state": state, **more}, about=one.digest)


@pytest.mark.parametrize(
    ("words", "outcome", "confirmed", "cancelled_by"),
    [
        ([], Outcome.PLANNED, False, ""),
        (["BRV planned"], Outcome.PLANNED, True, ""),
        (["ALD held"], Outcome.HELD, False, ""),
        (["ALD held", "BRV held"], Outcome.HELD, True, ""),
        (["BRV planned", "BRV cancelled"], Outcome.CANCELLED, False, "BRV"),
        (["BRV cancelled", "ALD cancelled"], Outcome.CANCELLED, True, "BRV"),
        (["ALD held", "BRV cancelled"], Outcome.DISPUTED, False, ""),
        (["CTL cancelled"], Outcome.PLANNED, False, ""),
    ],
)
def test_a_contact_is_what_its_two_sides_say(words, outcome, confirmed, cancelled_by) -> None:
    scene, one = planned()
    for said in words:
        word(scene, said[:3], one, said[4:])
    (found,) = contacts(scene.record)
    assert (found.outcome, found.confirmed) == (outcome, confirmed)
    assert found.cancelled_by == cancelled_by


def test_a_contact_with_two_guests_stands_once_for_each() -> None:
    scene, one = planned("BRV", "CTL")
    word(scene, "BRV", one, "planned", when="2031-10-02")
    first, second = contacts(scene.record)
    assert (first.guest, first.confirmed, first.day) == ("BRV", True, dt.date(2031, 10, 2))
    assert (second.guest, second.confirmed, second.day) == ("CTL", False, dt.date(2031, 9, 1))


def test_the_balance_by_pair_and_year() -> None:
    scene, one = planned()
    word(scene, "BRV", one, "planned")
    back = scene.say("BRV", "contact", {**PLAN, "what": "cultural"}, to=["ALD"])
    word(scene, "ALD", back, "cancelled")
    done = scene.say("BRV", "contact", {**PLAN, "state": "held", "when": "2030-02-01"}, to=["ALD"])
    scene.watch(START)
    earlier, later = balance(scene.record, contacts(scene.record))
    assert (earlier.pair, earlier.year, earlier.one_sided) == (("ALD", "BRV"), 2030, 1)
    assert (later.invited, later.planned, later.cancelled) == ((1, 1), 1, (1, 0))
    word(scene, "ALD", done, "held")
    assert balance(scene.record, contacts(scene.record))[0].held == 1


@pytest.mark.parametrize(
    "extra", [{"participants": ["A. Person"]}, {"name": "A. Person"}, {"email": "a@b.example"},
              {"when": "in autumn"}, {"state": "perhaps"}, {"size": 0}, {"size": "ten"},
              {"topic": "x" * 201}, {"what": 3}],
)  # fmt: skip
def test_the_log_refuses_fields_that_could_hold_persons_and_words_it_cannot_read(extra) -> None:
    with pytest.raises(Refusal):
        planned(**extra)


def test_a_sealed_contact_is_seen_by_its_sides_only() -> None:
    from detente.channel.ledger import replay
    from detente.channel.messages import leaf_of

    scene, _ = planned()
    scene.say("ALD", "contact", PLAN, to=["BRV"], audience=["BRV"], salt="0" * 64)
    assert len(contacts(scene.record)) == 2
    leaves = [(leaf_of(e.signed), None) for e in scene.ledger.entries]
    scene.ledger = replay(scene.ledger.channel, leaves)
    assert len(contacts(scene.record)) == 1


def test_the_table_has_contacts_between_soldiers_and_between_people() -> None:
    assert {row.family for row in contact_kinds().values()} == {"military", "people"}


@given(st.lists(st.tuples(st.sampled_from(["ALD", "BRV", "CTL"]),
                          st.sampled_from(["planned", "held", "cancelled"])), max_size=6))  # fmt: skip
def test_every_contact_stands_in_exactly_one_column(words) -> None:
    scene, one = planned("BRV", "CTL")
    for party, state in words:
        word(scene, party, one, state)
    rows = balance(scene.record, contacts(scene.record))
    assert [
        row.planned + row.held + row.one_sided + sum(row.cancelled) + row.disputed for row in rows
    ] == [1, 1]
    assert sum(sum(row.invited) for row in rows) == 2
