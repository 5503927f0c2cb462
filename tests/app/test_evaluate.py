"""One prediction per row, whatever the rows are."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.app.evaluate import evaluate
from detente.model.errors import EmptyInput, InputError
from detente.reading.evaluation import EvaluationOptions

GOOD = json.dumps({"marked": "<s>Avar</s> accused <t>Belmar</t> of theft.", "root": "ACCUSE"})
NGRAMS = EvaluationOptions(scorer="ngrams")


def test_a_row_that_fails_gets_the_empty_prediction_and_is_counted():
    done = evaluate("relations", [GOOD, "{broken", "[]", "{}", GOOD], options=NGRAMS)
    assert [one["root"] for one in done.predictions] == ["ACCUSE", "", "", "", "ACCUSE"]
    assert [failure.line for failure in done.failures] == [2, 3, 4]
    assert done.failures[2].reason == "field 'text' is missing"


def test_blank_lines_are_no_rows():
    done = evaluate("relations", ["\n", GOOD, "  \n"], options=NGRAMS)
    assert len(done.predictions) == 1
    assert done.metrics["root_accuracy"] == 1


def test_labels_that_cannot_be_used_stop_no_prediction():
    row = json.dumps({**json.loads(GOOD), "quad": "many"})
    done = evaluate("relations", [row], options=NGRAMS)
    assert done.predictions[0]["root"] == "ACCUSE"
    assert done.metrics == {}
    assert "labels" in done.failures[0].reason


def test_nothing_to_evaluate():
    with pytest.raises(EmptyInput):
        evaluate("relations", [])
    with pytest.raises(InputError, match="no task"):
        evaluate("weather", [GOOD])


@given(st.lists(st.text(st.characters(exclude_characters="\n\r")), min_size=1))
def test_any_lines_give_one_prediction_each(lines):
    lines = [GOOD, *lines]
    done = evaluate("relations", lines, options=NGRAMS)
    assert len(done.predictions) == sum(bool(line.strip()) for line in lines)
