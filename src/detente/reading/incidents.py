"""Incidents: what several reports say of one happening, facet by facet.

Only what is said to have happened makes an incident: asserted, accused or denied events and
speech acts performed. What is demanded, threatened, offered, foreseen or recommended has not
happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from detente.codebook.happenings import Happening, happening, happening_of
from detente.model.actors import Actor, ActorKind
from detente.model.dates import OPEN, DateRange
from detente.model.events import Event, EventType, Mark, Participant, Place
from detente.model.incidents import Facet, FacetKind, Incident
from detente.model.reports import Report
from detente.model.statements import Mandate, Statement
from detente.reading.blame import Batch, as_accused, batch_of, calls_it_staged, hearsay_claims
from detente.reading.facet_claims import (
    Account,
    actors,
    author_claims,
    camps,
    effect_claims,
    occurrence_claims,
    target_claims,
)
from detente.reading.facet_status import judge, one_sided
from detente.reading.incident_magnitudes import merged_magnitudes
from detente.reading.incident_matching import (
    IN_OWN_NAME,
    Features,
    block_keys,
    excludes,
    features,
    matches,
    tells_of_harm,
)
from detente.reading.incident_summary import summarise
from detente.reading.independence import Parties
from detente.reading.origins import origins
from detente.reading.relations_of_sides import Sides, camp_of
from detente.reading.said_days import said_day
from detente.reading.toll_matching import toll_accounts
from detente.reading.tolls import Toll, toll_of
from detente.reading.witnesses import inherited, spoken_name, witness

HAPPENED: Final = frozenset({Mark.ASSERTED, Mark.ACCUSED, Mark.DENIED})
"""Marks of events about what has, or has not, happened."""

_UNAUTHORISED: Final = frozenset({Mandate.SEMI_OFFICIAL, Mandate.PERSONAL, Mandate.EXPERT})
_BETWEEN_SIDES: Final = frozenset({EventType.AGREE, EventType.CONSULT, EventType.COOPERATE})
_DENIAL: Final = "denial"
"""PLOVER mode of a refusal that denies a happening."""
_BASIS: Final = {"explicit": 0, "relative": 1, "published": 2}


@dataclass(slots=True)
class _Pile:
    """Accounts put together so far."""

    accounts: list[Account] = field(default_factory=list)
    features: list[Features] = field(default_factory=list)
    tolls: list[Account] = field(default_factory=list)


def merge(
    reports: Sequence[Report],
    statements: Sequence[Statement],
    events: Sequence[Event],
    sides: Sides,
    *,
    tolls: Sequence[Toll] = (),
) -> tuple[Incident, ...]:
    """Merge the events of a batch into incidents.

    Args:
        reports: The batch, in order.
        statements: Who says what.
        events: Who does what to whom.
        sides: Who stands with whom (:func:`detente.reading.relations_of_sides.observe`).
        tolls: Those hurt, where the deed is told elsewhere in the report.

    Returns:
        Incidents in the order in which they are first told.
    """
    batch = batch_of(reports, statements, events)
    accounts = _accounts(batch, sides)
    together = _joined(_piles(accounts, batch))
    piles = [pile for pile in together if _counts(pile)]
    hurt = [*tolls, *(toll for pile in together if not _counts(pile) for toll in _stray(pile))]
    for at, account in toll_accounts(hurt, [pile.accounts for pile in piles], batch, sides):
        piles[at].tolls.append(account)
    return tuple(_incident(f"i{at}", pile, batch, sides) for at, pile in enumerate(piles, start=1))


def _stray(pile: _Pile) -> Iterator[Toll]:
    """Those hurt in deeds of which nothing else is told: "12 people were killed"."""
    for account in pile.accounts:
        toll = toll_of(account.event) if account.asserts else None
        if toll is not None:
            yield toll


def _accounts(batch: Batch, sides: Sides) -> list[Account]:
    known = origins(list(batch.statements.values()), batch.texts)
    told = []
    for event in _happened(batch):
        said = batch.statements[event.statement]
        vouched = witness(event, said, sides=sides, texts=batch.texts, origins=known)
        told.append(
            as_accused(
                Account(
                    _dated(_in_own_name(event, said), said, batch.texts.get(said.report)), vouched
                ),
                batch,
            )
        )
    order = {report: at for at, report in enumerate(batch.texts)}
    last = len(order)
    return sorted(
        told,
        key=lambda a: (order.get(a.witness.report, last), a.event.trail.span, a.event.id),
    )


def _happened(batch: Batch) -> Iterator[Event]:
    by_id = {event.id: event for event in batch.events}
    for event in batch.events:
        if (
            event.mark in HAPPENED
            and event.statement in batch.statements
            and _political(event)
            and not _refused(event, by_id)
            and not _only_said_to_be_said(event)
            and not _with_itself(event)
        ):
            yield event


def _refused(event: Event, by_id: Mapping[str, Event]) -> bool:
    """Refusing to do something is no denial of having done it."""
    carrier = by_id.get(event.within)
    return (
        event.mark is Mark.DENIED
        and carrier is not None
        and carrier.type is EventType.REJECT
        and carrier.mode != _DENIAL
    )


def _only_said_to_be_said(event: Event) -> bool:
    """Whether it is an accusation that somebody is accused of making."""
    return event.type is EventType.ACCUSE and event.mark is Mark.ACCUSED


def _with_itself(event: Event) -> bool:
    """Whether a side comes to terms with its own people: that is nothing between two sides."""
    own, others = set(camps(event.actors)), set(camps(event.recipients))
    return event.type in _BETWEEN_SIDES and bool(others) and own == others


def _counts(pile: _Pile) -> bool:
    """Whether somebody says it of somebody, or denies what somebody says.

    "We did not return fire" alone tells of nothing: nobody said that they did.
    """
    said = any(account.asserts or _denies_a_charge(account) for account in pile.accounts)
    return said and any(
        actors((*account.event.actors, *account.event.recipients)) or account.event.place
        for account in pile.accounts
    )


def _denies_a_charge(account: Account) -> bool:
    return not (account.event.negated or account.witness.own_voice)


def _in_own_name(event: Event, statement: Statement) -> Event:
    """What somebody without authority demands or threatens is his own act, not his state's."""
    speaker = statement.speaker
    camp = camp_of(speaker.actor)
    if (
        not event.speech_act
        or statement.mandate not in _UNAUTHORISED
        or speaker.actor is None
        or camp not in camps(event.actors)
    ):
        return event
    own = speaker.actor
    if own.kind is not ActorKind.PERSON:
        own = replace(own, name=spoken_name(speaker))
    return replace(event, actors=(Participant(speaker.name, speaker.span, own, IN_OWN_NAME),))


def _dated(event: Event, statement: Statement, report: Report | None) -> Event:
    """A speech act happens on the day the statement is made, at the latest when it is printed."""
    if not event.speech_act or event.date.known:
        return event
    return replace(event, date=said_day(statement, report))


def _political(event: Event) -> bool:
    known = [*actors(event.actors), *actors(event.recipients)]
    return not known or any(actor.kind is not ActorKind.OUTLET for actor in known)


def _piles(accounts: Iterable[Account], batch: Batch) -> list[_Pile]:
    piles: list[_Pile] = []
    near: dict[tuple[str, ...], list[int]] = {}
    for account in accounts:
        staged = calls_it_staged(account, batch)
        new = features(account.event, account.witness, batch.texts, staged=staged)
        keys = block_keys(new)
        found = sorted({at for key in keys for at in near.get(key, ())})
        home = _home(new, found, piles)
        if home is None:
            home = len(piles)
            piles.append(_Pile())
        piles[home].accounts.append(account)
        piles[home].features.append(new)
        for key in keys:
            if home not in near.setdefault(key, []):
                near[key].append(home)
    return piles


def _joined(piles: Sequence[_Pile]) -> list[_Pile]:
    """Piles of one happening put together: an account may fit two piles begun apart."""
    kept: list[_Pile] = []
    for pile in piles:
        home = next((other for other in kept if _same_happening(pile, other)), None)
        if home is None:
            kept.append(pile)
        else:
            home.accounts.extend(pile.accounts)
            home.features.extend(pile.features)
    return kept


def _same_happening(pile: _Pile, other: _Pile) -> bool:
    keys = {key for each in other.features for key in block_keys(each)}
    near = any(key in keys for each in pile.features for key in block_keys(each))
    if not near or any(excludes(each, o) for each in pile.features for o in other.features):
        return False
    return any(matches(each, other.features) >= 0 for each in pile.features)


def _home(new: Features, found: Iterable[int], piles: Sequence[_Pile]) -> int | None:
    fits = {at: matches(new, piles[at].features) for at in found}
    best = max(fits, key=lambda at: (fits[at], -at), default=None)
    return best if best is not None and fits[best] >= 0 else None


def _incident(name: str, pile: _Pile, batch: Batch, sides: Sides) -> Incident:
    accounts = _with_inheritance(pile.accounts)
    facets = _facets(accounts, pile.tolls, batch, sides)
    events = [account.event for account in accounts]
    asserting = [account.event for account in accounts if account.asserts]
    authors = _specific(actors(p for event in asserting for p in event.actors))
    recipients = _hit(events, authors)
    kind, mode = events[0].type, _common([event.mode for event in events])
    date, place = _date(events), _place(events)
    return Incident(
        id=name,
        type=kind,
        mode=mode,
        contexts=tuple(sorted({context for event in events for context in event.contexts})),
        authors=authors,
        recipients=recipients,
        date=date,
        place=place,
        occurrence=facets[0],
        author=facets[1],
        target=facets[2],
        effect=facets[3],
        magnitudes=merged_magnitudes([*events, *(account.event for account in pile.tolls)]),
        events=tuple(event.id for event in events),
        summary=summarise(
            kind,
            mode,
            authors=authors,
            recipients=recipients,
            place=place,
            date=date,
            occurrence=facets[0],
            author=facets[1],
            called=_called(events, kind, mode),
        ),
    )


def _called(events: Sequence[Event], kind: EventType, mode: str) -> Happening:
    """By its words where all accounts tell it apart so, else by its type and mode."""
    rows = {happening_of(event) for event in events if not tells_of_harm(event)}
    families = {row.family for row in rows}
    named = happening(kind, mode)
    return next(iter(rows)) if len(rows) == 1 and families != {named.family} else named


def _with_inheritance(accounts: Sequence[Account]) -> list[Account]:
    attributed = [a.witness for a in accounts if not a.witness.own_voice]
    return [Account(a.event, inherited(a.witness, attributed)) for a in accounts]


def _facets(
    accounts: Sequence[Account], tolls: Sequence[Account], batch: Batch, sides: Sides
) -> tuple[Facet, Facet, Facet, Facet]:
    parties = _parties(accounts, sides)
    blamed = hearsay_claims(accounts, batch)
    found = (
        judge(FacetKind.OCCURRENCE, occurrence_claims(accounts, parties), parties),
        judge(FacetKind.AUTHOR, [*author_claims(accounts, parties), *blamed], parties),
        judge(FacetKind.TARGET, target_claims(accounts, parties), parties),
        judge(FacetKind.EFFECT, effect_claims([*accounts, *tolls], parties), parties),
    )
    accused = accounts[0].event.type is EventType.ACCUSE
    first, by, to, hurt = (one_sided(facet) for facet in found) if accused else found
    return first, by, to, hurt


def _parties(accounts: Sequence[Account], sides: Sides) -> Parties:
    """The author most accounts name, and everybody said to have been hit."""
    named = [camps(a.event.actors) for a in accounts if camps(a.event.actors)]
    counts = {by: sum(bool(set(by) & set(other)) for other in named) for by in named}
    authors = max(counts, key=lambda by: counts[by], default=())
    to = tuple(dict.fromkeys(c for a in accounts for c in camps(a.event.recipients)))
    where = [a.event.place.country for a in accounts if a.event.place and a.event.place.country]
    return Parties(authors, to or tuple(dict.fromkeys(where)), sides, _date_of(accounts).latest)


def _date_of(accounts: Sequence[Account]) -> DateRange:
    return _date([account.event for account in accounts])


def _specific(known: Sequence[Actor]) -> tuple[Actor, ...]:
    """Leave out a state where one of its own organs is named too."""
    organs = {actor.principal for actor in known if actor.principal != actor.id}
    return tuple(actor for actor in known if actor.id not in organs)


def _hit(events: Sequence[Event], authors: Sequence[Actor]) -> tuple[Actor, ...]:
    """To whom it was done: not the author himself, and no collective where states are named."""
    own = {actor.id for actor in authors}
    known = _specific(actors(p for event in events for p in event.recipients))
    others = tuple(actor for actor in known if actor.id not in own)
    single = tuple(actor for actor in others if actor.kind is not ActorKind.COLLECTIVE)
    return others if events[0].speech_act else single or others


def _common(modes: Sequence[str]) -> str:
    named = [mode for mode in modes if mode]
    return max(named, key=lambda mode: (named.count(mode), -named.index(mode)), default="")


def _date(events: Sequence[Event]) -> DateRange:
    known = [event.date for event in events if event.date.known]
    return min(known, key=_width, default=OPEN)


def _width(date: DateRange) -> tuple[int, int]:
    days = (date.end - date.start).days if date.start and date.end else 10**6
    return _BASIS.get(date.basis, len(_BASIS)), days


def _place(events: Sequence[Event]) -> Place | None:
    named = [event.place for event in events if event.place]
    plain = [place for place in named if not place.contested]
    return next(iter([*plain, *named]), None)
