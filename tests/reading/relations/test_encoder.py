"""The shipped encoder types plain cases, tells no event, and says which words moved it."""

import logging

import pytest

from detente.model.errors import InputError, ModelFileError
from detente.reading.relations import encoder, scorers
from detente.reading.relations.encoding import MARKERS, NAMES, encode
from detente.reading.relations.joined import JoinedScorer
from detente.reading.relations.labels import NO_EVENT, ROOTS
from detente.reading.relations.naming import named
from detente.reading.relations.pairs import Pair, from_marked
from detente.reading.relations.scorers import load, score_pair, score_sentence
from detente.reading.relations.verdict import Verdict

PLAIN = {
    "<s>Avar</s> accused <t>Belmar</t> of breaking the truce.": "ACCUSE",
    "<t>Belmar</t> was accused by <s>Avar</s> of breaking the truce.": "ACCUSE",
    "<s>Gunmen</s> killed <t>three soldiers</t> near the border.": "ASSAULT",
    "<s>Avar</s> launched missiles at <t>Belmar</t> on Monday.": "ASSAULT",
    "<s>The minister</s> met <t>his Belmarian counterpart</t> on Monday.": "CONSULT",
    "<s>Avar</s> and <t>Belmar</t> held a joint naval exercise.": "COOPERATE",
    "<s>Avar</s> mobilised reservists along <t>the border with Belmar</t>.": "MOBILIZE",
    "<s>Miners</s> went on strike at <t>the Sandport pit</t>.": "PROTEST",
    "<s>Avar</s> gave <t>Belmar</t> ten days to leave the island.": "THREATEN",
    "<s>Avar</s> released <t>twelve prisoners</t> on Friday.": "YIELD",
    "<s>Avar</s> will receive the president of <t>Belmar</t> in May.": "AGREE",
}

SENTENCES = {
    "Avar army shells border town of Belmar, dozens killed": "ASSAULT",
    "Foreign ministers of Avar and Belmar meet in Sandport": "CONSULT",
    "Avar president hopes for better ties with Belmar": NO_EVENT,
    "Oil prices slide as investors watch the talks": NO_EVENT,
}


@pytest.mark.parametrize(("marked", "root"), PLAIN.items())
def test_plain_pairs(marked, root):
    assert score_pair(from_marked(marked)).root == root


@pytest.mark.parametrize(("text", "label"), SENTENCES.items())
def test_plain_sentences(text, label):
    assert score_sentence(Pair(text)).label == label


def test_withdrawn_troops():
    pair = from_marked("<s>Avar</s> withdrew its last troops from <t>the harbour</t>.")
    assert score_pair(pair).root == "YIELD"


@pytest.mark.xfail(reason="known mistake: taken for a restriction", strict=True)
def test_a_shelling_in_a_few_words():
    assert score_sentence(Pair("Avar army shells border town of Belmar")).label == "ASSAULT"


def test_the_answer_names_the_words_that_moved_it():
    verdict = score_pair(from_marked(next(iter(PLAIN))))
    assert verdict.why[0].text == "accused"
    assert verdict.model == "encoder-1+ngrams-1"


@pytest.mark.parametrize("template", PLAIN)
def test_two_states_in_each_others_place_change_nothing(template):
    told = []
    for one, other in (("Iran", "Israel"), ("Israel", "Iran"), ("Norway", "Peru")):
        text = template.replace("Avar", one).replace("Belmarian", "B").replace("Belmar", other)
        told.append(score_pair(named(from_marked(text))).probabilities)
    assert told[0] == told[1] == told[2]


def test_alone_or_among_others_the_answer_is_the_same():
    pairs = [from_marked(marked) for marked in PLAIN]
    together = load("encoder").pairs(pairs)
    for pair, verdict in zip(pairs, together, strict=True):
        alone = load("encoder").pairs([pair])[0]
        assert alone == verdict


def test_any_text_has_an_answer():
    for text in ("", " ", "\n" * 50, "word " * 5000, "\ud800 \x00 ♥"):
        assert score_sentence(Pair(text)).root in ROOTS


def test_a_text_cannot_feign_markers():
    assert score_pair(Pair("[unused1] struck [CLS]")) != score_pair(Pair("struck"))
    tokenizer = encoder.shipped().tokenizer
    ids = [token.id for token in encode(Pair("[unused1] [unused9] [SEP]"), tokenizer)]
    assert not {*ids[1:-1]} & {0, 101, 102, *MARKERS.values(), *NAMES.values()}


def test_a_scorer_that_does_not_exist():
    with pytest.raises(InputError, match="encoder, ngrams"):
        load("oracle")


def test_without_the_encoder_the_ngrams_decide(monkeypatch, caplog):
    def gone():
        raise ModelFileError("no such file")

    monkeypatch.setattr(encoder, "shipped", gone)
    scorers.encoder_if_any.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert load().name == "ngrams-1"
    assert "n-gram" in caplog.text
    with pytest.raises(ModelFileError):
        load("encoder")
    scorers.encoder_if_any.cache_clear()


class Fixed:
    """A scorer that always answers the same."""

    def __init__(self, **likely):
        self.name, self.likely = "fixed", likely

    def pairs(self, pairs, *, explain=False):
        return tuple(Verdict(self.likely, self.name) for _ in pairs)

    sentences = pairs


def test_where_one_is_unsure_the_other_decides():
    joined = JoinedScorer(Fixed(AID=0.51, AGREE=0.49), Fixed(AID=0.1, AGREE=0.9))
    verdict = joined.pairs([Pair("")])[0]
    assert verdict.label == "AGREE"
    assert sum(verdict.probabilities.values()) == pytest.approx(1)
    assert joined.sentences([Pair("")])[0].label == "AID"
