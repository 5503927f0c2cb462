"""Canonical JSON: one value, one sequence of bytes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.channel.canonical import canonical, parse_canonical
from detente.model.errors import InputError

SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False) | st.text(st.characters(codec="utf-8"))
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=12,
)


@given(VALUES)
def test_reading_gives_back_the_value_and_the_bytes(value) -> None:
    raw = canonical(value)
    assert parse_canonical(raw) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e21, "1e+21"), (1e20, "100000000000000000000"), (1e-6, "0.000001"), (1e-7, "1e-7"),
     (-0.0, "0"), (333333333.33333329, "333333333.3333333"), (4.5, "4.5"), (2e-3, "0.002"),
     (1.5e300, "1.5e+300"), (5e-324, "5e-324"), (9007199254740992.0, "9007199254740992"),
     (-1.25e-9, "-1.25e-9"), (10.0, "10")],
)  # fmt: skip
def test_numbers_are_written_as_the_standard_writes_them(value: float, text: str) -> None:
    assert canonical(value) == text.encode()


def test_keys_are_sorted_by_utf16_units() -> None:
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\xf6": 7}
    order = [4 if k == "1" else value[k] for k in json.loads(canonical(value))]
    assert order == [2, 4, 6, 7, 1, 5, 3]


@pytest.mark.parametrize(
    "raw",
    [b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a": 1}', b'"\\u00e4"', b"1.0", b"\xff", b"{", b"",
     b"9007199254740993", b"NaN", b'"\\ud800"', b"[" * 4000 + b"]" * 4000],
)  # fmt: skip
def test_other_forms_are_refused(raw: bytes) -> None:
    with pytest.raises(InputError):
        parse_canonical(raw)


def test_what_json_cannot_hold_is_refused() -> None:
    for value in (float("inf"), {1: 2}, b"x", 2**60):
        with pytest.raises(InputError):
            canonical(value)


def test_a_body_that_imitates_a_signature_is_signed_like_any_other() -> None:
    from tests.channel.crisis import authors

    from detente.channel.messages import read_message

    author = authors()["ALD"]
    probe = author.draft("question", {"text": "why"})
    signature = json.loads(probe.raw)["signature"]
    body = {"text": f',"signature":"{signature}"', "a": {"b": 1, "signature": signature}}
    signed = author.draft("question", body, to=["BRV"])
    assert read_message(signed.raw) == signed
