"""Sharing fails closed: nobody reads by mistake."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.scene import Scene

from detente.channel.canonical import canonical
from detente.channel.messages import may_read
from detente.channel.sharing import (
    addressed,
    audience,
    groups_of,
    labels_in,
    parts,
    refuse_personal,
    refuse_persons,
    strictest,
    terrorism_label,
    tlp,
)
from detente.codebook.channel_tlp import tlp_labels
from detente.model.errors import InputError, Refusal

GROUPS = {"analysts": frozenset({"BRV", "CTL"}), "one": frozenset({"CTL"}), "empty": frozenset()}
LABELS = sorted(tlp_labels())


@pytest.mark.parametrize(
    ("label", "named", "readers"),
    [
        ("CLEAR", [], None),
        ("TLP:GREEN", [], None),
        ("amber", [], ()),
        ("AMBER+STRICT", [], ()),
        ("RED", [], ()),
        ("RED", ["one"], ("CTL",)),
        ("AMBER", ["analysts"], ("BRV", "CTL")),
        ("GREEN", ["empty"], ()),
        ("CLEAR", ["one"], ("CTL",)),
    ],
)
def test_who_may_read(label, named, readers) -> None:
    assert audience(label, named, GROUPS) == readers


@given(label=st.sampled_from(LABELS), named=st.lists(st.sampled_from(sorted(GROUPS))))
def test_nobody_outside_the_named_groups_ever_reads(label, named) -> None:
    readers = audience(label, named, GROUPS)
    inside = frozenset().union(*(GROUPS[name] for name in named))
    if named:
        assert frozenset(readers) == inside
    else:
        assert (readers == ()) is tlp(label).needs_group


@pytest.mark.parametrize(("label", "named"), [("PURPLE", []), ("WHITE", []), ("RED", ["unknown"])])
def test_what_is_not_known_stops_the_message(label, named) -> None:
    with pytest.raises(InputError):
        audience(label, named, GROUPS)


def test_a_group_is_the_last_word_of_its_own_party() -> None:
    scene = Scene()
    scene.say("ALD", "group", {"group": "g", "members": ["BRV", "CTL", "NOBODY"]})
    scene.say("BRV", "group", {"group": "g", "members": ["ALD"]})
    assert groups_of(scene.ledger, "ALD") == {"g": frozenset({"BRV", "CTL"})}
    scene.say("ALD", "group", {"group": "g", "members": "BRV"})
    assert groups_of(scene.ledger, "ALD") == {"g": frozenset()}, "what cannot be read is nobody"


def test_an_empty_group_is_nobody_and_its_message_is_a_hash_to_others() -> None:
    scene = Scene()
    signed = scene.say(
        "ALD",
        "share",
        {"tlp": "RED", "content": {"text": "the secret"}},
        audience=(),
        salt="s" * 64,
    )
    assert [may_read(signed.message, p) for p in ("ALD", "BRV", "CTL")] == [True, False, False]
    assert b"the secret" not in scene.ledger.entries[-1].leaf
    assert b"ALD" not in scene.ledger.entries[-1].leaf


def test_labels_in_stix() -> None:
    rows = tlp_labels()
    objects = [
        {"type": "tool", "object_marking_refs": [rows["AMBER"].stix1_id]},
        {
            "type": "tool",
            "granular_markings": [{"marking_ref": rows["RED"].stix_id}, {"lang": "en"}],
        },
    ]
    assert labels_in(objects) == ("AMBER", "RED")
    assert strictest(labels_in(objects)) == "RED"
    assert strictest([]) is None
    with pytest.raises(InputError, match="calls itself TLP"):
        labels_in(
            [{"type": "marking-definition", "name": "TLP:GREENISH", "id": "marking-definition--1"}]
        )


@pytest.mark.parametrize(
    "item", [{"type": "identity", "identity_class": "individual"}, {"type": "email-addr"},
             {"type": "user-account"}],
)  # fmt: skip
def test_personal_data_is_refused(item) -> None:
    with pytest.raises(InputError, match="personal data"):
        refuse_persons([{"type": "tool"}, item])


def test_a_label_of_terrorism_carries_who_designated_and_who_disputes() -> None:
    with pytest.raises(InputError, match="designated"):
        terrorism_label("terrorist", "", ())
    row = terrorism_label("terrorist", "ALD", ("CTL", "BRV"))
    assert row == {"label": "terrorist", "designated_by": "ALD", "disputed_by": ["BRV", "CTL"]}


@pytest.mark.parametrize(
    "body", [{"name": "x"}, {"a": [{"Date-of Birth": "x"}]}, {"suspect": ""}, {"a": {"Email": 1}},
             {"what": {"deep": [[{"passport": 1}]]}}],
)  # fmt: skip
def test_a_field_that_would_hold_a_person_is_refused_by_name(body) -> None:
    with pytest.raises(InputError, match="would hold a person"):
        refuse_personal(body)


def test_text_and_offices_are_not_fields_that_hold_persons() -> None:
    refuse_personal({"what": "a name in a text is not seen", "offices": [{"party": "BRV"}]})


def test_objects_go_in_as_many_messages_as_they_need_and_none_is_cut() -> None:
    objects = [{"id": f"o{n}", "text": "x" * 9_000} for n in range(20)]
    found = parts(objects)
    assert [item for part in found for item in part] == objects
    assert len(found) == 4
    assert all(len(canonical(part)) < 58_000 for part in found)
    assert parts([]) == []
    with pytest.raises(InputError, match="a message takes"):
        parts([{"id": "o", "text": "x" * 60_000}])


@given(data=st.data())
def test_a_party_is_in_no_message_of_a_group_it_is_not_in(data) -> None:
    names = st.sampled_from(["ALD", "BRV", "CTL", "DRA"])
    groups = data.draw(st.dictionaries(st.text(min_size=1, max_size=3), st.frozensets(names)))
    named = data.draw(st.lists(st.sampled_from(sorted(groups)))) if groups else []
    for name, readers in addressed("RED", named, groups):
        assert readers == (tuple(sorted(groups[name])) if name else ())


def test_who_is_expelled_is_in_no_group_and_gets_nothing_more() -> None:
    scene = Scene()
    scene.say("ALD", "group", {"group": "g", "members": ["BRV", "CTL"]})
    act = scene.say("ALD", "expel", {"party": "CTL", "reason": "x"})
    scene.say("BRV", "approve", about=act.digest)
    assert groups_of(scene.ledger, "ALD") == {"g": frozenset({"BRV"})}
    body = {"tlp": "RED", "content": {"text": "x"}, "group": "g"}
    with pytest.raises(Refusal, match="'CTL' is no party"):
        scene.say("ALD", "share", body, audience=("BRV", "CTL"), salt="s" * 64)
    signed = scene.say("ALD", "share", body, audience=("BRV",), salt="s" * 64)
    assert not may_read(signed.message, "CTL")


def test_who_joins_a_group_does_not_read_what_was_sent_before() -> None:
    scene = Scene()
    body = {"tlp": "RED", "content": {"text": "x"}, "group": "g"}
    before = scene.say("ALD", "share", body, audience=("BRV",), salt="s" * 64)
    scene.say("ALD", "group", {"group": "g", "members": ["BRV", "CTL"]})
    assert audience("RED", ["g"], groups_of(scene.ledger, "ALD")) == ("BRV", "CTL")
    assert not may_read(before.message, "CTL")
