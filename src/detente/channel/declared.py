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


Statement = tuple[int, Mapping[str, int]]


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
    statements = _statements(ledger, own)
    stated = dict(statements[-1][1]) if statements else {}
    shown = tuple(_shown(known, s) for s in own if s.message.kind == "reveal")
    numbers = _numbers(ledger, known, calls, statements)
    full = next((s.message.body for s in own if s.message.kind == "full-reveal"), None)
    opened = None if full is None else (str(full["digest"]), str(full["secret"]))
    wrong += _restated(statements) + _contradictions(shown, stated)
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


def _statements(ledger: Ledger, own: Sequence[SignedMessage]) -> list[Statement]:
    """Signed statements of totals, each with its place in the log."""
    found: list[Statement] = []
    for signed in own:
        plain = signed.message.body.get("totals")
        if signed.message.kind == "totals" and isinstance(plain, dict):
            counts = {k: v for k, v in plain.items() if type(v) is int and v >= 0}
            found.append((ledger.places[signed.digest], counts))
    return found


def _restated(statements: Sequence[Statement]) -> list[str]:
    """A list is fixed once it is committed, and so are its totals: of two, one is false."""
    first = statements[0][1] if statements else {}
    changed = {
        name for _, counts in statements for name in first if counts.get(name) != first[name]
    }
    return [f"{name} was stated twice, and not alike" for name in sorted(changed)]


def _shown(known: Commitment, signed: SignedMessage) -> Shown:
    label = str(signed.message.body["label"])[:120]
    try:
        opening = read_opening(signed.message.body)
        return Shown(signed.digest, label, verify_opening(known, opening))
    except (ChannelError, InputError) as error:
        return Shown(signed.digest, label, None, str(error))


def _numbers(
    ledger: Ledger, known: Commitment, calls: Sequence[Draw], statements: Sequence[Statement]
) -> tuple[int, ...]:
    """Numbers drawn; of statements only those count that stood before the draw was called."""
    found: list[int] = []
    for draw in calls:
        before = [counts for place, counts in statements if place < ledger.places[draw.digest]]
        count = before[-1].get("items", 0) if before else 0
        if draw.complete:
            n = min(draw.inspections, count)
            found += drawn(draw.seeds, known.root, items=count, inspections=n)
    return tuple(dict.fromkeys(found))


def _contradictions(shown: Sequence[Shown], stated: Mapping[str, int]) -> list[str]:
    """What openings and statements of one party say against each other."""
    found = [f"the opening of {one.label} does not hold: {one.wrong}" for one in shown if one.wrong]
    count = stated.get("items")
    if count is not None:
        found += _against_count(shown, count)
    return [*found, *_twofold(shown), *_behind_empty(shown)]


def _against_count(shown: Sequence[Shown], count: int) -> list[str]:
    found = []
    for one in shown:
        sort, _, number = one.label.partition(":")
        if one.absent and sort == "number" and int(number) < count:
            found.append(f"{count} items were stated, and number {number} is proven absent")
        if one.item is not None and one.item["number"] >= count:
            found.append(f"{count} items were stated, and there is a number {one.item['number']}")
    return found


def _twofold(shown: Sequence[Shown]) -> list[str]:
    """One number, one name, one item: two items of one number hide one from every draw."""
    seen: dict[tuple[str, Any], Content] = {}
    found = []
    for one in shown:
        for field in ("number", "id") if one.item is not None else ():
            assert one.item is not None
            if seen.setdefault((field, one.item[field]), one.item) != one.item:
                found.append(f"two different items have the {field} {one.item[field]!r}")
    return found


def _behind_empty(shown: Sequence[Shown]) -> list[str]:
    """Items of a cell are counted through: one behind an empty place was hidden there."""
    empty: dict[str, int] = {}
    taken: list[tuple[str, int]] = []
    for one in shown:
        sort, _, rest = one.label.partition(":")
        cell, _, number = rest.partition("/")
        if sort != "cell" or one.wrong:
            continue
        if one.absent:
            empty[cell] = min(int(number), empty.get(cell, int(number)))
        else:
            taken.append((cell, int(number)))
    return [
        f"{cell} is proven empty at {empty[cell]}, and there is an item at {number}"
        for cell, number in taken
        if number > empty.get(cell, number)
    ]
