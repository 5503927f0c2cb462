"""Demands: what each speaker asks of whom, and of what it is made a condition.

Demands are read from events of demand and, where a statement asks in words that make no event
of their own ("preconditions include ..."), from its words. An outlet's own voice demands
nothing: its advice is a recommendation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.model.actors import Actor, ActorKind, Mention
from detente.model.demands import Demand
from detente.model.events import Event, EventType, Mark
from detente.model.reports import Report
from detente.model.spans import Span
from detente.model.statements import Mandate, SpeakerRole, Statement
from detente.reading.addressees import demanded_act, own_government, whole_sides
from detente.reading.facet_claims import actors
from detente.reading.issue_phrases import (
    Phrase,
    conditional,
    cued,
    goal,
    phrases,
    sentences,
    wording,
)
from detente.reading.named_in import NO_MENTIONS, others_named, parties_named
from detente.reading.openings import openings
from detente.reading.origins import speaker_key, words_of
from detente.reading.relations_of_sides import camp_of
from detente.reading.said_days import with_days

__all__ = ["demands", "openings"]

_END_OF_WAR = "end of war"
_LONGEST = 30
"""Words of one demand; a longer stretch is not one demand."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """One place where something is asked for."""

    statement: Statement
    speaker: Actor | None
    name: str
    mandate: Mandate
    of_whom: tuple[Actor, ...]
    phrase: Phrase
    conditional: bool
    goal: str
    event: str = ""


def demands(
    reports: Sequence[Report],
    statements: Sequence[Statement],
    events: Sequence[Event],
    *,
    mentions: Mapping[str, Sequence[Mention]] = NO_MENTIONS,
) -> tuple[Demand, ...]:
    """What is asked, by whom, of whom.

    Args:
        reports: The batch, in order.
        statements: Who says what.
        events: Who does what to whom.
        mentions: Where each report names whom, by report id; it tells of whom something is
            asked in words that make no event.

    Returns:
        Demands in the order in which they are first made. The same demand of one party, or of
        one person without authority, is one however often it is repeated.
    """
    texts = {report.id: report for report in reports}
    dated = with_days(statements, texts)
    by_id = {statement.id: statement for statement in dated}
    asked = [
        *_from_events(events, by_id, texts, mentions),
        *_from_words(dated, texts, mentions),
    ]
    order = {report.id: at for at, report in enumerate(reports)}
    asked.sort(key=lambda a: (order.get(a.statement.report, len(order)), a.statement.content))
    groups = _groups(_asked_of(_same_people(asked)))
    return tuple(_demand(f"d{at}", group) for at, group in enumerate(groups, start=1))


def _from_events(
    events: Sequence[Event],
    statements: Mapping[str, Statement],
    texts: Mapping[str, Report],
    mentions: Mapping[str, Sequence[Mention]],
) -> Iterator[_Asking]:
    carried = {event.within: event for event in reversed(events) if event.within}
    for event in events:
        statement = statements.get(event.statement)
        if statement is None or not _asks(event):
            continue
        inner = carried.get(event.id, event)
        found = _phrases_of(inner, event, statement, texts)
        named = _names(event, inner)
        for phrase in found:
            known = mentions.get(statement.report, ())
            asking = _asking(event, inner, statement, phrase, texts=texts, known=known)
            apart = _only_beside(named, phrase, phrases(words_of(statement, texts)))
            whom = () if apart else asking.of_whom
            act = replace(phrase, words=demanded_act(phrase.words, named))
            yield replace(asking, phrase=act, of_whom=whom)


def _names(event: Event, inner: Event) -> tuple[str, ...]:
    """How those of whom something is asked are named."""
    asked = (*event.recipients, *(inner.actors if inner is not event else ()))
    return tuple(p.text for p in asked if p.actor or _is_body(p.text))


def _is_body(words: str) -> bool:
    return words.lower().removeprefix("the ") in ("government", "cabinet", "parliament")


def _only_beside(named: Sequence[str], phrase: Phrase, found: Sequence[Phrase]) -> bool:
    """Whether who is asked stands with another of the things asked: "X, and Y from Z"."""
    beside = [p.words for p in found if any(f"from {name}" in p.words for name in named)]
    return bool(beside) and phrase.words not in beside


def _asks(event: Event) -> bool:
    if event.negated:
        return False
    return (event.type is EventType.REQUEST and event.mark is Mark.ASSERTED) or (
        event.mark is Mark.DEMANDED and not event.within
    )


def _phrases_of(
    inner: Event, event: Event, statement: Statement, texts: Mapping[str, Report]
) -> tuple[Phrase, ...]:
    said = _said(event, statement, texts)
    words = said or _clause(inner, texts) or _clause(event, texts)
    found = phrases(words) or (() if said else phrases(_clause(event, texts)))
    aims = {phrase.issue for phrase in phrases(goal(words))}
    asked = tuple(phrase for phrase in found if phrase.issue not in aims) or found[:1]
    if not asked:
        return (Phrase("", wording(words)),)
    return (*_before(words, asked[0]), *asked) if said else asked


def _before(words: str, first: Phrase) -> tuple[Phrase, ...]:
    """What is asked before the first issue the codebook knows: "return X and agree to Y"."""
    ahead = words[: first.at].rstrip()
    if not ahead.endswith((" and", ",")):
        return ()
    return (Phrase("", wording(ahead.removesuffix(" and"))),)


def _said(event: Event, statement: Statement, texts: Mapping[str, Report]) -> str:
    """What is demanded in so many words, where the statement's own cue is the demand."""
    report = texts.get(statement.report)
    asked = any(part.overlaps(event.predicate_span) for part in statement.cue)
    if report is None or not asked or statement.speaker.role is SpeakerRole.OUTLET:
        return ""
    return " ".join(part.of(report.text) for part in statement.content)


def _clause(event: Event, texts: Mapping[str, Report]) -> str:
    report = texts.get(event.trail.report)
    return event.trail.span.of(report.text) if report else ""


def _asking(
    event: Event,
    inner: Event,
    statement: Statement,
    phrase: Phrase,
    *,
    texts: Mapping[str, Report],
    known: Sequence[Mention],
) -> _Asking:
    by = actors(event.actors)
    own = _speaks_itself(statement, by)
    words = f"{_clause(event, texts)} {_clause(inner, texts)}"
    asked = actors(event.recipients) or (actors(inner.actors) if inner is not event else ())
    teller = statement.speaker.actor if own else (by[0] if by else None)
    return _Asking(
        statement=statement,
        speaker=teller,
        name=statement.speaker.name if own else (by[0].name if by else ""),
        mandate=statement.mandate if own else Mandate.UNKNOWN,
        of_whom=_others(asked, by or _speaking(statement))
        or own_government(event.recipients, teller, known),
        phrase=phrase,
        conditional=conditional(words),
        goal=goal(words),
        event=event.id,
    )


def _speaks_itself(statement: Statement, by: Sequence[Actor]) -> bool:
    """Whether who asks is who speaks; else the speaker tells of somebody else's demand."""
    if statement.speaker.role is SpeakerRole.OUTLET:
        return not by
    speaker = statement.speaker.actor
    return not by or speaker is None or camp_of(speaker) in {camp_of(actor) for actor in by}


def _speaking(statement: Statement) -> tuple[Actor, ...]:
    return (statement.speaker.actor,) if statement.speaker.actor else ()


def _others(asked: Iterable[Actor], by: Iterable[Actor]) -> tuple[Actor, ...]:
    own = {camp_of(actor) for actor in by}
    return tuple(actor for actor in asked if camp_of(actor) not in own)


def _from_words(
    statements: Iterable[Statement],
    texts: Mapping[str, Report],
    mentions: Mapping[str, Sequence[Mention]],
) -> Iterator[_Asking]:
    for statement in statements:
        report = texts.get(statement.report)
        if report is None or statement.speaker.role is SpeakerRole.OUTLET:
            continue
        known = mentions.get(report.id, ())
        for stretch in statement.content:
            for sentence in sentences(report.text, stretch):
                yield from _from_sentence(statement, sentence, report, known)


def _from_sentence(
    statement: Statement, sentence: Span, report: Report, known: Sequence[Mention]
) -> Iterator[_Asking]:
    words = sentence.of(report.text)
    if not cued(words):
        return
    own = camp_of(statement.speaker.actor)
    found = phrases(words)
    for phrase in found:
        # what the demands are a condition of is not itself asked for
        if phrase.issue != _END_OF_WAR:
            yield _Asking(
                statement=statement,
                speaker=statement.speaker.actor,
                name=statement.speaker.name,
                mandate=statement.mandate,
                of_whom=_addressed(sentence, phrase, found, known, own),
                phrase=phrase,
                conditional=conditional(words),
                goal=goal(words),
            )


def _addressed(
    sentence: Span, phrase: Phrase, found: Sequence[Phrase], known: Sequence[Mention], own: str
) -> tuple[Actor, ...]:
    """Whom a phrase addresses; who is named inside another of the things asked is asked for that."""
    inside = [
        {actor.id for actor in parties_named(_stretch(sentence, each), known, own)}
        for each in (phrase, *(other for other in found if other is not phrase))
    ]
    elsewhere = set[str]().union(*inside[1:])
    whom = others_named(sentence, phrase, known, own)
    return whom if inside[0] else tuple(actor for actor in whom if actor.id not in elsewhere)


def _stretch(sentence: Span, phrase: Phrase) -> Span:
    start = sentence.start + phrase.at
    return Span(start, start + max(phrase.end - phrase.at, 0))


def _asked_of(asked: Sequence[_Asking]) -> list[_Asking]:
    """Who asks one party of something and names nobody for the rest asks it of that party."""
    named: dict[tuple[str, str], list[tuple[Actor, ...]]] = {}
    for asking in asked:
        if asking.of_whom:
            named.setdefault(_teller(asking), []).append(asking.of_whom)
    return [
        replace(asking, of_whom=whom[0])
        if not asking.of_whom and len(whom := named.get(_teller(asking), [])) and _one(whom)
        else asking
        for asking in asked
    ]


def _teller(asking: _Asking) -> tuple[str, str]:
    person = asking.speaker.id if asking.speaker else asking.name
    return asking.statement.report, person


def _one(whom: Sequence[tuple[Actor, ...]]) -> bool:
    return len({camp_of(actor) for actors_named in whom for actor in actors_named}) == 1


def _same_people(asked: Sequence[_Asking]) -> list[_Asking]:
    """Within a report, an unnamed speaker of one side and mandate is the one named there."""
    named = {
        (a.statement.report, camp_of(a.speaker), a.mandate): a
        for a in reversed(asked)
        if a.speaker and a.speaker.kind is ActorKind.PERSON
    }
    return [_as_named(a, named) for a in asked]


def _as_named(asking: _Asking, named: Mapping[tuple[str, str, Mandate], _Asking]) -> _Asking:
    if asking.speaker and asking.speaker.kind is ActorKind.PERSON:
        return asking
    same = named.get((asking.statement.report, camp_of(asking.speaker), asking.mandate))
    return replace(asking, speaker=same.speaker, name=same.name) if same else asking


def _groups(asked: Iterable[_Asking]) -> list[list[_Asking]]:
    groups: dict[tuple[str, ...], list[_Asking]] = {}
    for asking in asked:
        groups.setdefault(_key(asking), []).append(asking)
    worded: dict[tuple[str, ...], list[_Asking]] = {}
    for key, group in groups.items():
        # one stretch of words is one demand, though it touches two issues
        worded.setdefault((*key[:-1], _fullest(group).lower()), []).extend(group)
    return _repeated(list(worded.items()))


def _repeated(groups: Sequence[tuple[tuple[str, ...], list[_Asking]]]) -> list[list[_Asking]]:
    """Put a demand that only leaves words out ("cancel the exercise") with the fuller one."""
    kept: dict[tuple[str, ...], list[_Asking]] = {}
    for key, group in sorted(groups, key=lambda item: -len(item[0][-1])):
        words = set(key[-1].split())
        same = (k for k in kept if k[:-1] == key[:-1] and words <= set(k[-1].split()))
        home = next(same, None) if len(words) > 1 else None
        kept.setdefault(home or key, []).extend(group)
    first = {id(asking): at for at, (_, group) in enumerate(groups) for asking in group}
    ordered = (sorted(group, key=lambda a: first[id(a)]) for group in kept.values())
    return sorted(ordered, key=lambda group: first[id(group[0])])


def _key(asking: _Asking) -> tuple[str, ...]:
    """An authorised demand is its party's; any other is its speaker's own."""
    party = asking.statement.speaks_for or camp_of(asking.speaker)
    person = asking.speaker.id if asking.speaker else speaker_key(asking.statement.speaker)
    who = party if asking.mandate is Mandate.AUTHORISED and party else person
    what = asking.phrase.issue or asking.phrase.words.lower()
    return who, asking.mandate.value, what


def _demand(name: str, group: Sequence[_Asking]) -> Demand:
    first = group[0]
    days = [day for asking in group if (day := _said_on(asking.statement))]
    aims = [asking.goal for asking in group if asking.goal]
    bound = any(asking.conditional for asking in group)
    return Demand(
        id=name,
        speaker=first.speaker,
        speaker_name=first.name,
        speaks_for=first.statement.speaks_for or camp_of(first.speaker),
        mandate=first.mandate,
        of_whom=whole_sides(actor for asking in group for actor in asking.of_whom),
        what=_fullest(group),
        issue=first.phrase.issue,
        precondition_for=aims[0] if aims else ("an agreement" if bound else ""),
        statements=_unique(asking.statement.id for asking in group),
        events=_unique(asking.event for asking in group if asking.event),
        first_said=min(days, default=None),
        last_said=max(days, default=None),
    )


def _fullest(group: Sequence[_Asking]) -> str:
    """The fullest wording that is still one demand, the first of equals."""
    words = [asking.phrase.words for asking in group]
    short = [each for each in words if len(each.split()) <= _LONGEST]
    return max(short, key=len) if short else words[0]


def _said_on(statement: Statement) -> dt.date | None:
    return statement.said_on.latest if statement.said_on else None


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
