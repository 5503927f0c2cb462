"""Rules and scorer settle a type together; the scorer's word has its limits."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.coded import WORLD, mentions_of, parsed_with

from detente.ladder.actions import judge
from detente.ladder.parties import Parties
from detente.model.actors import ActorKind
from detente.model.errors import InputError
from detente.model.events import Event
from detente.model.reports import Report
from detente.model.spans import Span, Trail
from detente.model.statements import Speaker, SpeakerRole, Statement, StatementKind
from detente.reading import coding
from detente.reading.relations.labels import NO_EVENT, ROOTS, SENTENCE_LABELS
from detente.reading.relations.pairs import Pair
from detente.reading.relations.typist import Typist, engaged
from detente.reading.relations.verdict import Verdict, Word
from detente.reading.tokens import Masked


@dataclass
class Says:
    """A scorer that always gives one root with one probability, and remembers what it saw."""

    root: str
    likely: float = 0.99
    event: float = 0.99
    name: str = "oracle-1"
    seen: list[Pair] = field(default_factory=list)

    def pairs(self, pairs, *, explain=False):
        self.seen += pairs
        rest = (1 - self.likely) / (len(ROOTS) - 1)
        chances = {root: self.likely if root == self.root else rest for root in ROOTS}
        return tuple(Verdict(chances, self.name, (Word("word", 1.0),)) for _ in pairs)

    def sentences(self, texts, *, explain=False):
        self.seen += texts
        rest = (1 - self.likely) * self.event / (len(ROOTS) - 1)
        chances = dict.fromkeys(SENTENCE_LABELS, rest) | {self.root: self.likely * self.event}
        chances[NO_EVENT] = 1 - self.event
        return tuple(Verdict(chances, self.name, (Word("word", 1.0),)) for _ in texts)


def code(text: str, typist: Typist | None, statements=()) -> tuple[Event, ...]:
    mentions = mentions_of(text, WORLD)
    names = [Masked(m.span.start, m.span.end, "state") for m in mentions]
    return coding.code(
        Report("r1", text),
        parsed_with(text, mentions),
        mentions,
        statements,
        typist=typist,
        names=names,
    )


def test_a_scorer_that_agrees_leaves_the_rules_word_and_trail():
    (event,) = code("Avaria shelled Belmar on Monday.", Typist(Says("ASSAULT")))
    assert (event.type, event.typed_by) == ("ASSAULT", "")
    assert event.trail.rule.startswith("verbs:shell")


def test_a_sure_scorer_overrules_and_says_by_which_words():
    (event,) = code("Avaria shelled Belmar on Monday.", Typist(Says("PROTEST")))
    assert event.type == "PROTEST"
    assert event.typed_by == "oracle-1"
    assert event.trail.rule.endswith("+oracle-1")
    assert event.trail.why == "word (+1.00)"


def test_a_scorer_in_doubt_does_not_overrule():
    (event,) = code("Avaria shelled Belmar on Monday.", Typist(Says("PROTEST", likely=0.12)))
    assert event.type == "ASSAULT"


def test_words_never_become_deeds():
    for text in ("Avaria accused Belmar of lies.", "Avaria condemned Belmar on Monday."):
        assert all(e.type != "ASSAULT" for e in code(text, Typist(Says("ASSAULT"))))


def test_what_an_operator_made_is_left_to_grammar():
    plain = code("Avaria vowed to strike Belmar.", None)
    assert code("Avaria vowed to strike Belmar.", Typist(Says("AID"))) == plain


def test_two_events_of_the_same_sides_are_not_told_apart_by_a_scorer():
    text = "Avaria condemned Belmar and expelled the ambassador of Belmar."
    rules = [e.type for e in code(text, None)]
    if len(rules) > 1:
        assert [e.type for e in code(text, Typist(Says("AID")))] == rules


def test_a_deed_without_a_row_is_typed_by_the_scorer():
    text = "Avaria zarked Belmar on Monday."
    assert code(text, None) == ()
    (event,) = code(text, Typist(Says("COERCE")))
    assert (event.type, event.trail.rule) == ("COERCE", "scorer:zark+oracle-1")
    assert [p.actor.id for p in event.actors + event.recipients] == ["AVA", "BEL"]


def test_a_sentence_that_tells_of_nothing_is_left_alone():
    assert code("Avaria zarked Belmar on Monday.", Typist(Says("COERCE", event=0.5))) == ()


def test_in_a_report_the_present_is_no_news():
    text = "Avaria bewilders Belmar."
    voice = Statement(
        id="r1:s1",
        report="r1",
        chain=(Speaker("Herald", SpeakerRole.OUTLET),),
        content=(Span(0, len(text)),),
        kind=StatementKind.OUTLET,
        cue=(),
        cue_lemma="",
        trail=Trail("r1", Span(0, len(text)), "outlet"),
    )
    assert code(text, Typist(Says("COERCE")))
    assert code(text, Typist(Says("COERCE")), (voice,)) == ()


def test_the_large_scorer_is_asked_only_where_the_small_one_does_not_settle_it():
    small, large = Says("ASSAULT"), Says("PROTEST", name="large-1")
    code("Avaria shelled Belmar on Monday.", Typist(small, large))
    assert (len(small.seen), len(large.seen)) == (1, 0)
    code("Avaria shelled Belmar on Monday.", Typist(Says("AID"), large))
    assert len(large.seen) == 1


def test_scorers_see_placeholders_and_the_two_sides_marked():
    small = Says("ASSAULT")
    code("On Monday Avaria shelled Belmar.", Typist(small))
    (pair,) = small.seen
    assert [s.of(pair.text) for s in (*pair.source, *pair.target)] == ["Avaria", "Belmar"]
    assert [pair.text[n.start : n.end] for n in pair.names] == ["Avaria", "Belmar"]


def test_a_learned_type_names_no_militarised_action():
    told = "Avaria shelled Belmar on Monday."
    (by_rule,) = code(told, None)
    (learned,) = code("Avaria zarked Belmar on Monday.", Typist(Says("ASSAULT")))
    sides = Parties({"AVA": ActorKind.STATE, "BEL": ActorKind.STATE})
    assert judge(by_rule, "AVA", "BEL", parties=sides).reason != ""
    assert "scorer" in judge(learned, "AVA", "BEL", parties=sides).reason


@given(st.sampled_from(ROOTS), st.floats(0.1, 0.99))
def test_swapping_names_swaps_the_event(root, likely):
    swapped = {"AVA": "BEL", "BEL": "AVA"}

    def told(text):
        return [
            (e.type, e.mark, [p.actor.id for p in e.actors], [p.actor.id for p in e.recipients])
            for e in code(text, Typist(Says(root, likely)))
        ]

    turned = [
        (kind, mark, [swapped[a] for a in actors], [swapped[r] for r in recipients])
        for kind, mark, actors, recipients in told("Avaria shelled Belmar.")
    ]
    assert turned == told("Belmar shelled Avaria.")


def test_typists_have_names():
    assert engaged("rules") is None
    assert engaged("ngrams").large is None
    assert engaged("encoder").large.name == "encoder-1"
    with pytest.raises(InputError, match="encoder, ngrams, rules"):
        engaged("oracle")


def test_a_sentence_alone_is_vetoed_as_comment_by_the_scorer():
    assert Typist(Says("ASSAULT", event=0.6)).is_event(Pair("Avaria shelled Belmar."))
    assert not Typist(Says("ASSAULT", event=0.4)).is_event(Pair("Avaria may be right."))
