"""A vote: one vote a party, the last before an exact close, by a written threshold and quorum.

What came in time is decided by the witnesses. Where they do not tell, the result stands only if
it is the same either way. Nothing is counted before the close.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from detente.channel.proposed import WITHDRAWN, InTime, Proposed, came_by, entitled
from detente.channel.record import Record
from detente.channel.roster import threshold
from detente.model.channel import Entry
from detente.model.errors import InputError

CHOICES: Final = ("yes", "no", "abstain")
MAJORITY: Final = "majority"
_COUNTED: Final = ("cast", "entitled")
_WRITTEN: Final = re.compile(r"majority|all|[0-9]{1,6}(/[0-9]{1,6})?", re.ASCII)
Possible = tuple[str, ...]
"""Votes a party may have given: one if it is certain, "" for none."""


class VoteState(StrEnum):
    """Where a vote stands."""

    OPEN = "open"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted after the close.

    Attributes:
        votes: Vote of each entitled party; "" if it gave none, "disputed" if witnesses do not
            tell which of its votes came in time.
        yes: Certain votes for, weighted if the charter gives weights.
        no: Certain votes against.
        abstain: Certain abstentions.
        weighted: Whether the charter gives weights.
        unheard: Parties that cosigned no log from after the close: a receipt of theirs may still
            show a vote that came in time.
        ignored: Digests that do not count, with the reason.
    """

    votes: Mapping[str, str]
    yes: int
    no: int
    abstain: int
    weighted: bool
    unheard: tuple[str, ...]
    ignored: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Vote:
    """A proposal that is voted on.

    Attributes:
        close: When the vote closes, in seconds since 1970; it is not extended.
        state: Where it stands.
        rule: Threshold and quorum as they were written.
        tally: What was counted; None before the close.
        reason: Why it was not adopted, in words.
    """

    close: int
    state: VoteState
    rule: str
    tally: Tally | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    """Threshold and quorum of a vote."""

    needed: str
    of: str
    quorum: str

    def met(self, yes: int, no: int, given: int, everybody: int) -> str:
        """Why so many votes do not adopt; "" if they do."""
        if given < _least(self.quorum, everybody):
            return "the quorum was not met"
        least = _least(self.needed, yes + no if self.of == "cast" else everybody)
        return "" if yes >= max(1, least) else "the threshold was not met"

    def __str__(self) -> str:
        of = "votes cast" if self.of == "cast" else "parties entitled"
        return f"{self.needed} of {of}, quorum {self.quorum}"


def vote(record: Record, found: Proposed, *, now: int) -> Vote:
    """Where a vote stands at a moment.

    Raises:
        InputError: If the proposal does not write its threshold and quorum so that they say
            something.
    """
    rule, close = _rule(found), found.until
    if _withdrawn(record, found):
        return Vote(close, VoteState.WITHDRAWN, str(rule))
    if now <= close:
        return Vote(close, VoteState.OPEN, str(rule))
    voters = entitled(record, found.entry, close)
    given, ignored = _given(record, found, voters)
    weights = _weights(record)
    tally = _tally(record, found, given, weights, ignored)
    reasons = {
        rule.met(yes, no, yes + no + abstain, sum(weights.get(p, 1) for p in voters))
        for yes, no, abstain in _outcomes(given, weights)
    }
    if len({reason == "" for reason in reasons}) > 1:
        text = "witnesses do not tell whether votes that decide it came in time"
        return Vote(close, VoteState.DISPUTED, str(rule), tally, text)
    state = VoteState.ADOPTED if reasons == {""} else VoteState.REJECTED
    return Vote(close, state, str(rule), tally, " or ".join(sorted(reasons)))


def check_rule(needed: str, of: str, quorum: str) -> None:
    """Whether a threshold and a quorum say something.

    Raises:
        InputError: If they do not.
    """
    if of not in _COUNTED:
        raise InputError(f"a threshold is of votes 'cast' or parties 'entitled', not {of!r}")
    for written in (needed, quorum):
        if _WRITTEN.fullmatch(written) is None:
            raise InputError(
                f"write 'majority', 'all', a share such as 2/3 or a count, not {written[:40]!r}"
            )
        if written != MAJORITY:
            threshold(written, 1)


def _least(written: str, base: int) -> int:
    """How many of a base are needed; a count is needed in full, however small the base is."""
    if written == MAJORITY:
        return base // 2 + 1
    return int(written) if written.isdecimal() else threshold(written, base)


def _rule(found: Proposed) -> _Rule:
    missing = [name for name in ("threshold", "quorum") if not found.body.get(name)]
    if missing:
        raise InputError(f"the vote on {found.digest[:16]} writes no {' and no '.join(missing)}")
    rule = _Rule(
        str(found.body["threshold"]), str(found.body.get("of", "cast")), str(found.body["quorum"])
    )
    check_rule(rule.needed, rule.of, rule.quorum)
    return rule


def _withdrawn(record: Record, found: Proposed) -> bool:
    """Whether the proposer took it back before anybody else had voted."""
    for entry in record.answers.get(found.digest, ()):
        assert entry.signed is not None
        message = entry.signed.message
        own = message.sender == found.sender
        if message.kind == WITHDRAWN and own:
            return came_by(record, entry, found.until) is not InTime.NO
        if message.kind == "vote" and not own:
            return False
    return False


def _given(
    record: Record, found: Proposed, voters: Sequence[str]
) -> tuple[dict[str, Possible], dict[str, str]]:
    """Votes each party may have given, and what does not count."""
    given: dict[str, Possible] = dict.fromkeys(voters, ("",))
    ignored: dict[str, str] = {}
    for entry in record.answers.get(found.digest, ()):
        if entry.signed is None or entry.signed.message.kind != "vote":
            continue
        message, digest = entry.signed.message, entry.signed.digest
        choice = message.body["choice"]
        wrong = _not_counted(record, found, entry, voters)
        if wrong:
            ignored[digest] = wrong
        elif came_by(record, entry, found.until) is InTime.YES:
            given[message.sender] = (str(choice),)
        else:
            given[message.sender] = tuple(dict.fromkeys((*given[message.sender], str(choice))))
    return given, ignored


def _not_counted(record: Record, found: Proposed, entry: Entry, voters: Sequence[str]) -> str:
    assert entry.signed is not None
    if entry.signed.message.sender not in voters:
        return "its sender is not entitled"
    if entry.signed.message.body["choice"] not in CHOICES:
        return "it is neither yes, no nor abstain"
    late = came_by(record, entry, found.until) is InTime.NO
    return "it came after the close" if late else ""


def _outcomes(
    given: Mapping[str, Possible], weights: Mapping[str, int]
) -> set[tuple[int, int, int]]:
    """Every count of yes, no and abstain that the disputed votes leave possible."""
    found = {(0, 0, 0)}
    for party, ways in given.items():
        steps = [_step(way, weights.get(party, 1)) for way in ways]
        found = {(a + x, b + y, c + z)
                 for (a, b, c), (x, y, z) in itertools.product(found, steps)}  # fmt: skip
    return found


def _step(choice: str, weight: int) -> tuple[int, int, int]:
    yes, no, abstain = (weight * (choice == name) for name in CHOICES)
    return yes, no, abstain


def _tally(
    record: Record, found: Proposed, given: Mapping[str, Possible], weights: Mapping[str, int],
    ignored: Mapping[str, str],
) -> Tally:  # fmt: skip
    votes = {p: ways[0] if len(ways) == 1 else "disputed" for p, ways in given.items()}
    yes, no, abstain = (_sum(votes, name, weights) for name in CHOICES)
    unheard = tuple(
        party
        for party in given
        if record.sightings.heard_after(found.entry.index, found.until, party) is None
    )
    return Tally(votes, yes, no, abstain, bool(weights), unheard, ignored)


def _sum(votes: Mapping[str, str], choice: str, weights: Mapping[str, int]) -> int:
    voters: Iterable[str] = (party for party, vote in votes.items() if vote == choice)
    return sum(weights.get(party, 1) for party in voters)


def _weights(record: Record) -> Mapping[str, int]:
    """Weights that the charter gives; without them every party has one vote."""
    first = record.ledger.entries[0].signed
    plain = {} if first is None else first.message.body.get("weights", {})
    if not isinstance(plain, Mapping):
        return {}
    return {p: n for p, n in plain.items() if type(n) is int and n > 0}
