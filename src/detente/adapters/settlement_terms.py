"""What a table says beside issues and interests: links, payments, coalitions, ratification."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from detente.adapters.toml_place import Place, known_keys, known_range, number, option_of, tables
from detente.adapters.toml_place import word as word_of
from detente.codebook.channel_rules import channel_rules
from detente.codebook.measures import measures
from detente.model.settlement import (
    BargainingTable,
    Coalition,
    Combination,
    Issue,
    IssueKind,
    Party,
    Payment,
    Range,
    Ratifier,
)

_STEPS: Final = 5
_SMALL: Final = 5_000


def side_payments(
    data: Mapping[str, Any], issues: Sequence[Issue], parties: Sequence[Party], top: Place
) -> Iterator[Issue]:
    """Side payments, each an issue whose options are amounts from 0 to ``most``.

    Raises:
        TableError: If one names no party, pays to itself, or bears the key of an issue.
    """
    keys = [issue.key for issue in issues]
    for at, entry in enumerate(tables(data, "side_payment", top)):
        place = Place(top.file, top.text, "side_payment", at)
        known_keys(entry, {"key", "name", "payer", "receiver", "most", "steps", "cost", "worth"},
                   place)  # fmt: skip
        key = word_of(entry, "key", place)
        if key in keys:
            raise place.down("key").wrong(f"{key!r} stands twice")
        keys.append(key)
        payer, receiver = (_party(entry, name, parties, place) for name in ("payer", "receiver"))
        if payer == receiver:
            raise place.down("receiver").wrong(f"{payer!r} would pay itself")
        yield Issue(
            key=key, name=str(entry.get("name", key)), kind=IssueKind.CONTINUOUS,
            options=_amounts(entry, place), today="0",
            payment=Payment(payer, receiver, _positive(entry, "cost", place),
                            _positive(entry, "worth", place)),
        )  # fmt: skip


def _amounts(entry: Mapping[str, Any], place: Place) -> tuple[str, ...]:
    most = number(entry.get("most"), place.down("most"))
    steps = int(number(entry.get("steps", _STEPS), place.down("steps")))
    if most <= 0 or steps < 1:
        raise place.down("most").wrong("most and steps must be positive", "most = 20, steps = 5")
    return tuple(f"{most * step / steps:g}" for step in range(steps + 1))


def _positive(entry: Mapping[str, Any], key: str, place: Place) -> float:
    value = number(entry.get(key, 1.0), place.down(key))
    if value <= 0:
        raise place.down(key).wrong(f"{value:g} is not positive")
    return value


def links(data: Mapping[str, Any], issues: Sequence[Issue], top: Place) -> Iterator[Combination]:
    """Linked issues: ``when`` these options, ``then`` those, and never others.

    Raises:
        TableError: If a link names no issue, no option, or ties an issue to itself.
    """
    known = {issue.key: issue for issue in issues}
    for at, entry in enumerate(tables(data, "link", top)):
        place = Place(top.file, top.text, "link", at)
        known_keys(entry, {"name", "when", "then"}, place)
        when, then = (_options(entry, field, known, place) for field in ("when", "then"))
        for key, options in then.items():
            if key in when:
                raise place.down("then").wrong(f"{key!r} is linked to itself", "name two issues")
            others = tuple(one for one in known[key].options if one not in options)
            if others:
                yield Combination({**when, key: others}, name=str(entry.get("name", "")))


def _options(
    entry: Mapping[str, Any], field: str, known: Mapping[str, Issue], place: Place
) -> dict[str, tuple[str, ...]]:
    named = entry.get(field)
    if not isinstance(named, Mapping) or not named:
        raise place.down(field).wrong("no options named", f"{field} = {{ issue = [option, ...] }}")
    for key, options in named.items():
        if key not in known:
            raise place.down(field).wrong(f"no issue is called {key!r}")
        for option in options:
            option_of(str(option), known[key], place.down(field))
    return {key: tuple(map(str, options)) for key, options in named.items()}


def coalitions(
    data: Mapping[str, Any], parties: Sequence[Party], top: Place
) -> tuple[Coalition, ...]:
    """Coalitions; one that is only named in ``member_of`` needs all its members.

    Raises:
        TableError: If nobody belongs to one, or its share is out of range.
    """
    read = []
    members = dict.fromkeys(party.member_of for party in parties if party.member_of)
    for at, entry in enumerate(tables(data, "coalition", top)):
        place = Place(top.file, top.text, "coalition", at)
        known_keys(entry, {"key", "name", "needs"}, place)
        key = word_of(entry, "key", place)
        if key not in members:
            raise place.down("key").wrong(
                f"nobody belongs to {key!r}", f'member_of = "{key}" in a party'
            )
        needs = known_range(entry.get("needs", 1.0), place.down("needs"), high=1.0).high
        read.append(Coalition(key, str(entry.get("name", key)), needs))
    named = {one.key for one in read}
    return (*read, *(Coalition(key, key, 1.0) for key in members if key not in named))


def ratifiers(
    data: Mapping[str, Any], parties: Sequence[Party], top: Place
) -> tuple[Ratifier, ...]:
    """Bodies that must consent at home.

    Raises:
        TableError: If one names no party, or no worth from which it accepts.
    """
    read = []
    for at, entry in enumerate(tables(data, "ratifier", top)):
        place = Place(top.file, top.text, "ratifier", at)
        known_keys(entry, {"party", "body", "accepts_from", "source"}, place)
        read.append(
            Ratifier(
                party=_party(entry, "party", parties, place),
                body=word_of(entry, "body", place),
                accepts_from=known_range(entry.get("accepts_from"), place.down("accepts_from")),
                source=str(entry.get("source", "")),
            )
        )
    return tuple(read)


def membership(entry: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """What a party says of its coalition, and of being caught in a breach."""
    leaves = entry.get("breaks_away")
    loss = known_range(entry.get("loss_if_caught", 0.0), place.down("loss_if_caught"))
    return {
        "breaks_away": None if leaves is None else known_range(leaves, place.down("breaks_away")),
        "strength": _positive(entry, "strength", place),
        "loss_if_caught": loss.low,
    }


def verifier(entry: Mapping[str, Any], place: Place) -> str:
    """The measure or channel rule that verifies an issue; it must be in the codebook."""
    named = str(entry.get("verified_by", ""))
    known = [*(one.id for one in measures()), *(one.rule for one in channel_rules())]
    if named and named not in known:
        raise place.down("verified_by").wrong(
            f"{named!r} is no measure and no channel rule",
            "`detente measures` lists measures; rules are in codebook/channel_rules.csv",
        )
    return named


def detection(entry: Mapping[str, Any], place: Place) -> Range | None:
    """Chance that a breach is detected, 0 to 1; None where nobody judged it."""
    given = entry.get("detection")
    return None if given is None else known_range(given, place.down("detection"), high=1.0)


def contradiction(table: BargainingTable, data: Mapping[str, Any], top: Place) -> None:
    """Refuse constraints that leave no package on the issues they name.

    Raises:
        TableError: With the constraint after which nothing is left.
    """
    for at, one in enumerate(table.constraints):
        own = at < len(data.get("constraint", []))
        place = Place(top.file, top.text, "constraint" if own else "link", at if own else 0)
        if _leaves_nothing(table, table.constraints[: at + 1], tuple(one.when)):
            field = place.down("never" if own else "then")
            raise field.wrong(
                "with this, the constraints contradict themselves: no package is left",
                "take one out, or add an option",
            )


def _leaves_nothing(
    table: BargainingTable, constraints: Sequence[Combination], near: Sequence[str]
) -> bool:
    """Whether the constraints on some issues rule out every combination of their options."""
    inside = [one for one in constraints if set(one.when) <= set(near)]
    options = [issue.options for issue in table.issues if issue.key in near]
    keys = [issue.key for issue in table.issues if issue.key in near]
    count = 1
    for each in options:
        count *= len(each)
    if count > _SMALL:
        return False
    return all(
        any(all(chosen[keys.index(k)] in o for k, o in one.when.items()) for one in inside)
        for chosen in itertools.product(*options)
    )


def _party(entry: Mapping[str, Any], key: str, parties: Sequence[Party], place: Place) -> str:
    named = word_of(entry, key, place)
    if named not in {one.key for one in parties}:
        raise place.down(key).wrong(f"no party is called {named!r}")
    return named
