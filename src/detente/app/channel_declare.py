"""A party's use cases about declarations: commit, open, draw, share the secret, read the log."""

from __future__ import annotations

import base64
import contextlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from detente.channel.declarations import CAPACITY, Declaration, Item, totals, vrf_of
from detente.channel.draws import detection, read_draw, seed_digest, seed_of
from detente.channel.escrow import (
    combine,
    false_shares,
    open_share,
    seal_share,
    share_digest,
    split,
)
from detente.channel.ledger import Ledger
from detente.channel.openings import (
    commitment_body,
    delta,
    delta_digest,
    list_digest,
    list_plain,
    opening_body,
    read_list,
)
from detente.channel.party import KeyRing
from detente.channel.proofs import LogProof
from detente.model.channel import SignedMessage
from detente.model.errors import ChannelError, InputError, ProofError, Refusal

_FALSE: Final = (1, 2, 5, 10)


class Sender(Protocol):
    """Whoever signs and sends messages for a party."""

    def send(
        self, kind: str, body: Mapping[str, Any], *, to: Sequence[str] = (), about: str = ""
    ) -> tuple[SignedMessage, LogProof]:
        """Sign and send a message; on return it is in the log."""


@dataclass(frozen=True)
class Kept:
    """A declaration as its party keeps it.

    Attributes:
        name: Name of the declaration.
        whole: The list with its secret.
        commitment: Digest of the first commitment, "" before it is sent.
        current: Digest of the commitment or update that stands now.
    """

    name: str
    whole: Declaration
    commitment: str = ""
    current: str = ""

    def locked(self, ring: KeyRing) -> bytes:
        """The file, closed with the party's keys."""
        plain = {"name": self.name, "commitment": self.commitment, "current": self.current,
                 "list": list_plain(self.whole)}  # fmt: skip
        return ring.lock(json.dumps(plain).encode(), nonce=secrets.token_bytes(12))


def read_kept(box: bytes | None, ring: KeyRing, name: str) -> Kept:
    """Open a kept declaration.

    Raises:
        InputError: If there is none.
        KeyRefused: If the keys are others.
    """
    if box is None:
        raise InputError(f"there is no declaration {name!r} here; make it with `channel declare`")
    plain = json.loads(ring.unlock(box))
    secret, items = read_list(plain["list"])
    whole = Declaration(secret, items, plain["list"]["capacity"], plain["list"]["version"])
    return Kept(plain["name"], whole, plain["commitment"], plain["current"])


def new_declaration(name: str, items: tuple[Item, ...], *, capacity: int = CAPACITY) -> Kept:
    """A declaration with a fresh secret; nothing is sent.

    Raises:
        InputError: If the list does not fit the capacity.
    """
    return Kept(name, Declaration(secrets.token_bytes(32), items, capacity))


def commit(sender: Sender, kept: Kept, *, state: bool = False) -> Kept:
    """Make the key known, commit to the list, and state totals if wanted."""
    key = {"declaration": kept.name, "vrf_key": kept.whole.function.public.hex()}
    first, _ = sender.send("declaration-key", key)
    body = commitment_body(kept.name, kept.whole.commitment)
    made, _ = sender.send("commitment", body, about=first.digest)
    if state:
        sender.send("totals", {"totals": totals(kept.whole.items)}, about=made.digest)
    return replace(kept, commitment=made.digest, current=made.digest)


def update(
    sender: Sender, kept: Kept, items: tuple[Item, ...], *, changed: str, state: bool = False
) -> Kept:
    """Commit to a changed list.

    Args:
        sender: Who sends.
        kept: The declaration as it stood.
        items: The list as it stands.
        changed: Day of the change, ISO 8601; the update is due within five days of it.
        state: Whether to state totals.
    """
    whole = replace(kept.whole, items=items, version=kept.whole.version + 1)
    change = delta_digest(whole.secret, whole.version, delta(kept.whole.items, items))
    body = {"root": whole.commitment.root.hex(), "version": whole.version, "changed": changed,
            "delta": change}  # fmt: skip
    made, _ = sender.send("declaration-update", body, about=kept.commitment)
    if state:
        sender.send("totals", {"totals": totals(items)}, about=made.digest)
    return replace(kept, whole=whole, current=made.digest)


def reveal(sender: Sender, kept: Kept, bodies: Sequence[Mapping[str, Any]]) -> None:
    """Send openings; each is its own message."""
    for body in bodies:
        sender.send("reveal", body, about=kept.current)


def openings(kept: Kept, labels: Sequence[str], cells: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Bodies that open labels, and everything in cells."""
    found = [kept.whole.open(label) for label in labels]
    for cell in cells:
        found += kept.whole.open_cell(cell)
    return [opening_body(one) for one in found]


def reveal_all(sender: Sender, kept: Kept) -> dict[str, Any]:
    """Make the secret known; the list that is handed over, whose digest is then in the log."""
    plain = list_plain(kept.whole)
    body = {"secret": kept.whole.secret.hex(), "digest": list_digest(plain)}
    sender.send("full-reveal", body, about=kept.current)
    return plain


def plan(items: int, inspections: int) -> dict[int, float]:
    """Probability of meeting a false item, by how many are false: what an inspection is worth."""
    counts = sorted({n for n in (*_FALSE, items // 10) if 0 < n <= items})
    return {n: detection(items=items, false=n, inspections=inspections) for n in counts}


def seed(sender: Sender, ring: KeyRing, ledger: Ledger, digest: str) -> str:
    """Take the next step of a draw: commit to one's seed, then reveal it; what was done.

    Raises:
        InputError: If there is no such draw.
        ChannelError: If others have still to commit.
    """
    entry = ledger.entries[ledger.places[digest]] if digest in ledger.places else None
    if entry is None or entry.signed is None or entry.signed.message.kind != "draw":
        raise InputError(f"{digest[:16]!r} is no draw in this mirror; run `channel mirror`")
    draw, mine = read_draw(ledger, entry), _seed(ring, ledger, digest)
    if ring.party in draw.uncommitted:
        sender.send(
            "seed-commitment", {"digest": seed_digest(ring.party, digest, mine)}, about=digest
        )
        return "committed"
    if draw.uncommitted:
        raise ChannelError(f"still to commit: {', '.join(draw.uncommitted)}; mirror and try again")
    if ring.party not in draw.unrevealed:
        return "nothing left to do"
    sender.send("seed-reveal", {"seed": mine}, about=digest)
    return "revealed"


def _seed(ring: KeyRing, ledger: Ledger, digest: str) -> str:
    """One's seed for a draw; that of an earlier key if it was committed to."""
    seeds = [seed_of(one.signer.seed, digest) for one in ring.rings]
    promised = {
        entry.signed.message.body.get("digest")
        for entry in ledger.entries
        if entry.signed and entry.signed.message.about == digest
        and (entry.signed.message.kind, entry.signed.message.sender)
        == ("seed-commitment", ring.party)
    }  # fmt: skip
    return next((s for s in seeds if seed_digest(ring.party, digest, s) in promised), seeds[0])


def escrow(sender: Sender, kept: Kept, ledger: Ledger, *, needed: int) -> SignedMessage:
    """Share the secret among all other parties, each share closed for its party's key.

    Raises:
        InputError: If more are needed than there are parties.
    """
    me = ledger.message(kept.commitment)
    parties = [p for i, p in sorted(ledger.roster.parties.items()) if me and i != me.message.sender]
    random = secrets.token_bytes(80 * max(0, needed - 1))
    shares = split(kept.whole.secret, needed=needed, shares=len(parties), random=random)
    pairs = list(zip(parties, shares, strict=True))
    boxes = {
        p.id: base64.b64encode(seal_share(s, bytes.fromhex(p.keys[0]))).decode() for p, s in pairs
    }
    body = {"needed": needed, "shares": boxes, "digests": {p.id: share_digest(s) for p, s in pairs}}
    return sender.send("escrow", body, about=kept.commitment)[0]


def hand_in(sender: Sender, ring: KeyRing, ledger: Ledger, digest: str) -> None:
    """Hand in one's share of an escrowed secret: everybody can read it then.

    Raises:
        InputError: If there is no such escrow, or no share for this party.
        ProofError: If the share cannot be opened or is not the one promised.
    """
    body = _escrow(ledger, digest)
    if ring.party not in body["shares"]:
        raise InputError(f"the escrow holds no share for {ring.party}")
    share = _share(base64.b64decode(body["shares"][ring.party]), ring)
    if false_shares({ring.party: share}, body["digests"]):
        raise ProofError(
            "the share is not the one whose digest stands in the escrow: a false share"
        )
    sender.send("share-opened", {"share": share.hex()}, about=digest)


def _share(box: bytes, ring: KeyRing) -> bytes:
    """Open a share, which may have been closed for an earlier key."""
    for one in ring.former:
        with contextlib.suppress(ProofError):
            return open_share(box, one.signer)
    return open_share(box, ring.signer)


def recover(ledger: Ledger, digest: str) -> bytes:
    """Put an escrowed secret together from the shares in the log.

    Raises:
        InputError: If there is no such escrow.
        ProofError: If there are too few true shares, or what they make is not the secret.
    """
    body, found = _escrow(ledger, digest), {}
    for entry in ledger.entries:
        if entry.signed and entry.signed.message.about == digest:
            message = entry.signed.message
            if message.kind == "share-opened":
                found[message.sender] = bytes.fromhex(str(message.body["share"]))
    for party in false_shares(found, body["digests"]):
        del found[party]
    if len(found) < int(body["needed"]):
        raise ProofError(f"{len(found)} true shares are in the log; {body['needed']} are needed")
    secret = combine(list(found.values()))
    about = ledger.message(digest)
    committed = ledger.message(about.message.about) if about else None
    if committed is None or committed.message.body.get("vrf_key") != vrf_of(secret).public.hex():
        raise ProofError("the shares do not make the secret of the declaration: they were false")
    return secret


def _escrow(ledger: Ledger, digest: str) -> Mapping[str, Any]:
    signed = ledger.message(digest)
    if signed is None or signed.message.kind != "escrow":
        raise InputError(f"{digest[:16]!r} is no escrow in this mirror")
    body = signed.message.body
    if not isinstance(body["shares"], dict) or not isinstance(body["digests"], dict):
        raise Refusal(422, "the escrow is malformed")
    return body
