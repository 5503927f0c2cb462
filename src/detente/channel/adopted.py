"""Between whom an instrument is in force on a channel: what the charter says, and who disputes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from detente.channel.ledger import Ledger
from detente.codebook.channel_rules import ChannelRule, instruments_in_force

OWN: Final = "CHANNEL"
_YEAR: Final = 366 * 24


@dataclass(frozen=True, slots=True)
class Adopted:
    """An instrument as the parties adopted it.

    Attributes:
        instrument: Id.
        between: Parties for whom it is in force.
        start: First day, None if from the charter on.
        end: Last day, None if it has none.
        disputed_by: Parties that hold it not to be in force; shown and not resolved.
        events: Days that the charter names for it, by name; ``from`` is its first day.
        quotas: What the charter says of a quota, by its id: a number, or a number by party.
        hours: Length of a deadline that the charter gives for one of the channel's own rules.
    """

    instrument: str
    between: frozenset[str]
    start: dt.date | None = None
    end: dt.date | None = None
    disputed_by: tuple[str, ...] = ()
    events: Mapping[str, dt.date] = field(default_factory=dict)
    quotas: Mapping[str, Any] = field(default_factory=dict)
    hours: Mapping[str, Any] = field(default_factory=dict)

    def agreed(self, rule: ChannelRule) -> ChannelRule:
        """A rule with the hours the charter gives it; those of a treaty are not the charter's."""
        hours = self.hours.get(rule.rule) if rule.instrument == OWN else None
        return replace(rule, hours=hours) if type(hours) is int and 0 < hours <= _YEAR else rule

    def quota(self, name: str, party: str) -> int | None:
        """What the charter says of a quota of a party, None if it says nothing that can be read."""
        said = self.quotas.get(name)
        number = said.get(party) if isinstance(said, Mapping) else said
        return number if type(number) is int and number >= 0 else None

    def binds(self, one: str, other: str, day: dt.date | None) -> bool:
        """Whether it is in force between two parties on a day; an unknown day is inside."""
        if not {one, other} <= self.between:
            return False
        if day is None:
            return True
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def adopted(ledger: Ledger) -> dict[str, Adopted]:
    """Instruments in force on the channel, by id; the channel's own rules bind every party.

    An instrument that the record shows to have ended keeps that end unless the charter gives one.
    """
    everyone = frozenset(ledger.roster.parties)
    found = {OWN: Adopted(OWN, everyone)}
    if not ledger.entries or ledger.entries[0].signed is None:
        return found
    ends = {row.instrument: row.end for row in instruments_in_force()}
    for row in ledger.entries[0].signed.message.body.get("instruments", []):
        if isinstance(row, Mapping) and isinstance(row.get("instrument"), str):
            name = row["instrument"]
            found[name] = _read(row, name, everyone, ends.get(name))
    return found


def _read(
    row: Mapping[str, Any], name: str, everyone: frozenset[str], end: dt.date | None
) -> Adopted:
    between = row.get("between")
    parties = frozenset(between) & everyone if isinstance(between, list) else everyone
    disputed, told = row.get("disputed_by"), row.get("events")
    named = {**(told if isinstance(told, Mapping) else {}), "from": row.get("from")}
    events = {key: found for key, value in named.items() if (found := _day(value)) is not None}
    quotas, hours = row.get("quotas"), row.get("hours")
    return Adopted(
        name, parties, events.get("from"), _day(row.get("to")) or end,
        tuple(disputed) if isinstance(disputed, list) else (),
        events, quotas if isinstance(quotas, Mapping) else {},
        hours if isinstance(hours, Mapping) else {},
    )  # fmt: skip


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
