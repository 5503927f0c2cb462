"""Where members differ: in votes, in what they demand, and in how they speak of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.model.balance import PairAgreement, SplitVote, StatedDifference
from detente.model.reading import Reading
from detente.model.statements import Mandate

YES, NO, ABSTAIN = "yes", "no", "abstain"
POSITIONS = (YES, NO, ABSTAIN)
_TONES = {1: "cooperative words", 3: "critical words"}


@dataclass(frozen=True, slots=True)
class Ballot:
    """How one state voted once.

    Attributes:
        vote: Name of the vote.
        member: Alpha-3.
        position: "yes", "no" or "abstain".
    """

    vote: str
    member: str
    position: str


def split_votes(ballots: Iterable[Ballot], members: Sequence[str]) -> tuple[SplitVote, ...]:
    """Each vote with two members or more, least agreement first."""
    by_vote: dict[str, dict[str, str]] = defaultdict(dict)
    for one in ballots:
        if one.member in members:
            by_vote[one.vote][one.member] = one.position
    found = [_split(vote, cast) for vote, cast in sorted(by_vote.items()) if len(cast) > 1]
    return tuple(sorted(found, key=lambda vote: vote.agreement))


def _split(vote: str, cast: dict[str, str]) -> SplitVote:
    camps = [tuple(sorted(name for name in cast if cast[name] == told)) for told in POSITIONS]
    largest, total = max(map(len, camps)), len(cast)
    return SplitVote(vote, camps[0], camps[1], camps[2], (largest - (total - largest) / 2) / total)


def pair_agreement(ballots: Iterable[Ballot], members: Sequence[str]) -> tuple[PairAgreement, ...]:
    """Each pair of members that voted together, least alike first."""
    cast: dict[str, dict[str, str]] = defaultdict(dict)
    for one in ballots:
        if one.member in members:
            cast[one.member][one.vote] = one.position
    found = []
    for first, second in combinations(sorted(cast), 2):
        common = cast[first].keys() & cast[second].keys()
        alike = sum(cast[first][vote] == cast[second][vote] for vote in common)
        if common:
            found.append(PairAgreement(first, second, len(common), alike))
    return tuple(sorted(found, key=lambda pair: (pair.alike / pair.together, pair.first)))


def stated_differences(reading: Reading, members: Sequence[str]) -> tuple[StatedDifference, ...]:
    """Issues and actors on which authorised speakers of the members differ.

    Silence is no position: a member that says nothing is not listed.
    """
    return (*_demands(reading, members), *_tones(reading, members))


def _demands(reading: Reading, members: Sequence[str]) -> Iterable[StatedDifference]:
    """Issues on which members put different demands, or put them to different sides."""
    by_issue: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rests: dict[str, set[str]] = defaultdict(set)
    for demand in reading.demands:
        if demand.mandate is Mandate.AUTHORISED and demand.speaks_for in members and demand.issue:
            of_whom = ", ".join(sorted(actor.id for actor in demand.of_whom)) or "nobody named"
            by_issue[demand.issue][f"asks it of {of_whom}"].add(demand.speaks_for)
            rests[demand.issue] |= set(demand.statements)
    return _differing(by_issue, rests, "demand")


def _tones(reading: Reading, members: Sequence[str]) -> Iterable[StatedDifference]:
    """Actors of whom some members speak cooperatively and others critically."""
    by_actor: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rests: dict[str, set[str]] = defaultdict(set)
    said = {statement.id: statement for statement in reading.statements}
    for event in reading.events:
        statement = said.get(event.statement)
        tone = _TONES.get(event.type.quad)
        if not (event.speech_act and tone and statement):
            continue
        if statement.mandate is not Mandate.AUTHORISED or statement.speaks_for not in members:
            continue
        for one in event.recipients:
            about = one.actor.principal or one.actor.id if one.actor else ""
            if about and about != statement.speaks_for:
                by_actor[about][tone].add(statement.speaks_for)
                rests[about].add(statement.id)
    return _differing(by_actor, rests, "tone")


def _differing(
    found: dict[str, dict[str, set[str]]], rests: dict[str, set[str]], kind: str
) -> Iterable[StatedDifference]:
    for about, positions in sorted(found.items()):
        speaking = set().union(*positions.values())
        if len(positions) > 1 and len(speaking) > 1:
            told = {name: tuple(sorted(who)) for name, who in sorted(positions.items())}
            yield StatedDifference(about, kind, told, tuple(sorted(rests[about])))
