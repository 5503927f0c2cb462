"""A log in memory with witnesses whose clocks are told, so that every case can be set up."""

from __future__ import annotations

import datetime as dt

from tests.channel.crisis import CHANNEL, HOST, NAMES, authors, ring

from detente.channel.checkpoints import Checkpoint, sign_checkpoint
from detente.channel.cosignatures import cosignatures
from detente.channel.keys import SignatureType
from detente.channel.ledger import Ledger
from detente.channel.notes import Note, VerifierKey
from detente.channel.party import with_proofs
from detente.channel.record import Record
from detente.channel.requests import give_receipt

START = int(dt.datetime(2031, 5, 1, tzinfo=dt.UTC).timestamp())
HOUR = 3600
LOG_KEY = VerifierKey(CHANNEL, SignatureType.NOTE, HOST.public)


def iso(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat()


class Scene:
    """A log that grows, and the parties that watch it."""

    def __init__(self, instruments: list[dict] | None = None) -> None:
        self.ledger = Ledger(CHANNEL)
        self.authors = authors()
        self.cosigned: list = []
        self.receipts: list[tuple[str, str]] = []
        rings = [ring(p) for p in NAMES]
        adopted = [{"instrument": "VD2011"}] if instruments is None else instruments
        act = {"title": "x", "quorum": "2/3", "instruments": adopted,
               "parties": [r.row(NAMES[r.party]) for r in rings]}  # fmt: skip
        self.add(self.authors["ALD"].draft("charter", with_proofs(act, rings)))

    def add(self, signed):
        self.ledger.append(signed)
        self.authors[signed.message.sender].sent(signed)
        return signed

    def say(self, party: str, kind: str, body: dict | None = None, **extra):
        return self.add(self.authors[party].draft(kind, body or {}, **extra))

    def note(self) -> Note:
        root = self.ledger.tree.root()
        return sign_checkpoint(Checkpoint(CHANNEL, self.ledger.size, root), HOST)

    def watch(self, time: int, *parties: str) -> None:
        """Parties cosign the log as it stands."""
        note = self.note()
        for party in parties or NAMES:
            lines = ring(party).cosign(note.text, time=time)
            keys = ring(party).witnesses
            self.cosigned += cosignatures(Note(note.text, (*note.lines, *lines)), keys)

    def receipt(self, by: str, signed, time: int) -> None:
        text = give_receipt(by, ring(by).signer, CHANNEL, signed.digest, time=time)
        self.receipts.append((signed.digest, text))

    @property
    def record(self) -> Record:
        return Record(self.ledger, self.cosigned, self.receipts)
