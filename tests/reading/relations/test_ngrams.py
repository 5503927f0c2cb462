"""The small scorer types plain cases and says which words moved it."""

import numpy as np
import pytest

from detente.reading.relations.examples import Example
from detente.reading.relations.fitting import fit, fit_head
from detente.reading.relations.labels import NO_EVENT, QUAD, ROOTS
from detente.reading.relations.ngrams import shipped, to_arrays
from detente.reading.relations.pairs import Pair, from_marked

PLAIN = {
    "<s>Avar</s> accused <t>Belmar</t> of breaking the truce.": "ACCUSE",
    "<s>Avar</s> condemned the shelling of <t>Belmar</t>.": "ACCUSE",
    "<s>Police</s> arrested <t>two journalists</t> in Sandport.": "COERCE",
    "<s>Gunmen</s> killed <t>three soldiers</t> near the border.": "ASSAULT",
    "<s>The minister</s> met <t>his Belmarian counterpart</t> on Monday.": "CONSULT",
    "<s>Avar</s> rejected the demands of <t>Belmar</t>.": "REJECT",
    "<s>Avar</s> demanded that <t>Belmar</t> open the strait.": "REQUEST",
    "<s>Avar</s> threatened <t>Belmar</t> with force.": "THREATEN",
    "<s>Avar</s> provided humanitarian aid to <t>Belmar</t>.": "AID",
    "<s>Avar</s> released <t>twelve prisoners</t> on Friday.": "YIELD",
}


@pytest.mark.parametrize(("marked", "root"), PLAIN.items())
def test_plain_cases(marked, root):
    assert shipped().pairs([from_marked(marked)])[0].root == root


def test_the_answer_names_the_words_that_moved_it():
    verdict = shipped().pairs([from_marked(next(iter(PLAIN)))], explain=True)[0]
    assert any("accused" in word.text for word in verdict.why)
    assert "accused" in verdict.reason


def test_probabilities_add_up_to_one():
    pair = from_marked(next(iter(PLAIN)))
    for verdict in (*shipped().pairs([pair]), *shipped().sentences([pair])):
        assert sum(verdict.probabilities.values()) == pytest.approx(1)


def test_a_sentence_has_no_event_as_a_further_label():
    verdict = shipped().sentences([Pair("Nobody knows.")])[0]
    assert set(verdict.probabilities) == {*ROOTS, NO_EVENT}
    assert verdict.event == pytest.approx(1 - verdict.probabilities[NO_EVENT])
    assert verdict.quad == QUAD[verdict.root]


def test_an_empty_text_has_an_answer():
    assert shipped().pairs([Pair("")])[0].root in ROOTS


def test_the_same_examples_give_the_same_weights():
    examples = [Example(from_marked(marked), root) for marked, root in PLAIN.items()] * 2
    first, second = (to_arrays(fit(examples, examples)) for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_a_label_without_example_is_never_likely():
    examples = [Example(from_marked(marked), root) for marked, root in PLAIN.items()] * 2
    head = fit_head(examples, ROOTS)
    verdict = head.verdict(examples[0].pair, model="test", explain=False)
    assert verdict.probabilities["MOBILIZE"] < 1e-6
    assert verdict.root == "ACCUSE"
