"""Parties that talk: a scene with rooms in its charter, roles for names, and short verbs."""

from __future__ import annotations

from hashlib import shake_256

from tests.channel.crisis import CHANNEL
from tests.channel.scene import HOUR, START, Scene, iso

from detente.channel.cosignatures import cosignatures
from detente.channel.decisions import Decision, Dialogue, decide, dialogue, seat_of
from detente.channel.ledger import Ledger
from detente.channel.notes import Note
from detente.channel.party import Author, KeyRing, with_proofs

CLOSE = START + 24 * HOUR
DAY = 24 * HOUR
ROTATION = {"from": iso(START - 10 * DAY), "days": 30}


def keys(party: str) -> KeyRing:
    return KeyRing.from_secret(party, shake_256(party.encode()).digest(96))


class Talks(Scene):
    """A scene whose parties stand in the charter in the order given."""

    def __init__(self, *parties: str, **charter) -> None:
        self.names = parties or ("ALD", "BRV", "CTL")
        self.ledger = Ledger(CHANNEL)
        self.rings = {party: keys(party) for party in self.names}
        self.authors = {party: Author.new(ring, CHANNEL) for party, ring in self.rings.items()}
        self.cosigned: list = []
        self.receipts: list[tuple[str, str]] = []
        rows = [ring.row() for ring in self.rings.values()]
        act = {"title": "x", "quorum": "2/3", "instruments": [], "parties": rows, **charter}
        rings = list(self.rings.values())
        self.add(self.authors[self.names[0]].draft("charter", with_proofs(act, rings)))

    def watch(self, time: int, *parties: str) -> None:
        note = self.note()
        for party in parties or self.ledger.roster.parties:
            lines = self.rings[party].cosign(note.text, time=time)
            self.cosigned += cosignatures(Note(note.text, (*note.lines, *lines)),
                                          self.rings[party].witnesses)  # fmt: skip

    def receipt(self, by: str, signed, time: int) -> None:
        from detente.channel.requests import give_receipt

        text = give_receipt(by, self.rings[by].signer, CHANNEL, signed.digest, time=time)
        self.receipts.append((signed.digest, text))

    def enrol(self, party: str) -> None:
        ring = self.rings[party] = keys(party)
        self.authors[party] = Author.new(ring, CHANNEL)
        act = self.say(self.names[0], "enrol", with_proofs(ring.row(), [ring]))
        for other in self.names[1:]:
            if party not in self.ledger.roster.parties:
                self.say(other, "approve", about=act.digest)

    def expel(self, party: str, *by: str) -> None:
        act = self.say(by[0], "expel", {"party": party, "reason": "left"})
        for other in by[1:]:
            if party not in self.ledger.roster.parties:
                break
            self.say(other, "approve", about=act.digest)

    def propose(self, party: str, text: str = "Article 1", way: str = "silence", **more):
        body = {"room": "main", "text": text, "expiry": iso(CLOSE), "way": way, **more}
        return self.say(party, "proposal", body)

    def vote(self, party: str, proposal, choice: str):
        return self.say(party, "vote", {"choice": choice}, about=proposal.digest)

    def stands(self, proposal, now: int) -> Decision:
        seat = seat_of(self.record, proposal.message.body["room"])
        return decide(self.record, proposal.digest, now=now, seat=seat)

    def talk(self, now: int) -> Dialogue:
        return dialogue(self.record, now=now)
