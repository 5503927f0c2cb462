"""How far an answer hangs on what is known only as a range or a ranking."""

from __future__ import annotations

from typing import Any

from detente.app.settle import Tell, settle_table, stopped_by_hand
from detente.model.errors import InputError
from detente.model.serialise import to_plain
from detente.model.settlement import BargainingTable
from detente.model.settlement_robustness import Robustness
from detente.settlement.robustness import robustness

SCHEMA = "detente-settlement-robustness/1"


def try_numbers(
    table: BargainingTable,
    *,
    draws: int,
    seed: int,
    concept: str = "Nash",
    tell: Tell | None = None,
) -> Robustness:
    """Draw admissible numbers, and see what stands; Ctrl-C keeps the draws made so far.

    Raises:
        InputError: If there is no zone at the middle of the ranges.
    """
    done = settle_table(table, tell=tell)
    if not done.zone:
        raise InputError("there is no zone at the middle of the ranges: `detente settle` says why")
    if done.picked(concept) is None:
        raise InputError(f"{concept!r} picks no package; the concepts are on `detente settle`")
    with stopped_by_hand(tell) as stop:
        return robustness(table, draws=draws, seed=seed, concept=concept, assessed=done, stop=stop)


def robustness_record(found: Robustness) -> dict[str, Any]:
    """What stands as one JSON object.

    Raises:
        Confidential: If the table was read with sealed fields.
    """
    return {"schema": SCHEMA, **to_plain(found)}
