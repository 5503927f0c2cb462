"""Rows of our own counts and fits on how sides answer each other."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class ReplyChanceRow:
    """Chance of what comes next after one act at the start of a dispute.

    Attributes:
        sample: Which disputes.
        trigger: Rung of the act.
        days: Within how many days.
        next: What comes first: a reply at a rung, a further act of the same side, the end of the
            dispute, or nothing yet.
        low: Lower end of the 95 % interval.
        best: Median.
        high: Upper end of the 95 % interval.
        source: The script that made it, and from what.
        verified: How the row is backed.
    """

    sample: str
    trigger: int
    days: int
    next: str
    low: float
    best: float
    high: float
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class ReplyScoreRow:
    """How well a model foresees the replies in disputes it was not fitted on.

    Attributes:
        sample: Which disputes.
        model: "habit" or "reaction".
        against: The baseline it is held against.
        disputes: Number of disputes.
        acts: Number of acts.
        log_likelihood: Of the replies, per act.
        gain: Over the baseline, per act, natural logarithm.
        low: Lower end of the 95 % interval of the gain, disputes drawn whole.
        high: Upper end of it.
        source: The script that made it, and from what.
        verified: How the row is backed.
    """

    sample: str
    model: str
    against: str
    disputes: int
    acts: int
    log_likelihood: float
    gain: float
    low: float
    high: float
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class CrisisResponseRow:
    """What an actor in an international crisis answers to its trigger, and how soon.

    Attributes:
        trigger: Kind of act or event that set the crisis off.
        answer: Kind of the major response.
        actors: Crisis actors with that trigger.
        cases: Of them with that answer.
        share: Share of the answer, drawn slightly towards all answers.
        low: Lower end of the 95 % interval, crises drawn whole.
        high: Upper end of it.
        days_25: First quartile of the days until the answer.
        days_50: Median of them.
        days_75: Third quartile of them.
        source: The script that made it, and from what.
        verified: How the row is backed.
    """

    trigger: str
    answer: str
    actors: int
    cases: int
    share: float
    low: float
    high: float
    days_25: int | None
    days_50: int | None
    days_75: int | None
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class ForceToWarRow:
    """Of disputes with use of force, how many reached war.

    Attributes:
        group: Which disputes.
        disputes: Number of them.
        wars: Of them at war level.
        low: 5 % point of the share, drawn towards all groups.
        best: Median.
        high: 95 % point.
        source: The script that made it, and from what.
        verified: How the row is backed.
    """

    group: str
    disputes: int
    wars: int
    low: float
    best: float
    high: float
    source: str
    verified: Verified


def reply_chances() -> tuple[ReplyChanceRow, ...]:
    """All rows of the table."""
    return load_table("reply_chances", ReplyChanceRow)


def reply_scores() -> tuple[ReplyScoreRow, ...]:
    """All rows of the table."""
    return load_table("reply_scores", ReplyScoreRow)


def crisis_responses() -> tuple[CrisisResponseRow, ...]:
    """All rows of the table."""
    return load_table("crisis_responses", CrisisResponseRow)


def force_to_war() -> tuple[ForceToWarRow, ...]:
    """All rows of the table."""
    return load_table("force_to_war", ForceToWarRow)


@dataclass(frozen=True, slots=True)
class ReplyOddsRow:
    """Odds of one reply against none within a week, by what came before.

    Attributes:
        parameter: Name of the parameter of the crisis simulation it speaks to.
        profile: What came before the act.
        sample: Which disputes.
        low: 5 % point.
        best: Median.
        high: 95 % point.
        source: The script that made it, and from what.
        verified: How the row is backed.
    """

    parameter: str
    profile: str
    sample: str
    low: float
    best: float
    high: float
    source: str
    verified: Verified


def reply_odds_rows() -> tuple[ReplyOddsRow, ...]:
    """All rows of the table."""
    return load_table("reply_odds", ReplyOddsRow)
