"""The way from today to a settlement: steps, what verifies them, who could renege, who consents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.model.settlement import BargainingTable, Range


class Verdict(StrEnum):
    """Whether something holds on what is known."""

    HOLDS = "holds"
    HANGS = "hangs on what is known only as a range"
    UNJUDGED = "not judged"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class Change:
    """One issue moves on within a step.

    Attributes:
        issue: Key of the issue.
        was: Option before.
        becomes: Option after.
        givers: Parties that would be better off not doing it.
        verified_by: Measure or channel rule that verifies it; empty if none is named.
        verifier: Name of that measure or rule.
        recalled: Whether the codebook row is from memory.
    """

    issue: str
    was: str
    becomes: str
    givers: tuple[str, ...]
    verified_by: str = ""
    verifier: str = ""
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Temptation:
    """What one party would gain by not doing its part of a step.

    Attributes:
        party: Key of the party.
        issues: What it would leave undone while the others do theirs.
        gain: Worth gained by that.
        loss: Worth lost if it is caught and the settlement ends.
        detection: Chance that it is caught; None if nobody judged it.
        needed: Chance of being caught at which reneging stops paying; above 1, none is enough.
        verdict: Whether detection times loss outweighs the gain.
        guarantee: Worth a guarantor must add to the expected loss; with a range, at most.
    """

    party: str
    issues: tuple[str, ...]
    gain: float
    loss: float
    detection: Range | None
    needed: float
    verdict: Verdict
    guarantee: float


@dataclass(frozen=True, slots=True)
class Step:
    """Changes that are made at once.

    Attributes:
        number: From 1.
        changes: What changes.
        worths: Worth after the step, by party.
        reciprocal: Whether every party that gives in the step is also given something.
        temptations: Per party that gives, its worst temptation.
    """

    number: int
    changes: tuple[Change, ...]
    worths: Mapping[str, float]
    reciprocal: bool
    temptations: tuple[Temptation, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of the step; holds if nobody is tempted."""
        order = list(Verdict)
        worst = max((order.index(one.verdict) for one in self.temptations), default=0)
        return order[worst]


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether a body at home, or a member of a coalition, goes along with a package.

    Attributes:
        party: Key of the party.
        body: The body, or the coalition the party belongs to.
        verdict: Holds if it consents or stays.
        margin: Worth above what it asks for; from the range's upper end.
        blocks: Whether its refusal alone stops the package.
    """

    party: str
    body: str
    verdict: Verdict
    margin: float
    blocks: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """Whether a coalition holds under a package.

    Attributes:
        coalition: Key of the coalition.
        members: What each member does.
        staying: Share of strength that surely stays.
        at_most: Share of strength that stays if every member in doubt stays.
        needs: Share it needs.
        verdict: Whether it holds.
        blocking: Smallest sets of members whose leaving breaks it.
    """

    coalition: str
    members: tuple[Consent, ...]
    staying: float
    at_most: float
    needs: float
    verdict: Verdict
    blocking: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SettlementPath:
    """A way from today to a package.

    Attributes:
        table: The table.
        package: Issue key -> option, at the end.
        picked_by: Solution concepts that pick the package.
        today: Issue key -> option, today.
        worths_today: Worth of today by party.
        steps: In order.
        ratification: What bodies at home do.
        coalitions: Whether coalitions hold.
        notes: What the reader must know.
    """

    table: BargainingTable
    package: Mapping[str, str]
    picked_by: tuple[str, ...]
    today: Mapping[str, str]
    worths_today: Mapping[str, float]
    steps: tuple[Step, ...]
    ratification: tuple[Consent, ...]
    coalitions: tuple[Holding, ...]
    notes: tuple[str, ...] = ()

    @property
    def guarantors(self) -> tuple[int, ...]:
        """Steps that need a guarantor."""
        return tuple(step.number for step in self.steps if step.verdict is Verdict.FAILS)

    @property
    def summary(self) -> str:
        """Self-enforcing, or what it lacks, in words."""
        if self.guarantors:
            return "needs a guarantor for step " + ", ".join(map(str, self.guarantors))
        for verdict, words in (
            (Verdict.UNJUDGED, "not judged: nobody said how likely a breach is detected in step "),
            (Verdict.HANGS, "hangs on how likely a breach is detected in step "),
        ):
            steps = [str(step.number) for step in self.steps if step.verdict is verdict]
            if steps:
                return words + ", ".join(steps)
        return "self-enforcing"

    def __repr__(self) -> str:
        """Name the table and never its numbers, so that no log holds a confidence."""
        return f"<SettlementPath of {self.table!r}: {len(self.steps)} steps>"
