"""Take a checked checkpoint to the witnesses and mirrors of a policy, and hand in what they say."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from detente.adapters.channel_client import ChannelClient
from detente.adapters.channel_witnesses import WitnessClient
from detente.channel.checkpoints import SignedCheckpoint, open_checkpoint
from detente.channel.cosignatures import cosigners
from detente.channel.keys import fingerprint
from detente.channel.merkle import leaf_hash
from detente.channel.notes import Note, SignatureLine, VerifierKey, parse_line, parse_vkey
from detente.channel.policy import Policy
from detente.channel.tree import Tree
from detente.model.errors import ChannelError, Refusal


@dataclass(frozen=True, slots=True)
class Collected:
    """What one witness or mirror said.

    Attributes:
        url: Where it answers.
        cosigned: Key names under which it cosigned.
        handed_in: How many cosignatures the host did not have yet.
        problem: Why there is none, or why the host did not take it; "" if all is well.
    """

    url: str
    cosigned: tuple[str, ...]
    handed_in: int
    problem: str = ""


def collect(
    client: ChannelClient, policy: Policy, *, transport: httpx.BaseTransport | None = None
) -> list[Collected]:
    """Ask every witness of a policy that has an address; one that fails stops no other.

    What they cosign is kept in the party's folder first, then handed in to the host.
    """
    leaves = client.folder.leaves()
    tree, signed = Tree(map(leaf_hash, leaves)), client.mirrored()
    found = []
    for url, keys in _by_url(policy).items():
        witness = WitnessClient(url, transport=transport)
        try:
            lines = _ask(witness, keys, _by_log(signed, client.trust.log), tree, leaves)
        except ChannelError as error:
            found.append(Collected(url, (), 0, str(error)))
            continue
        finally:
            witness.close()
        found.append(_hand_in(client, signed, lines, url))
    return found


def other_sides(
    origin: str, urls: Sequence[str], *, transport: httpx.BaseTransport | None = None
) -> list[str]:
    """Checkpoints of a log that witnesses or mirrors hold.

    Raises:
        Refusal: If one has none.
        StoreError: If one does not answer.
    """
    found = []
    for url in urls:
        with contextlib.closing(WitnessClient(url, transport=transport)) as side:
            found.append(side.checkpoint(origin))
    return found


def agreed_log(
    logs: Sequence[str], sides: Sequence[str] = (), *, transport: httpx.BaseTransport | None = None
) -> VerifierKey:
    """The key of a log, if every side says the same.

    Args:
        logs: What each side says, as verifier keys.
        sides: Addresses of witnesses or mirrors whose checkpoints this key must have signed.
        transport: How they are reached.

    Raises:
        ChannelError: If two sides differ: then nobody's word is taken.
        NoteError: If a key is malformed, or a side holds a log of another key.
    """
    first, *others = [parse_vkey(log) for log in logs]
    for other in others:
        if other != first:
            text = f"the sides differ: {fingerprint(first.public)} and {fingerprint(other.public)}"
            raise ChannelError(f"{text}; find out over another line which key is the log's")
    for note in other_sides(first.name, sides, transport=transport):
        open_checkpoint(note, [first])
    return first


def _by_url(policy: Policy) -> dict[str, list[VerifierKey]]:
    found: dict[str, list[VerifierKey]] = {}
    for key in policy.witnesses.values():
        if url := policy.urls.get(str(key)):
            found.setdefault(url, []).append(key)
    return found


def _ask(
    witness: WitnessClient, keys: Sequence[VerifierKey], signed: SignedCheckpoint, tree: Tree,
    leaves: Sequence[bytes],
) -> list[SignatureLine]:  # fmt: skip
    """Lines of known keys over the checkpoint; from a mirror once it has all entries."""
    now, note = signed.checkpoint, signed.note
    lines = _known(witness.add_checkpoint(tree, str(note), now.size), keys, note)
    if len(lines) < len(keys):
        with contextlib.suppress(*([Refusal] if lines else [])):
            answer = witness.add_entries(now.origin, tree, leaves, now.size)
            lines = list(dict.fromkeys([*lines, *_known(answer, keys, note)]))
    if not lines:
        raise ChannelError(f"{witness.url} cosigned with no key that the policy names")
    return lines


def _by_log(signed: SignedCheckpoint, log: VerifierKey) -> SignedCheckpoint:
    """The checkpoint with the log's own signature only."""
    lines = [x for x in signed.note.lines if (x.name, x.key_id) == (log.name, log.key_id)]
    return SignedCheckpoint(signed.checkpoint, Note(signed.note.text, tuple(lines)))


def _known(answer: str, keys: Sequence[VerifierKey], note: Note) -> list[SignatureLine]:
    """Lines of known keys; each must fit.

    Raises:
        NoteError: If one of them does not.
    """
    lines = [parse_line(line) for line in answer.split("\n") if line]
    places = {(key.name, key.key_id) for key in keys}
    mine = [line for line in lines if (line.name, line.key_id) in places]
    cosigners(Note(note.text, tuple(mine)), keys)
    return mine


def _hand_in(
    client: ChannelClient, signed: SignedCheckpoint, lines: Sequence[SignatureLine], url: str
) -> Collected:
    names = tuple(line.name for line in lines)
    size, held = signed.checkpoint.size, client.mirrored().note
    note = str(Note(held.text, tuple(dict.fromkeys((*held.lines, *lines)))))
    client.folder.keep_checkpoint(size, note, source="witnesses")
    try:
        return Collected(url, names, client.hand_in(lines, size))
    except ChannelError as error:
        return Collected(url, names, 0, f"kept here; the host did not take it: {error}")
