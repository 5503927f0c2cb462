"""What the simulation says, in plain words that hide neither basis nor strength."""

from __future__ import annotations

from collections.abc import Sequence

from detente.codebook.confidence import likelihood
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


def sentences(
    arms: Sequence[Arm], effects: Sequence[Effect], grades: Sequence[Grade], *, weeks: int
) -> tuple[str, ...]:
    """One sentence on the crisis as it stands, then one a measure; one a pair if there is one."""
    names = {grade.measure: grade for grade in grades}
    most = 2 if len(grades) == 2 else 1
    taken = dict.fromkeys(effect.measures for effect in effects if len(effect.measures) <= most)
    return (
        _as_it_stands(arms, weeks),
        *(_on(measures, effects, names, weeks) for measures in taken),
    )


def _as_it_stands(arms: Sequence[Arm], weeks: int) -> str:
    parts = [
        f"under the {arm.structure} structure: use of force {chance(arm.force)}, "
        f"interstate war {chance(arm.war)}"
        for arm in arms
        if not arm.measures
    ]
    return f"Without measures, within {weeks} weeks, {'; '.join(parts)}."


def _on(
    measures: tuple[str, ...], effects: Sequence[Effect], names: dict[str, Grade], weeks: int
) -> str:
    title = " + ".join(names[measure].name for measure in measures)
    parts = []
    for outcome in (CrisisOutcome.WAR, CrisisOutcome.FORCE):
        found = [e for e in effects if e.measures == measures and e.outcome is outcome]
        parts.append(_outcome(outcome, found, weeks))
    return f"{title}: {'; '.join(parts)}. {_rests_on([names[m] for m in measures])}."


def _outcome(outcome: CrisisOutcome, found: Sequence[Effect], weeks: int) -> str:
    signs = {effect.sign for effect in found}
    told = " and ".join(_under(effect) for effect in found)
    if {Sign.LOWER, Sign.HIGHER} <= signs:
        return (
            f"for the simulated chance of {outcome.value} it depends on which structure holds: "
            f"{told}"
        )
    return f"the simulated chance of {outcome.value} within {weeks} weeks is {told}"


def _under(effect: Effect) -> str:
    worse = f"worse in {effect.worse * 100:.0f} of 100 draws"
    if effect.sign is Sign.NONE:
        return f"no different, as far as can be told, under {effect.structure} ({worse})"
    low, high = (_signed(end) for end in (effect.difference.low, effect.difference.high))
    return (
        f"{effect.sign.value} by {points(effect.difference.mean)} points under "
        f"{effect.structure} (90 % interval {low} to {high}, {worse})"
    )


def _signed(value: float) -> str:
    text = f"{value * 100:+.1f}".replace("-", "−")
    return "0" if text[1:] == "0.0" else text


def _rests_on(grades: Sequence[Grade]) -> str:
    """What the sizes rest on; measures on the same ground are named together."""
    grounds: dict[str, list[str]] = {}
    for grade in grades:
        grounds.setdefault(_ground(grade), []).append(grade.measure)
    if len(grounds) == 1:
        return (
            f"What {'it moves' if len(grades) == 1 else 'they move'} rests on {next(iter(grounds))}"
        )
    told = [f"what {' and '.join(names)} moves rests on {why}" for why, names in grounds.items()]
    first, *others = told
    return "; ".join([first[0].upper() + first[1:], *others])


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
