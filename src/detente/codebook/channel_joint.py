"""Rows of the tables of joint action: categories of incidents, fields that would hold persons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class IncidentCategory:
    """One category of incidents.

    Attributes:
        category: Code.
        title: What it is called.
        note: What else is to be known.
        source: Where the row comes from.
        verified: How it is backed.
    """

    category: str
    title: str
    note: str
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class PersonalField:
    """A field that would hold what belongs to a person; no message may have it.

    Attributes:
        field: Its name, in small letters with ``_`` between words.
        note: Where what is meant may stand.
        source: Where the row comes from.
        verified: How it is backed.
    """

    field: str
    note: str
    source: str
    verified: Verified


@cache
def incident_categories() -> dict[str, IncidentCategory]:
    """All categories by code."""
    return {row.category: row for row in load_table("channel_incidents", IncidentCategory)}


@cache
def personal_fields() -> dict[str, PersonalField]:
    """All fields that are refused, by name."""
    return {row.field: row for row in load_table("channel_personal", PersonalField)}
