"""From acts between two sides to spells: what comes after an act, and how soon.

A spell opens when one side acts and closes at the first of four things: the other side acts (a
*reply*, at a rung), the same side acts *again* (which opens a new spell), the dispute *ends* (so
there was no reply), or 180 days pass. Two acts on one day have no known order: neither is taken as
a reply to the other. No reply is an outcome like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from detente.model.errors import InputError

INTERVALS: Final = ((1, 1), (2, 3), (4, 7), (8, 14), (15, 30), (31, 60), (61, 180))
"""First and last day of each interval after the act."""

WINDOW: Final = INTERVALS[-1][1]
CAUSES: Final = ("nothing yet", "reply at 2", "reply at 3", "reply at 4", "acts again", "ends")
"""What an interval can bring; a reply above rung 4 counts as 4."""

REPLIES: Final = (1, 2, 3)
AGAIN: Final = 4
ENDS: Final = 5
_LOWEST, _HIGHEST = 2, 4


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one side against the other.

    Attributes:
        dispute: What it belongs to.
        actor: Who acts.
        target: Against whom.
        day: Day as an ordinal number.
        rung: 2 threat, 3 display, 4 use of force; 5 counts as 4.
        values: Values of the covariates on that day.
    """

    dispute: str
    actor: str
    target: str
    day: int
    rung: int
    values: tuple[float, ...] = ()

    @property
    def dyad(self) -> str:
        """The pair, whichever way round."""
        return ":".join(sorted((self.actor, self.target)))


@dataclass(frozen=True, slots=True)
class Spell:
    """What came after one act.

    Attributes:
        dispute: What it belongs to.
        dyad: Pair of actors, by which errors are clustered.
        trigger: Rung of the act that opened it, 2 to 4.
        joint: Whether both sides acted on that day.
        own_last: Highest rung the replying side had on its last day of action; 0 before any.
        earlier: Days on which the acting side had acted before.
        cause: Index into ``CAUSES``.
        days: Days until then.
        values: Covariates on the day of the act.
    """

    dispute: str
    dyad: str
    trigger: int
    joint: bool
    own_last: int
    earlier: int
    cause: int
    days: int
    values: tuple[float, ...] = ()


def spells(
    acts: Iterable[Act], ends: Mapping[str, int], *, watched: int | None = None
) -> tuple[Spell, ...]:
    """Spells of all disputes.

    Args:
        acts: In any order.
        ends: Last day of each dispute.
        watched: Last day that the data cover. A dispute without an end of its own is then followed
            until that day or for 180 days; without ``watched`` it ends with its last act.

    Raises:
        InputError: If a dispute has more than two sides.
    """
    ordered = sorted(acts, key=lambda act: (act.dispute, act.day, act.actor, act.rung))
    return tuple(
        spell
        for dispute, own in groupby(ordered, key=lambda act: act.dispute)
        for spell in _of_dispute(list(own), ends.get(dispute), watched)
    )


def _of_dispute(acts: Sequence[Act], end: int | None, watched: int | None) -> Iterator[Spell]:
    sides = sorted({name for act in acts for name in (act.actor, act.target)})
    if len(sides) > 2:
        raise InputError(
            f"dispute {acts[0].dispute!r} has {len(sides)} sides; give each pair its own dispute"
        )
    days = [(day, list(own)) for day, own in groupby(acts, key=lambda act: act.day)]
    known = end is not None or watched is None
    last_day = max(days[-1][0], (end if end is not None else watched) or 0)
    last: dict[str, int] = {}
    earlier: dict[str, int] = {}
    for at, (day, own) in enumerate(days):
        rungs = _rungs(own)
        follows = [(later, _rungs(then)) for later, then in days[at + 1 : at + 2]]
        for act in {act.actor: act for act in own}.values():
            cause, waited = _next(act, day, follows, last_day, ends=known)
            if not waited:
                continue  # the data end on this very day
            yield Spell(
                act.dispute, act.dyad, rungs[act.actor], len(rungs) > 1,
                last.get(act.target, 0), earlier.get(act.actor, 0), cause, waited, act.values,
            )  # fmt: skip
        last |= rungs
        earlier |= {name: earlier.get(name, 0) + 1 for name in rungs}


def _rungs(acts: Iterable[Act]) -> dict[str, int]:
    """Highest rung of each side that acted, brought into 2 to 4."""
    found: dict[str, int] = {}
    for act in acts:
        rung = min(max(act.rung, _LOWEST), _HIGHEST)
        found[act.actor] = max(rung, found.get(act.actor, 0))
    return found


def _next(
    act: Act, day: int, follows: Sequence[tuple[int, dict[str, int]]], last_day: int, *, ends: bool
) -> tuple[int, int]:
    """Cause and days until the spell closes; a reply goes before a further own act."""
    if not follows:
        waited = max(last_day - day, int(ends))
        if not ends:
            return 0, min(waited, WINDOW)
        return (ENDS, waited) if waited <= WINDOW else (0, WINDOW)
    later, rungs = follows[0]
    if later - day > WINDOW:
        return 0, WINDOW
    cause = rungs[act.target] - 1 if act.target in rungs else AGAIN
    return cause, later - day
