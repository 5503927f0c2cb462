"""Paragraphs by blank lines, by line ends, or wrapped at a margin."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from detente.reading.paragraphs import is_finished, is_prose, is_unfinished, paragraphs

WRAPPED = """The harbour master of Port Ellin said on Monday that two
patrol boats had left the bay and were on their way home to
the naval base at Ostwick.

Nobody was hurt, a spokeswoman for the coast guard added in
the evening, and the season will open.
"""


def test_every_line_is_a_paragraph() -> None:
    text = "One line here.\n  Another line.  \n\nA third."
    assert [p.of(text) for p in paragraphs(text)] == ["One line here.", "Another line.", "A third."]


def test_a_text_wrapped_at_a_margin_has_blocks() -> None:
    first, second = (span.of(WRAPPED) for span in paragraphs(WRAPPED))
    assert first.startswith("The harbour")
    assert first.endswith("Ostwick.")
    assert second.startswith("Nobody")


def test_endings() -> None:
    assert is_unfinished("He put it down to ...")
    assert is_unfinished("“He put it down to…”")
    assert not is_unfinished("It is over.")
    assert is_finished("It is over.”")
    assert not is_finished("Harbour news")


def test_running_text_has_words_and_an_end() -> None:
    assert is_prose("The boats left the bay in the early morning.")
    assert not is_prose("Boats leave the bay in the early morning hours")


@given(st.text(alphabet=st.sampled_from("a .\n\t…"), max_size=120) | st.text(max_size=120))
def test_all_words_are_in_exactly_one_paragraph(text: str) -> None:
    spans = paragraphs(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    left = "".join(
        "" if any(s.start <= i < s.end for s in spans) else c for i, c in enumerate(text)
    )
    assert not left.strip()
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
