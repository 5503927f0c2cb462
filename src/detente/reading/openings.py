"""Openings: what each speaker offers or recommends, and how it was answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.codebook.bargaining import opening_kinds
from detente.model.actors import Actor, Mention
from detente.model.demands import Opening
from detente.model.events import Event, EventType, Mark
from detente.model.reports import Report
from detente.model.spans import Span
from detente.model.statements import Mandate, SpeakerRole, Statement
from detente.reading.facet_claims import actors, camps
from detente.reading.issue_phrases import advised, phrases, sentences
from detente.reading.named_in import NO_MENTIONS, parties_named
from detente.reading.relations_of_sides import camp_of
from detente.reading.said_days import with_days

_ANSWERS: Final = frozenset(
    {EventType.AGREE, EventType.REJECT, EventType.REQUEST, EventType.CONCEDE, EventType.SUPPORT}
)
_RECOMMENDATION: Final = "recommendation"


@dataclass(frozen=True, slots=True)
class _Offer:
    """One place where something is offered."""

    event: Event | None
    statement: Statement
    kind: str
    words: str
    issue: str
    speaker: Actor | None
    name: str
    mandate: Mandate
    to_whom: tuple[Actor, ...]
    at: Span


def openings(
    reports: Sequence[Report],
    statements: Sequence[Statement],
    events: Sequence[Event],
    *,
    mentions: Mapping[str, Sequence[Mention]] = NO_MENTIONS,
) -> tuple[Opening, ...]:
    """What is offered or recommended, by whom, and the events that answer it.

    Advice in words that make no event ("both should strengthen communication") is read from
    the statements, the outlet's own included.

    Args:
        reports: The batch, in order.
        statements: Who says what.
        events: Who does what to whom.
        mentions: Where each report names whom, by report id; it tells to whom advice is given.

    Returns:
        Openings in the order in which they are first made.
    """
    texts = {report.id: report for report in reports}
    dated = with_days(statements, texts)
    by_id = {statement.id: statement for statement in dated}
    offers = [*_offers(events, by_id, texts), *_advice(dated, texts, mentions)]
    order = {report.id: at for at, report in enumerate(reports)}
    offers.sort(key=lambda o: (order.get(o.statement.report, len(order)), o.at))
    groups: dict[tuple[str, ...], list[_Offer]] = {}
    for offer in offers:
        groups.setdefault(_key(offer), []).append(offer)
    replies = _replies(events, by_id, texts)
    return tuple(
        _opening(f"o{at}", group, replies) for at, group in enumerate(groups.values(), start=1)
    )


def _offers(
    events: Sequence[Event], statements: Mapping[str, Statement], texts: Mapping[str, Report]
) -> Iterator[_Offer]:
    inside = {event.within for event in events if event.within and _kind(event)}
    for event in events:
        statement, kind = statements.get(event.statement), _kind(event)
        # the offer itself is named by what it carries, where it carries anything
        if statement is None or not kind or event.negated or event.id in inside:
            continue
        yield _offer(event, statement, kind, texts)


def _kind(event: Event) -> str:
    for row in opening_kinds():
        if (
            row.type in ("*", event.type)
            and row.mark is event.mark
            and row.mode in ("", event.mode)
        ):
            return row.kind
    return ""


def _offer(event: Event, statement: Statement, kind: str, texts: Mapping[str, Report]) -> _Offer:
    report = texts.get(event.trail.report)
    words = event.trail.span.of(report.text).strip() if report else ""
    named = next(iter(phrases(words)), None)
    speaker, name, mandate = _who(event, statement, kind)
    own = camp_of(speaker)
    addressed = [*actors(event.recipients), *(actors(event.actors) if own else ())]
    return _Offer(
        event=event,
        statement=statement,
        kind=kind,
        words=words,
        issue=named.issue if named else event.type.value,
        speaker=speaker,
        name=name,
        mandate=mandate,
        to_whom=actors_other_than(addressed, own),
        at=event.trail.span,
    )


def _advice(
    statements: Iterable[Statement],
    texts: Mapping[str, Report],
    mentions: Mapping[str, Sequence[Mention]],
) -> Iterator[_Offer]:
    for statement in statements:
        report = texts.get(statement.report)
        if report is None:
            continue
        known = mentions.get(report.id, ())
        for stretch in statement.content:
            for sentence in sentences(report.text, stretch):
                words = sentence.of(report.text).strip()
                named = next(iter(phrases(words)), None)
                if named and advised(words):
                    to_whom = parties_named(sentence, known)
                    yield _recommended(statement, sentence, words, named.issue, to_whom)


def _recommended(
    statement: Statement, at: Span, words: str, issue: str, to_whom: tuple[Actor, ...]
) -> _Offer:
    speaker = statement.speaker
    return _Offer(
        event=None,
        statement=statement,
        kind=_RECOMMENDATION,
        words=words,
        issue=issue,
        speaker=speaker.actor,
        name=speaker.name,
        mandate=statement.mandate,
        to_whom=to_whom,
        at=at,
    )


def _who(event: Event, statement: Statement, kind: str) -> tuple[Actor | None, str, Mandate]:
    """Who offers: a recommendation is the speaker's, an offer is made by who will act."""
    speaker, by = statement.speaker, actors(event.actors)
    own = speaker.role is not SpeakerRole.OUTLET and (
        not by or camp_of(speaker.actor) in {camp_of(actor) for actor in by}
    )
    if kind == _RECOMMENDATION or own or not by:
        return speaker.actor, speaker.name, statement.mandate
    return by[0], by[0].name, Mandate.UNKNOWN


def actors_other_than(known: Iterable[Actor], camp: str) -> tuple[Actor, ...]:
    """The actors that do not stand with a camp, each once."""
    return tuple({a.id: a for a in known if not camp or camp_of(a) != camp}.values())


def _key(offer: _Offer) -> tuple[str, ...]:
    party = offer.statement.speaks_for or camp_of(offer.speaker)
    person = offer.speaker.id if offer.speaker else offer.name.lower()
    who = party if offer.mandate is Mandate.AUTHORISED and party else person
    where = "" if who else offer.statement.report
    return who, where, offer.mandate.value, offer.kind, offer.issue


def _opening(name: str, group: Sequence[_Offer], replies: Sequence[_Reply]) -> Opening:
    first = group[0]
    days = [day for offer in group if (day := _said_on(offer.statement))]
    return Opening(
        id=name,
        speaker=first.speaker,
        speaker_name=first.name,
        speaks_for=first.statement.speaks_for or camp_of(first.speaker),
        mandate=first.mandate,
        kind=first.kind,
        to_whom=actors_other_than((a for offer in group for a in offer.to_whom), ""),
        what=first.words,
        statements=tuple(dict.fromkeys(offer.statement.id for offer in group)),
        events=tuple(dict.fromkeys(offer.event.id for offer in group if offer.event)),
        answers=() if first.kind == _RECOMMENDATION else _answers(group, replies),
        first_said=min(days, default=None),
        last_said=max(days, default=None),
    )


def _said_on(statement: Statement) -> dt.date | None:
    return statement.said_on.latest if statement.said_on else None


@dataclass(frozen=True, slots=True)
class _Reply:
    """An event that can answer an opening."""

    event: Event
    by: tuple[str, ...]
    to: tuple[str, ...]
    issues: frozenset[str]
    said: dt.date | None


def _replies(
    events: Iterable[Event], statements: Mapping[str, Statement], texts: Mapping[str, Report]
) -> list[_Reply]:
    return [
        _reply(event, statements.get(event.statement), texts.get(event.trail.report))
        for event in events
        if event.type in _ANSWERS and event.mark is Mark.ASSERTED and camps(event.actors)
    ]


def _reply(event: Event, statement: Statement | None, report: Report | None) -> _Reply:
    words = event.trail.span.of(report.text) if report else ""
    return _Reply(
        event,
        camps(event.actors),
        camps(event.recipients),
        frozenset(phrase.issue for phrase in phrases(words)),
        _said_on(statement) if statement else None,
    )


def _answers(group: Sequence[_Offer], replies: Iterable[_Reply]) -> tuple[str, ...]:
    """Ids of the events by which those addressed answer, in order."""
    own = {offer.event.id for offer in group if offer.event}
    return tuple(
        reply.event.id
        for reply in replies
        if reply.event.id not in own and any(_answered(offer, reply) for offer in group)
    )


def _answered(offer: _Offer, reply: _Reply) -> bool:
    maker = camp_of(offer.speaker)
    addressed = {camp_of(actor) for actor in offer.to_whom}
    return (
        bool(maker)
        and maker not in reply.by
        and (not addressed or bool(addressed & set(reply.by)))
        and maker in (reply.to or (maker,))
        and (offer.issue in reply.issues if reply.issues else bool(reply.to))
        and _after(reply, _said_on(offer.statement))
    )


def _after(reply: _Reply, made: dt.date | None) -> bool:
    """Whether a reply came after an offer; a demand without days is no answer to anything."""
    if reply.said is None or made is None:
        return reply.event.type is not EventType.REQUEST
    return made <= reply.said
