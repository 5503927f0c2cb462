"""What predictions of attributions are worth."""

from __future__ import annotations

import json

from detente.reading.attribution_scoring import predict, score, sentence_spans

TEXT = "The minister said that the road was open. Rain fell."
GOLD = {
    "id": "a",
    "publisher": "herald",
    "text": TEXT,
    "attributions": [{"source": [[0, 12]], "cue": [[13, 17]], "content": [[18, 40]]}],
}


def test_a_prediction_per_row_in_order():
    rows = [GOLD, {"id": "b", "text": ""}, {"text": "Rain fell."}]
    found = list(predict(rows))
    assert [one["id"] for one in found] == ["a", "b", None]
    assert json.loads(json.dumps(found))[1]["attributions"] == []


def test_the_gold_scores_full_marks():
    figures = score([GOLD], [GOLD])
    assert figures["sentence_f1"] == figures["source_overlap"] == figures["span_f1"] == 1.0
    assert figures["sentence_f1/herald"] == 1.0


def test_nothing_found_scores_nothing():
    figures = score([GOLD], [{"id": "a", "attributions": []}])
    assert figures["sentence_f1"] == figures["source_overlap"] == 0.0


def test_rows_without_labels_have_no_figures():
    assert score([{"text": "Rain."}], [{"attributions": []}]) == {}


def test_sentences_end_at_lines_and_stops_but_not_behind_titles():
    text = "Dr. Ochoa left. “We wait.” She said so.\nRain fell"
    assert [span.of(text) for span in sentence_spans(text)] == [
        "Dr. Ochoa left.", "“We wait.”", "She said so.", "Rain fell",
    ]  # fmt: skip


def test_gate_on_the_development_articles(shared):
    path = shared / "data" / "attribution" / "dev.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][:12]
    figures = score(rows, list(predict(rows)))
    assert figures["sentence_f1"] >= 0.88
    assert figures["source_overlap"] >= 0.80
