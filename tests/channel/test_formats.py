"""Numbered text: what is written is read back, and what cannot be read is named by line and field."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.adapters.channel_formats import read_formats
from detente.channel.formats import blank_text, formats, parse_text, render_text
from detente.codebook.channel_kinds import message_kinds
from detente.model.errors import InputError, TableError

KNOWN = formats()
NOTICE = KNOWN["notice"]
FILLED = """FORMAT DT-01 notice
# from the duty officer
1 Designation: Heron
2 Start: 2031-06-01T06:00:00Z
3 End: 2031-06-09
4 Area:
  | north of the river
  |
  |   and its banks
9 Troops: 9500
16 Troops were not told ahead: no
18 Figures:
"""
BODY = {"activity": "Heron", "start": "2031-06-01T06:00:00Z", "end": "2031-06-09",
        "area": "north of the river\n\n  and its banks", "troops": 9500, "no_notice": False}  # fmt: skip


def test_a_form_that_was_filled_in_is_a_body() -> None:
    assert parse_text(FILLED, NOTICE) == BODY
    assert parse_text(FILLED.replace("\n", "\r\n"), NOTICE) == BODY


def test_labels_may_be_translated_and_numbers_count() -> None:
    text = "1 Название: Heron\n2 Début: 2031-06-01\n3 Конец: 2031-06-02\n4 面积: N\n"
    assert parse_text(text, NOTICE)["activity"] == "Heron"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2 Start: 2031-06-01T06:00:00Z", "2 Start: tomorrow", "line 4, field 'start'"),
        ("9 Troops: 9500", "9 Troops: 9.500", "line 10, field 'troops'"),
        ("9 Troops: 9500", "9 Troops: 9500\n9 Troops: 1", "line 11, field 'troops'"),
        ("told ahead: no", "told ahead: perhaps", "field 'no_notice'"),
        ("1 Designation: Heron\n", "", "field 'activity': it is missing"),
        ("1 Designation: Heron", "77 Designation: Heron", "line 3, field '77'"),
        ("FORMAT DT-01 notice", "FORMAT DT-01 launch", "line 1"),
        ("9 Troops: 9500", "troops 9500", "line 10, field 'troops 9500'"),
        ("9 Troops: 9500", "+ troops: 9500", "line 10"),
        ("9 Troops: 9500", '9 Troops: 9500\n+ "troops": 1', "it stands twice"),
        ("9 Troops: 9500", "9.1 Troops: 9500", "line 10, field 'troops'"),
    ],
)
def test_an_error_names_line_and_field(old, new, said) -> None:
    assert old in FILLED
    with pytest.raises(TableError, match=said):
        parse_text(FILLED.replace(old, new), NOTICE)


def test_lists_and_groups_have_numbers_inside() -> None:
    item = {"activity": "a", "start": "2032-01-01", "end": "2032-01-02", "area": "n", "troops": 9}
    body = {"year": 2032, "activities": [item, {**item, "activity": "b"}]}
    text = render_text(body, KNOWN["calendar"])
    assert "2.2.1 Designation: b" in text
    assert parse_text(text, KNOWN["calendar"]) == body
    assert "2 Activity: none" in render_text({**body, "activities": []}, KNOWN["calendar"])
    with pytest.raises(TableError, match="not numbered 1, 2, 3"):
        parse_text(text.replace("2.2.", "2.3."), KNOWN["calendar"])
    with pytest.raises(TableError, match=r"activities\.end"):
        parse_text(text.replace("2.2.3 End: 2032-01-02\n", ""), KNOWN["calendar"])


TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.text("ab |#+:\n .1", max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
FITTING = {
    "text": TEXT, "integer": st.integers(-(10**16), 10**16), "yesno": st.booleans(),
    "day": st.dates().map(str), "moment": st.dates().map(str) | st.just("2031-06-01T06:00:00+02:00"),
}  # fmt: skip


@st.composite
def bodies(draw, kind: str):
    """Bodies with all that is required, some of it fitting, and things the format has no field for."""
    form = KNOWN[kind]

    def item(row):
        if row.type != "group":
            return FITTING[row.type]
        inner = {one.field: FITTING[one.type] | JSON for one in form.inner[row.number]}
        return st.fixed_dictionaries({}, optional=inner)

    found = draw(st.dictionaries(TEXT, JSON, max_size=2))
    for row in form.fields:
        if row.required or draw(st.booleans()):
            whole = st.lists(item(row), max_size=3) if row.repeated else item(row)
            found[row.field] = draw(whole | JSON)
    return found


@pytest.mark.parametrize("kind", sorted(KNOWN))
def test_what_is_written_is_read_back(kind) -> None:
    @given(bodies(kind))
    def law(body) -> None:
        text = render_text(body, KNOWN[kind])
        assert parse_text(text, KNOWN[kind]) == body
        assert parse_text("# said beside\n" + text, KNOWN[kind]) == body

    law()


@given(st.text(string.printable + "é\u2028\x85") | st.lists(st.sampled_from(
    ["1 A: x", "9 T: 5", "9.1 T: 5", "  | more", '+ "a": [', '+ "a": 1', "# no", "FORMAT a notice",
     "FORMAT a b", "16 : yes", "2 : 2031-13-01", "3.1.1 a: b", "0 a: b", "1.0 a: b"])).map("\n".join))  # fmt: skip
def test_anything_is_read_or_refused_by_name(text) -> None:
    for form in (NOTICE, KNOWN["calendar"]):
        try:
            body = parse_text(text, form)
        except InputError:
            continue
        assert parse_text(render_text(body, form), form) == body


@pytest.mark.parametrize("kind", sorted(KNOWN))
def test_a_format_has_the_fields_its_kind_needs(kind) -> None:
    fields = {row.field for row in KNOWN[kind].fields if row.required}
    assert set(message_kinds()[kind].fields) <= fields


@pytest.mark.parametrize("kind", sorted(KNOWN))
def test_an_empty_form_says_what_is_missing(kind) -> None:
    text = blank_text(KNOWN[kind])
    if any(row.required for row in KNOWN[kind].fields):
        with pytest.raises(TableError, match="it is missing"):
            parse_text(text, KNOWN[kind])


OWN = """
[[format]]
number = "F-of-ours"
kind = "notice"
[[format.field]]
number = 10
field = "activity"
label = "Nom"
required = true
[[format.field]]
number = 20
field = "troops"
label = "Effectifs"
type = "integer"
"""


def test_formats_of_ones_own_take_the_place_of_the_shipped_ones(tmp_path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    known = read_formats(path)
    text = render_text({"activity": "Heron", "troops": 9500, "tanks": 3}, known["notice"])
    assert text == 'FORMAT F-of-ours notice\n10 Nom: Heron\n20 Effectifs: 9500\n+ "tanks": 3\n'
    assert parse_text(text, known["notice"])["tanks"] == 3
    assert known["launch"] == KNOWN["launch"]


def test_formats_from_a_csv_file(tmp_path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("format,kind,number,field,label,type\nX,notice,1,activity,Name,\n")
    assert read_formats(path)["notice"].number == "X"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.toml", "format = [", "is no TOML"),
        ("a.toml", "format = 3", "a list of tables"),
        ("a.toml", "", "holds no formats"),
        ("a.toml", OWN.replace("20", "10"), "stands twice"),
        ("a.toml", OWN.replace('"integer"', '"number"'), "does not fit"),
        ("a.toml", OWN.replace("true", '"perhaps"'), "'required'"),
        ("a.toml", OWN.replace('"Nom"', '"No: m"'), "colon"),
        ("a.csv", "format,kind,number,field,label\nX,notice,,activity,Name\n", "line 2"),
    ],
)
def test_a_file_of_formats_that_is_wrong_says_where(tmp_path, name, text, said) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_formats(path)
