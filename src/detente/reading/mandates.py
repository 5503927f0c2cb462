"""In whose name someone may speak: from the words of the office, else from sector and kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from detente.codebook.mandates import Basis, MandateRow, mandate_rows
from detente.model.actors import Actor
from detente.model.statements import Mandate

_ORDER: Final = (
    Mandate.AUTHORISED,
    Mandate.SEMI_OFFICIAL,
    Mandate.EXPERT,
    Mandate.PERSONAL,
    Mandate.UNKNOWN,
)
_PARTS: Final = re.compile(r"\s*(?:[,;]|\band (?=(?:a |the )?(?:former|retired|ex-)))\s*")


def mandate_of(functions: Iterable[str], actor: Actor | None, *, former: bool = False) -> Mandate:
    """The strongest mandate any present office gives.

    Args:
        functions: Descriptions of the speaker, such as "a retired general and adviser to the
            president"; each part is judged for itself, so a past office weakens no present one.
        actor: The resolved speaker, whose sector or kind decides when no word does.
        former: Whether the office the actor stands for is no longer held.
    """
    parts = [part for function in functions for part in _PARTS.split(function) if part]
    found = [mandate for part in parts if (mandate := mandate_of_words(part)) is not None]
    if found:
        return min(found, key=_ORDER.index)
    if former:
        return Mandate.PERSONAL
    return Mandate.UNKNOWN if actor is None else _by_actor(actor)


@lru_cache(maxsize=4096)
def mandate_of_words(description: str) -> Mandate | None:
    """What one description says, None if it names no office the table knows."""
    words = description.lower()
    rows = [row for row, pattern in _patterns() if pattern.search(words)]
    return min(rows, key=lambda row: row.rank).mandate if rows else None


def _by_actor(actor: Actor) -> Mandate:
    for basis, value in ((Basis.KIND, actor.kind.value), (Basis.SECTOR, actor.sector)):
        row = _codes().get((basis, value))
        if row is not None:
            return row.mandate
    return Mandate.UNKNOWN


@cache
def _patterns() -> tuple[tuple[MandateRow, re.Pattern[str]], ...]:
    rows = (row for row in mandate_rows() if row.basis is Basis.WORDS)
    return tuple((row, re.compile(_pattern(row.words))) for row in rows)


def _pattern(words: str) -> str:
    pieces = (re.escape(piece) for piece in words.split(" * "))
    return r"\b" + r"(?:\s+\S+){0,6}?\s+".join(pieces) + r"\b"


@cache
def _codes() -> dict[tuple[Basis, str], MandateRow]:
    rows = [row for row in mandate_rows() if row.basis is not Basis.WORDS]
    return {(row.basis, row.words): row for row in rows}
