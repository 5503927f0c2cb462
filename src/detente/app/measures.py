"""Which measure lowers the risk in a simulated crisis: from a scenario on disk to the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from detente.adapters.crisis_toml import read_scenario
from detente.codebook.crisis_parameters import Structure
from detente.codebook.measures import EffectRow, effects
from detente.measures.comparing import STRUCTURES, Compared, arms_of, compare
from detente.measures.drafting import draft_scenario
from detente.measures.engine import cacheable
from detente.measures.grading import assumptions, grade, known, usable
from detente.measures.parts import Part, joined, parts, play_part
from detente.measures.plan import Plan, plan
from detente.measures.playing import Played
from detente.measures.sensitivity import Effort, sensitivity
from detente.measures.wording import sentences
from detente.model.crisis import Alliance, CrisisActor, Scenario, Spread, Toward
from detente.model.crisis_answer import CrisisAnswer, CrisisOutcome, Sensitivity
from detente.model.errors import EmptyInput, InputError
from detente.model.ladder import Rung
from detente.model.serialise import to_plain
from detente.ports.workers import Workers
from detente.render.measures_draft import scenario_toml

SCHEMA: Final = "detente-measures/1"
RUNS: Final = 65_536
SEED: Final = 20310413
_LANES: Final = 512
_FEW: Final = 256
_LEAST_DRAWS: Final = 16
_PARTS: Final = 8
_OFTEN: Final = 0.05
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """How a scenario is to be played.

    Attributes:
        seed: What every chance hangs on.
        runs: Crises in each arm and structure, rounded up to whole draws.
        pairs: Whether pairs of measures are played too.
        workers: Processes or a cluster; threads of this process when None.
        progress: Told how many arms are done.
        rows: What the measures move; the shipped table when None.
        effort: How much is played for the sensitivity analysis.
    """

    seed: int = SEED
    runs: int = RUNS
    pairs: bool = True
    workers: Workers | None = None
    progress: Progress | None = None
    rows: tuple[EffectRow, ...] | None = None
    effort: Effort | None = None

    @property
    def lanes(self) -> int:
        """Runs for each draw of the parameters."""
        return _LANES if self.runs >= _LANES * _LEAST_DRAWS * 4 else _FEW

    @property
    def draws(self) -> int:
        """Draws of the parameters."""
        return max(-(-self.runs // self.lanes), _LEAST_DRAWS)


def load(path: Path) -> Scenario:
    """Read a scenario.

    Raises:
        InputError: If the file cannot be read.
        TableError: If something in it cannot be used; file, line and key are named.
    """
    try:
        return read_scenario(path)
    except OSError as problem:
        raise InputError(f"{path}: {problem.strerror}; give a scenario in TOML") from problem


def try_measures(
    scenario: Scenario, measures: Sequence[str] = (), trial: Trial | None = None
) -> CrisisAnswer:
    """Play a crisis many times without and with measures, under both structures.

    Args:
        scenario: The crisis.
        measures: Ids of the catalogue.
        trial: How it is to be played.

    Raises:
        InputError: If a measure is unknown.
    """
    how = trial or Trial()
    wanted = known(measures)
    rows = _rows(wanted, how)
    ready = plan(scenario, wanted, rows=usable(rows))
    arms = arms_of(wanted, pairs=how.pairs)
    player = _player(ready, how, arms)
    found = [compare(ready, structure, arms, player) for structure in STRUCTURES]
    return _answer(ready, how, rows, found)


def _rows(wanted: Sequence[str], how: Trial) -> tuple[EffectRow, ...]:
    given = how.rows if how.rows is not None else [row for m in wanted for row in effects(m)]
    return tuple(row for row in given if row.measure in wanted)


@dataclass(slots=True)
class _Steps:
    """Counts arms for those who wait."""

    progress: Progress | None
    total: int
    done: int = 0

    def next(self, words: str) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.total, words)


def _player(ready: Plan, how: Trial, arms: Sequence[tuple[str, ...]]) -> Callable[..., Played]:
    """Plays arms in the order in which they are asked for; workers get all of them at once."""
    steps = _Steps(how.progress, len(arms) * len(STRUCTURES))
    cut = {(s, arm): _cut(ready, how, s, arm) for s in STRUCTURES for arm in arms}
    coming = iter(()) if how.workers is None else how.workers.map(
        play_part, [part for pieces in cut.values() for part in pieces]
    )  # fmt: skip

    def player(structure: Structure, measures: tuple[str, ...]) -> Played:
        pieces = cut[structure, measures]
        if how.workers is None:
            played = play_part(pieces[0])
        else:
            played = joined([next(coming) for _ in pieces])
        steps.next(f"{structure.value}: {' + '.join(measures) or 'no measures'}")
        return played

    return player


def _cut(
    ready: Plan, how: Trial, structure: Structure, measures: tuple[str, ...]
) -> tuple[Part, ...]:
    whole = Part(ready, structure, measures, how.seed, how.lanes, 0, how.draws)
    return (whole,) if how.workers is None else parts(whole, _PARTS)


def _answer(
    ready: Plan, how: Trial, rows: Sequence[EffectRow], found: Sequence[Compared]
) -> CrisisAnswer:
    scenario = ready.scenario
    arms = tuple(arm for each in found for arm in each.arms)
    effects_ = tuple(effect for each in found for effect in each.effects)
    grades = tuple(
        grade(measure, [row for row in rows if row.measure == measure], ready)
        for measure in ready.members
    )
    return CrisisAnswer(
        title=scenario.title,
        weeks=scenario.weeks,
        seed=how.seed,
        draws=how.draws,
        runs=how.draws * how.lanes,
        arms=arms,
        effects=effects_,
        grades=grades,
        assumptions=assumptions(ready, rows),
        sentences=sentences(arms, effects_, grades, weeks=scenario.weeks),
        elicited=scenario.elicited,
        notes=(*scenario.notes, *_notes(ready)),
    )


def _notes(ready: Plan) -> tuple[str, ...]:
    assumed = sum(each.assumed for each in ready.inputs)
    return (
        *_from_the_start(max(ready.start)),
        f"confidence is low: {assumed} of {len(ready.inputs)} inputs are assumed and not estimated",
        "both structures are shown and never averaged: which of them holds is disputed",
        "a simulation shows what follows from its assumptions; it does not show what a measure did",
    )


def what_it_turns_on(
    scenario: Scenario, measures: Sequence[str], answer: CrisisAnswer, trial: Trial | None = None
) -> tuple[Sensitivity, ...]:
    """Screening, Sobol indices and regions of failure under both structures.

    War is analysed where it happens often enough to be told from noise, else the use of force.

    Args:
        scenario: The crisis.
        measures: Ids of the catalogue, taken together.
        answer: What :func:`try_measures` said of them.
        trial: How it is to be played.
    """
    how = trial or Trial()
    wanted = known(measures)
    ready = plan(scenario, wanted, rows=usable(_rows(wanted, how)))
    steps = _Steps(how.progress, len(STRUCTURES))
    found = []
    for structure in STRUCTURES:
        war = next(a for a in answer.arms if a.structure == structure.value).war.mean
        outcome = CrisisOutcome.WAR if war >= _OFTEN else CrisisOutcome.FORCE
        found.append(
            sensitivity(ready, structure, wanted, outcome=outcome, seed=how.seed, effort=how.effort)
        )
        steps.next(f"sensitivity: {structure.value}")
    return tuple(found)


def warm() -> str:
    """Compile the crisis simulation, or load it, and say where it is kept."""
    one = Spread(1.0, 1.0, 1.0)
    actors = tuple(CrisisActor(key, key, at + 1, one) for at, key in enumerate("ABC"))
    quarrels = (Toward("A", "B", 4), Toward("B", "A", 4))
    tiny = Scenario("warm", 2, actors, quarrels, (Alliance("C", "B"),))
    ready = plan(tiny)
    play_part(Part(ready, Structure.SPIRAL, (), SEED, _FEW, 0, 1))
    return "kept for later runs" if cacheable() else "kept nowhere: no cache folder can be written"


def draft_crisis(reading: str) -> str:
    """Draft a scenario, as TOML, from what a reading found.

    Args:
        reading: A READING.json, or reports to read.

    Raises:
        EmptyInput: If nothing could be read, or no pair of actors has a quarrel.
    """
    from detente.app.readings import obtain  # noqa: PLC0415 - the parser takes a second to load

    drafted = draft_scenario(obtain(reading))
    if not drafted.sides:
        raise EmptyInput(f"{reading}: no pair of actors stands above rung 1 or asks for anything")
    return scenario_toml(drafted)


def _from_the_start(rung: int) -> tuple[str, ...]:
    """What an outcome means where it stands before the first week."""
    if rung < Rung.USE_OF_FORCE:
        return ()
    what = "a war" if rung == Rung.WAR else "force"
    return (f"{what} stands before the first week; what counts is that it goes on or returns",)


def as_record(answer: CrisisAnswer, turns_on: Sequence[Sensitivity] = ()) -> dict[str, Any]:
    """The answer as one JSON object."""
    more = {"sensitivity": to_plain(list(turns_on))} if turns_on else {}
    return {"schema": SCHEMA, **to_plain(answer), **more}
