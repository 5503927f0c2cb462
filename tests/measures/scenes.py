"""Small crises for tests."""

from __future__ import annotations

from detente.codebook.crisis_parameters import crisis_parameters
from detente.codebook.loader import Verified
from detente.codebook.measures import EffectRow
from detente.model.crisis import Alliance, CrisisActor, Scenario, Spread, Toward
from detente.model.evidence import Basis, Strength

ONE = Spread(1.0, 1.0, 1.0)
QUIET = ("misreading", "false-attribution", "accident")


def known(value: float) -> Spread:
    """A number that is known."""
    return Spread(value, value, value)


def certain(**changed: float) -> dict[str, Spread]:
    """Every parameter at its median; dashes written as underscores."""
    medians = {row.name: row.best for row in crisis_parameters()}
    given = {name.replace("_", "-"): value for name, value in changed.items()}
    assert given.keys() <= medians.keys()
    return {name: known(value) for name, value in (medians | given).items()}


def duel(*, weeks: int = 40, rungs: tuple[int, int] = (3, 2), **changed: float) -> Scenario:
    """Two actors with one quarrel; everything known."""
    return Scenario(
        title="duel",
        weeks=weeks,
        actors=(CrisisActor("A", "A", 1, ONE), CrisisActor("B", "B", 2, ONE)),
        toward=(Toward("A", "B", rungs[0]), Toward("B", "A", rungs[1])),
        parameters=certain(**changed),
    )


def quartet(*, weeks: int = 30, rung: int = 2, **changed: float) -> Scenario:
    """Four actors, two alliances, four quarrels; parameters not known exactly unless changed."""
    quarrels = ("AB", "BA", "CD", "DC", "AD", "DA", "BC", "CB")
    given = {name.replace("_", "-"): known(value) for name, value in changed.items()}
    return Scenario(
        title="quartet",
        weeks=weeks,
        actors=tuple(CrisisActor(key, key, at + 1, ONE) for at, key in enumerate("ABCD")),
        toward=tuple(Toward(a, b, rung) for a, b in quarrels),
        alliances=tuple(Alliance(a, b) for a, b in ("AC", "CA", "BD", "DB")),
        parameters=given,
    )


def factor(measure: str, parameter: str, low: float, best: float, high: float) -> EffectRow:
    """What a measure moves."""
    direction = "down" if best < 1 else "up"
    return EffectRow(
        measure, parameter, direction, low, best, high, Basis.EXPERT, Strength.JUDGEMENT,
        "made for a test", Verified.FILE,
    )  # fmt: skip
