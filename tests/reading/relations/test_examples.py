"""Own examples are labelled, marked and drawn the same for one seed."""

import random
import re

from detente.model.spans import Span
from detente.reading.relations.examples import draw, read, stock
from detente.reading.relations.labels import NO_EVENT, SENTENCE_LABELS


def test_every_label_has_sentences():
    assert all(stock().templates[label] for label in SENTENCE_LABELS)


def test_one_seed_gives_one_sequence():
    assert draw(30, random.Random(3)) == draw(30, random.Random(3))


def test_nothing_is_left_unfilled():
    for example in draw(400, random.Random(1)):
        assert not re.search(r"[(){}<>|\[\]]", example.pair.text), example.pair.text
        assert example.label != NO_EVENT or not example.pair.marked


def test_tags_and_names_keep_their_place():
    pair = read("<s>{state}'s army</s> left <t>{place}</t>", marked=True)
    assert pair.text == "state's army left place"
    assert (pair.source, pair.target) == ((Span(0, 12),), (Span(18, 23),))
    assert [(n.start, n.end, n.kind) for n in pair.names] == [(0, 5, "state"), (18, 23, "place")]
