"""The coefficients and derived rows that come with the package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.model.errors import ModelFileError
from detente.outlook.escalation import Baseline, EscalationModel
from detente.outlook.rung_logit import StepLogit
from detente.outlook.rung_trees import StepTrees, Trees

Floats = NDArray[np.float64]
FILE: Final = "escalation.npz"
GAPS: Final = (1, 2, 5, 10, 20)
"""Years without outcomes for which the widening was measured."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """The model and the rows for one state of knowledge.

    Attributes:
        year: The rows speak from the end of this year.
        model: Fitted on the inputs that are known at that time, and on no others.
        redrawn: The two logits fitted again on pairs drawn with replacement.
        baseline: The fixed baseline.
        inputs: Shape (pairs, inputs): the model's inputs, history at the last outcome year.
    """

    year: int
    model: EscalationModel
    redrawn: tuple[EscalationModel, ...]
    baseline: Baseline
    inputs: Floats


@dataclass(frozen=True, slots=True)
class Shipped:
    """Everything an outlook needs.

    Attributes:
        ccode1: Lesser code of each politically relevant pair.
        ccode2: Greater code.
        rungs: Shape (pairs, 10): rungs of the last ten years with outcomes.
        last_outcome: Last year with outcomes.
        last_years: Last year of data by table.
        vintages: By state of knowledge, the oldest first.
        exponents: Spread of a year's risk over its months.
        widening: Shape (2, gaps, 4 rungs, 2): how far, in log-odds, an up-to-date estimate lies
            below and above one with history that old, 5th and 95th percentile over pairs; first
            with nothing known since, then with the rung of the latest year known.
        fared: Shape (groups, 8): rung, lowest, highest, mean forecast, frequency, low, high, rows.
        typical: Median inputs of politically relevant pairs.
    """

    ccode1: NDArray[np.int64]
    ccode2: NDArray[np.int64]
    rungs: NDArray[np.int8]
    last_outcome: int
    last_years: Mapping[str, int]
    vintages: tuple[Vintage, ...]
    exponents: Floats
    widening: Floats
    fared: Floats
    typical: Floats


def packed(shipped: Shipped) -> dict[str, NDArray[Any]]:
    """All arrays under flat names, for an npz file."""
    arrays: dict[str, NDArray[Any]] = {
        "ccode1": shipped.ccode1.astype(np.int16),
        "ccode2": shipped.ccode2.astype(np.int16),
        "rungs": shipped.rungs,
        "last_outcome": np.array(shipped.last_outcome),
        "last_names": np.array(list(shipped.last_years)),
        "last_values": np.array(list(shipped.last_years.values())),
        "exponents": shipped.exponents,
        "widening": shipped.widening,
        "fared": shipped.fared,
        "typical": shipped.typical,
    }
    for at, vintage in enumerate(shipped.vintages):
        arrays |= _packed_vintage(f"v{at}.", vintage)
    return arrays


def _packed_vintage(mark: str, vintage: Vintage) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {
        f"{mark}year": np.array(vintage.year),
        f"{mark}until": np.array(vintage.model.until),
        f"{mark}inputs": vintage.inputs.astype(np.float32),
    }
    arrays |= _fields(f"{mark}baseline.", vintage.baseline)
    for name, logit in (("plain", vintage.model.plain), ("full", vintage.model.full)):
        arrays |= _fields(f"{mark}{name}.", logit)
    for at, model in enumerate(vintage.redrawn):
        for name, logit in (("plain", model.plain), ("full", model.full)):
            arrays |= _fields(f"{mark}r{at}.{name}.", logit)
    for at, trees in enumerate(vintage.model.trees.steps):
        arrays |= _fields(f"{mark}trees{at}.", trees)
    return arrays


def _fields(mark: str, thing: Any) -> dict[str, NDArray[Any]]:
    values = {f"{mark}{each.name}": np.asarray(getattr(thing, each.name)) for each in fields(thing)}
    return {
        name: value.astype(np.float32) if _roundable(name, value) else value
        for name, value in values.items()
    }


def _roundable(name: str, value: NDArray[Any]) -> bool:
    """Weights may lose digits; a threshold halfway between two values may not."""
    return value.dtype == np.float64 and value.ndim > 0 and not name.endswith("threshold")


@cache
def shipped() -> Shipped:
    """What came with the package, read once.

    Raises:
        ModelFileError: If the file is missing or damaged.
    """
    place = files("detente.outlook").joinpath(FILE)
    try:
        with place.open("rb") as stream:
            arrays = dict(np.load(stream))
        return unpacked(arrays)
    except (OSError, KeyError, ValueError) as problem:
        raise ModelFileError(
            f"outlook/{FILE} is missing or damaged; reinstall detente"
        ) from problem


def unpacked(arrays: Mapping[str, NDArray[Any]]) -> Shipped:
    """The opposite of :func:`packed`."""
    count = sum(name.endswith(".year") for name in arrays)
    names, years = arrays["last_names"], arrays["last_values"]
    return Shipped(
        ccode1=arrays["ccode1"].astype(np.int64),
        ccode2=arrays["ccode2"].astype(np.int64),
        rungs=arrays["rungs"],
        last_outcome=int(arrays["last_outcome"]),
        last_years={str(name): int(year) for name, year in zip(names, years, strict=True)},
        vintages=tuple(_vintage(f"v{at}.", arrays) for at in range(count)),
        exponents=arrays["exponents"],
        widening=arrays["widening"],
        fared=arrays["fared"],
        typical=arrays["typical"],
    )


def _vintage(mark: str, arrays: Mapping[str, NDArray[Any]]) -> Vintage:
    until = int(arrays[f"{mark}until"])
    steps = tuple(_trees(f"{mark}trees{at}.", arrays) for at in range(4))
    trees = StepTrees(steps)
    draws = sum(name.startswith(f"{mark}r") and name.endswith("plain.centre") for name in arrays)
    return Vintage(
        year=int(arrays[f"{mark}year"]),
        model=_model(mark, arrays, trees, until),
        redrawn=tuple(_model(f"{mark}r{at}.", arrays, trees, until) for at in range(draws)),
        baseline=Baseline(**_named(f"{mark}baseline.", Baseline, arrays)),
        inputs=arrays[f"{mark}inputs"].astype(np.float64),
    )


def _model(
    mark: str, arrays: Mapping[str, NDArray[Any]], trees: StepTrees, until: int
) -> EscalationModel:
    plain, full = (
        StepLogit(**_named(f"{mark}{name}.", StepLogit, arrays)) for name in ("plain", "full")
    )
    return EscalationModel(plain, full, trees, until)


def _trees(mark: str, arrays: Mapping[str, NDArray[Any]]) -> Trees:
    values = _named(mark, Trees, arrays)
    return Trees(**values | {"constant": float(values["constant"]), "depth": int(values["depth"])})


def _named(mark: str, kind: Any, arrays: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    return {each.name: arrays[mark + each.name] for each in fields(kind)}
