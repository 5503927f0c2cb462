"""A translated report keeps its original, and never pretends to be one."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from detente.adapters.translation import HttpTranslator, TranslationError, translated
from detente.model.reports import Report
from detente.model.spans import Span
from detente.ports.translator import check_translator

PREPARED = {
    "Die Marine von Belmar hat den Hafen blockiert.": "Belmar's navy has blockaded the port.",
    "Das sagte ein Sprecher am Montag.": "A spokesman said so on Monday.",
    "Hafen blockiert": "Port blockaded",
}


@contextmanager
def engine(answer=None, status=200):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            found = answer or {"translatedText": [PREPARED.get(one, "?") for one in body["q"]]}
            payload = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *_): ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield HttpTranslator(f"http://127.0.0.1:{server.server_port}", name="prepared")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


REPORT = Report(
    id="r1",
    text="Die Marine von Belmar hat den Hafen blockiert.\n\nDas sagte ein Sprecher am Montag.",
    title="Hafen blockiert",
    language="de",
)


def test_the_engine_passes_the_port_s_check():
    with engine() as translator:
        assert check_translator(translator, segments=list(PREPARED), source="de") == ()


def test_every_translated_sentence_leads_back_to_the_original():
    with engine() as translator:
        english = translated(REPORT, translator)
    start = english.text.index("A spokesman")
    (original,) = english.translation.original_of(Span(start, start + 5))
    assert original.of(english.translation.original) == "Das sagte ein Sprecher am Montag."
    assert (english.language, english.title) == ("en", "Port blockaded")
    assert (english.translation.language, english.translation.engine) == ("de", "prepared")
    assert english.translation.confirmed_by == ""


def test_headlines_stay_headlines():
    report = Report(id="r", text="\n".join(PREPARED), language="de", headlines=(Span(81, 96),))
    assert Span(81, 96).of(report.text) == "Hafen blockiert"
    with engine() as translator:
        english = translated(report, translator)
    assert [span.of(english.text) for span in english.headlines] == ["Port blockaded"]


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ({"translatedText": ["one"]}, 200, "1 answers for 3 segments"),
        ({"text": "no"}, 200, "without 'translatedText'"),
        ({"error": "language"}, 400, "refused with status 400"),
    ],
)
def test_a_failing_engine_is_named(answer, status, said):
    with engine(answer, status) as translator, pytest.raises(TranslationError, match=said):
        translated(REPORT, translator)


def test_nobody_at_the_address():
    with pytest.raises(TranslationError, match="is the engine running"):
        translated(REPORT, HttpTranslator("http://127.0.0.1:9"))


def test_an_engine_that_loses_segments_fails_the_check():
    class Careless:
        engine = ""

        def translate(self, segments, *, source):
            return tuple(sorted(segments))

    faults = check_translator(Careless(), segments=["zwei", "eins"], source="de")
    assert "it has no name" in faults
    assert "a segment's answer depends on its neighbours" in faults
