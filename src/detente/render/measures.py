"""What a crisis simulation says, as tables; every picture of it draws one of these."""

from __future__ import annotations

from collections.abc import Iterable

from detente.codebook.confidence import likelihood
from detente.model.crisis import Spread
from detente.model.crisis_answer import Arm, CrisisAnswer, CrisisOutcome, Effect, Estimate
from detente.render.tables import Table

MINUS = "−"


def risk_table(answer: CrisisAnswer) -> Table:
    """Chances with and without, time to them, and the highest rung."""
    return Table(
        caption=f"Simulated chances within {answer.weeks} weeks, with 90 % intervals over what is "
        "not known",
        columns=(
            "structure", "measures", "use of force", "in words", "interstate war", "in words ",
            "weeks to force", "weeks to war", "weeks with force", "highest rung 1 / 2 / 3 / 4 / 5",
        ),
        rows=tuple(_risk(arm) for arm in answer.arms),
    )  # fmt: skip


def effects_table(answer: CrisisAnswer) -> Table:
    """Differences in percentage points, never averaged over the structures."""
    grounds = {grade.measure: f"{grade.basis}, {grade.strength}" for grade in answer.grades}
    return Table(
        caption="With less without, in percentage points, on common random numbers; minus is lower",
        columns=(
            "measures", "outcome", "spiral", "worse in", "deterrence", "worse in ", "reading",
            "basis, strength",
        ),
        rows=tuple(
            (
                " + ".join(one.measures),
                one.outcome.value,
                signed(one.difference),
                _of_draws(one.worse),
                signed(two.difference),
                _of_draws(two.worse),
                reading(one, two),
                "; ".join(dict.fromkeys(grounds[m] for m in one.measures)),
            )
            for one, two in by_structure(answer)
        ),
    )  # fmt: skip


def interactions_table(answer: CrisisAnswer) -> Table:
    """What two measures do together beyond the sum of both alone."""
    rows = [
        (
            *one.measures,
            one.outcome.value,
            signed(one.more_than_sum),
            signed(two.more_than_sum),
        )
        for one, two in by_structure(answer)
        if one.more_than_sum is not None and two.more_than_sum is not None
    ]
    return Table(
        caption="Beyond the sum of both alone, in percentage points; plus: they get in each "
        "other's way or do the same work twice",
        columns=("measure", "with", "outcome", "spiral", "deterrence"),
        rows=tuple(rows),
    )


def assumptions_table(answer: CrisisAnswer) -> Table:
    """Everything that went in, assumed inputs marked."""
    return Table(
        caption="Every input: 5 % point, median, 95 % point",
        columns=("input", "low", "best", "high", "unit", "ground", "meaning", "source"),
        rows=tuple(
            (
                each.name,
                *_three(each.spread),
                each.unit,
                "assumed" if each.assumed else "estimated",
                each.meaning,
                each.source,
            )
            for each in answer.assumptions
        ),
    )


def grades_table(answer: CrisisAnswer) -> Table:
    """What each measure moves, who takes part, and what that rests on."""
    return Table(
        caption="What each measure moves: factor on the parameter, or on its odds",
        columns=("measure", "who takes part", "moves", "basis", "strength", "left out"),
        rows=tuple(
            (
                grade.measure,
                ", ".join(grade.members),
                "; ".join(f"{name} × {_range(spread)}" for name, spread in grade.moves),
                grade.basis.value,
                grade.strength.value,
                ", ".join(f"{name} (recalled only)" for name in grade.left_out),
            )
            for grade in answer.grades
        ),
    )


def elicited_table(answer: CrisisAnswer) -> Table:
    """Judgements of people as they stand in the scenario; no model makes such a figure."""
    return Table(
        caption="Elicited judgements, repeated from the scenario; not an estimate of this model",
        columns=("question", "low", "best", "high", "who", "date"),
        rows=tuple(
            (each.question, *_three(Spread(each.low, each.best, each.high)), each.who, each.date)
            for each in answer.elicited
        ),
    )


def pairs_table(answer: CrisisAnswer) -> Table:
    """Who uses force against whom, in every arm."""
    return Table(
        caption="Share of runs in which the actor uses force against the target, and of war",
        columns=("structure", "measures", "actor", "target", "use of force", "war"),
        rows=tuple(
            (
                arm.structure,
                _taken(arm),
                pair.actor,
                pair.target,
                f"{pair.force:.3f}",
                f"{pair.war:.3f}",
            )
            for arm in answer.arms
            for pair in arm.pairs
        ),
    )


def by_structure(answer: CrisisAnswer) -> Iterable[tuple[Effect, Effect]]:
    """Each effect under spiral beside the same under deterrence."""
    half = len(answer.effects) // 2
    return zip(answer.effects[:half], answer.effects[half:], strict=True)


def reading(one: Effect, two: Effect) -> str:
    """What both structures say together; a change of sign depends on which holds."""
    if one.sign == two.sign:
        return one.sign.value if one.sign.value.startswith("no ") else f"{one.sign.value} in both"
    if {one.sign.value, two.sign.value} == {"lower", "higher"}:
        return "depends on which"
    told = next(effect for effect in (one, two) if not effect.sign.value.startswith("no "))
    return f"{told.sign.value} under {told.structure} alone"


def signed(found: Estimate | None) -> str:
    """A difference in points with its interval.

    >>> signed(Estimate(-0.021, -0.05, 0.004, 0.001))
    '−2.1 [−5.0, +0.4]'
    """
    if found is None:
        return ""
    return f"{_points(found.mean)} [{_points(found.low)}, {_points(found.high)}]"


def _points(value: float) -> str:
    text = f"{value * 100:+.1f}".replace("-", MINUS)
    return "0.0" if text in ("+0.0", f"{MINUS}0.0") else text


def _risk(arm: Arm) -> tuple[str, ...]:
    return (
        arm.structure,
        _taken(arm),
        _chance(arm.force),
        likelihood(arm.force.mean),
        _chance(arm.war),
        likelihood(arm.war.mean),
        _weeks(arm.weeks_to_force),
        _weeks(arm.weeks_to_war),
        f"{arm.weeks_with_force:.1f}",
        " / ".join(f"{share:.2f}" for share in arm.highest),
    )


def _taken(arm: Arm) -> str:
    return " + ".join(arm.measures) or "none"


def _chance(found: Estimate) -> str:
    return f"{found.mean:.3f} [{found.low:.3f}, {found.high:.3f}]"


def _weeks(quartiles: tuple[float, float, float] | None) -> str:
    return "" if quartiles is None else f"{quartiles[1]:g} [{quartiles[0]:g}, {quartiles[2]:g}]"


def _of_draws(share: float) -> str:
    return f"{share * 100:.0f} of 100 draws"


def _range(spread: Spread) -> str:
    low, best, high = _three(spread)
    return f"{best} [{low}, {high}]"


def _three(spread: Spread) -> tuple[str, str, str]:
    return f"{spread.low:g}", f"{spread.best:g}", f"{spread.high:g}"


def outcome_effects(
    answer: CrisisAnswer, outcome: CrisisOutcome, *, size: int
) -> list[tuple[Effect, Effect]]:
    """Effects on one outcome of single measures or pairs, in the order they were asked for."""
    return [
        (one, two)
        for one, two in by_structure(answer)
        if one.outcome is outcome and len(one.measures) == size
    ]
