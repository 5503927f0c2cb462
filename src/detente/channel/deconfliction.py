"""Whether notices of two parties meet in area and time: pointed out to both, as a question.

An area is a text for people and, where the parties give one, a box of degrees that can be compared.
Where one is missing, whether they meet is not known, and that is what is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import Any

from detente.model.channel import SignedMessage
from detente.model.errors import InputError

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Box:
    """An area between two parallels and two meridians, edges included (WGS 84).

    Attributes:
        south: Degrees north.
        west: Degrees east; larger than ``east`` if it crosses the date line.
        north: Degrees north.
        east: Degrees east.
    """

    south: Decimal
    west: Decimal
    north: Decimal
    east: Decimal

    def meets(self, other: Box) -> bool:
        """Whether two boxes have a place in common."""
        if self.south > other.north or other.south > self.north:
            return False
        return any(a <= d and c <= b for a, b in self._spans() for c, d in other._spans())

    def _spans(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """From west to east, cut at the date line, which belongs to both sides."""
        edge = Decimal(180)
        if self.west > self.east:
            return (self.west, edge), (-edge, self.east)
        ends = tuple((-x, -x) for x in (self.west, self.east) if abs(x) == edge)
        return ((self.west, self.east), *ends)


def read_box(value: Any) -> Box:
    """A box from south, west, north and east, as texts or numbers.

    Raises:
        InputError: If it is none.
    """
    try:
        south, west, north, east = (Decimal(str(part)) for part in value)
        inside = -90 <= south <= north <= 90 and all(-180 <= x <= 180 for x in (west, east))
    except (InvalidOperation, TypeError, ValueError) as error:
        raise InputError(f"{str(value)[:80]!r} is no box: south, west, north, east") from error
    if not inside or isinstance(value, str):
        raise InputError(f"{str(value)[:80]!r} is no box on Earth: south, west, north, east")
    return Box(south, west, north, east)


def span(body: Mapping[str, Any]) -> tuple[int, int] | None:
    """From when to when a notice goes, in seconds since 1970; a day is the whole of it, in UTC."""
    start, end = _moment(body.get("from"), last=False), _moment(body.get("to"), last=True)
    return None if start is None or end is None or end < start else (start, end)


def overlaps(notices: Sequence[SignedMessage]) -> dict[str, tuple[str, ...]]:
    """What is to be asked of notices, by digest: the same words to both of two parties."""
    found: dict[str, list[str]] = {}
    for signed in notices:
        if span(signed.message.body) is None:
            found.setdefault(signed.digest, []).append(
                f"from when to when the notice of {signed.message.sender} goes cannot be read: when?"
            )
    for one, other in combinations(notices, 2):
        text = _question(one, other)
        if text:
            found.setdefault(one.digest, []).append(text)
            found.setdefault(other.digest, []).append(text)
    return {digest: tuple(texts) for digest, texts in found.items()}


def _question(one: SignedMessage, other: SignedMessage) -> str:
    first, second = one.message, other.message
    times, others = span(first.body), span(second.body)
    if first.sender == second.sender or times is None or others is None:
        return ""
    start, end = max(times[0], others[0]), min(times[1], others[1])
    if start > end:
        return ""
    both = f"{first.sender} ({one.digest[:16]}) and {second.sender} ({other.digest[:16]})"
    when = f"from {_iso(start)} to {_iso(end)}"
    boxes = _box(first.body), _box(second.body)
    if boxes[0] and boxes[1]:
        meets = boxes[0].meets(boxes[1])
        return f"{both} name areas that meet, {when}: do both know?" if meets else ""
    named = [str(body.get("area", "")).strip().casefold() for body in (first.body, second.body)]
    if named[0] and named[0] == named[1]:
        return f"{both} name one area, {when}: do both know?"
    return f"whether the areas of {both} meet is not known, {when}: not both give a box"


def _box(body: Mapping[str, Any]) -> Box | None:
    try:
        return read_box(body["box"]) if "box" in body else None
    except InputError:
        return None


def _moment(value: Any, *, last: bool) -> int | None:
    try:
        moment = dt.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    whole_day = last and len(value) == len("2031-05-01")
    return int(moment.timestamp()) + (_DAY - 1 if whole_day else 0)


def _iso(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
