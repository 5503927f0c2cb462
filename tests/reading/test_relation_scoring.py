"""The task ``relations``: rows in, roots and quad classes out, figures for known labels."""

import json

import pytest

from detente.model.errors import InputError
from detente.reading.evaluation import EvaluationOptions
from detente.reading.relation_scoring import (
    f1_by_label,
    fold_of,
    pair_of,
    predict,
    predict_folds,
    score,
)
from detente.reading.relations.examples import Example
from detente.reading.relations.pairs import Pair

ROW = {"text": "Avar accused Belmar of theft.", "source": "Avar", "target": "Belmar"}
NGRAMS = EvaluationOptions(scorer="ngrams")


def test_one_prediction_per_row_in_order():
    demand = {"marked": "<s>Avar</s> demanded that <t>Belmar</t> leave."}
    assert list(predict([ROW, demand], NGRAMS)) == [
        {"root": "ACCUSE", "quad": 3},
        {"root": "REQUEST", "quad": 3},
    ]


def test_marked_wins_over_the_strings():
    pair = pair_of({**ROW, "marked": "Avar accused <s>Belmar</s> of <t>theft</t>."})
    assert [span.of(pair.text) for span in pair.source] == ["Belmar"]


def test_figures_only_for_known_labels():
    told = [{"root": "ACCUSE", "quad": 3}, {"root": "REJECT", "quad": 3}]
    assert score([ROW, ROW], told) == {}
    figures = score([{**ROW, "root": "ACCUSE"}, ROW], told)
    assert figures["root_rows"] == 1
    assert figures["root_accuracy"] == figures["quad_accuracy"] == 1


def test_the_quad_class_of_a_row_wins_over_that_of_its_root():
    figures = score([{**ROW, "root": "ACCUSE", "penta": 4}], [{"root": "ACCUSE", "quad": 3}])
    assert figures["quad_accuracy"] == 0


def test_f1_of_an_empty_prediction():
    assert f1_by_label([("A", "A"), ("A", "")]) == {"A": pytest.approx(2 / 3)}


def test_a_text_is_never_on_both_sides_of_a_fold():
    examples = [Example(Pair(f"text {n % 7}"), "ACCUSE") for n in range(21)]
    part = fold_of(examples, 3)
    assert all(part[n] == part[n % 7] for n in range(21))
    assert set(part) == {0, 1, 2}


def test_folds_need_roots_and_the_scorer_that_can_be_fitted():
    with pytest.raises(InputError, match="row 1"):
        list(predict_folds([ROW], 2))
    with pytest.raises(InputError, match="encoder"):
        list(predict_folds([ROW], 2, EvaluationOptions(scorer="encoder")))


def test_ngrams_by_cross_validation(shared):
    path = shared / "data/coding/plv_train.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    figures = score(rows, list(predict_folds(rows, 5, NGRAMS)))
    assert figures["root_macro_f1"] >= 0.75
    assert figures["quad_macro_f1"] >= 0.86
