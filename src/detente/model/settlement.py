"""What parties bargain over: issues, interests, walk-away points, red lines.

Per party and issue a stated position, an inferred interest and a walk-away are three different
things and stand apart. A demand is a position and never becomes a walk-away by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from detente.model.errors import Confidential


class IssueKind(StrEnum):
    """How the options of an issue relate to each other."""

    CATEGORICAL = "categorical"
    ORDINAL = "ordinal"
    INTEGER = "integer"
    CONTINUOUS = "continuous"


@dataclass(frozen=True, slots=True)
class Range:
    """A number known within bounds; both are equal where it is known.

    Attributes:
        low: Least value.
        high: Largest value.
    """

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Halfway between the bounds."""
        return (self.low + self.high) / 2

    @property
    def exact(self) -> bool:
        """Whether the number is known."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Payment:
    """A side payment: worth that one party hands another, beside the weights of the issues.

    Attributes:
        payer: Key of the party that pays.
        receiver: Key of the party that is paid.
        cost: Worth lost by the payer for each unit paid.
        worth: Worth gained by the receiver for each unit paid.
    """

    payer: str
    receiver: str
    cost: float
    worth: float


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to be settled.

    Attributes:
        key: Short name, unique in the table.
        name: Name as shown.
        kind: How the options relate.
        options: What can be chosen; numbers written out for integer and continuous issues.
        division: Whether the issue divides something among the parties.
        shares: What each party gets under each option of a division, in any unit: one mapping per
            option, party key -> share; empty where the issue divides nothing.
        today: The option that holds today; empty if nobody said.
        verified_by: Measure or channel rule that verifies what is agreed; empty if none is named.
        detection: Chance that a breach is detected; None if nobody judged it.
        payment: Who pays whom, if the issue is a side payment; its options are amounts.
    """

    key: str
    name: str
    kind: IssueKind
    options: tuple[str, ...]
    division: bool = False
    shares: tuple[Mapping[str, float], ...] = ()
    today: str = ""
    verified_by: str = ""
    detection: Range | None = None
    payment: Payment | None = None


@dataclass(frozen=True, slots=True)
class Interest:
    """What one issue is worth to one party.

    Attributes:
        weight: Importance beside the party's other issues; any positive scale.
        values: Worth of each option, 0 to 100.
        inferred_by: Who inferred the interest, and from what.
        position: The option demanded in public; empty if none is known.
        red_lines: Options the party says it never accepts.
        rank: Place in the party's ranking of issues; 0 where the weight was given as a number.
        ranked: Whether the values came from a ranking of options, best to worst.
    """

    weight: Range
    values: tuple[Range, ...]
    inferred_by: str = ""
    position: str = ""
    red_lines: tuple[str, ...] = ()
    rank: int = 0
    ranked: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """Someone whose consent is needed.

    Attributes:
        key: Short name, unique in the table.
        name: Name as shown.
        walk_away: Least worth (0 to 100) at which agreement beats none, as elicited.
        without_agreement: What it was compared with.
        interests: By issue key.
        entitlement: Share due under the proportional solution; any positive scale.
        member_of: The coalition it belongs to and can leave; empty if none.
        breaks_away: Worth below which it leaves its coalition; None if nobody judged it.
        strength: What it brings into its coalition; any positive scale.
        loss_if_caught: Worth lost when a breach is detected, beside what the settlement is worth.
    """

    key: str
    name: str
    walk_away: Range
    interests: Mapping[str, Interest]
    without_agreement: str = ""
    entitlement: float = 1.0
    member_of: str = ""
    breaks_away: Range | None = None
    strength: float = 1.0
    loss_if_caught: float = 0.0


@dataclass(frozen=True, slots=True)
class Coalition:
    """Parties that act together until members break away.

    Attributes:
        key: Short name, as in ``member_of``.
        name: Name as shown.
        needs: Share of its members' strength that it needs to hold, 0 to 1.
    """

    key: str
    name: str
    needs: float


@dataclass(frozen=True, slots=True)
class Ratifier:
    """A body at home whose consent a party needs.

    Attributes:
        party: Key of the party.
        body: Name as shown.
        accepts_from: Least worth to the party at which the body consents, as judged.
        source: Who judged it, and from what.
    """

    party: str
    body: str
    accepts_from: Range
    source: str = ""


@dataclass(frozen=True, slots=True)
class Combination:
    """Options of several issues together.

    Attributes:
        when: Issue key -> options.
        party: Whose worth it changes; empty for a combination that is ruled out.
        adds: Worth added, may be negative.
        name: As shown.
    """

    when: Mapping[str, tuple[str, ...]]
    party: str = ""
    adds: float = 0.0
    name: str = ""


@dataclass(frozen=True, slots=True)
class BargainingTable:
    """Issues and parties around one table.

    Attributes:
        title: What is being settled.
        issues: In the order of the file.
        parties: In the order of the file.
        together: Combinations that add or take worth.
        constraints: Combinations that no package may have.
        coalitions: Named coalitions of members.
        ratifiers: Bodies that must consent at home.
        confidential: Names of the sealed fields it was read with; anything computed from such a
            table carries the mark.
    """

    title: str
    issues: tuple[Issue, ...]
    parties: tuple[Party, ...]
    together: tuple[Combination, ...] = ()
    constraints: tuple[Combination, ...] = ()
    coalitions: tuple[Coalition, ...] = ()
    ratifiers: tuple[Ratifier, ...] = ()
    confidential: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Name the table and never its numbers, so that no log holds a confidence."""
        mark = ", confidential" if self.confidential else ""
        return f"<BargainingTable {self.title!r}{mark}>"

    def refuse(self, where: str) -> None:
        """Stop what would carry a confidence out of the room.

        Raises:
            Confidential: If the table was read with sealed fields.
        """
        if self.confidential:
            raise Confidential(where, self.confidential)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a package means for one party.

    Attributes:
        party: Key of the party.
        worth: 0 to 100.
        gain: Worth above the walk-away.
        share: Gain over the largest the party could gain inside the zone; 1 if it cannot gain.
        demands_met: Issue keys where the package gives what the party demands in public.
        demands_missed: Issue key -> the demand that is not met.
    """

    party: str
    worth: float
    gain: float
    share: float
    demands_met: tuple[str, ...] = ()
    demands_missed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Package:
    """One option per issue.

    Attributes:
        options: Issue key -> option.
        standings: One per party, in the order of the table.
        picked_by: Solution concepts that pick it.
    """

    options: Mapping[str, str]
    standings: tuple[Standing, ...]
    picked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Envy:
    """A party that would rather have another's share of what is divided.

    Attributes:
        party: Key of the party.
        other: Whose share it would rather have.
        issue: Key of the division.
        by: Worth it would gain if the two shares changed hands, 0 to 100.
    """

    party: str
    other: str
    issue: str
    by: float


@dataclass(frozen=True, slots=True)
class Move:
    """Something that must give way before there is a zone.

    Attributes:
        party: Whose it is.
        what: ``walk-away`` or ``red line``.
        where: Issue and option of a red line; empty for a walk-away.
        by: Worth by which a walk-away must come down; 0 for a red line.
    """

    party: str
    what: str
    where: str = ""
    by: float = 0.0


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the parties around a table could accept.

    Attributes:
        table: The table assessed.
        outcomes: Number of combinations of options.
        zone: Whether some package keeps every party at or above its walk-away.
        frontier: The undominated packages of the zone; of those with equal worths, one.
        moves: Without a zone, the smallest set of walk-aways and red lines that must move.
        complete: False if a long search was stopped; the frontier is then what was found.
        notes: What the reader must know, in words.
    """

    table: BargainingTable
    outcomes: int
    zone: bool
    frontier: tuple[Package, ...]
    moves: tuple[Move, ...] = ()
    complete: bool = True
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Name the table and never its numbers, so that no log holds a confidence."""
        return f"<Assessment of {self.table!r}: {len(self.frontier)} packages>"

    def picked(self, concept: str) -> Package | None:
        """The package a solution concept picks, if there is a zone."""
        return next((one for one in self.frontier if concept in one.picked_by), None)
