"""STIX 2.1: what is read is checked by the library, and what is written comes back."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.adapters.channel_stix import bundle, marking, read_stix, write_stix
from detente.app.channel_share import stix_bodies
from detente.channel.sharing import labels_in
from detente.codebook.channel_tlp import tlp_labels
from detente.model.errors import InputError

CHANNEL = "data/channel"
EXAMPLES = f"{CHANNEL}/stix-validator/stix2validator/test/v21/test_examples"
OLD = f"{CHANNEL}/stix-validator/stix2validator/test/v20/test_examples"
GOOD = ("identity", "identity_unicode", "identity_warning", "tlp-amber")
BAD = {
    "identity_custom": "Unexpected properties", "invalid_braces": "no JSON",
    "invalid_comma": "no JSON", "invalid_identity": "'modified' must be",
    "invalid_timestamp": "modified before it was created", "tool": "Unexpected properties",
}  # fmt: skip
MADE = "2031-05-01T00:00:00+00:00"
TOOL = {
    "type": "tool", "spec_version": "2.1", "id": "tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
    "created": "2031-05-01T00:00:00.000Z", "modified": "2031-05-01T00:00:00.000Z", "name": "x",
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_good_examples_are_read_and_come_back(shared, name) -> None:
    text = (shared / EXAMPLES / f"{name}.json").read_text(encoding="utf-8")
    plain, objects = json.loads(text), read_stix(text)
    assert objects == (plain["objects"] if plain["type"] == "bundle" else [plain])
    assert read_stix(bundle(objects, name="x")) == objects


@pytest.mark.parametrize("name", BAD)
def test_bad_examples_are_refused_with_the_reason(shared, name) -> None:
    with pytest.raises(InputError, match=BAD[name]):
        read_stix((shared / EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def test_every_example_of_stix_2_0_is_refused_by_name(shared) -> None:
    paths = sorted((shared / OLD).glob("*.json"))
    paths.append(shared / CHANNEL / "pymisp-tests/tests/stix2.json")
    assert len(paths) == 8
    for path in paths:
        broken = path.stem in ("invalid_braces", "invalid_comma")
        with pytest.raises(InputError, match="no JSON" if broken else "STIX ('2.0'|2.0)"):
            read_stix(path.read_text(encoding="utf-8"))


def test_the_schemas_examples_are_read_and_come_back_with_nothing_lost(shared) -> None:
    paths = sorted((shared / CHANNEL / "stix2-json-schemas/examples").rglob("*.json"))
    assert len(paths) == 8
    for path in paths:
        text = path.read_text(encoding="utf-8")
        objects = read_stix(text, place=path.name)
        assert objects == json.loads(text).get("objects", [json.loads(text)])
        assert read_stix(bundle(objects, name="x")) == objects


def test_a_taxii_store_is_read_object_by_object(shared) -> None:
    path = shared / CHANNEL / "medallion/medallion/test/data/default_data.json"
    collections = json.loads(path.read_text())["trustgroup1"]["collections"]
    kept, refused = [], []
    for item in (o for c in collections for o in c["objects"]):
        try:
            kept += read_stix(json.dumps({k: v for k, v in item.items() if k != "__meta"}))
        except InputError as error:
            refused.append(str(error))
    assert (len(kept), len(refused)) == (7, 1)
    assert "STIX 2.0" in refused[0]
    assert read_stix(bundle(kept, name="x")) == kept, "three versions of one object stay three"


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


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", '{"type": "bundle", "objects": []}', "x", '{"type": "bundle", "objects": [1]}',
     '{"type": "tool", "spec_version": "2.0"}', '{"type": "bundle", "objects": {"a": 1}}',
     '{"type": "bundle", "objects": [{"type": "bundle"}]}', "NaN", '{"type": NaN}',
     '{"type": "tool", "type": "tool"}', "[" * 100_000, '{"a":' * 100_000, '{"type": ["tool"]}',
     '{"type": "bundle", "spec_version": "2.1", "objects": [1]}', "\ud800", '"\\ud800"'],
)  # fmt: skip
def test_what_is_no_stix_is_refused(text) -> None:
    with pytest.raises(InputError):
        read_stix(text)


def deep(levels: int):
    value: object = "x"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "change",
    [{"name": "\ud800"}, {"name": deep(200)}, {"name": 1 << 70}, {"created": "2031"},
     {"modified": "2030-01-01T00:00:00Z"}, {"modified": "2031-13-01T00:00:00Z"},
     {"id": "malware--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"}, {"id": 7}, {"name": None},
     {"x_own": "custom"}, {"granular_markings": [{"marking_ref": "x", "selectors": ["name"]}]},
     {"granular_markings": [{"marking_ref": tlp_labels()["RED"].stix_id, "selectors": ["no"]}]},
     {"object_marking_refs": "all"}, {"labels": {"a": 1}}, {"external_references": [1]}],
)  # fmt: skip
def test_what_breaks_an_object_is_refused_by_name(change) -> None:
    assert read_stix(json.dumps(TOOL)) == [TOOL]
    with pytest.raises(InputError):
        read_stix(json.dumps({**TOOL, **change}))


def test_a_file_that_is_too_long_is_refused_before_it_is_read(monkeypatch) -> None:
    monkeypatch.setattr("detente.adapters.channel_stix.MAX_TEXT", 10)
    with pytest.raises(InputError, match="characters"):
        read_stix(json.dumps(TOOL))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(key=st.sampled_from([*TOOL, "labels", "granular_markings", "object_marking_refs",
                            "external_references", "extensions"]), value=VALUES)  # fmt: skip
def test_hostile_fields_are_read_as_they_are_or_refused_in_words(key, value) -> None:
    item = {**TOOL, key: value}
    with contextlib.suppress(InputError):
        assert read_stix(json.dumps(item)) == [item]


@given(text=st.text() | st.binary().map(lambda raw: raw.decode(errors="replace")))
def test_hostile_text_is_refused_in_words(text) -> None:
    with pytest.raises(InputError):
        read_stix(text)


def test_tlp_1_0_markings_are_read_as_those_of_2_0() -> None:
    for row in tlp_labels().values():
        for marking_id in filter(None, (row.stix_id, row.stix1_id)):
            marked = json.dumps({**TOOL, "object_marking_refs": [marking_id]})
            assert stix_bodies(marked, "RED", place="x")[0]["tlp"] == "RED"
            assert labels_in(read_stix(marked)) == (row.label,)


def test_a_marking_that_only_looks_like_tlp_is_refused() -> None:
    row = {**marking(tlp_labels()["RED"]), "id": f"marking-definition--{'1' * 8}-{TOOL['id'][15:]}"}
    with pytest.raises(InputError):
        stix_bodies(json.dumps(row), "RED", place="x")


def test_a_granular_marking_counts_as_much_as_one_of_the_whole() -> None:
    granular = [{"marking_ref": tlp_labels()["AMBER"].stix_id, "selectors": ["name"]}]
    marked = json.dumps({**TOOL, "granular_markings": granular})
    with pytest.raises(InputError, match="bears TLP:AMBER"):
        stix_bodies(marked, "GREEN", place="x")


def test_a_stricter_marking_inside_stops_a_laxer_label() -> None:
    objects = write_stix("d" * 64, "ALD", "lorries", tlp_labels()["RED"], made=MADE)
    text = bundle(objects, name="x")
    assert stix_bodies(text, "RED", place="x")[0]["tlp"] == "RED"
    with pytest.raises(InputError, match="bears TLP:RED"):
        stix_bodies(text, "GREEN", place="x")
