"""Sizes of an activity that a rule or a constraint sets: what passes them, and what is just under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.channel.activities import Activity
from detente.channel.conditions import Body, any_holds, compared, figure
from detente.codebook.channel_limits import constraints
from detente.codebook.channel_rules import channel_rules


@dataclass(frozen=True, slots=True)
class Threshold:
    """One figure of a level.

    Attributes:
        rule: Id of the rule or constraint that holds it.
        condition: The condition, such as ``troops>=9000``.
        verified: How the row is backed.
    """

    rule: str
    condition: str
    verified: str

    @property
    def field(self) -> str:
        """Which figure of a notice it looks at."""
        return compared(self.condition)[0]

    @property
    def limit(self) -> float:
        """The figure itself."""
        return compared(self.condition)[2]

    def passed(self, value: float | None) -> bool:
        """Whether a figure passes it."""
        if value is None:
            return False
        return value >= self.limit if ">=" in self.condition else value > self.limit

    def just_under(self, value: float | None, margin: float) -> bool:
        """Whether a figure does not pass it, and lies within a share of it."""
        return value is not None and not self.passed(value) and value >= self.limit * (1 - margin)


@dataclass(frozen=True, slots=True)
class Level:
    """A size: an activity has it if it passes one of the thresholds.

    Attributes:
        instrument: Id of the instrument.
        name: Name of the size.
        thresholds: Its figures.
        hours: How long ahead activities of the size are told, None if the size is not about that.
        unless: Conditions under which the size asks nothing.
    """

    instrument: str
    name: str
    thresholds: tuple[Threshold, ...]
    hours: int | None = None
    unless: tuple[str, ...] = ()

    def passed(self, body: Body) -> bool:
        """Whether figures have the size."""
        return any(one.passed(figure(body, one.field)) for one in self.thresholds)

    def changes_nothing(self, activity: Activity) -> bool:
        """Whether what the size would ask was done anyway, or is not asked of the activity.

        Who told of a small activity as early as of a large one, or invited to it, has hidden
        nothing.
        """
        if any_holds(self.unless, activity.body):
            return True
        if self.hours is not None:
            return activity.lead is not None and activity.lead >= self.hours * 3600
        return self.name == "observation" and activity.invited


def levels(instrument: str) -> tuple[Level, ...]:
    """All sizes of an instrument, in the order of the tables."""
    found: dict[str, list[Threshold]] = {}
    hours: dict[str, int | None] = {}
    unless: dict[str, tuple[str, ...]] = {}
    for rule in channel_rules():
        if rule.instrument == instrument and rule.level:
            hours[rule.level], unless[rule.level] = rule.hours, rule.unless
            rows = [Threshold(rule.rule, text, rule.verified.value) for text in rule.when_any]
            found.setdefault(rule.level, []).extend(rows)
    for row in constraints():
        if row.instrument == instrument and row.level not in found:
            found[row.level] = [
                Threshold(row.constraint, text, row.verified.value) for text in row.when_any
            ]
    return tuple(
        Level(instrument, name, tuple(rows), hours.get(name), unless.get(name, ()))
        for name, rows in found.items()
    )


def summed(members: Sequence[Activity]) -> dict[str, float]:
    """Figures of several activities together; what a notice does not say counts for nothing."""
    total: dict[str, float] = {}
    for one in members:
        for name, value in figures(one.body):
            total[name] = total.get(name, 0) + value
    return total


def figures(body: Body) -> Iterator[tuple[str, float]]:
    """Numbers that a notice states."""
    for name, value in body.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield name, value
