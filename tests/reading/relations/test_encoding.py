"""What the encoder sees: markers, classes of names, and offsets that lead back."""

from dataclasses import dataclass

from detente.model.spans import Span
from detente.reading.relations.encoding import (
    END,
    LONGEST,
    MARKERS,
    NAMES,
    START,
    encode,
)
from detente.reading.relations.pairs import SOURCE, TARGET, Pair
from detente.reading.tokens import Masked


@dataclass
class Coded:
    ids: list[int]
    offsets: list[tuple[int, int]]


class Words:
    """A tokenizer that makes one piece of each word."""

    def encode(self, text, *, add_special_tokens):
        assert not add_special_tokens
        starts = [n for n, c in enumerate(text) if c != " " and (n == 0 or text[n - 1] == " ")]
        ends = [(text + " ").index(" ", start) for start in starts]
        return Coded([1000 + n for n in range(len(starts))], list(zip(starts, ends, strict=True)))


def test_markers_stand_around_the_spans_and_names_are_their_class():
    pair = Pair("Avar met Belmar", (Span(0, 4),), (Span(9, 15),), (Masked(0, 4, "state"),))
    assert [token.id for token in encode(pair, Words())] == [
        START,
        MARKERS[SOURCE, True],
        NAMES["state", False],
        MARKERS[SOURCE, False],
        1000,
        MARKERS[TARGET, True],
        1000,
        MARKERS[TARGET, False],
        END,
    ]


def test_offsets_lead_back_to_the_text():
    text = "They met in Sandport"
    spans = [t.span.of(text) for t in encode(Pair(text), Words()) if t.span]
    assert spans == ["They", "met", "in", "Sandport"]


def test_a_swap_of_two_named_states_changes_nothing():
    ids = []
    for text in ("Avar left Belmar", "Belmar left Avar"):
        end = text.index(" ")
        names = (Masked(0, end, "state"), Masked(end + 6, len(text), "state"))
        pair = Pair(text, (Span(0, end),), (Span(end + 6, len(text)),), names)
        ids.append([token.id for token in encode(pair, Words())])
    assert ids[0] == ids[1]


def test_a_long_text_keeps_what_stands_around_the_first_marker():
    text = "word " * 900 + "Avar"
    tokens = encode(Pair(text, (Span(4500, 4504),)), Words())
    assert len(tokens) <= LONGEST
    assert MARKERS[SOURCE, True] in [token.id for token in tokens]
