"""A language model reads behind the same port, and is never believed beyond the text."""

from __future__ import annotations

import pytest
from tests.adapters.chat_server import (
    chat_server,
    completion,
    event,
    follows_the_codebook,
    goes_by_the_name,
)

from detente.adapters.language_model import LanguageModelCoder, LanguageModelError, Price
from detente.ports.event_coder import Label, check_event_coder

LABELS = (
    Label("ASSAULT", "one party attacked another", example="Avar attacked the port."),
    Label("REQUEST", "one party demanded something", example="Belmar demanded a halt."),
)
TEXTS = ("Avar attacked the port.", "Belmar demanded a halt.", "Belmar attacked a depot.")


def coder(address: str, **options) -> LanguageModelCoder:
    waits: list[float] = []
    return LanguageModelCoder(address, "small", wait=waits.append, **options)


def test_an_event_keeps_the_words_and_their_offsets():
    with chat_server(follows_the_codebook) as (address, _):
        coded = coder(address).code("At dawn Avar attacked the port.", labels=LABELS)
    (found,) = coded.events
    assert found.label == "ASSAULT"
    assert found.predicate.of("At dawn Avar attacked the port.") == "attacked"


def test_words_that_do_not_stand_in_the_text_are_refused_and_counted():
    answer = {"events": [event("ASSAULT", "bombed"), event("ASSAULT", "attacked")]}
    with chat_server(lambda _: answer) as (address, _):
        coded = coder(address).code(TEXTS[0], labels=LABELS)
    assert len(coded.events) == 1
    assert coded.refused == 1


@pytest.mark.parametrize(
    "wrong",
    [
        event("INVADE", "attacked"),
        event("ASSAULT", "attacked", mark="surely"),
        event("ASSAULT", "attacked", actors=["Nobody"]),
        event("ASSAULT", ""),
        event("ASSAULT", "attacked", recipients="the port"),
    ],
)
def test_an_answer_outside_the_schema_is_refused(wrong: dict):
    wrong["actors"] = wrong["actors"] or ["Nobody here"] * (wrong["recipients"] == "the port")
    with chat_server(lambda _: {"events": [wrong]}) as (address, _):
        coded = coder(address).code(TEXTS[0], labels=LABELS)
    assert (coded.events, coded.refused) == ((), 1)


def test_the_label_set_sent_is_closed():
    with chat_server(follows_the_codebook) as (address, server):
        coder(address).code(TEXTS[0], labels=LABELS)
    (body,) = server.requests
    items = body["response_format"]["json_schema"]["schema"]["properties"]["events"]["items"]
    assert items["properties"]["label"]["enum"] == ["ASSAULT", "REQUEST"]
    assert body["stream"] is False


@pytest.mark.parametrize(
    "mood",
    [
        (429, {"retry-after": "2"}, "slow down"),
        (503, {}, "busy"),
        (200, {}, "{not json"),
        (200, {}, '{"choices": []}'),
    ],
)
def test_a_passing_failure_is_tried_again(mood):
    waits: list[float] = []
    with chat_server(follows_the_codebook, [mood]) as (address, server):
        reader = LanguageModelCoder(address, "small", wait=waits.append)
        assert reader.code(TEXTS[0], labels=LABELS).events
    assert len(server.requests) == 2
    assert waits, "a retry waits first"
    assert (2.0 in waits) or mood[0] != 429


def test_a_lasting_failure_is_named_with_the_address():
    moods = [(500, {}, "no")] * 3
    with (
        chat_server(follows_the_codebook, moods) as (address, _),
        pytest.raises(LanguageModelError, match="status 500 after 3 tries"),
    ):
        coder(address, retries=2).code(TEXTS[0], labels=LABELS)


def test_a_refusal_is_not_tried_again():
    with (
        chat_server(follows_the_codebook, [(401, {}, "who are you")]) as (address, server),
        pytest.raises(LanguageModelError, match="status 401"),
    ):
        coder(address).code(TEXTS[0], labels=LABELS)
    assert len(server.requests) == 1


def test_nobody_at_the_address():
    with pytest.raises(LanguageModelError, match="no answer"):
        coder("http://127.0.0.1:9", retries=1).code(TEXTS[0], labels=LABELS)


def test_tokens_and_cost_are_counted_and_a_cached_answer_costs_nothing(tmp_path):
    with chat_server(follows_the_codebook) as (address, server):
        reader = coder(address, price=Price(10.0, 20.0), cache=tmp_path)
        first = reader.code(TEXTS[0], labels=LABELS)
        second = reader.code(TEXTS[0], labels=LABELS)
    assert first.cost == pytest.approx((100 * 10 + 10 * 20) / 1e6)
    assert (first.cached, second.cached, second.cost) == (False, True, 0.0)
    assert second.events == first.events
    assert len(server.requests) == 1


def test_the_key_is_sent_and_shown_nowhere(tmp_path):
    with chat_server(follows_the_codebook) as (address, server):
        reader = coder(address, key="secret-canary", cache=tmp_path)
        reader.code(TEXTS[0], labels=LABELS)
    assert server.headers[0]["Authorization"] == "Bearer secret-canary"
    assert "secret-canary" not in repr(reader)
    assert all("secret-canary" not in place.read_text() for place in tmp_path.iterdir())


def test_a_dry_run_sends_nothing():
    body = coder("http://127.0.0.1:9").request(TEXTS[0], labels=LABELS)
    assert "one party attacked another" in body["messages"][0]["content"]


def test_a_model_that_follows_the_codebook_passes_every_probe():
    with chat_server(follows_the_codebook) as (address, _):
        probes = check_event_coder(coder(address), labels=LABELS, texts=TEXTS)
    assert {probe.name: probe.passed for probe in probes} == dict.fromkeys(
        (
            "legal labels",
            "exact spans",
            "order of examples",
            "generic labels",
            "swapped labels",
            "nothing from nothing",
        ),
        True,
    )


def test_a_model_that_goes_by_the_names_is_found_out():
    with chat_server(goes_by_the_name) as (address, _):
        probes = check_event_coder(coder(address), labels=LABELS, texts=TEXTS)
    assert {probe.name for probe in probes if not probe.passed} == {
        "generic labels",
        "swapped labels",
    }


def test_a_completion_has_the_protocol_s_shape():
    assert completion({"events": []})["choices"][0]["message"]["content"] == '{"events": []}'
