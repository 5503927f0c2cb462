"""Back to the picture: what stands on a channel, as statements and events whose speaker is certain.

Each entry becomes a report of one message. Its sender says it, by signature; each other party
that cosigned the log with it in it carries those words. What both sides' keys bear out is
corroborated by the same rules as everything else. Only messages for all parties are read: what
is sealed stays on the channel.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from detente.app.channel_events import Said, events_of
from detente.app.channel_party import record_of, talk
from detente.app.channel_written import Written, written, written_finding
from detente.channel.deadlines import duties
from detente.channel.decisions import ADOPTED, Decision
from detente.channel.proposed import Way, entitled, proposed
from detente.channel.record import Record
from detente.channel.verify import Verdict
from detente.codebook.channel_events import ChannelEvent, channel_event
from detente.model.actors import Actor, ActorKind
from detente.model.channel import Duty, DutyState, Entry, Interval, Message
from detente.model.dates import OPEN, DateRange
from detente.model.events import Event, EventType
from detente.model.incidents import Facet, Incident
from detente.model.reports import Report
from detente.model.spans import Span, Trail
from detente.model.statements import Mandate, Speaker, SpeakerRole, Statement, StatementKind
from detente.reading import incidents
from detente.reading.lexicon import Lexicon
from detente.reading.relations_of_sides import Sides

_PASSED: Final = (DutyState.LATE, DutyState.OVERDUE)


@dataclass(frozen=True, slots=True)
class ChannelReport:
    """One entry of a channel, or one thing its log shows, as a report.

    Attributes:
        report: The message written out.
        statements: Its sender's, and that of each party whose cosignature carries it.
        events: What it is, as its sender says it, and what it speaks of.
        carried: The same event by the statement of each party that carries it.
    """

    report: Report
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    carried: tuple[Event, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it asks something of somebody."""
        return self.events[0].type is EventType.REQUEST

    def alone(self) -> ChannelReport:
        """The same as its sender says it, without those who carry it."""
        return replace(self, statements=self.statements[:1], carried=())


def channel_incidents(channel: Sequence[ChannelReport], sides: Sides) -> tuple[Incident, ...]:
    """Each entry is a happening of its own: two notices of one day are two notices.

    Who signed and who carries it are weighed as everywhere else; the event that stands for all
    of them is the sender's.
    """
    found: list[Incident] = []
    for one in channel:
        told = (*one.events, *one.carried)
        own = {event.id for event in one.events}
        for incident in incidents.merge([one.report], one.statements, told, sides):
            kept = tuple(name for name in incident.events if name in own)
            facets: dict[str, Any] = {
                name: _of_sender(getattr(incident, name), own, kept[0])
                for name in ("occurrence", "author", "target", "effect")
            }
            found.append(replace(incident, id=f"c{len(found) + 1}", events=kept, **facets))
    return tuple(found)


def _of_sender(facet: Facet, own: set[str], first: str) -> Facet:
    claims = (c if c.event in own else replace(c, event=first) for c in facet.claims)
    return replace(facet, claims=tuple(claims))


@dataclass(frozen=True)
class _Reader:
    """What is needed to read entries."""

    record: Record
    actors: Mapping[str, Actor]
    now: int

    @property
    def channel(self) -> str:
        return self.record.ledger.channel


def read_channel(verdict: Verdict, known: Lexicon, *, as_of: dt.date | None) -> list[ChannelReport]:
    """Read a checked copy of a channel.

    Args:
        verdict: The checked log.
        known: Names of actors; a party is looked up by its id, and stands by its own name if it
            is not known.
        as_of: Last day that is looked at; None takes the last day a witness saw, so that the
            clock of the machine decides nothing.
    """
    record = record_of(verdict)
    roster = record.ledger.roster
    actors = {p.id: known.actor(p.id) or _unknown(p.id, p.name) for p in roster.parties.values()}
    reader = _Reader(record, actors, _moment(record, as_of))
    reports = [r for entry in record.ledger.entries for r in _of_entry(entry, reader)]
    reports += [r for duty in duties(record, now=reader.now) for r in _of_duty(duty, reader)]
    told = talk(verdict, now=reader.now).decisions
    return [*reports, *(r for one in told for r in _of_decision(one, reader))]


def _moment(record: Record, as_of: dt.date | None) -> int:
    if as_of is not None:
        end = dt.datetime.combine(as_of, dt.time.max, dt.UTC)
        return int(end.timestamp())
    return max((one.time for one in record.cosigned), default=0)


def _unknown(party: str, name: str) -> Actor:
    return Actor(party, name, ActorKind.UNKNOWN, principal=party)


def _of_entry(entry: Entry, reader: _Reader) -> Iterator[ChannelReport]:
    if entry.signed is None or entry.signed.message.audience is not None:
        return
    message, when = entry.signed.message, reader.record.when(entry)
    if message.sender not in reader.actors or (when.before or 0) > reader.now:
        return
    row = channel_event(message.kind, message.body)
    if row is None:
        return
    text = written(message)
    report = _report(entry.signed.digest, text, when, reader, f"entry {entry.index}")
    carriers = [
        p
        for p in sorted(set(reader.actors) - {message.sender})
        if (seen := reader.record.reached(entry, p)) is not None and seen <= reader.now
    ]
    sender = _speaker(message.sender, reader, text.sender)
    chains = [(sender,), *((_carrier(p, reader), sender) for p in carriers)]
    said = Said(
        row, message.sender, _recipients(row, message, reader), _days(when), body=message.body
    )
    yield _read(report, text, chains, said, reader)


def _of_duty(duty: Duty, reader: _Reader) -> Iterator[ChannelReport]:
    """A deadline that witnesses show to have passed; whose log it is, is who says so."""
    row = channel_event(f"duty:{duty.state.value}", {})
    if duty.state not in _PASSED or row is None or duty.party not in reader.actors:
        return
    cause = reader.record.ledger.message(duty.cause)
    if duty.cause and (cause is None or cause.message.audience is not None):
        return
    asked = (cause.message.sender,) if cause else tuple(sorted(reader.actors))
    to = tuple(p for p in asked if p != duty.party and p in reader.actors)
    day = _day(duty.due)
    facts = {"rule": duty.rule, "party": duty.party, "due": _iso(duty.due),
             **({"cause": duty.cause} if duty.cause else {}), "state": duty.state.value,
             "reason": duty.reason}  # fmt: skip
    text = written_finding(f"By its witnesses, a deadline of {duty.party} passed", facts)
    name = f"{duty.rule}-{duty.party}-{duty.cause[:12] or duty.period}"
    report = _report(name, text, Interval(None, duty.due), reader, "duty")
    said = Said(row, duty.party, to, DateRange(day, day, "explicit") if day else OPEN, accused=True)
    chain = (Speaker(f"witnesses of {reader.channel}", SpeakerRole.DOCUMENT),)
    yield _read(report, text, [chain], said, reader)


def _of_decision(one: Decision, reader: _Reader) -> Iterator[ChannelReport]:
    """What all have agreed to; who outvotes others agrees by his vote, and the others do not."""
    row = channel_event(f"proposal:{one.state}", {})
    if one.state != ADOPTED or one.way is Way.VOTE or row is None:
        return
    facts = {"proposal": one.proposal, "text": one.text, f"{one.way.value} until": _iso(one.expiry)}
    entry = proposed(reader.record, one.proposal).entry
    parties = sorted(set(entitled(reader.record, entry, one.expiry)) & set(reader.actors))
    for party in parties:
        others = tuple(p for p in parties if p != party)
        text = written_finding(f"{party} has agreed by {one.way.value}", facts)
        name = f"adopted-{party}-{one.proposal[:16]}"
        report = _report(name, text, Interval(None, one.expiry), reader, "proposal")
        sender = _speaker(party, reader, None)
        chains = [(sender,), *((_carrier(p, reader), sender) for p in others)]
        day = _day(one.expiry)
        said = Said(row, party, others, DateRange(day, day, "explicit"))
        yield _read(report, text, chains, said, reader)


def _read(
    report: Report,
    text: Written,
    chains: list[tuple[Speaker, ...]],
    said: Said,
    reader: _Reader,
) -> ChannelReport:
    trail = Trail(report.id, text.content, f"channel:{said.row.kind}", said.row.note)
    statements = tuple(
        Statement(
            id=f"{report.id}.s{number}", report=report.id, chain=chain, content=(text.content,),
            kind=StatementKind.DIRECT, cue=(), cue_lemma="sign", trail=trail,
            mandate=Mandate.AUTHORISED, said_on=said.when, verbatim=True,
        )
        for number, chain in enumerate(chains, 1)
    )  # fmt: skip
    own, carried = events_of(said, statements, text, reader.actors)
    return ChannelReport(report, statements, own, carried)


def _report(name: str, text: Written, when: Interval, reader: _Reader, place: str) -> Report:
    day = _day(when.before)
    return Report(
        id=f"channel-{name[:48]}", text=text.text, outlet=reader.channel, published=day,
        published_basis="metadata" if day else "", path=f"{reader.channel}, {place}",
    )  # fmt: skip


def _recipients(row: ChannelEvent, message: Message, reader: _Reader) -> tuple[str, ...]:
    others = tuple(p for p in sorted(reader.actors) if p != message.sender)
    cause = reader.record.ledger.message(message.about)
    named = {
        "party": (message.body.get("party"),),
        "cause": (cause.message.sender,) if cause else (),
        "to": message.to,
    }[row.recipients]
    known = tuple(p for p in others if p in named)
    return known if row.recipients == "party" else known or others


def _speaker(party: str, reader: _Reader, span: Span | None) -> Speaker:
    actor = reader.actors[party]
    return Speaker(actor.name, SpeakerRole.SPEAKER, actor, span)


def _carrier(party: str, reader: _Reader) -> Speaker:
    actor = reader.actors[party]
    return Speaker(f"witness of {actor.name}", SpeakerRole.DOCUMENT, actor)


def _days(when: Interval) -> DateRange:
    start, end = _day(when.after), _day(when.before)
    return DateRange(start or end, end, "explicit") if end else OPEN


def _day(seconds: int | None) -> dt.date | None:
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC).date()


def _iso(seconds: int | None) -> str:
    if seconds is None:
        return ""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
