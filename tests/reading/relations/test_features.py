"""The n-grams name no actor and see only how the words stand to the spans."""

from detente.model.spans import Span
from detente.reading.relations.features import BUCKETS, Feature, features, words
from detente.reading.relations.pairs import Pair, from_marked
from detente.reading.tokens import Masked


def shown(pair):
    return [seen.word for seen in words(pair)]


def test_a_span_is_one_word_whatever_stands_in_it():
    assert shown(from_marked("<s>Avar's minister</s> thanked <t>Belmar</t>.")) == [
        "[source]",
        "thanked",
        "[target]",
    ]


def test_a_name_outside_the_spans_is_its_class():
    pair = Pair("A Belmarian ship sank.", names=(Masked(2, 11, "demonym"),))
    assert shown(pair) == ["a", "[demonym]", "ship", "sank"]


def test_who_is_named_changes_nothing():
    one = from_marked("<s>Avar</s> struck <t>Belmar</t> on Monday.")
    two = from_marked("<s>The Belmarian army</s> struck <t>Avar</t> on Monday.")
    assert features(words(one)) == features(words(two))


def test_the_words_between_carry_the_direction():
    there = features(words(from_marked("<s>A</s> was struck by <t>B</t>")))
    back = features(words(from_marked("<t>A</t> was struck by <s>B</s>")))
    assert Feature("between", "after struck") in there
    assert Feature("between", "before struck") in back


def test_buckets_are_the_same_on_every_machine():
    assert Feature("words", "struck").bucket == 24304 < BUCKETS


def test_words_know_where_they_stand():
    seen = words(Pair("Talks failed."))
    assert [one.span for one in seen] == [Span(0, 5), Span(6, 12)]
