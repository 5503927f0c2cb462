"""The escalation ladder: where a dyad stands, and which way it moves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Rung(IntEnum):
    """Hostility level after COW Militarized Interstate Disputes 5.0."""

    NONE = 1
    THREAT = 2
    DISPLAY = 3
    USE_OF_FORCE = 4
    WAR = 5


class Arrow(StrEnum):
    """Which way a dyad moves. "Level" and "no new information" differ."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"
    NO_NEW_INFORMATION = "no new information"


@dataclass(frozen=True, slots=True)
class RungEvidence:
    """A rung and what puts a dyad on it.

    Attributes:
        rung: 1 to 5.
        action: MID action code 1-21; 0 when no militarised action is on record.
        incidents: Ids of the incidents that give the rung.
        reason: In one line, why this rung and not a higher one.
        member: Actor id of the bloc member with this rung when the dyad is a bloc's.
    """

    rung: Rung
    action: int = 0
    incidents: tuple[str, ...] = ()
    reason: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class WindowRungs:
    """Highest rungs of one trailing window.

    Attributes:
        days: Length of the window; 0 for the undated window.
        corroborated: Highest rung whose occurrence and author are corroborated or admitted.
        claimed: Highest rung anyone claims.
    """

    days: int
    corroborated: RungEvidence
    claimed: RungEvidence


@dataclass(frozen=True, slots=True)
class Pressure:
    """Pressure below force: a gauge beside the ladder, never added to the rung.

    Attributes:
        kind: "diplomatic", "economic", "cyber", "information" or "sabotage".
        incidents: Ids of the incidents.
        level: "none", "words", "acts".
    """

    kind: str
    incidents: tuple[str, ...]
    level: str


@dataclass(frozen=True, slots=True)
class DyadPosition:
    """Where one unordered pair of actors stands.

    Attributes:
        a: Actor id, the lesser of the two in code order.
        b: Actor id, the greater.
        a_name: Neutral name of a.
        b_name: Neutral name of b.
        as_of: Day the windows end; None for a batch without any date.
        windows: Trailing windows, shortest first (30 and 180 days), or one undated window.
        undated: Rungs that undated incidents would give; they enter no window.
        arrow: Which way it moves.
        arrow_reason: Why, in one line with its evidence.
        arrow_incidents: Ids of the incidents behind the arrow.
        pressure: The second gauge.
        proxies: Incident ids in which a party acts through a third.
        missing_camps: Actor ids of sides from which no statement was read.
        war_note: "war threshold not judged" where force is used and no war is on record.
    """

    a: str
    b: str
    a_name: str
    b_name: str
    as_of: dt.date | None
    windows: tuple[WindowRungs, ...]
    undated: WindowRungs | None
    arrow: Arrow
    arrow_reason: str
    arrow_incidents: tuple[str, ...] = ()
    pressure: tuple[Pressure, ...] = ()
    proxies: tuple[str, ...] = ()
    missing_camps: tuple[str, ...] = ()
    war_note: str = ""
