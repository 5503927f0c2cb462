"""The CAMEO codes and the PLOVER types they became, after the mapping of 2021."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table
from detente.model.events import EventType


@dataclass(frozen=True, slots=True)
class CameoRow:
    """One CAMEO code.

    Attributes:
        code: Three or four digits; the first two name the CAMEO class.
        event: PLOVER type.
        mode: PLOVER mode, "" if the mapping gives none.
        contexts: PLOVER contexts.
        label: What the code means, in our own words.
        source: Where the mapping stands.
        verified: How the row is backed.
    """

    code: str
    event: EventType
    mode: str
    contexts: tuple[str, ...]
    label: str
    source: str
    verified: Verified


def cameo_plover() -> tuple[CameoRow, ...]:
    """All 256 codes, in order."""
    return load_table("cameo_plover", CameoRow)
