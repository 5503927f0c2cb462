"""What notices leave open, pointed out as a question and never as a verdict.

The same look at every party: figures just under a threshold, activities that pass one together,
one activity in parts, a figure amended to below, more activities than a constraint has. Each has
honest reasons; a question says what was seen and can be sent as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from detente.channel.activities import Activity, activities, key, near
from detente.channel.adopted import adopted
from detente.channel.conditions import Body, figure
from detente.channel.constrained import constrained
from detente.channel.levels import Level, Threshold, levels, summed
from detente.channel.record import Record
from detente.codebook.channel_limits import Pattern, patterns

Linked = Callable[[Activity, Activity], bool]
_ROMAN: Final = re.compile(r"[ivx]+")


@dataclass(frozen=True, slots=True)
class Point:
    """A figure beside the one a rule has.

    Attributes:
        rule: Id of the rule or constraint.
        field: Which figure.
        figure: What the notices say.
        limit: What the rule says.
        verified: How the rule is backed.
    """

    rule: str
    field: str
    figure: float
    limit: float
    verified: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that can be asked.

    Attributes:
        asks: Patterns that point to it, or the constraint.
        instrument: Instrument whose rules are meant.
        parties: Parties whose notices they are, in the order of the log.
        messages: Digests of the notices, in the order of the log.
        points: Figures beside those of the rules.
        text: What was seen, and what is asked.
        activities: Names of the activities.
        areas: Areas of the activities.
    """

    asks: tuple[str, ...]
    instrument: str
    parties: tuple[str, ...]
    messages: tuple[str, ...]
    points: tuple[Point, ...]
    text: str
    activities: tuple[str, ...]
    areas: tuple[str, ...]

    @property
    def id(self) -> str:
        """Short name, the same for everybody with the same log."""
        rules = sorted(f"{point.rule} {point.field}" for point in self.points)
        return sha256("\n".join([*self.messages, *rules]).encode()).hexdigest()[:12]


def questions(record: Record) -> tuple[Question, ...]:
    """Every question that a log gives rise to, in the order of its first notice."""
    known, found = activities(record), list[Question]()
    for instrument, among in adopted(record.ledger).items():
        sizes = levels(instrument)
        mine = tuple(one for one in known if one.sender in among.between)
        if len(among.between) > 1 and sizes:
            found += ask(mine, sizes)
            found += [
                _question((row.constraint,), instrument, members, (Point(
                    row.constraint, "activities", len(members), row.at_most, row.verified.value
                ),), text)
                for row, members, text in constrained(record, mine, among)
            ]  # fmt: skip
    places = record.ledger.places
    return tuple(sorted(found, key=lambda q: [places[digest] for digest in q.messages]))


def ask(known: Sequence[Activity], sizes: Sequence[Level]) -> list[Question]:
    """Questions about figures and about activities that belong together.

    Args:
        known: Activities, in the order of the log.
        sizes: Sizes of one instrument.
    """
    rows, found = patterns(), list[Question]()
    for one in known:
        found += _alone(one, sizes, rows)
    together: dict[tuple[int, ...], list[str]] = {}
    for name, days, linked in _links(rows):
        for members in _at_one_time(known, linked, days * 86400):
            together.setdefault(tuple(one.index for one in members), []).append(name)
    by_index = {one.index: one for one in known}
    for indices, names in sorted(together.items()):
        found += _jointly([by_index[i] for i in indices], tuple(names), sizes)
    return found


def request(question: Question, kind: str) -> dict[str, Any]:
    """The body with which a question can be sent, as a ``question`` or ``unusual-activity``."""
    if kind == "question":
        return {"text": question.text, "notices": list(question.messages)}
    return {
        "concern": question.text,
        "activity": "; ".join(question.activities) or "notified activities",
        "area": "; ".join(question.areas) or "as notified",
        "notices": list(question.messages),
    }


def _alone(one: Activity, sizes: Sequence[Level], rows: dict[str, Pattern]) -> Iterator[Question]:
    margin = rows["just-under"].margin or 0
    under, lowered = list[Point](), list[Point]()
    for size in sizes:
        if size.passed(one.body) or size.changes_nothing(one):
            continue
        under += [
            _point(threshold, one.body)
            for threshold in size.thresholds
            if threshold.just_under(figure(one.body, threshold.field), margin)
        ]
        lowered += _lowered(one, size)
    if under:
        seen = f"{_name(one)} is notified with {_told(under)}."
        yield _question(("just-under",), sizes[0].instrument, (one,), tuple(under),
                        f"{seen} How are its figures reckoned, and who takes part?")  # fmt: skip
    if lowered:
        seen = f"{_name(one)} was amended to {_told(lowered)}; an earlier notice had more."
        yield _question(("amended-down",), sizes[0].instrument, (one,), tuple(lowered),
                        f"{seen} What has changed?")  # fmt: skip


def _lowered(one: Activity, size: Level) -> Iterator[Point]:
    for threshold in size.thresholds:
        earlier = [figure(body, threshold.field) for _, body in one.before]
        if any(threshold.passed(value) for value in earlier):
            yield _point(threshold, one.body)


def _jointly(
    members: Sequence[Activity], names: tuple[str, ...], sizes: Sequence[Level]
) -> Iterator[Question]:
    """A question if activities pass together a size that none of them has alone."""
    total, points = summed(members), list[Point]()
    for size in sizes:
        if any(size.passed(one.body) for one in members):
            continue
        if all(size.changes_nothing(one) for one in members):
            continue
        points += [_point(t, total) for t in size.thresholds if t.passed(total.get(t.field))]
    if points:
        listed = ", ".join(_name(one) for one in members)
        text = (f"{listed}: together {_told(points)}, and none alone. "
                "Are they one activity, and under whose command?")  # fmt: skip
        yield _question(names, sizes[0].instrument, members, tuple(points), text)


def _links(rows: dict[str, Pattern]) -> Iterator[tuple[str, int, Linked]]:
    """How two activities can belong together, and with how many days between them."""
    by_area, parts = rows["together-area"], rows["in-parts"]
    yield "together-command", rows["together-command"].days or 0, _one_command
    yield "together-area", by_area.days or 0, lambda a, b: near(a, b, by_area.km or 0)
    yield "in-parts", parts.days or 0, lambda a, b: _one_name(a, b, parts)


def _one_command(one: Activity, other: Activity) -> bool:
    return bool(key(one.body.get("command"))) and key(one.body.get("command")) == key(
        other.body.get("command")
    )


def _one_name(one: Activity, other: Activity, row: Pattern) -> bool:
    whole = key(one.body.get("part_of"))
    if whole and whole == key(other.body.get("part_of")):
        return True
    named = stem(one.name, row) if one.sender == other.sender else ""
    return bool(named) and named == stem(other.name, row) and _follow(one.name, other.name, row)


@lru_cache(maxsize=4096)
def stem(name: str, row: Pattern) -> str:
    """A name without numbers and words for a part; "" if nothing is left that names one activity."""
    words = re.findall(r"[^\W\d_]+", name.casefold())
    left = [word for word in words if word not in row.words and not _ROMAN.fullmatch(word)]
    return " ".join(left) if any(word not in row.common for word in left) else ""


def _follow(one: str, other: str, row: Pattern) -> bool:
    """Whether names say that they are parts: by a word for it, or by numbers that follow.

    The third and the eleventh of a series are not parts of one activity; the third and fourth,
    close in time, may be.
    """
    if set(row.words) & set(re.findall(r"[^\W\d_]+", f"{one} {other}".casefold())):
        return True
    return abs(_serial(one) - _serial(other)) <= 1


@lru_cache(maxsize=4096)
def _serial(name: str) -> int:
    """The last number in a name, in figures or Roman; 0 if it has none."""
    found = re.findall(r"\d{1,9}|\b[ivx]+\b", name.casefold())
    if not found:
        return 0
    return int(found[-1]) if found[-1].isdecimal() else _roman(found[-1])


def _roman(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def _at_one_time(
    known: Sequence[Activity], linked: Linked, gap: int
) -> Iterator[tuple[Activity, ...]]:
    """Largest sets of two and more linked activities, all of which go on at one time.

    An activity counts as going on until so long after its end. Sets are begun by each activity in
    turn, with those linked to it that go on at its start; one inside another is left out.
    """
    running: list[Activity] = []
    sets: list[frozenset[int]] = []
    for one in sorted(known, key=lambda a: (a.start, a.index)):
        running = [other for other in running if other.end + gap >= one.start]
        members = [other.index for other in running if linked(one, other)]
        running.append(one)
        if members:
            sets.append(frozenset([one.index, *members]))
    by_index = {one.index: one for one in known}
    holding: dict[int, list[frozenset[int]]] = {}
    for found in sets:
        for index in found:
            holding.setdefault(index, []).append(found)
    for found in sets:
        if not any(found < other for other in holding[min(found)]):
            yield tuple(by_index[index] for index in sorted(found))


def _question(
    asks: tuple[str, ...], instrument: str, members: Sequence[Activity],
    points: tuple[Point, ...], text: str,
) -> Question:  # fmt: skip
    areas = [one.body.get("area") for one in members]
    return Question(
        asks, instrument, tuple(dict.fromkeys(one.sender for one in members)),
        tuple(digest for one in members for digest in one.digests), points,
        text + _marks(points), tuple(dict.fromkeys(one.name for one in members if one.name)),
        tuple(dict.fromkeys(area for area in areas if isinstance(area, str) and area)),
    )  # fmt: skip


def _marks(points: Sequence[Point]) -> str:
    recalled = sorted({point.rule for point in points if point.verified == "recalled"})
    return f" (recalled and not checked: {', '.join(recalled)})" if recalled else ""


def _point(threshold: Threshold, body: Body) -> Point:
    value = figure(body, threshold.field) or 0
    return Point(threshold.rule, threshold.field, value, threshold.limit, threshold.verified)


def _told(points: Sequence[Point]) -> str:
    pairs = dict.fromkeys((p.field, f"{p.figure:,.0f}", f"{p.limit:,.0f}") for p in points)
    return ", ".join(f"{value} {name} (threshold {limit})" for name, value, limit in pairs)


def _name(one: Activity) -> str:
    return f"{one.sender} {one.name!r}"
