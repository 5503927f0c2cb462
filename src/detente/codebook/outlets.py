"""Rows of the table of outlets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.codebook.loader import Verified


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An agency, a newspaper or a broadcaster.

    Control feeds the independence of statements and never reliability.

    Attributes:
        id: Source id.
        name: Name.
        aliases: Other names.
        kind: "agency", "newspaper", "broadcaster" or "platform".
        country: Alpha-3 of where it is made, "" if unknown.
        controlled_by: Actor id of who owns or directs it, "" if nobody is known to.
        controlled_source: What the control consists in, and where that is said.
        controlled_from: First day of control, if known.
        controlled_to: Last day of control, if it has ended.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str
    controlled_by: str
    controlled_source: str
    controlled_from: dt.date | None
    controlled_to: dt.date | None
    source: str
    verified: Verified
