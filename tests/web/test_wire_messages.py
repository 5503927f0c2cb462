"""Messages bent in every way: none is taken that its sender did not sign as it stands."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.channel.crisis import CHANNEL, authors, charter, notice, ring
from tests.conftest import LONG
from tests.web.wire import Wire, asking

from detente.adapters.channel_sqlite import SqliteStore
from detente.app.channel_host import Host
from detente.channel.canonical import canonical
from detente.channel.keys import Signer
from detente.channel.messages import SCHEMA, sign_message
from detente.codebook.channel_kinds import message_kinds
from detente.model.errors import InputError

REFUSED = {400, 403, 404, 409, 413, 422}
TEXT = st.text(max_size=40)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | TEXT
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
FIELDS = ("about", "audience", "body", "channel", "key", "kind", "made", "number", "previous",
          "salt", "schema", "seen_root", "seen_size", "sender", "to")  # fmt: skip


@pytest.fixture(scope="module")
def ask(wire):
    with asking(wire.app) as ask:
        yield ask


def refused(wire: Wire, ask, raw: bytes, statuses=frozenset(REFUSED)) -> str:
    """Hand a message in; it is refused in words and nothing has changed."""
    before = (wire.host.checkpoint(), wire.host.ledger.size, wire.host.ledger.roster)
    answer = ask("POST", "/messages", content=raw)
    assert answer.status_code in statuses, (answer.status_code, answer.text[:300], raw[:300])
    assert answer.json()["error"]
    assert (wire.host.checkpoint(), wire.host.ledger.size, wire.host.ledger.roster) == before
    return answer.json()["error"]


def resigned(plain: dict, signer: Signer) -> bytes:
    """Sign an envelope as it stands, whatever it says: a party can write what it likes."""
    try:
        body = canonical(plain)
    except InputError:
        body = json.dumps(plain, ensure_ascii=True).encode()
        return body[:-1] + b',"signature":"AAAA"}'
    signature = base64.b64encode(signer.sign(SCHEMA.encode() + b"\n" + body)).decode()
    return canonical({**plain, "signature": signature})


def envelope(raw: bytes) -> dict:
    plain = json.loads(raw)
    del plain["signature"]
    return plain


@given(data=st.data())
def test_one_flipped_bit_is_one_refusal(wire, ask, data) -> None:
    raw = bytearray(notice(wire.authors["BRV"], 7).raw)
    place = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[place // 8] ^= 1 << place % 8
    refused(wire, ask, bytes(raw))


@given(data=st.data())
def test_cut_doubled_and_stuffed_messages_are_refused(wire, ask, data) -> None:
    raw = notice(wire.authors["BRV"], 7).raw
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    stuffing = data.draw(st.binary(min_size=1, max_size=8))
    refused(wire, ask, raw[:start] + raw[end:])
    refused(wire, ask, raw[:end] + raw[start:end] + raw[end:])
    refused(wire, ask, raw[:start] + stuffing + raw[start:])


@given(st.binary(max_size=400))
@example(b"")
@example(b"null")
@example(b"[" * 60_000)
@example(b'{"schema":"detente-message/1"}')
@example(b"\xef\xbb\xbf{}")
def test_bytes_that_are_no_message_are_refused(wire, ask, raw) -> None:
    refused(wire, ask, raw, {400, 403})


@pytest.mark.parametrize(
    "bend",
    [
        lambda raw: raw.replace(b'"kind":"notice"', b'"kind":"notice","kind":"notice"'),
        lambda raw: raw.replace(b'"troops":9500', b'"troops":1,"troops":9500'),
        lambda raw: raw.replace(b'"troops":9500', b'"troops":9500.0'),
        lambda raw: raw.replace(b'"troops":9500', b'"troops":9.5e3'),
        lambda raw: raw.replace(b'"troops":9500', b'"troops":NaN'),
        lambda raw: raw.replace(b'"troops":9500', b'"troops":-Infinity'),
        lambda raw: raw.replace(b'"troops":9500', b'"troops":' + b"9" * 5000),
        lambda raw: raw.replace(b'"troops":9500', b'"troops":1e999'),
        lambda raw: raw.replace(b'"troops":9500', b'"troops":' + b"[" * 9000 + b"]" * 9000),
        lambda raw: raw.replace(b'"troops":9500', b'"troops":"\\ud800"'),
        lambda raw: raw.replace(b"exercise", b"\\u0065xercise"),
        lambda raw: raw.replace(b'"activity":', b'"activity": '),
        lambda raw: raw + b"\n",
        lambda raw: b" " + raw,
        lambda raw: json.dumps(dict(reversed(json.loads(raw).items())), separators=(",", ":")).encode(),
        lambda raw: raw.replace(b'=="', b'="').replace(b'"signature":"', b'"signature":" '),
        lambda raw: raw.decode().encode("utf-16"),
    ],
)  # fmt: skip
def test_another_writing_of_the_same_message_is_refused(wire, ask, bend) -> None:
    refused(wire, ask, bend(notice(wire.authors["BRV"], 7).raw), {400, 403})


def may_stand(name: str, value, plain: dict) -> bool:
    """Whether a field may hold a value, said once more and apart from the code that is tried."""
    same = type(value) is type(plain[name]) and value == plain[name]
    names = isinstance(value, list) and all(isinstance(x, str) for x in value)
    known = names and value == sorted(set(value)) and set(value) <= {"ALD", "BRV", "CTL"}
    free = {
        "made": isinstance(value, str),
        "salt": isinstance(value, str),
        "to": known,
        "body": isinstance(value, dict) and {"activity", "start", "end", "area"} <= set(value),
        "kind": value in [k.kind for k in message_kinds().values() if not k.membership],
    }
    return same or free.get(name, False)


@given(name=st.sampled_from(FIELDS), value=JUNK)
@example("about", [])
@example("number", 1e300)
@example("number", True)
@example("seen_size", 4.0)
@example("to", ["CTL", "BRV"])
@example("to", ["EST"])
@example("audience", {})
@example("key", "00" * 32)
@example("seen_root", "A" * 64)
def test_a_party_that_signs_a_wrong_field_is_refused(wire, ask, name, value) -> None:
    plain = envelope(notice(wire.authors["BRV"], 7).raw)
    if may_stand(name, value, plain):
        return
    refused(wire, ask, resigned({**plain, name: value}, ring("BRV").signer))


@given(name=st.sampled_from(FIELDS), more=TEXT)
def test_a_party_that_leaves_out_or_adds_a_field_is_refused(wire, ask, name, more) -> None:
    plain = envelope(notice(wire.authors["BRV"], 7).raw)
    refused(wire, ask, resigned({k: v for k, v in plain.items() if k != name}, ring("BRV").signer))
    if more not in plain:
        refused(wire, ask, resigned({**plain, more: 1}, ring("BRV").signer))


SHAPES = st.sampled_from([[], {}, "", None, 0, [[]], [{}], "ALD", ["ALD"], {"ALD": []}, 1.5])


@pytest.mark.parametrize("kind", sorted(message_kinds()))
@settings(max_examples=60 if LONG else 6)
@given(data=st.data())
def test_whatever_a_party_writes_into_a_body_the_host_lives_on(kind, data) -> None:
    """A party may fill the fields of any kind with anything; taken or refused, never a crash."""
    store = SqliteStore(":memory:")
    try:
        wire = Wire(store)
        row = message_kinds()[kind]
        body = {name: data.draw(SHAPES | JUNK, label=name) for name in row.fields}
        author = wire.authors["BRV"]
        about = wire.host.ledger.entries[1].signed.digest if data.draw(st.booleans()) else ""
        plain = envelope(author.draft("question", {"text": ""}, about=about).raw)
        raw = resigned({**plain, "kind": kind, "body": body}, ring("BRV").signer)
        (answer,) = wire.host.submit_many([raw])
        assert getattr(answer, "status", 200) in {200, *REFUSED}
        wire.sound()
    finally:
        store.close()


@given(body=st.fixed_dictionaries(
    {"title": JUNK, "quorum": JUNK | st.sampled_from(["1e999999999", "9" * 5000, "1/0", "0", "-1",
                                                      "٣", "1_0", " 1", "1.0"]),
     "parties": JUNK | st.lists(JUNK, max_size=2)}))  # fmt: skip
def test_a_charter_that_says_anything_is_refused_at_once(body) -> None:
    store = SqliteStore(":memory:")
    try:
        host = Host(CHANNEL, Signer(b"\x77" * 32), store)
        plain = {**envelope(charter(authors()["ALD"]).raw), "body": body}
        (answer,) = host.submit_many([resigned(plain, ring("ALD").signer)])
        assert getattr(answer, "status", 200) in REFUSED
    finally:
        store.close()


@pytest.mark.parametrize(
    "quorum",
    ["1e999999999", "9" * 5000, "1/0", "0", "-1", "٣", "1_0", " 1", "1.0", "3/2", 2, None, []],
)
def test_a_quorum_is_all_a_share_or_a_count_and_nothing_else(quorum) -> None:
    store = SqliteStore(":memory:")
    host = Host(CHANNEL, Signer(b"\x77" * 32), store)
    author = authors()["ALD"]
    (answer,) = host.submit_many([charter(author, quorum=quorum).raw])
    assert answer.status == 422
    store.close()


def test_replays_answer_as_the_first_time_and_add_nothing(wire, ask) -> None:
    before = wire.host.ledger.size
    for index, raw in enumerate(wire.taken):
        answer = ask("POST", "/messages", content=raw)
        assert answer.status_code == 200
        assert f"index {index}\n" in answer.text
    assert wire.host.ledger.size == before


def test_a_message_for_another_channel_is_refused_though_rightly_signed(wire, ask) -> None:
    plain = envelope(notice(wire.authors["BRV"], 7).raw)
    raw = resigned({**plain, "channel": "channel.example/south"}, ring("BRV").signer)
    refused(wire, ask, raw, {404})


def test_messages_out_of_order_are_refused_until_their_turn(tmp_path) -> None:
    store = SqliteStore(tmp_path / "log.db")
    wire = Wire(store)
    author, chain = wire.authors["BRV"], []
    for number in range(4):
        chain.append(notice(author, number))
        author.sent(chain[-1])
    with asking(wire.app) as ask:
        for late in (3, 2, 1):
            refused(wire, ask, chain[late].raw, {409})
        for signed in chain:
            assert ask("POST", "/messages", content=signed.raw).status_code == 200
    wire.sound()
    store.close()


def test_another_signer_is_refused(wire, ask) -> None:
    message = notice(wire.authors["BRV"], 7).message
    for signer in (ring("CTL").signer, Signer(b"\x09" * 32)):
        other = replace(message, key=signer.public.hex())
        refused(wire, ask, sign_message(other, signer).raw, {403})
        refused(wire, ask, resigned(envelope(notice(wire.authors["BRV"], 7).raw), signer), {403})


def test_after_all_of_this_the_log_is_whole(wire) -> None:
    wire.sound()
