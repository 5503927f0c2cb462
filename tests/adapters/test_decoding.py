"""Bytes become text, whatever wrote them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.adapters.decoding import decode, tidy
from detente.model.errors import UnreadableReport

WORDS = "“The pier is closed,” said José Łuk — until Friday…"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_in_every_form(encoding: str) -> None:
    assert decode(WORDS.encode(encoding), place="a") == WORDS


def test_a_declared_encoding_is_believed_where_it_fits() -> None:
    page = '<meta charset="koi8-r"><p>Порт закрыт до пятницы</p>'
    assert decode(page.encode("koi8-r"), place="a") == page


def test_an_old_encoding_is_detected() -> None:
    text = "Le port reste fermé jusqu’à vendredi, a déclaré le ministère. " * 8
    assert decode(text.encode("cp1252"), place="a") == text


def test_stray_bytes_in_a_utf8_text_are_read_as_windows_wrote_them() -> None:
    raw = (WORDS * 3).encode() + b" It\x92s over."
    assert decode(raw, place="a") == WORDS * 3 + " It’s over."


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"%PDF-1.7", "it is a PDF document, not text"),
        (b"PK\x03\x04....", "it is a ZIP archive or office document, not text"),
        (b"\x00\x01\x02\x03" * 20, "it is binary, not text"),
    ],
)
def test_what_is_no_text_is_named(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableReport) as caught:
        decode(raw, place="file.txt")
    assert caught.value.reason == reason
    assert str(caught.value).startswith("file.txt: ")


def test_one_kind_of_line_end_and_no_control_characters() -> None:
    assert tidy("a\r\nb\rc\x07d\u2028e") == "a\nb\nc d\ne"


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_named(raw: bytes) -> None:
    try:
        text = decode(raw, place="a")
    except UnreadableReport:
        return
    assert text == tidy(text)


@given(st.text(max_size=200))
def test_text_as_written_comes_back_tidied(text: str) -> None:
    clean = tidy(text)
    if "\0" not in clean and not clean.startswith(("%PDF", "PK", "BZh", "GIF8", "{\\rtf", "PAR1")):
        assert decode(clean.encode(), place="a") == clean
