"""Who may do what: one table, and every cell of it is tried.

Rows are classes of message kinds, which follow from the attributes of a kind, and classes of
routes, which follow from their description: a kind or route that is added falls into its row by
itself, or fails here until the table has one for it.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from tests.channel.crisis import CHANNEL, HOST, ring
from tests.conftest import ROOT
from tests.web.wire import NOW, asking

from detente.adapters.channel_sqlite import SqliteStore
from detente.app.channel_host import Host
from detente.channel.checkpoints import open_checkpoint
from detente.channel.cosignatures import cosign
from detente.channel.keys import Signer
from detente.channel.messages import sign_message
from detente.channel.notes import SignatureLine
from detente.channel.party import Author, KeyRing, with_proofs
from detente.channel.requests import authorise
from detente.codebook.channel_kinds import MessageKind, message_kinds
from detente.model.errors import Refusal
from detente.web.channel import channel_app
from detente.web.channel_openapi import describe

PAGE = ROOT / "docs/channel-evidence.md"
with (Path(__file__).parent / "permissions.csv").open(encoding="utf-8") as file:
    TABLE = {row.pop("what"): row for row in csv.DictReader(file)}
COLUMNS = tuple(next(iter(TABLE.values())))
FOUNDERS = ("ALD", "BRV", "CTL", "EST")


def row_of(kind: MessageKind) -> str:
    """The row in which a kind stands, by its attributes."""
    if kind.kind in ("charter", "approve"):
        return kind.kind
    if kind.membership:
        return "enrol rotate expel"
    if not kind.answers:
        return "message"
    sealable = any(message_kinds()[cause].sealable for cause in kind.answers)
    return f"answer to a message that {'can be sealed' if sealable else 'is open to all'}"


def fresh(party: str, salt: int) -> KeyRing:
    return KeyRing.from_secret(party, b"".join(bytes([salt + n]) * 32 for n in range(3)))


def turned(keys: KeyRing) -> dict:
    """The body of a change of keys."""
    return with_proofs({k: v for k, v in keys.row().items() if k != "name"}, [keys])


class World:
    """A channel in which everybody stands somewhere.

    ALD changed its keys, EST was expelled, DRN waits for a second approval; BRV was addressed in
    what CTL was not shown.
    """

    def __init__(self) -> None:
        self.host = Host(CHANNEL, HOST, SqliteStore(":memory:"))
        self.old = Author.new(ring("ALD"), CHANNEL)
        rings = [ring(party) for party in FOUNDERS]
        act = {"title": "t", "quorum": "all", "parties": [r.row() for r in rings]}
        self.authors = {r.party: Author.new(r, CHANNEL) for r in rings}
        self.first = self.say("ALD", "charter", with_proofs(act, rings))
        self.renewed = fresh("ALD", 200)
        self.agree(self.say("ALD", "rotate", turned(self.renewed)))
        self.old, self.authors["ALD"] = self.authors["ALD"], Author.new(self.renewed, CHANNEL)
        self.agree(self.say("ALD", "expel", {"party": "EST", "reason": "r"}))
        self.guest = fresh("DRN", 100)
        self.pending = self.say("ALD", "enrol", with_proofs(self.guest.row(), [self.guest]))
        self.sealed = self.say("ALD", "question", {"text": "?"}, audience=["BRV"], salt="s" * 32)

    def say(self, party: str, kind: str, body: dict, **extra):
        signed = self.authors[party].draft(kind, body, **extra)
        self.host.submit(signed.raw)
        self.authors[party].sent(signed)
        return signed

    def agree(self, act) -> None:
        for party in ("BRV", "CTL", "EST"):
            if act.digest in self.host.ledger.roster.pending:
                self.say(party, "approve", {}, about=act.digest)

    def cause(self, kind: MessageKind) -> str:
        """A message of ALD that this kind can be about, for BRV alone where that can be."""
        if kind.kind == "approve":
            return self.pending.digest
        if not kind.answers:
            return self.sealed.digest
        rows = [message_kinds()[name] for name in kind.answers]
        row = next((row for row in rows if row.sealable), rows[0])
        if row.membership:
            return self.pending.digest
        extra = {"audience": ["BRV"], "salt": "c" * 32} if row.sealable else {"to": ["BRV"]}
        about = self.cause(row) if row.answers else ""
        return self.say("ALD", row.kind, body_of(self, row, "ALD"), about=about, **extra).digest

    def author(self, column: str) -> Author:
        """Who stands in a column, and signs."""
        stranger = KeyRing.from_secret("XXX", b"\x0a" * 96)
        newcomer = Author.new(self.guest, CHANNEL)
        named = {
            "stranger": Author.new(stranger, CHANNEL), "founder-before": self.authors["BRV"],
            "party": self.authors["ALD"], "addressed": self.authors["BRV"],
            "unaddressed": self.authors["CTL"], "retired": self.old,
            "expelled": self.authors["EST"], "newcomer": newcomer,
            "host": Author.new(replace(stranger, party=CHANNEL, signer=HOST), CHANNEL),
            "witness": Author.new(replace(ring("BRV"), signer=ring("BRV").witness), CHANNEL),
        }  # fmt: skip
        return named[column]


def body_of(world: World, kind: MessageKind, party: str) -> dict:
    """A body with every field, and a true one where the log looks into it."""
    if kind.kind == "charter":
        return dict(world.first.message.body)
    if kind.kind == "enrol":
        guest = fresh("FAL", 150)
        return with_proofs(guest.row(), [guest])
    if kind.kind == "rotate":
        own = party if party in FOUNDERS[:3] else "BRV"
        keys = fresh(own, 30 + sum(map(ord, own)) % 60)
        return turned(keys)
    if kind.kind == "expel":
        return {"party": "CTL" if party != "CTL" else "BRV", "reason": "r"}
    true = {"state": "planned", "when": "2031-06-01"}
    return {name: true.get(name, "x") for name in kind.fields}


def outcome(world: World, column: str, kind: MessageKind, about: str) -> str:
    """Hand in a message of a kind as who stands in a column."""
    author, host = world.author(column), world.host
    if column == "founder-before":
        host, about = Host(CHANNEL, HOST, SqliteStore(":memory:")), ""
        author = Author.new(ring("BRV"), CHANNEL)
    if column == "party" and not kind.answers:
        about = ""
    cause, extra = world.host.ledger.message(about), {}
    if cause is not None and cause.message.audience is not None and kind.sealable:
        extra = {"audience": ["BRV" if column == "party" else "ALD"], "salt": "a" * 32}
    body = body_of(world, kind, author.ring.party)
    signed = author.draft(kind.kind, body, about=about, **extra)
    (answer,) = host.submit_many([signed.raw])
    if isinstance(answer, Refusal):
        return str(answer.status)
    author.sent(signed)
    return "taken"


def test_the_table_has_no_row_that_nothing_falls_into() -> None:
    rows = {row_of(kind) for kind in message_kinds().values()}
    assert set(TABLE) == rows | {"cosignature", "open route", "signed route", "a sealed message"}


@pytest.mark.parametrize("name", sorted(message_kinds()))
def test_who_may_say_what(name: str) -> None:
    kind, world = message_kinds()[name], World()
    about = "" if kind.kind == "charter" else world.cause(kind)
    last = sorted(COLUMNS, key=lambda column: column == "unaddressed")  # whose approval enacts
    found = {column: outcome(world, column, kind, about) for column in last}
    assert found == TABLE[row_of(kind)], f"{name} stands in the row {row_of(kind)!r}"


def line_of(world: World, column: str, note: str) -> SignatureLine:
    """A cosignature as who stands in a column would forge or give it."""
    signer: dict[str, tuple[str, Signer]] = {
        "witness": ("BRV/witness", ring("BRV").witness),
        "retired": ("ALD/witness", ring("ALD").witness),
        "expelled": ("EST/witness", ring("EST").witness),
        "newcomer": ("DRN/witness", world.guest.witness),
        "host": (CHANNEL, HOST),
    }
    name, key = signer.get(column, ("BRV/witness", world.author(column).ring.signer))
    return cosign(open_checkpoint(note, [world.host.key]).note.text, name, key, time=NOW)


@pytest.mark.parametrize("column", COLUMNS)
def test_who_may_cosign(column: str) -> None:
    world = World()
    host = world.host
    if column == "founder-before":
        host = Host(CHANNEL, HOST, SqliteStore(":memory:"))
    size, line = host.ledger.size, str(line_of(world, column, host.checkpoint()))
    with asking(channel_app(host, clock=lambda: NOW)) as ask:
        answer = ask("POST", f"/cosignatures/{size}", content=line.encode())
    found = "taken" if answer.status_code == 200 else str(answer.status_code)
    assert found == TABLE["cosignature"][column]


PLACES = {"path": "0/000.p/1", "index": "0", "old": "1", "new": "1", "size": "1"}


@pytest.mark.parametrize("column", COLUMNS)
def test_who_may_read_what(column: str) -> None:
    world = World()
    host = world.host
    if column == "founder-before":
        host = Host(CHANNEL, HOST, SqliteStore(":memory:"))
    signer = world.author(column).ring.signer
    with asking(channel_app(host, clock=lambda: NOW)) as ask:
        for path, methods in describe()["paths"].items():
            if "get" not in methods:
                assert path in ("/messages", "/cosignatures/{size}"), "the table has a row for it"
                continue
            row = TABLE["signed route" if "401" in methods["get"]["responses"] else "open route"]
            target = path
            for name, value in PLACES.items():
                target = target.replace(f"{{{name}}}", value)
            target = target.replace("{", "").replace("}", "")
            header = authorise(signer, CHANNEL, target, time=NOW)
            answer = ask("GET", target, headers={"Authorization": header})
            found = "401" if answer.status_code == 401 else "read"
            assert found == row[column], path
            assert answer.status_code in {200, 401, 404, 406, 501}
        header = authorise(signer, CHANNEL, "/sealed", time=NOW)
        answer = ask("GET", "/sealed", headers={"Authorization": header})
    said = str(answer.status_code)
    if answer.status_code == 200:
        said = "read" if world.sealed.raw.decode() in answer.json() else "unseen"
    assert said == TABLE["a sealed message"][column]


def test_a_message_in_the_name_of_another_is_refused_for_every_pair() -> None:
    world = World()
    for one in ("ALD", "BRV", "CTL"):
        for other in ("ALD", "BRV", "CTL", "EST", "DRN", "XXX"):
            if one == other:
                continue
            author = world.authors[one]
            message = author.draft("question", {"text": "?"}).message
            forged = sign_message(replace(message, sender=other), author.ring.signer)
            (answer,) = world.host.submit_many([forged.raw])
            assert answer.status == 403


def test_the_page_shows_the_table_as_it_is_tried() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for what, row in TABLE.items():
        assert f"| {what} | {' | '.join(row.values())} |" in text
    assert f"| | {' | '.join(COLUMNS)} |" in text
