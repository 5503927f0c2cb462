"""STIX 2.1: what is read is checked by the library, and what is written comes back."""

from __future__ import annotations

import json

import pytest

from detente.adapters.channel_stix import bundle, marking, read_stix, write_stix
from detente.app.channel_share import stix_body
from detente.codebook.channel_tlp import tlp_labels
from detente.model.errors import InputError

EXAMPLES = "data/channel/stix-validator/stix2validator/test/v21/test_examples"
GOOD = ("identity", "identity_unicode", "identity_warning", "tlp-amber")
BAD = ("identity_custom", "invalid_braces", "invalid_comma", "tool")
MADE = "2031-05-01T00:00:00+00:00"


@pytest.mark.parametrize("name", GOOD)
def test_good_examples_are_read_and_come_back(shared, name) -> None:
    objects = read_stix((shared / EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    assert read_stix(bundle(objects, name="x")) == objects


@pytest.mark.parametrize("name", BAD)
def test_bad_examples_are_refused(shared, name) -> None:
    with pytest.raises(InputError):
        read_stix((shared / EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def test_the_schemas_examples_are_read(shared) -> None:
    paths = sorted((shared / "data/channel/stix2-json-schemas/examples").glob("*.json"))
    assert len(paths) == 6
    for path in paths:
        assert read_stix(path.read_text(encoding="utf-8"), place=path.name)


def test_the_marking_is_the_published_one(shared) -> None:
    plain = json.loads((shared / EXAMPLES / "tlp-amber.json").read_text())
    assert marking(tlp_labels()["AMBER"]) == plain["objects"][0]


@pytest.mark.parametrize("label", sorted(tlp_labels()))
def test_a_text_becomes_a_note_with_its_marking_and_the_same_ids(label) -> None:
    row = tlp_labels()[label]
    one, again = (write_stix("d" * 64, "ALD", "lorries", row, made=MADE) for _ in range(2))
    assert one == again
    note = read_stix(bundle(one, name="x"))[-1]
    assert (note["content"], note["object_marking_refs"]) == ("lorries", [row.stix_id])


def test_a_time_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(InputError, match="STIX"):
        write_stix("d" * 64, "ALD", "lorries", tlp_labels()["RED"], made="")


@pytest.mark.parametrize("text", ["[]", "{}", '{"type": "bundle", "objects": []}', "x",
                                  '{"type": "bundle", "objects": [1]}',
                                  '{"type": "tool", "spec_version": "2.0"}'])  # fmt: skip
def test_what_is_no_stix_is_refused(text) -> None:
    with pytest.raises(InputError):
        read_stix(text)


def test_a_stricter_marking_inside_stops_a_laxer_label() -> None:
    objects = write_stix("d" * 64, "ALD", "lorries", tlp_labels()["RED"], made=MADE)
    text = bundle(objects, name="x")
    assert stix_body(text, "RED", place="x")["tlp"] == "RED"
    with pytest.raises(InputError, match="bears TLP:RED"):
        stix_body(text, "GREEN", place="x")
