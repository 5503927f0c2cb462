"""A server on loopback that speaks the OpenAI chat protocol, with scripted moods."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[dict], object]
_ENTRY = re.compile(r"^(\S+): (.+?)(?:\n  belongs here: (.*))?(?:\n  .*)*$")


class ChatServer:
    """Answers with ``answer(body)``; a mood from ``moods`` is served first, once each."""

    def __init__(self, answer: Answer, moods: list[tuple[int, dict[str, str], str]]) -> None:
        self.answer = answer
        self.moods = list(moods)
        self.requests: list[dict] = []
        self.headers: list[dict[str, str]] = []


@contextmanager
def chat_server(answer: Answer, moods=()) -> Iterator[tuple[str, ChatServer]]:
    state = ChatServer(answer, list(moods))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            state.requests.append(body)
            state.headers.append(dict(self.headers))
            status, extra, payload = state.moods.pop(0) if state.moods else (200, {}, None)
            if payload is None:
                payload = json.dumps(completion(state.answer(body)))
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(payload.encode())))
            self.end_headers()
            self.wfile.write(payload.encode())

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def completion(content: object) -> dict:
    """A chat completion whose message holds ``content``."""
    text = content if isinstance(content, str) else json.dumps(content)
    return {
        "choices": [{"message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10},
    }


def follows_the_codebook(body: dict) -> dict:
    """A small honest model: picks the label whose *definition* names a word of the text."""
    codebook, text = (message["content"] for message in body["messages"])
    for entry in codebook.split("\n\n")[1:]:
        name, definition = entry.split("\n")[0].split(": ", 1)
        for word in re.findall(r"[a-z]{5,}", definition):
            if found := re.search(rf"\b{word}\b", text):
                return {"events": [event(name, found.group())]}
    return {"events": []}


def goes_by_the_name(body: dict) -> dict:
    """A stubborn model: answers the label it knows from training, whatever it is told."""
    text = body["messages"][1]["content"]
    known = {"attacked": "ASSAULT", "demanded": "REQUEST"}
    return {"events": [event(label, word) for word, label in known.items() if word in text]}


def event(label: str, words: str, **more: object) -> dict:
    return {
        "label": label,
        "words": words,
        "actors": [],
        "recipients": [],
        "mark": "asserted",
    } | more
