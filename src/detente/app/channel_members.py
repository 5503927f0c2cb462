"""Membership as a party sees it: propose, change one's keys, and tell who is in.

A rotation can be cut off after any step. The new keys lie beside the old ones until the quorum
has approved them; the switch is one file that takes the place of another, and holds the old keys
as well.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from detente.adapters.channel_client import ChannelClient
from detente.adapters.channel_mirror import PartyFolder
from detente.app.channel_party import make_keys, sign_act
from detente.channel.keys import fingerprint
from detente.channel.ledger import Ledger
from detente.channel.notes import parse_vkey
from detente.channel.party import KeyRing
from detente.channel.roster import Roster, read_party
from detente.model.channel import Party, SignedMessage
from detente.model.errors import InputError, NoteError


@dataclass(frozen=True, slots=True)
class Member:
    """A party, a former one, or an act that waits, as it is told.

    Attributes:
        state: "party", "former" or "pending".
        party: Short name.
        name: Full name.
        keys: Fingerprints of the keys that sign.
        witnesses: Key names and fingerprints of its witnesses.
        act: Kind of a waiting act.
        digest: Digest of a waiting act: what `approve` takes.
        proposed_by: Who proposed it.
        approvals: Who has approved it.
        needed: How many must approve, by the quorum.
        since: Index of the entry that brought the keys in, or of the act.
    """

    state: str
    party: str
    name: str = ""
    keys: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    act: str = ""
    digest: str = ""
    proposed_by: str = ""
    approvals: tuple[str, ...] = ()
    needed: int | None = None
    since: int | None = None


def newcomer(act: Mapping[str, Any]) -> Mapping[str, Any]:
    """An enrolment as it can be proposed: the newcomer's own keys have signed it.

    Raises:
        InputError: If they have not, or a field is wrong.
    """
    try:
        party = read_party(act)
    except (InputError, NoteError) as error:
        text = f"this is no enrolment that the newcomer signed: {error}"
        raise InputError(f"{text}; the newcomer runs `detente channel join PARTY.json`") from error
    return {**act, "name": party.name}


def rotate(client: ChannelClient, passphrase: str) -> SignedMessage:
    """Make new keys, keep them, and propose them, signed by the old; goes on where it was cut off.

    Raises:
        Refusal: If the log does not take the act.
        ChannelError: If the host cannot be reached.
    """
    folder = client.folder
    fresh = folder.next_keys(passphrase)
    if fresh is None:
        fresh, text = make_keys(client.ring.party, passphrase)
        folder.keep_next(text)
    sent = _proposed(folder, fresh)
    if sent is None:
        party = folder.json("party.json")
        row = fresh.row(party.get("name", ""))
        return client.send("rotate", sign_act(row, fresh))[0]
    signed, answered = sent
    if not answered:
        client.resend()
    return signed


def _proposed(folder: PartyFolder, fresh: KeyRing) -> tuple[SignedMessage, bool] | None:
    """The act that proposes these keys, and whether the log has answered it."""
    for signed, proof in folder.sent():
        message = signed.message
        if message.kind == "rotate" and message.body["keys"] == [fresh.signer.public.hex()]:
            return signed, proof is not None
    return None


def switch(client: ChannelClient, passphrase: str, ledger: Ledger) -> bool:
    """Take new keys into use once the log has them; whether it was done now.

    The key file is replaced in one step by one that holds new and old keys. What was closed with
    the old keys is closed again with the new ones, and only then is the rotation over.
    """
    folder, ring = client.folder, client.ring
    fresh = folder.next_keys(passphrase)
    party = ledger.roster.parties.get(ring.party)
    if fresh is None or party is None or fresh.signer.public.hex() not in party.keys:
        return False
    if ring.signer.public != fresh.signer.public:
        ring = ring.followed_by(fresh)
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        folder.keep_keys(ring.sealed(passphrase, salt=salt, nonce=nonce))
        client.ring = ring
    folder.keep_row(ring.row(party.name))
    for name in folder.declarations():
        plain = ring.unlock(folder.declaration(name) or b"")
        folder.keep_declaration(name, ring.lock(plain, nonce=secrets.token_bytes(12)))
    folder.drop_next()
    return True


def members(ledger: Ledger) -> tuple[Member, ...]:
    """Parties, waiting acts with what they lack, and former parties, in that order."""
    roster = ledger.roster
    present = [_member(party, ledger) for _, party in sorted(roster.parties.items())]
    former = [Member("former", party) for party in sorted(roster.former)]
    return (*present, *_pending(roster, ledger), *former)


def _member(party: Party, ledger: Ledger) -> Member:
    since = max(ledger.tenures[key].since for key in party.keys)
    return Member("party", party.id, since=since, **_identity(party))


def _identity(party: Party) -> dict[str, Any]:
    return {
        "name": party.name,
        "keys": tuple(fingerprint(bytes.fromhex(key)) for key in party.keys),
        "witnesses": tuple(map(_told, party.witnesses)),
    }


def _told(vkey: str) -> str:
    key = parse_vkey(vkey)
    return f"{key.name} {fingerprint(key.public)}"


def _pending(roster: Roster, ledger: Ledger) -> list[Member]:
    found = []
    for digest, waiting in roster.pending.items():
        act, voters = waiting.message, roster.voters(waiting.message)
        fresh = None if act.kind == "expel" else read_party(act.body)
        row = Member(
            "pending", act.body["party"], act=act.kind, digest=digest, proposed_by=act.sender,
            approvals=tuple(sorted(waiting.approvals & voters)),
            needed=roster.needed(len(voters)), since=ledger.places[digest],
        )  # fmt: skip
        found.append(replace(row, **_identity(fresh)) if fresh else row)
    return found
