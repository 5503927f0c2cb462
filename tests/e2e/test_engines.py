"""Reading with outside engines: a language model as coder, a translator for other languages."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from click.testing import CliRunner
from tests.adapters.chat_server import chat_server, event

from detente.cli.main import cli as main

ENGLISH = (
    "Harbour blocked\n\n"
    "Published 4 May 2031\n\n"
    "Belmar's navy blockaded the port of Avar on Monday, a spokesman for the Avar navy said.\n\n"
    "“Belmar has closed our harbour,” the spokesman said.\n"
)
GERMAN = (
    "Hafen blockiert\n\n"
    "4. Mai 2031\n\n"
    "Die Marine von Belmar hat am Montag den Hafen von Avar blockiert, sagte ein Sprecher der "
    "Marine von Avar.\n\n"
    "„Belmar hat unseren Hafen geschlossen“, sagte der Sprecher.\n"
)
ACTORS = "name,aliases,code,sector,start,end\nAvar,,AVR,,,\nBelmar,,BLM,,,\n"
PREPARED = dict(
    zip(
        [line for line in GERMAN.split("\n") if line],
        [line for line in ENGLISH.split("\n") if line],
        strict=True,
    )
)


@contextmanager
def translation_engine():
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["q"]
            payload = json.dumps({"translatedText": [PREPARED[one] for one in asked]}).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *_): ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def world(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "actors.csv").write_text(ACTORS, encoding="utf-8")
    return [str(folder), "--actors", str(folder / "actors.csv")]


def reading(arguments: list[str]) -> dict:
    result = CliRunner().invoke(main, ["brief", "--json", *arguments])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def shape(read: dict) -> list[tuple]:
    return [
        (i["type"], [a["id"] for a in i["authors"]], [a["id"] for a in i["recipients"]])
        for i in read["incidents"]
    ]


def test_a_translated_report_gives_the_same_incidents_as_the_original(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with translation_engine() as address:
        german = reading([*world(tmp_path / "a", one=GERMAN), "--translator", address])
    english = reading(world(tmp_path / "b", one=ENGLISH))
    assert english["incidents"]
    assert shape(german) == shape(english)


def test_a_translation_keeps_the_original_and_is_never_verbatim(tmp_path: Path):
    with translation_engine() as address:
        read = reading([*world(tmp_path, one=GERMAN), "--translator", address])
    (report,) = read["reports"]
    assert report["translation"]["original"] == GERMAN
    assert report["translation"]["confirmed_by"] == ""
    assert not any(statement["verbatim"] for statement in read["statements"])
    assert all(facet["credibility"] == 6 for i in read["incidents"] for facet in [i["author"]])


def test_a_translation_and_its_original_are_one_source(tmp_path: Path):
    with translation_engine() as address:
        read = reading([*world(tmp_path, de=GERMAN, en=ENGLISH), "--translator", address])
    assert len(read["reports"]) == 2
    assert all(i["occurrence"]["independent"] <= 1 for i in read["incidents"])


def test_translated_words_stand_without_quotation_marks_and_with_the_original(tmp_path: Path):
    page = tmp_path / "brief.html"
    with translation_engine() as address:
        result = CliRunner().invoke(
            main,
            ["brief", *world(tmp_path, one=GERMAN), "--translator", address, "-o", str(page)],
        )
    assert result.exit_code == 0, result.output
    assert "translated from de by LibreTranslate, not confirmed" in page.read_text("utf-8")


def test_without_an_engine_the_report_is_set_aside_by_name(tmp_path: Path):
    result = CliRunner().invoke(main, ["brief", *world(tmp_path, de=GERMAN, en=ENGLISH)])
    assert "it is in German (de)" in result.stderr


def blockade(body: dict) -> dict:
    text = body["messages"][1]["content"]
    found = [
        event("COERCE", "blockaded", actors=["Belmar"], recipients=["the port of Avar"]),
        event("ASSAULT", "bombed"),
    ]
    return {"events": found if "blockaded" in text else []}


def test_a_language_model_codes_behind_the_same_port(tmp_path: Path):
    with chat_server(blockade) as (address, _):
        arguments = [*world(tmp_path, one=ENGLISH), "--reader", address, "--model", "small"]
        result = CliRunner().invoke(main, ["brief", "--json", *arguments])
    read = json.loads(result.stdout)
    (only,) = read["events"]
    assert only["type"] == "COERCE"
    assert only["actors"][0]["actor"]["country"] == "BLM"
    assert only["trail"]["rule"] == "language-model:small"
    assert "1 events refused" in result.stderr


def test_a_dry_run_prints_the_prompt_and_sends_nothing(tmp_path: Path):
    arguments = [*world(tmp_path, one=ENGLISH), "--reader", "http://127.0.0.1:9"]
    result = CliRunner().invoke(main, ["read", *arguments, "--model", "small", "--dry-run"])
    assert result.exit_code == 0, result.output
    assert "You code events for researchers" in result.stdout


def test_a_reader_needs_a_model(tmp_path: Path):
    result = CliRunner().invoke(
        main, ["read", *world(tmp_path, one=ENGLISH), "--reader", "http://x"]
    )
    assert result.exit_code == 2
    assert "--reader needs --model" in result.stderr


def test_a_model_option_needs_a_reader(tmp_path: Path):
    result = CliRunner().invoke(main, ["read", *world(tmp_path, one=ENGLISH), "--model", "small"])
    assert result.exit_code == 2
    assert "--model needs --reader" in result.stderr
