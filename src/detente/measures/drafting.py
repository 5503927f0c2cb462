"""A first scenario from what a reading found: actors, rungs and demands, and nothing else.

Reports say where pairs stand and what is asked. How strong the sides are, how much the quarrel
matters to them and who would stand by whom is left for people to fill in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from detente.codebook.loader import Verified, load_table
from detente.codebook.organisations import MembershipRow, OrganisationKind, OrganisationRow
from detente.model.demands import Demand
from detente.model.ladder import DyadPosition, Rung, WindowRungs
from detente.model.reading import Reading
from detente.model.statements import Mandate

MOST: Final = 8


@dataclass(frozen=True, slots=True)
class DraftSide:
    """How one actor stands towards another, as reports have it.

    Attributes:
        actor: Id of the side that acts.
        target: Id of the side it acts against.
        rung: Highest corroborated rung of the longest window.
        claimed: Highest rung anyone claims.
        reason: Why this rung and not a higher one.
        demands: What the actor asks of the target, in its words, with mandate.
    """

    actor: str
    target: str
    rung: Rung
    claimed: Rung
    reason: str
    demands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenarioDraft:
    """A scenario to be completed by people.

    Attributes:
        as_of: Day on which the windows end, ISO 8601, "" if unknown.
        actors: Id -> name, those who stand highest first.
        sides: Both sides of every pair that has a quarrel.
        alliances: Organisation -> members among the actors.
        recalled: Organisations whose membership was only recalled.
        left_out: Actors that did not fit.
    """

    as_of: str
    actors: Mapping[str, str]
    sides: tuple[DraftSide, ...]
    alliances: Mapping[str, tuple[str, ...]]
    recalled: frozenset[str]
    left_out: tuple[str, ...]


def draft_scenario(reading: Reading) -> ScenarioDraft:
    """Draft a scenario from the dyads and demands of a reading."""
    pairs = sorted(
        (dyad for dyad in reading.dyads if _quarrels(dyad, reading)), key=lambda d: -_highest(d)
    )
    names: dict[str, str] = {}
    for dyad in pairs:
        names |= {dyad.a: dyad.a_name, dyad.b: dyad.b_name}
    kept = dict(list(names.items())[:MOST])
    within = [dyad for dyad in pairs if dyad.a in kept and dyad.b in kept]
    alliances, recalled = _alliances(tuple(kept), reading)
    return ScenarioDraft(
        as_of=reading.as_of.isoformat() if reading.as_of else "",
        actors=kept,
        sides=tuple(side for dyad in within for side in _sides(dyad, reading)),
        alliances=alliances,
        recalled=recalled,
        left_out=tuple(name for key, name in names.items() if key not in kept),
    )


def _quarrels(dyad: DyadPosition, reading: Reading) -> bool:
    asked = _asks(reading, dyad.a, dyad.b) or _asks(reading, dyad.b, dyad.a)
    return _highest(dyad) > Rung.NONE or bool(asked)


def _highest(dyad: DyadPosition) -> Rung:
    return max(
        (max(w.claimed.rung, w.corroborated.rung) for w in _windows(dyad)), default=Rung.NONE
    )


def _windows(dyad: DyadPosition) -> tuple[WindowRungs, ...]:
    return (*dyad.windows, dyad.undated) if dyad.undated else dyad.windows


def _sides(dyad: DyadPosition, reading: Reading) -> tuple[DraftSide, DraftSide]:
    """Rungs go to the side that reports name as the author; to both where none is named."""
    last = max(_windows(dyad), key=lambda w: (w.claimed.rung, w.corroborated.rung, w.days))
    return (
        _side(dyad.a, dyad.b, last, reading),
        _side(dyad.b, dyad.a, last, reading),
    )


def _side(actor: str, target: str, window: WindowRungs, reading: Reading) -> DraftSide:
    rungs = []
    for evidence in (window.corroborated, window.claimed):
        authors = _authors(evidence.incidents, reading)
        mine = not authors & {target} or actor in authors
        rungs.append(evidence.rung if mine or evidence.rung is Rung.WAR else Rung.NONE)
    return DraftSide(
        actor, target, rungs[0], max(rungs), window.claimed.reason,
        tuple(_asks(reading, actor, target)),
    )  # fmt: skip


def _authors(incidents: tuple[str, ...], reading: Reading) -> set[str]:
    wanted = set(incidents)
    return {
        principal
        for incident in reading.incidents
        if incident.id in wanted
        for author in incident.authors
        for principal in (author.id, author.country)
    }


def _asks(reading: Reading, actor: str, target: str) -> list[str]:
    found = [
        f"{demand.what} ({demand.mandate.value})"
        for demand in reading.demands
        if _by(demand) == actor and any(_of(one.id) == target for one in demand.of_whom)
    ]
    return list(dict.fromkeys(found))


def _by(demand: Demand) -> str:
    if demand.mandate in (Mandate.UNKNOWN, Mandate.PERSONAL, Mandate.EXPERT):
        return ""
    return demand.speaks_for or (demand.speaker.id if demand.speaker else "")


def _of(actor: str) -> str:
    """A state's forces are asked as the state."""
    return actor.split(".", 1)[0]


def _alliances(
    actors: tuple[str, ...], reading: Reading
) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Alliances of the codebook with two members or more among the actors on the day."""
    kinds = {row.id for row in load_table("organisations", OrganisationRow)
             if row.kind is OrganisationKind.ALLIANCE}  # fmt: skip
    day = reading.as_of
    found: dict[str, list[str]] = {}
    recalled: set[str] = set()
    for row in load_table("memberships", MembershipRow):
        over = day is not None and (
            (row.end is not None and row.end < day) or (row.start is not None and row.start > day)
        )
        if row.organisation in kinds and row.state in actors and not over:
            found.setdefault(row.organisation, []).append(row.state)
            if row.verified is Verified.RECALLED:
                recalled.add(row.organisation)
    several = {name: tuple(members) for name, members in found.items() if len(members) > 1}
    return several, frozenset(recalled & several.keys())
