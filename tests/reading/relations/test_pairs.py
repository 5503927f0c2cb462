"""Marked spans are read, found and cut without losing a letter."""

from hypothesis import given
from hypothesis import strategies as st

from detente.model.spans import Span
from detente.reading.relations.pairs import SOURCE, TARGET, Pair, from_marked, located, pieces
from detente.reading.tokens import Masked


def test_tags_become_spans():
    pair = from_marked("<s>Avar</s> accused <t>Belmar's army</t> of lying.")
    assert pair.text == "Avar accused Belmar's army of lying."
    assert [s.of(pair.text) for s in pair.source] == ["Avar"]
    assert [s.of(pair.text) for s in pair.target] == ["Belmar's army"]


def test_a_span_named_twice_is_marked_twice():
    pair = from_marked("<s>Avar</s> paid <t>Belmar</t>, and <t>Belmar</t> thanked it.")
    assert pair.target == (Span(10, 16), Span(22, 28))


def test_an_unclosed_tag_runs_to_the_end():
    assert from_marked("They met <t>in Sandport").target == (Span(9, 20),)


def test_strings_are_found_where_they_do_not_overlap():
    pair = located("The army of Avar fought Avar.", "The army of Avar", "Avar")
    assert pair.source == (Span(0, 16),)
    assert pair.target == (Span(24, 28),)


def test_a_target_before_a_source_that_contains_it_elsewhere():
    pair = located("Avar was criticised by the Avar bar.", "the Avar bar", "Avar")
    assert pair.target == (Span(0, 4),)


def test_a_string_that_is_not_there_leaves_its_role_unmarked():
    assert not located("Nobody spoke.", "Avar", "").marked


def test_pieces_know_their_role_and_name():
    name = Masked(0, 4, "state")
    first, rest = pieces(Pair("Avar spoke", (Span(0, 4),), (), (name,)))
    assert (first.role, first.opens, first.closes, first.name) == (SOURCE, True, True, name)
    assert (rest.role, rest.name) == ("", None)


@given(st.text(alphabet="ab <>/st", max_size=40))
def test_any_text_with_any_tags_can_be_read(marked):
    pair = from_marked(marked)
    assert "".join(piece.text for piece in pieces(pair)) == pair.text
    assert {piece.role for piece in pieces(pair)} <= {"", SOURCE, TARGET}
