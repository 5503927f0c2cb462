"""Words beside a predicate that tell the mode of an assault or the context of an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class WeaponRow:
    """A weapon word and the PLOVER mode of an ASSAULT made with it."""

    word: str
    mode: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class ContextRow:
    """A word and the PLOVER context it brings."""

    word: str
    context: str
    source: str
    verified: Verified


@cache
def weapon_modes() -> Mapping[str, str]:
    """Weapon lemma -> ASSAULT mode."""
    return MappingProxyType({row.word: row.mode for row in load_table("weapon_words", WeaponRow)})


@cache
def context_words() -> Mapping[str, str]:
    """Lemma -> context."""
    rows = load_table("context_words", ContextRow)
    return MappingProxyType({row.word: row.context for row in rows})
