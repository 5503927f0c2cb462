"""Rows of the table of contacts."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class ContactKind:
    """One kind of contact between parties.

    Attributes:
        what: Code.
        title: What it is called.
        family: "military" or "people".
        source: Where the row comes from.
        verified: How it is backed.
    """

    what: str
    title: str
    family: str
    source: str
    verified: Verified


def contact_kinds() -> dict[str, ContactKind]:
    """All kinds by code."""
    return {row.what: row for row in load_table("channel_contacts", ContactKind)}
