"""What was declared, and whether it holds: a pure function of the log, for everybody alike.

A false declaration shows in the log alone: an opening that does not open, a drawn number that is
absent, a place shown empty where something was found. Nothing here says that a list is complete.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.channel.declarations import (
    Commitment,
    Content,
    totals,
    verify_list,
    verify_opening,
)
from detente.channel.draws import Draw, drawn, draws
from detente.channel.ledger import Ledger
from detente.channel.openings import (
    delta,
    delta_digest,
    list_digest,
    read_commitment,
    read_list,
    read_opening,
)
from detente.model.channel import Message, SignedMessage
from detente.model.errors import ChannelError, InputError

BINDS = "binds the list and does not prove that it is complete"


@dataclass(frozen=True, slots=True)
class Shown:
    """An opening in the log, checked.

    Attributes:
        digest: Digest of the message.
        label: What was opened.
        item: The item; None if the place is empty or the opening does not hold.
        wrong: Why it does not hold, "" if it does.
    """

    digest: str
    label: str
    item: Content | None
    wrong: str = ""

    @property
    def absent(self) -> bool:
        """Whether the place is proven empty."""
        return self.item is None and not self.wrong


@dataclass(frozen=True, slots=True)
class Declared:
    """One commitment, and everything the log says of it.

    Attributes:
        digest: Digest of the commitment or update.
        party: Who declared.
        name: Name of the declaration.
        commitment: Root, capacity, key and version; None if it is malformed.
        stated: Totals as signed statements: claimed and not proven.
        shown: Openings.
        draws: Draws about it.
        numbers: Numbers drawn, in order, over all complete draws.
        wrong: What shows the declaration false or malformed.
        opened: Digest and secret of the full reveal, if there was one.
    """

    digest: str
    party: str
    name: str
    commitment: Commitment | None
    stated: Mapping[str, int]
    shown: tuple[Shown, ...] = ()
    draws: tuple[Draw, ...] = ()
    numbers: tuple[int, ...] = ()
    wrong: tuple[str, ...] = ()
    opened: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole list, checked against its commitment.

    Attributes:
        totals: Sums by category, proven for this list.
        over: Categories above their ceiling, with sum and ceiling.
        misstated: Stated totals that were false, with what was stated.
    """

    totals: Mapping[str, int]
    over: Mapping[str, tuple[int, int]]
    misstated: Mapping[str, int]


def declared(ledger: Ledger) -> tuple[Declared, ...]:
    """Every commitment and update in the log, in order."""
    calls = draws(ledger)
    return tuple(
        _read(ledger, entry.signed, [d for d in calls if d.commitment == entry.signed.digest])
        for entry in ledger.entries
        if entry.signed and entry.signed.message.kind in ("commitment", "declaration-update")
    )


def check_whole(one: Declared, plain: Mapping[str, Any], ceilings: Mapping[str, int]) -> Whole:
    """Check a whole list that was handed over.

    Args:
        one: What the log says of it, with the full reveal.
        plain: The list with its secret.
        ceilings: Largest sum by category.

    Raises:
        ProofError: If it is not the list that was committed.
        ChannelError: If the log holds no full reveal of it.
        InputError: If it is malformed.
    """
    if one.opened is None or one.opened[0] != list_digest(plain) or one.commitment is None:
        raise ChannelError("the log holds no full reveal of this list; ask its party to send one")
    secret, items = read_list(plain)
    verify_list(one.commitment, secret, items)
    sums = totals(items)
    over = {c: (sums[c], top) for c, top in ceilings.items() if sums.get(c, 0) > top}
    misstated = {c: n for c, n in one.stated.items() if sums.get(c, 0) != n}
    return Whole(sums, over, misstated)


def check_delta(
    ledger: Ledger, one: Declared, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Mapping[str, Any]:
    """What an update changed, if it is what the update committed to.

    Raises:
        ChannelError: If it is not.
        InputError: If a list is malformed.
    """
    secret, items = read_list(new)
    change = delta(read_list(old)[1], items)
    update = ledger.message(one.digest)
    version = one.commitment.version if one.commitment else 0
    if update is None or update.message.body.get("delta") != delta_digest(secret, version, change):
        raise ChannelError("the update committed to another change than these lists show")
    return change


def _read(ledger: Ledger, signed: SignedMessage, calls: Sequence[Draw]) -> Declared:
    message = signed.message
    found = Declared(signed.digest, message.sender, "", None, {}, draws=tuple(calls))
    try:
        name, known, wrong = _commitment(ledger, message)
    except InputError as error:
        return replace(found, wrong=(str(error),))
    about = [
        e.signed for e in ledger.entries if e.signed and e.signed.message.about == signed.digest
    ]
    own = [s for s in about if s.message.sender == message.sender]
    stated = _stated(own)
    shown = tuple(_shown(known, s) for s in own if s.message.kind == "reveal")
    numbers = _numbers(known, calls, stated)
    full = next((s.message.body for s in own if s.message.kind == "full-reveal"), None)
    opened = None if full is None else (str(full["digest"]), str(full["secret"]))
    wrong += _contradictions(shown, stated)
    return replace(
        found, name=name, commitment=known, stated=stated, shown=shown, numbers=numbers,
        wrong=tuple(wrong), opened=opened,
    )  # fmt: skip


def _commitment(ledger: Ledger, message: Message) -> tuple[str, Commitment, list[str]]:
    """Name and commitment; an update takes key, name and capacity from what it updates."""
    wrong: list[str] = []
    cause = ledger.message(message.about)
    if cause is None or cause.message.sender != message.sender:
        wrong.append("it stands on a message of another party")
    body, version = message.body, 0
    if message.kind == "declaration-update" and cause is not None:
        body = {**cause.message.body, "root": message.body["root"]}
        version = message.body["version"]
        if type(version) is not int or version < 1:
            raise InputError("an update has a version from 1 on")
    elif cause is not None and cause.message.body.get("vrf_key") != body["vrf_key"]:
        wrong.append("its key is not the one that was made known before")
    return str(body.get("declaration", "")), read_commitment(body, version), wrong


def _stated(own: Sequence[SignedMessage]) -> dict[str, int]:
    """The last signed statement of totals."""
    for signed in reversed(own):
        found = signed.message.body.get("totals")
        if signed.message.kind == "totals" and isinstance(found, dict):
            return {k: v for k, v in found.items() if type(v) is int and v >= 0}
    return {}


def _shown(known: Commitment, signed: SignedMessage) -> Shown:
    label = str(signed.message.body["label"])[:120]
    try:
        opening = read_opening(signed.message.body)
        return Shown(signed.digest, label, verify_opening(known, opening))
    except (ChannelError, InputError) as error:
        return Shown(signed.digest, label, None, str(error))


def _numbers(
    known: Commitment, calls: Sequence[Draw], stated: Mapping[str, int]
) -> tuple[int, ...]:
    count = stated.get("items", 0)
    found: list[int] = []
    for draw in calls:
        if draw.complete:
            n = min(draw.inspections, count)
            found += drawn(draw.seeds, known.root, items=count, inspections=n)
    return tuple(dict.fromkeys(found))


def _contradictions(shown: Sequence[Shown], stated: Mapping[str, int]) -> list[str]:
    """What openings and statements of one party say against each other."""
    count = stated.get("items")
    found = [f"the opening of {one.label} does not hold: {one.wrong}" for one in shown if one.wrong]
    for one in shown:
        sort, _, number = one.label.partition(":")
        if count is None or sort != "number" or one.wrong:
            continue
        if one.absent and int(number) < count:
            found.append(f"{count} items were stated, and number {number} is proven absent")
        if not one.absent and int(number) >= count:
            found.append(f"{count} items were stated, and there is a number {number}")
    return found
