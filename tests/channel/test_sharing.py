"""Sharing fails closed: nobody reads by mistake."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channel.scene import Scene

from detente.channel.messages import may_read
from detente.channel.sharing import (
    audience,
    groups_of,
    labels_in,
    refuse_persons,
    strictest,
    terrorism_label,
    tlp,
)
from detente.codebook.channel_tlp import tlp_labels
from detente.model.errors import InputError

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
