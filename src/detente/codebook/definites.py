"""Nouns that point back to an actor named before: "the alliance", "the country"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from detente.codebook.loader import Verified, load_table
from detente.model.actors import ActorKind


@dataclass(frozen=True, slots=True)
class DefiniteRow:
    """One noun and what it can point back to.

    Attributes:
        noun: The noun, lower case.
        kinds: Kinds of actor it can mean.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    noun: str
    kinds: tuple[ActorKind, ...]
    source: str
    verified: Verified


@cache
def definites() -> Mapping[str, frozenset[ActorKind]]:
    """Kinds of actor by noun."""
    rows = load_table("definites", DefiniteRow)
    return MappingProxyType({row.noun: frozenset(row.kinds) for row in rows})
