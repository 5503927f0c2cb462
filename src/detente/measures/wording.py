"""What the simulation says, in plain words that hide neither basis nor strength."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.codebook.confidence import estimative_words
from detente.model.crisis_answer import Arm, CrisisOutcome, Effect, Estimate, Grade, Sign
from detente.model.evidence import Basis, Strength


def points(value: float) -> str:
    """A difference of chances in percentage points, without its sign.

    >>> points(-0.0213), points(0.25)
    ('2.1', '25')
    """
    size = abs(value) * 100
    return f"{size:.0f}" if size >= 9.95 else f"{size:.1f}"


def chance(found: Estimate) -> str:
    """A chance as a word from the one table, with figure and interval."""
    return f"{likelihood(found.mean)} ({_per_cent(found)})"


def likelihood(probability: float) -> str:
    """The word for a probability; the ends of the table stand for what lies beyond them."""
    words = estimative_words()
    for row in words:
        if probability < row.high:
            return row.word
    return words[-1].word


def sentences(
    arms: Sequence[Arm], effects: Sequence[Effect], grades: Sequence[Grade], *, weeks: int
) -> tuple[str, ...]:
    """One sentence on the crisis as it stands, then one a measure or pair."""
    names = {grade.measure: grade for grade in grades}
    taken = dict.fromkeys(effect.measures for effect in effects)
    return (
        _as_it_stands(arms, weeks),
        *(_on(measures, effects, names, weeks) for measures in taken),
    )


def _as_it_stands(arms: Sequence[Arm], weeks: int) -> str:
    parts = [
        f"under the {arm.structure} structure use of force within {weeks} weeks is "
        f"{chance(arm.force)} and interstate war {chance(arm.war)}"
        for arm in arms
        if not arm.measures
    ]
    return f"Without measures, {'; '.join(parts)}."


def _on(
    measures: tuple[str, ...], effects: Sequence[Effect], names: dict[str, Grade], weeks: int
) -> str:
    title = " with ".join(names[measure].name for measure in measures)
    parts = []
    for outcome in (CrisisOutcome.WAR, CrisisOutcome.FORCE):
        found = [e for e in effects if e.measures == measures and e.outcome is outcome]
        parts.append(_outcome(outcome, found, weeks))
    return f"{title}: {' '.join(parts)} {_rests_on([names[m] for m in measures])}"


def _outcome(outcome: CrisisOutcome, found: Sequence[Effect], weeks: int) -> str:
    signs = {effect.sign for effect in found}
    told = "; ".join(_under(effect) for effect in found)
    if {Sign.LOWER, Sign.HIGHER} <= signs:
        return f"For {outcome.value}, it depends on which structure holds: {told}."
    return f"The simulated chance of {outcome.value} within {weeks} weeks is {told}."


def _under(effect: Effect) -> str:
    worse = f"worse in {effect.worse * 100:.0f} of 100 draws"
    if effect.sign is Sign.NONE:
        return f"without a difference found under {effect.structure} ({worse})"
    low, high = effect.difference.low * 100, effect.difference.high * 100
    return (
        f"{effect.sign.value} by {points(effect.difference.mean)} points under "
        f"{effect.structure} (90 % interval {low:+.1f} to {high:+.1f}, {worse})"
    )


def _rests_on(grades: Sequence[Grade]) -> str:
    parts = [f"{name} rests on {_ground(grade)}" for name, grade in _named(grades)]
    return f"{'; '.join(parts)}."


def _named(grades: Sequence[Grade]) -> Iterator[tuple[str, Grade]]:
    for grade in grades:
        yield ("What it moves" if len(grades) == 1 else f"What {grade.measure} moves"), grade


def _ground(grade: Grade) -> str:
    if not grade.moves:
        return "nothing that may enter a simulation, so it was left out"
    whose = {
        Basis.OWN: "figures of our own",
        Basis.PUBLISHED: "published figures",
        Basis.EXPERT: "expert judgement",
    }[grade.basis]
    kind = "" if grade.strength is Strength.JUDGEMENT else f", at best {grade.strength.value}"
    study = " with no study of its size behind it" if grade.strength is Strength.JUDGEMENT else ""
    return f"{whose}{kind}{study}"


def _per_cent(found: Estimate) -> str:
    return (
        f"{found.mean * 100:.0f} %, 90 % interval {found.low * 100:.0f} to {found.high * 100:.0f}"
    )
