"""Raw bytes on the connection: broken, endless and slow requests; the host goes on."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time

import httpx
import pytest
from tests.channel.crisis import notice
from tests.web.wire import Wire, serving

from detente.adapters.channel_sqlite import SqliteStore
from detente.web.channel_protocol import MAX_HEAD, BoundedProtocol


class Hasty(BoundedProtocol):
    seconds = 0.5


@pytest.fixture(scope="module")
def port(wire):
    with serving(wire.app, http=Hasty) as port:
        yield port


def exchange(port: int, *parts: bytes, pause: float = 0.0, within: float = 10) -> bytes:
    """Send parts one after the other and read until the host closes or falls silent."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=within) as line:
        with contextlib.suppress(OSError):
            for part in parts:
                line.sendall(part)
                time.sleep(pause)
        line.settimeout(2)
        with contextlib.suppress(OSError):
            while found := line.recv(65_536):
                answer += found
    return answer


def statuses(answer: bytes) -> list[int]:
    return [int(x[:3]) for x in answer.split(b"HTTP/1.1 ")[1:]]


@pytest.fixture(autouse=True)
def lives_on(wire, port):
    """After each attack the host answers, and its log is as it was."""
    before = wire.host.checkpoint()
    yield
    assert httpx.get(f"http://127.0.0.1:{port}/checkpoint", timeout=5).text == before
    wire.sound()


HEAD = b"POST /messages HTTP/1.1\r\nHost: h\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"\r\n\r\n", b"\x00" * 200, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
        b"BREW /checkpoint HTTP/1.1\r\n\r\n", b"GET /checkpoint HTTP/1.1\r\nHost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET http://else.example/checkpoint HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        b"CONNECT else.example:443 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        b"GET /tile/%00%ff%2e%2e HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        b"GET /sealed HTTP/1.1\r\nHost: h\r\nAuthorization: Detente \xff\xfe 1 \xff\r\nConnection: close\r\n\r\n",
        b"GET /checkpoint HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        HEAD + b"Content-Length: -1\r\n\r\n", HEAD + b"Content-Length: 9x\r\n\r\n{}",
        HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        HEAD + b"Content-Length: 99999999999999999999999\r\n\r\n{}",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        HEAD + b"Transfer-Encoding: gzip\r\n\r\n{}",
        HEAD + b"Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
    ],
)  # fmt: skip
def test_broken_requests_are_refused_or_closed(port, raw) -> None:
    answer = exchange(port, raw)
    assert not [code for code in statuses(answer) if code >= 500]


def test_random_bytes_are_refused_or_closed(port) -> None:
    chance = random.Random(7)
    whole = HEAD + b"Content-Length: 2\r\nConnection: close\r\n\r\n{}"
    for _ in range(25):
        bent = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        assert not [code for code in statuses(exchange(port, bytes(bent))) if code >= 500]


@pytest.mark.parametrize(
    "head", [b"GET /" + b"a" * 65_536, b"GET / HTTP/1.1\r\nX: " + b"a" * 65_536]
)
def test_a_head_without_end_is_refused(port, head) -> None:
    answer = exchange(port, head, *[b"b" * MAX_HEAD] * 8)
    assert statuses(answer) in ([431], []), "refused, or closed before it could be told"


def test_many_headers_are_refused(port) -> None:
    lines = b"".join(b"X-%d: %s\r\n" % (n, b"v" * 100) for n in range(4000))
    answer = exchange(port, b"GET /checkpoint HTTP/1.1\r\nHost: h\r\n", lines, b"\r\n")
    assert 500 not in statuses(answer)


@pytest.mark.parametrize(
    "parts",
    [
        [b""],
        [b"G", b"E", b"T", b" ", b"/", b"c"] * 20,
        [b"GET /checkpoint HTTP/1.1\r\n", *[b"X-A: b\r\n"] * 60],
        [HEAD + b"Content-Length: 1000\r\n\r\n", *[b"x"] * 60],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 60],
        [HEAD + b"Content-Length: 1000\r\n\r\nshort"],
    ],
    ids=["silence", "slow line", "slow headers", "slow body", "slow chunks", "short body"],
)
def test_slow_requests_are_ended_in_time(port, parts) -> None:
    start = time.monotonic()
    answer = exchange(port, *parts, pause=0.02)
    assert time.monotonic() - start < 6
    assert statuses(answer) in ([408], [400], []), answer


def test_a_body_that_does_not_end_is_refused_at_its_limit(port) -> None:
    chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    answer = exchange(port, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 40)
    assert statuses(answer) in ([413], [])
    long = HEAD + b"Content-Length: 1000000\r\n\r\n"
    assert statuses(exchange(port, long, *[b"x" * 50_000] * 20)) in ([413], [])


def test_a_client_that_leaves_midway_leaves_no_trace(port, wire) -> None:
    raw = notice(wire.authors["BRV"], 7).raw
    for cut in (0, 1, len(raw) // 2, len(raw) - 1):
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(raw) + raw[:cut])


def test_pipelined_requests_are_answered_in_order(port) -> None:
    ask = b"GET /proof/%d HTTP/1.1\r\nHost: h\r\n\r\n"
    last = b"GET /proof/9 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
    answer = exchange(port, ask % 0 + ask % 1 + ask % 2 + last)
    assert statuses(answer) == [200, 200, 200, 404]
    places = [answer.index(b"index %d\n" % n) for n in range(3)]
    assert places == sorted(places)


def test_a_smuggled_second_request_is_not_answered_as_the_first(port) -> None:
    inner = b"GET /sealed HTTP/1.1\r\nHost: h\r\n\r\n"
    raw = HEAD + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(inner) + inner
    assert statuses(exchange(port, raw)) == [400]


def test_two_hundred_idle_lines_do_not_keep_a_party_out(port) -> None:
    with contextlib.ExitStack() as lines:
        for _ in range(200):
            lines.enter_context(socket.create_connection(("127.0.0.1", port)))
        start = time.monotonic()
        assert httpx.get(f"http://127.0.0.1:{port}/checkpoint").status_code == 200
        assert time.monotonic() - start < 5


def test_a_flood_of_refused_messages_does_not_stop_a_good_one(tmp_path) -> None:
    store = SqliteStore(tmp_path / "log.db")
    wire = Wire(store)
    signed = notice(wire.authors["BRV"], 7)
    with serving(wire.app, http=Hasty) as port:
        url = f"http://127.0.0.1:{port}/messages"

        def flood() -> None:
            with httpx.Client() as http:
                for number in range(60):
                    http.post(url, content=b"%d" % number * 1000)

        workers = [threading.Thread(target=flood) for _ in range(4)]
        for worker in workers:
            worker.start()
        assert httpx.post(url, content=signed.raw, timeout=10).status_code == 200
        for worker in workers:
            worker.join()
    wire.sound()
    store.close()
