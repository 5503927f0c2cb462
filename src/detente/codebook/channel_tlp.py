"""Rows of the table of TLP 2.0 labels."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class TlpLabel:
    """One label of the Traffic Light Protocol, version 2.0.

    Attributes:
        label: Name without ``TLP:``.
        rank: How strict it is, 0 for no limit.
        title: How far what bears it may go.
        needs_group: Whether recipients must be named; without them it goes to nobody.
        stix_id: Id of its marking definition in STIX 2.1.
        stix1_id: Id of the TLP 1.0 marking that is read as this label, "" if there is none.
        source: Where the row comes from.
        verified: How it is backed.
    """

    label: str
    rank: int
    title: str
    needs_group: bool
    stix_id: str
    stix1_id: str
    source: str
    verified: Verified


def tlp_labels() -> dict[str, TlpLabel]:
    """All labels by name, least strict first."""
    return {row.label: row for row in load_table("channel_tlp", TlpLabel)}
