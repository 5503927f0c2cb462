"""Parsing: offsets lead back to the text, and names never move the grammar."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.surface import PLACEHOLDERS
from detente.reading.syntax import Masked, Parsed, parse, parse_many

TEXT = "“We struck the base,” Iran’s foreign ministry said on Monday.\nThe minister  visited Oslo."


def mask(text: str, name: str, kind: str = "state", *, plural: bool = False) -> Masked:
    start = text.index(name)
    return Masked(start, start + len(name), kind, plural)


def word(parsed: Parsed, text: str):
    return next(token for token in parsed.tokens if token.text == text)


def test_a_clause_has_its_subject_object_and_lemma():
    parsed = parse("Rebels attacked the convoy.")
    attacked = word(parsed, "attacked")
    assert (attacked.lemma, attacked.pos, attacked.dep) == ("attack", "VERB", "ROOT")
    assert [t.text for t in parsed.children(attacked.index, "nsubj")] == ["Rebels"]
    assert [t.text for t in parsed.children(attacked.index, "obj")] == ["convoy"]


def test_a_passive_names_its_subject_so():
    parsed = parse("The convoy was attacked by rebels.")
    attacked = word(parsed, "attacked")
    assert [t.text for t in parsed.children(attacked.index, "nsubj:pass")] == ["convoy"]
    assert [t.text for t in parsed.children(attacked.index, "nsubj")] == ["convoy"]


def test_a_masked_mention_is_one_token_with_its_own_words():
    text = "Talks between the United States and the Islamic Front ended."
    masks = [mask(text, "Islamic Front", "group"), mask(text, "United States")]
    parsed = parse(text, masks)
    assert {number: token.text for number, token in parsed.masked().items()} == {
        0: "Islamic Front",
        1: "United States",
    }
    assert parsed.masked()[1].lemma == "United States"


def test_a_mask_inside_a_word_is_cut_out_of_it():
    parsed = parse("The Iran-backed force left.", [Masked(4, 8, "state")])
    assert [t.text for t in parsed.tokens] == ["The", "Iran", "-", "backed", "force", "left", "."]


def test_a_mask_may_run_over_a_line_end():
    text = "Forces of the United\nStates left."
    parsed = parse(text, [mask(text, "United\nStates")])
    assert parsed.masked()[0].text == "United\nStates"
    assert len(parsed.sentences) == 1


def test_a_line_end_ends_the_sentence():
    parsed = parse(TEXT)
    assert [parsed.sentence_text(i) for i in range(len(parsed.sentences))] == TEXT.split("\n")


def test_typographic_quotes_are_read_as_plain_ones():
    plain = TEXT.translate(str.maketrans("“”’", '""\''))
    shape = [(t.start, t.end, t.lemma, t.dep, t.head) for t in parse(TEXT).tokens]
    assert shape == [(t.start, t.end, t.lemma, t.dep, t.head) for t in parse(plain).tokens]


def test_the_grammar_can_be_walked():
    parsed = parse("The minister said that troops withdrew from the border.")
    withdrew = word(parsed, "withdrew")
    assert [t.text for t in parsed.ancestors(withdrew.index)] == ["said"]
    assert parsed.head(withdrew.index).text == "said"
    start, end = parsed.span_of(withdrew.index)
    assert parsed.text[start:end] == "that troops withdrew from the border"
    assert parsed.root(0).text == "said"
    assert withdrew.features["Tense"] == "Past"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0\t"])
def test_no_words_no_tokens(text: str):
    assert parse(text) == Parsed(text, (), ())


def test_many_texts_come_back_in_order():
    texts = [(f"Text {number}.\nIt ended.", ()) for number in range(150)] + [("", ())]
    assert [parsed.text for parsed in parse_many(texts)] == [text for text, _ in texts]


def test_a_text_is_parsed_alike_alone_and_among_others():
    texts = [TEXT, "", "Envoys met. Nothing was signed.", "A truce held for a week, they said."]
    assert list(parse_many((text, ()) for text in texts)) == [parse(text) for text in texts]


@pytest.mark.parametrize(
    ("masks", "problem"),
    [
        ([Masked(0, 4, "state"), Masked(3, 6, "state")], "overlap"),
        ([Masked(0, 99, "state")], "beyond the text"),
    ],
)
def test_masks_that_cannot_be_are_refused(masks: list[Masked], problem: str):
    with pytest.raises(ValueError, match=problem):
        parse("Iran spoke.", masks)


@pytest.mark.parametrize(
    ("start", "end", "kind"), [(3, 3, "state"), (-1, 2, "state"), (0, 1, "dog")]
)
def test_a_mask_says_what_is_wrong_with_it(start: int, end: int, kind: str):
    with pytest.raises(ValueError, match="a mask"):
        Masked(start, end, kind)


def test_a_line_without_end_is_read_in_parts():
    text = "The army said it shelled the town again. " * 2_000
    parsed = parse(text, [Masked(4_996, 5_010, "place")])
    assert parsed.tokens[-1].end == len(text.rstrip())
    assert max(last - first for first, last in parsed.sentences) < 1_200
    assert parsed.masked()[0].start == 4_996


def test_one_word_without_end_is_read_in_parts():
    parsed = parse("x" * 40_000)
    assert "".join(t.text for t in parsed.tokens) == parsed.text


def shape(parsed: Parsed):
    return [(t.lemma if t.mask is None else "", *_grammar(t)) for t in parsed.tokens]


def _grammar(token):
    return token.pos, token.tag, token.morph, token.dep, token.head, token.sentence, token.mask


TEMPLATES = (
    "{0} attacked {1} on Monday, and {1} denied that {0} had warned it.",
    "According to {0}, an envoy of {1} met the {0}-led force; {1}'s army withdrew.",
    "“{0} will never accept this,” said a minister of {1} — “{1} must leave.”",
)
NAMES = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP.' -éй\n", min_size=1, max_size=24)


@given(
    st.sampled_from(TEMPLATES), NAMES, NAMES, st.sampled_from(sorted(PLACEHOLDERS)), st.booleans()
)
def test_swapping_two_actors_of_a_class_leaves_the_grammar(template, one, other, kind, plural):
    first, second = (
        parse(*filled(template, names, kind, plural)) for names in ((one, other), (other, one))
    )
    assert shape(first) == shape(second)
    assert [t.text for t in first.tokens if t.mask is None] == [
        t.text for t in second.tokens if t.mask is None
    ]


def filled(template: str, names: tuple[str, str], kind: str, plural: bool):
    """Fill in the names and mask them where they stand."""
    text, masks = "", []
    for part in template.replace("}", "{").split("{"):
        if part in {"0", "1"}:
            name = names[int(part)]
            masks.append(Masked(len(text), len(text) + len(name), kind, plural))
            text += name
        else:
            text += part
    return text, masks


@given(st.text(max_size=200))
def test_every_token_stands_in_the_text(text: str):
    parsed = parse(text)
    assert all(t.text == text[t.start : t.end] for t in parsed.tokens)
    assert "".join(t.text for t in parsed.tokens) == "".join(text.split())
    assert [t.index for t in parsed.tokens] == list(range(len(parsed.tokens)))
    assert [i for a, b in parsed.sentences for i in range(a, b)] == [t.index for t in parsed.tokens]
    assert all(parsed.tokens[t.head].sentence == t.sentence for t in parsed.tokens)


def test_the_same_text_gives_the_same_parse_in_another_process():
    code = f"from detente.reading.syntax import parse; print(parse({TEXT!r}))"
    fresh = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert fresh.stdout.strip() == str(parse(TEXT))


def test_a_token_can_be_changed_only_into_another():
    token = parse("It ended.").tokens[0]
    assert replace(token, lemma="this").lemma == "this"
    with pytest.raises(AttributeError):
        token.lemma = "this"
