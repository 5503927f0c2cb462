"""How burdens, capabilities and positions lie in a group of states."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemberFigure:
    """One member under one definition.

    Attributes:
        member: Alpha-3.
        year: Year of the figure.
        value: In the definition's unit.
        source: Where it comes from.
        recalled: Whether it was only recalled.
    """

    member: str
    year: int
    value: float
    source: str
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class DefinitionTable:
    """All members under one definition; definitions never share a table.

    Attributes:
        indicator: Id of the definition.
        panel: What it is about.
        name: As shown.
        definition: What exactly is counted.
        unit: In what.
        use: "burden", "benefit" or "power".
        figures: By member, in order of the alphabet.
        missing: Members without a figure.
    """

    indicator: str
    panel: str
    name: str
    definition: str
    unit: str
    use: str
    figures: tuple[MemberFigure, ...]
    missing: tuple[str, ...]

    @property
    def values(self) -> dict[str, float]:
        """Value by member."""
        return {one.member: one.value for one in self.figures}

    @property
    def firm(self) -> dict[str, float]:
        """Value by member without what was only recalled, which enters no computation."""
        return {one.member: one.value for one in self.figures if not one.recalled}


@dataclass(frozen=True, slots=True)
class RankCorrelation:
    """How a burden and a benefit rank members alike.

    Attributes:
        burden: Id of the burden's definition.
        benefit: Id of the benefit's definition.
        members: Members with both figures.
        spearman: Rank correlation, -1 to 1.
        spearman_low: Lower end of the 95 % interval, members drawn again.
        spearman_high: Upper end of it.
        kendall: Rank correlation by pairs, -1 to 1.
        kendall_low: Lower end of its interval.
        kendall_high: Upper end of it.
    """

    burden: str
    benefit: str
    members: int
    spearman: float
    spearman_low: float
    spearman_high: float
    kendall: float
    kendall_low: float
    kendall_high: float

    @property
    def told(self) -> bool:
        """Whether the interval leaves no doubt of the sign."""
        return self.spearman_low > 0 or self.spearman_high < 0


@dataclass(frozen=True, slots=True)
class PowerBalance:
    """Two sides on one measure of power.

    Attributes:
        indicator: Id of the measure.
        name: As shown.
        year: Last year of the figures.
        own: Sum over the members with a figure.
        other: The same of the other side.
        ratio: Own over other; None if the other side has nothing.
        missing: States of either side without a figure.
    """

    indicator: str
    name: str
    year: int
    own: float
    other: float
    ratio: float | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PledgeMove:
    """What keeping a pledge would move for one member.

    Attributes:
        pledge: Id of the pledge.
        member: Alpha-3.
        now: Present burden, % of GDP, by the definition named in the sheet.
        gap: Percentage points of GDP to the core target; 0 where it is met.
        added: What closing the gap adds, in % of what the whole group spends now.
        share_now: Member's share of the group's spending, %.
        share_then: The same if all keep the pledge and nobody spends less.
    """

    pledge: str
    member: str
    now: float
    gap: float
    added: float
    share_now: float
    share_then: float


@dataclass(frozen=True, slots=True)
class SplitVote:
    """One vote, and how far the members voted alike.

    Attributes:
        vote: Its name.
        yes: Members in favour.
        no: Members against.
        abstain: Members abstaining.
        agreement: 1 if all voted alike, 0 if evenly split over three (Hix, Noury & Roland).
    """

    vote: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    abstain: tuple[str, ...]
    agreement: float


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """How often two members voted alike.

    Attributes:
        first: Alpha-3, the earlier in the alphabet.
        second: Alpha-3.
        together: Votes in which both took part.
        alike: Of them, votes cast alike.
    """

    first: str
    second: str
    together: int
    alike: int


@dataclass(frozen=True, slots=True)
class StatedDifference:
    """Something on which members speak differently in a reading.

    Attributes:
        about: Issue, or the actor spoken of.
        kind: "demand" or "tone".
        positions: Position -> members that take it.
        statements: Statement ids it rests on.
    """

    about: str
    kind: str
    positions: dict[str, tuple[str, ...]]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """Everything that `detente balance` shows.

    Attributes:
        group: What was asked for.
        members: Alpha-3, in order of the alphabet.
        against: The other side's states; empty if none was named.
        other: The other side as it was asked for.
        tables: One a definition.
        correlations: One for each burden and benefit.
        power: One a measure of power; empty without another side.
        moves: What pledges would move.
        votes: Votes in which members took part.
        pairs: Pairs of members that voted, least alike first.
        differences: Where stated positions differ.
        notes: What must be read with it.
        seed: On which the intervals hang.
    """

    group: str
    members: tuple[str, ...]
    against: tuple[str, ...]
    other: str
    tables: tuple[DefinitionTable, ...]
    correlations: tuple[RankCorrelation, ...]
    power: tuple[PowerBalance, ...]
    moves: tuple[PledgeMove, ...]
    votes: tuple[SplitVote, ...]
    pairs: tuple[PairAgreement, ...]
    differences: tuple[StatedDifference, ...]
    notes: tuple[str, ...]
    seed: int
