"""What a measure's place in the simulation rests on, and every assumption that went in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.codebook.loader import Verified
from detente.codebook.measures import EffectRow, measures
from detente.measures.parameters import parameter_table
from detente.measures.plan import Plan
from detente.model.crisis import Spread
from detente.model.crisis_answer import Assumption, Grade
from detente.model.errors import InputError
from detente.model.evidence import Basis, Strength


def known(wanted: Sequence[str]) -> tuple[str, ...]:
    """Measures as they were asked for, each once.

    Raises:
        InputError: If one is not in the catalogue.
    """
    ids = [row.id for row in measures()]
    for name in wanted:
        if name not in ids:
            raise InputError(f"no measure is called {name!r}; measures are {', '.join(ids)}")
    return tuple(dict.fromkeys(wanted))


def usable(rows: Iterable[EffectRow]) -> tuple[EffectRow, ...]:
    """Rows that may enter: figures that were only recalled enter no computation."""
    return tuple(row for row in rows if row.verified is not Verified.RECALLED)


def grade(measure: str, rows: Sequence[EffectRow], ready: Plan) -> Grade:
    """The weakest basis and strength among what a measure moves."""
    names = {row.id: row.name for row in measures()}
    entering = usable(rows)
    counted = entering or tuple(rows)
    actors = {actor.key: actor.name for actor in ready.scenario.actors}
    members = sorted(ready.members.get(measure, ()))
    return Grade(
        measure=measure,
        name=names.get(measure, measure),
        basis=max((row.basis for row in counted), key=list(Basis).index, default=Basis.EXPERT),
        strength=max(
            (row.strength for row in counted), key=list(Strength).index, default=Strength.JUDGEMENT
        ),
        moves=tuple((row.parameter, Spread(row.low, row.best, row.high)) for row in entering),
        members=tuple(actors[ready.keys[at]] for at in members),
        left_out=tuple(row.parameter for row in rows if row not in entering),
    )


def assumptions(ready: Plan, rows: Sequence[EffectRow]) -> tuple[Assumption, ...]:
    """Every input as it went in, with where it comes from."""
    sources = {f"{row.measure}: {row.parameter}": row.source for row in rows}
    return tuple(
        Assumption(
            name=each.name,
            meaning=(
                f"factor on {each.parameter}"
                if each.measure
                else parameter_table()[each.parameter].meaning
            ),
            unit="factor" if each.measure else parameter_table()[each.parameter].unit,
            spread=each.spread,
            assumed=each.assumed,
            source=sources.get(each.name) or _source(ready, each.name, each.parameter),
        )
        for each in ready.inputs
    )


def _source(ready: Plan, name: str, parameter: str) -> str:
    said = name != parameter or parameter in ready.scenario.parameters
    return "the scenario" if said else parameter_table()[parameter].source
