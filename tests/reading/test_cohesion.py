"""Names and words that two stretches of text share."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.reading import cohesion


def vocabulary(text: str) -> cohesion.Vocabulary:
    return cohesion.vocabulary(text, cohesion.page_names(text))


def test_names_are_told_from_other_words() -> None:
    found = vocabulary("Boats of the Northern Board (NFB) left Port Ellin’s bay. Nobody saw Holm.")
    assert found.names == {"northern", "board", "nfb", "port", "ellin", "holm"}
    assert "boats" in found.words


def test_a_word_that_also_stands_in_small_letters_is_no_name() -> None:
    assert cohesion.page_names("The Port Council met. No other council did.") == {"port"}


def test_an_acronym_is_explained_where_it_follows_its_name() -> None:
    assert cohesion.defines_acronym("the Northern Fisheries Board (NFB) said") == {"nfb"}
    assert cohesion.defines_acronym("the board (which met) said") == frozenset()


def test_a_full_name_again() -> None:
    known = vocabulary("It was Holm who said so.")
    assert cohesion.reintroduces(known, "Captain Jana Holm left.")
    assert not cohesion.reintroduces(known, "Holm left.")


def test_some_openings_lean_on_what_was_said() -> None:
    assert cohesion.carries_on("He added that the bay was calm.")
    assert cohesion.carries_on("The spokesman pointed to the map.")
    assert not cohesion.carries_on("The spokesman for the coast guard pointed to the map.")
    assert not cohesion.carries_on("Heavy seas kept the boats in port.")


@given(st.text(max_size=200), st.text(max_size=200))
def test_shares_lie_between_none_and_all(one: str, other: str) -> None:
    known, new = vocabulary(one), vocabulary(other)
    assert 0 <= cohesion.shared_names(known, new) <= 1
    assert 0 <= cohesion.shared_words(known, new, common=frozenset()) <= 1
    assert cohesion.together([known, new]) == known | new == new | known
