"""Whether two events are reports of one happening.

Some things rule it out (another place, day, wave or party); the rest is evidence for it, added
up. Within one report less evidence is enough: a text seldom tells of two happenings in words
that could be the same one without saying what sets them apart.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar

from detente.codebook.event_nouns import noun_classes
from detente.codebook.happenings import happening_of
from detente.codebook.loader import load_table
from detente.model.actors import ActorKind
from detente.model.dates import OPEN, DateRange
from detente.model.events import Event, EventType, Participant, Place
from detente.model.reports import Report
from detente.reading.relations_of_sides import camp_of
from detente.reading.witnesses import Witness

SAME_REPORT: Final = 3
"""Evidence needed within one report."""
OTHER_REPORT: Final = 5
"""Evidence needed across reports."""
NO_DAY: Final = 6
"""Evidence needed across reports when nothing tells the day."""
RIVAL_AUTHOR: Final = 4
"""Evidence needed, authors apart, to see two accounts of who did one thing."""
IN_OWN_NAME: Final = "in own name"
"""How a speaker without authority stands as author of what he demands or threatens."""
_Key = TypeVar("_Key", str, float)
_PRINTED: Final = "published"
_COLLISION: Final = "collision"
_HARM: Final = "harm"
_HURTING: Final = frozenset({_HARM, _COLLISION, "attack"})
_HURT: Final = frozenset({"wound", "injure", "die"})
_THINGS: Final = frozenset({"property", "vessel", "port"})
_WORD: Final = re.compile(r"[\w-]+")
_DAYS_AROUND: Final = 1
_DAYS_BEFORE_PRINT: Final = 7


@dataclass(frozen=True, slots=True)
class StateName:
    """A state's code and name, as far as telling a whole country from a place needs it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Features:
    """What of an event decides whether it is the same happening as another.

    Attributes:
        type: PLOVER type.
        family: Family of happenings.
        speech: Whether it is a speech act.
        authors: Camps of its authors.
        recipients: Camps of its recipients.
        people: Whether its recipients are named people; None when nobody is known.
        place: Where, if named.
        whole_country: Whether the place is a country as a whole.
        date: When.
        published: Day of publication of its report.
        report: Id of its report.
        speaker: Camp of who vouches for it.
        wave: Numbers of waves or rounds it names.
        counts: Its other numbers, by kind.
        names: Names of weapons and things it counts.
        noun: Last word of the predicate.
        things: Words for things and names of things in its clause.
        definite: Whether it is taken up as known: "the attack".
        in_own_name: Whether somebody without authority says it for himself.
        staged: Whether it is what a speaker says was staged to blame somebody else.
    """

    type: EventType
    family: str
    speech: bool
    authors: frozenset[str]
    recipients: frozenset[str]
    people: bool | None
    place: Place | None
    whole_country: bool
    date: DateRange
    published: dt.date | None
    report: str
    speaker: str
    wave: frozenset[float]
    counts: frozenset[tuple[str, float]]
    names: frozenset[str]
    noun: str
    things: frozenset[str] = frozenset()
    definite: bool = False
    in_own_name: bool = False
    staged: bool = False


def features(
    event: Event, voucher: Witness, texts: Mapping[str, Report], *, staged: bool = False
) -> Features:
    """What of an event decides whether it is the same happening as another.

    Args:
        event: The event.
        voucher: Who vouches for it.
        texts: Reports by id.
        staged: Whether the speaker says that it was staged to blame somebody else.
    """
    report = texts.get(voucher.report)
    numbers = [(m.kind, m.value) for m in event.magnitudes if m.value is not None]
    kinds = {each.actor.kind for each in event.recipients if each.actor}
    return Features(
        type=event.type,
        family=_family(event),
        speech=event.speech_act,
        authors=_camps(event.actors, collectives=event.speech_act),
        recipients=_camps(event.recipients, collectives=event.speech_act),
        people=kinds == {ActorKind.PERSON} if kinds else None,
        place=event.place,
        whole_country=event.place is not None and _whole_country(event.place),
        date=OPEN if event.date.basis == _PRINTED else event.date,
        published=report.published if report else None,
        report=voucher.report,
        speaker=voucher.camp,
        wave=frozenset(value for kind, value in numbers if kind == "wave"),
        counts=frozenset((kind, value) for kind, value in numbers if kind != "wave"),
        names=frozenset(m.name.lower() for m in event.magnitudes if m.name),
        noun=event.predicate.split()[-1].lower() if event.predicate else "",
        things=frozenset(_things(event, report)),
        definite=_taken_up(event, report),
        in_own_name=any(each.rule == IN_OWN_NAME for each in event.actors),
        staged=staged,
    )


def tells_of_harm(event: Event) -> bool:
    """Whether an event tells only of people hurt, and not of the deed that hurt them."""
    return event.predicate in _HURT and not any(each.actor for each in event.actors)


def _family(event: Event) -> str:
    return _HARM if tells_of_harm(event) else happening_of(event).family


def _things(event: Event, report: Report | None) -> Iterator[str]:
    """Buildings, ships and the like in the clause, and names of ships beside them."""
    clause = event.trail.span.of(report.text) if report else ""
    sides = (each.text for each in (*event.actors, *event.recipients))
    words = _WORD.findall(" ".join((clause, *sides)))
    ships = (each for each in (*event.actors, *event.recipients) if each.rule == "vessel")
    yield from (each.text.split()[-1].lower() for each in ships)
    for before, word in zip(["", *words], words, strict=False):
        christened = word[0].isupper() and _is_thing(before)
        if christened or _is_thing(word.lower()):
            yield word.lower()


def _is_thing(word: str) -> bool:
    return bool(noun_classes().get(word, frozenset()) & _THINGS)


def _taken_up(event: Event, report: Report | None) -> bool:
    at = event.predicate_span.start
    before = report.text[max(0, at - 4) : at].lower() if report else ""
    return before == "the " and event.trail.rule.startswith("event_nouns:")


def matches(new: Features, members: Iterable[Features]) -> int:
    """How far the evidence goes beyond what is needed; negative when it is not enough.

    Args:
        new: The event to place.
        members: The events of the incident it may belong to.
    """
    best = -1
    for member in members:
        if excludes(new, member):
            return -1
        best = max(best, _evidence(new, member) - _needed(new, member))
    return best


def _needed(a: Features, b: Features) -> int:
    if a.report == b.report:
        return SAME_REPORT
    known = (a.date.known or a.published) and (b.date.known or b.published)
    return OTHER_REPORT if known else NO_DAY


def excludes(a: Features, b: Features) -> bool:
    """Whether something tells two events apart for certain."""
    return (
        (a.type, a.speech, a.in_own_name) != (b.type, b.speech, b.in_own_name)
        or (a.family != b.family and not _harm_of(a, b))
        or _differ(a.people, b.people)
        or (_apart(a.recipients, b.recipients) and not _collision(a, b))
        or _apart(a.wave, b.wave)
        or _other_place(a, b)
        or _other_day(a, b)
        or (_apart(a.authors, b.authors) and not _rival_accounts(a, b))
    )


def _rival_accounts(a: Features, b: Features) -> bool:
    if a.speech:
        return False
    # who calls an act staged names another author for what others tell
    said_staged = a.staged or b.staged
    return said_staged or _circumstances(a, b) >= RIVAL_AUTHOR or _collision(a, b)


def _harm_of(a: Features, b: Features) -> bool:
    """Whether one tells only of the people hurt, and the other of a deed that hurts."""
    return _HARM in {a.family, b.family} and {a.family, b.family} <= _HURTING


def _collision(a: Features, b: Features) -> bool:
    """Whether the same two collided: each side says that the other one did it."""
    parties = (a.authors | a.recipients) & (b.authors | b.recipients)
    return a.family == b.family == _COLLISION and bool(parties)


def _evidence(a: Features, b: Features) -> int:
    if _HARM in {a.family, b.family} and a.report != b.report:
        return 0  # who was hurt is told beside the deed, not in another report
    authors = 3 * bool(a.authors & b.authors)
    return authors + _circumstances(a, b) + _same_telling(a, b)


def _circumstances(a: Features, b: Features) -> int:
    return (
        2 * bool(a.recipients & b.recipients)
        + _place_evidence(a, b)
        + 2 * (a.date.known and b.date.known)
        + 4 * bool(a.wave & b.wave)
        + 2 * bool(a.counts & b.counts)
        + 2 * bool(a.names & b.names)
        + 2 * bool(a.things & b.things)
        + 3 * (a.family == b.family == _COLLISION)
    )


def _same_telling(a: Features, b: Features) -> int:
    if a.report != b.report:
        return 0
    own_deed = {a.speaker, b.speaker} == (a.authors | b.authors)
    taken_up = a.definite or b.definite
    return 1 + (a.speaker == b.speaker) + (a.noun == b.noun) + own_deed + 2 * taken_up


def _place_evidence(a: Features, b: Features) -> int:
    if a.place is None or b.place is None:
        return 0
    return 3 if a.place.name == b.place.name else 1


def _other_place(a: Features, b: Features) -> bool:
    if a.place is None or b.place is None or a.place.name == b.place.name:
        return False
    broader = a.whole_country or b.whole_country
    return not (broader and a.place.country == b.place.country != "")


def _other_day(a: Features, b: Features) -> bool:
    first, last = _days(a), _days(b)
    if not (first and last):
        return False
    slack = dt.timedelta(days=_DAYS_AROUND)
    return first[0] > last[1] + slack or last[0] > first[1] + slack


def _days(event: Features) -> tuple[dt.date, dt.date] | None:
    start, end = event.date.start or event.date.end, event.date.end or event.date.start
    if start and end:
        return start, end
    if event.published is None:
        return None
    return event.published - dt.timedelta(days=_DAYS_BEFORE_PRINT), event.published


def _differ(a: bool | None, b: bool | None) -> bool:
    return a is not None and b is not None and a != b


def _apart(a: frozenset[_Key], b: frozenset[_Key]) -> bool:
    return bool(a and b) and not a & b


def _camps(participants: Iterable[Participant], *, collectives: bool) -> frozenset[str]:
    known = (each.actor for each in participants if each.actor)
    # "regional countries" may be hit where three countries are named: no party of its own
    counted = (a for a in known if collectives or a.kind is not ActorKind.COLLECTIVE)
    return frozenset(camp_of(actor) for actor in counted) - {""}


def _whole_country(place: Place) -> bool:
    return place.contested or place.name == place.country or place.name in _countries()


@cache
def _countries() -> frozenset[str]:
    return frozenset(row.name for row in load_table("states", StateName))


def block_keys(new: Features) -> tuple[tuple[str, ...], ...]:
    """Keys one of which two events must share to be compared at all."""
    family = (new.type.value, "attack" if new.family in _HURTING else new.family)
    named = (("by", camp) for camp in new.authors)
    hit = (("to", camp) for camp in new.recipients)
    where = (("in", new.place.name), ("of", new.place.country)) if new.place else ()
    told = (("report", new.report),)
    # ships seldom collide twice on one day
    collided = new.family == _COLLISION
    when = (("on", str(new.date.start)),) if collided and new.date.known else ()
    ships = (("with", thing) for thing in new.things) if collided else ()
    return tuple(sorted((*family, *key) for key in (*named, *hit, *where, *told, *when, *ships)))
