"""What demanding, refusing, promising, stopping ... an event makes of it.

An operator is the role of a verb sense, or a kind of modal word. Its row says which event it
makes of a content (a type, a type with mode, a family of types, or ``none`` when the content
names no event) and in which way the content itself is then carried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from detente.codebook.loader import Verified, load_table

FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "AGREE": ("cooperative",),
        "CONSULT": ("cooperative",),
        "SUPPORT": ("cooperative",),
        "COOPERATE": ("cooperative",),
        "AID": ("cooperative",),
        "CONCEDE": ("yielding",),
        "RETREAT": ("yielding",),
        "REQUEST": ("verbal", "conflict"),
        "ACCUSE": ("verbal", "conflict"),
        "REJECT": ("verbal", "conflict"),
        "THREATEN": ("verbal", "conflict"),
        "PROTEST": ("material", "conflict"),
        "SANCTION": ("material", "conflict"),
        "MOBILIZE": ("material", "conflict"),
        "COERCE": ("material", "conflict"),
        "ASSAULT": ("material", "conflict"),
    }
)
"""Event type -> the families that operator rows may name, narrowest first."""


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """What one operator makes of one sort of content.

    Attributes:
        operator: Role of a verb sense, or kind of a modal word.
        contents: Types, ``TYPE.mode``, families, ``*`` (any event) or ``none``.
        type: Event type it makes; ``=`` keeps the content's own; ``none`` makes no event of its
            own; ``drop`` makes none at all: what is prevented neither happened nor will.
        mode: PLOVER mode of that event.
        mark: In which way the content is then carried; ``=`` keeps its mark.
        source: On what the row rests.
        verified: How the row is backed.
    """

    operator: str
    contents: tuple[str, ...]
    type: str
    mode: str
    mark: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class ModalRow:
    """One word that changes whether something happened: modal, negator, condition, hedge."""

    word: str
    kind: str
    source: str
    verified: Verified


@cache
def _operators() -> Mapping[tuple[str, str], OperatorRow]:
    rows = load_table("operators", OperatorRow)
    return MappingProxyType({(r.operator, c): r for r in rows for c in r.contents})


def operator_row(operator: str, type_: str = "", mode: str = "") -> OperatorRow | None:
    """The narrowest row for this operator and content; None when the table is silent.

    Args:
        operator: Role of a verb sense or kind of a modal.
        type_: Event type of the content, "" when it names no event.
        mode: Mode of the content.
    """
    names = (f"{type_}.{mode}", type_, *FAMILIES.get(type_, ()), "*") if type_ else ("none",)
    rows = _operators()
    return next((rows[operator, name] for name in names if (operator, name) in rows), None)


@cache
def modals() -> Mapping[str, str]:
    """Word -> kind of modality."""
    return MappingProxyType({row.word: row.kind for row in load_table("modals", ModalRow)})
