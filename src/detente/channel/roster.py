"""Who is a party: a pure function of the charter and the approvals that follow it."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final

from detente.channel.canonical import canonical
from detente.channel.keys import SignatureType, Signer, ed25519_key, ed25519_verifies
from detente.channel.notes import decode_base64, parse_vkey, told_apart
from detente.model.channel import Message, Party, SignedMessage
from detente.model.errors import InputError, KeyRefused, NoteError, Refusal

_PROOF: Final = b"detente-membership/1\n"
_QUORUM: Final = re.compile(r"[0-9]{1,4}(/[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Pending:
    """A membership act that waits for approvals."""

    message: Message
    approvals: frozenset[str]


@dataclass(frozen=True, slots=True)
class Roster:
    """Parties as they stand after some entry.

    Attributes:
        quorum: How many of the parties must approve, as a share ("2/3") or a number.
        parties: Members by id.
        pending: Acts that wait for approvals, by digest.
        former: Ids of those that were expelled.
        retired: Keys that no longer speak: in hex, or verifier keys of witnesses.
        named: Whose a witness name is, those of former parties included.
    """

    quorum: str = "all"
    parties: Mapping[str, Party] = field(default_factory=dict)
    pending: Mapping[str, Pending] = field(default_factory=dict)
    former: frozenset[str] = frozenset()
    retired: frozenset[str] = frozenset()
    named: Mapping[str, str] = field(default_factory=dict)

    def party_of(self, key: str) -> Party | None:
        """The party for which a key signs now."""
        return next((p for p in self.parties.values() if key in p.keys), None)

    def voters(self, act: Message) -> frozenset[str]:
        """Who may approve an act: everybody, less the party that is to be expelled."""
        subject = act.body["party"]
        return frozenset(p for p in self.parties if act.kind != "expel" or p != subject)

    def needed(self, voters: int) -> int:
        """How many of so many parties must approve."""
        return threshold(self.quorum, voters)


def threshold(quorum: str, voters: int) -> int:
    """Turn a written quorum into a number: "all", a share such as "2/3", or a count.

    Raises:
        InputError: If it is none of these.
    """
    if quorum == "all":
        return voters
    try:
        share = Fraction(quorum if _QUORUM.fullmatch(quorum) else "")
    except (ValueError, ZeroDivisionError) as error:
        raise InputError(
            f"a quorum is 'all', a share like '2/3' or a count, not {quorum!r}"
        ) from error
    number = math.ceil(share * voters) if "/" in quorum else int(share)
    if share <= 0 or ("/" in quorum and share > 1):
        raise InputError(f"the quorum {quorum!r} cannot be met or says nothing")
    return max(1, min(number, voters))


def prove_key(signer: Signer, act: Mapping[str, Any]) -> str:
    """Show that one holds a new key: sign the act, less its proofs, with it, in base 64."""
    return base64.b64encode(signer.sign(_act_bytes(act))).decode()


def after(roster: Roster, signed: SignedMessage) -> Roster:
    """The roster once a message stands in the log.

    Raises:
        Refusal: If the act is not one the sender may do now.
    """
    message = signed.message
    if message.kind == "charter":
        return _charter(roster, message)
    if message.kind in ("enrol", "rotate", "expel"):
        _check_act(roster, message)
        waiting = Pending(message, frozenset())
        roster = replace(roster, pending={**roster.pending, signed.digest: waiting})
        return _approve(roster, signed.digest, message.sender)
    if message.kind == "approve":
        if message.about not in roster.pending:
            raise Refusal(409, "nothing of that digest waits for approval")
        return _approve(roster, message.about, message.sender)
    return roster


def _charter(roster: Roster, message: Message) -> Roster:
    if roster.parties:
        raise Refusal(409, "a channel has one charter, its first entry")
    quorum = message.body["quorum"]
    if not isinstance(quorum, str):
        raise Refusal(422, "field 'quorum' is a text: all, a share or a count")
    try:
        threshold(quorum, 1)
        founders = _founders(message.body)
    except (InputError, KeyRefused, NoteError) as error:
        raise Refusal(422, str(error)) from error
    if message.sender not in founders or message.key not in founders[message.sender].keys:
        raise Refusal(403, "a charter is handed in by one of its founders")
    return Roster(quorum=quorum, parties=founders, named=_named(founders.values()))


def _founders(body: Mapping[str, Any]) -> dict[str, Party]:
    rows = body["parties"]
    if not isinstance(rows, list) or not rows:
        raise InputError("a charter names its founding parties")
    parties = [_party(row, body) for row in rows]
    if len({party.id for party in parties}) < len(parties):
        raise InputError("a party stands twice in the charter")
    _check_unique(parties, {})
    return {party.id: party for party in parties}


def _check_act(roster: Roster, message: Message) -> None:
    body, kind = message.body, message.kind
    if not isinstance(body["party"], str):
        raise Refusal(422, "field 'party' must be the short name of a party")
    known = body["party"] in roster.parties
    if kind == "enrol" and known:
        raise Refusal(409, f"{body['party']!r} is a party already")
    if kind != "enrol" and not known:
        raise Refusal(422, f"{body['party']!r} is no party")
    if kind == "expel":
        return
    try:
        party = read_party(body)
        others = [p for p in roster.parties.values() if p.id != party.id]
        _check_unique([*others, party], roster.named)
    except (InputError, KeyRefused, NoteError) as error:
        raise Refusal(422, str(error)) from error
    if roster.retired & {*party.keys, *party.witnesses}:
        raise Refusal(422, "a retired key does not come back; make a new one")


def _approve(roster: Roster, digest: str, party: str) -> Roster:
    waiting = roster.pending[digest]
    waiting = replace(waiting, approvals=waiting.approvals | {party})
    act = waiting.message
    voters = roster.voters(act)
    if len(waiting.approvals & voters) < roster.needed(len(voters)):
        return replace(roster, pending={**roster.pending, digest: waiting})
    left = {d: w for d, w in roster.pending.items() if d != digest}
    enacted = _enact(replace(roster, pending=left), act)
    standing = {d: w for d, w in left.items() if _can_stand(enacted, w.message)}
    return replace(enacted, pending=standing)


def _can_stand(roster: Roster, act: Message) -> bool:
    """Whether a waiting act can still be enacted; one overtaken by another lapses."""
    try:
        _check_act(roster, act)
    except Refusal:
        return False
    return True


def _enact(roster: Roster, act: Message) -> Roster:
    subject = act.body["party"]
    parties = dict(roster.parties)
    old = parties.pop(subject, None)
    if act.kind == "expel":
        return replace(
            roster, parties=parties, former=roster.former | {subject},
            retired=roster.retired | _speaking(old),
        )  # fmt: skip
    new = _party({"name": old.name if old else "", **act.body}, act.body)
    return replace(
        roster, parties={**parties, subject: new}, former=roster.former - {subject},
        retired=roster.retired | (_speaking(old) - _speaking(new)),
        named={**roster.named, **_named([new])},
    )  # fmt: skip


def _speaking(party: Party | None) -> set[str]:
    return {*party.keys, *party.witnesses} if party else set()


def _named(parties: Iterable[Party]) -> dict[str, str]:
    return {parse_vkey(vkey).name: party.id for party in parties for vkey in party.witnesses}


def read_party(act: Mapping[str, Any]) -> Party:
    """The party of an enrolment or a change of keys, which its keys have signed.

    Raises:
        InputError: If a field is wrong, a key is unsound or did not sign.
        NoteError: If a witness's verifier key is malformed.
    """
    return _party({"name": act.get("party", ""), **act}, act)


def _party(row: Any, act: Mapping[str, Any]) -> Party:
    """Read a party; each of its keys must be sound and must have signed the act.

    Raises:
        InputError: If a field is wrong, a key is unsound or did not sign.
    """
    if not isinstance(row, Mapping):
        raise InputError("a party is an object")
    name, keys, proofs = row.get("party"), row.get("keys"), row.get("proofs")
    vkeys = row.get("witnesses", [])
    if not isinstance(name, str) or not name.isprintable() or not name.strip() or len(name) > 64:
        raise InputError("a party has a short name of its own")
    if not isinstance(keys, list) or not keys or not isinstance(proofs, Mapping):
        raise InputError(f"party {name!r} needs keys, and a proof for each")
    for key in keys:
        _check_key(key, proofs.get(key), act, name)
    if not isinstance(vkeys, list) or not all(isinstance(vkey, str) for vkey in vkeys):
        raise InputError(f"the witnesses of {name!r} are a list of verifier keys")
    if any(parse_vkey(vkey).type is SignatureType.NOTE for vkey in vkeys):
        raise InputError(f"a witness key of {name!r} is no cosignature key")
    return Party(name, str(row.get("name") or name), tuple(keys), tuple(vkeys))


def _check_key(key: Any, proof: Any, act: Mapping[str, Any], name: str) -> None:
    if not isinstance(key, str) or not isinstance(proof, str):
        raise InputError(f"a key of {name!r} or its proof is no text")
    try:
        raw = bytes.fromhex(key)
    except ValueError as error:
        raise InputError(f"a key of {name!r} is not written in hex") from error
    if raw.hex() != key:
        raise InputError(f"a key of {name!r} is not written in small hex")
    try:
        ed25519_key(raw)
    except KeyRefused as error:
        raise InputError(str(error)) from error
    if not ed25519_verifies(raw, _act_bytes(act), decode_base64(proof)):
        raise InputError(f"key {key[:16]} of {name!r} did not sign this act")


def _check_unique(parties: Iterable[Party], named: Mapping[str, str]) -> None:
    """Each public key stands once, whatever it signs, and each witness name is one party's.

    An Ed25519 cosignature does not name its cosigner: with one key under two names, what one
    party cosigned could be shown as another's. Two keys of one name and id, which some hours of
    trying find, could not be told apart, and no reader could check a checkpoint they cosigned.
    """
    seen: set[bytes] = set()
    owners = dict(named)
    for party in parties:
        witnesses = list(map(parse_vkey, party.witnesses))
        for public in (*map(bytes.fromhex, party.keys), *(key.public for key in witnesses)):
            if public in seen:
                raise InputError(f"a key of {party.id!r} stands twice or belongs to another party")
            seen.add(public)
        told_apart(witnesses)
        for key in witnesses:
            owner = owners.setdefault(key.name, party.id)
            if owner != party.id:
                raise InputError(f"the witness name {key.name!r} is that of {owner!r}")


def _act_bytes(act: Mapping[str, Any]) -> bytes:
    """The act without any proofs: what a new key signs."""
    return _PROOF + canonical(_without_proofs(act))


def _without_proofs(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _without_proofs(v) for k, v in value.items() if k != "proofs"}
    return [_without_proofs(v) for v in value] if isinstance(value, list | tuple) else value
