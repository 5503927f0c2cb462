"""Which columns of which publishers' files make up the panel of pairs and years."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.codebook.loader import Verified, load_table


class Unit(StrEnum):
    """How a cell of a publisher's file is written."""

    NUMBER = "number"
    TEXT = "text"
    DAYS = "days"
    YEAR_MONTH = "year-month"


@dataclass(frozen=True, slots=True)
class DyadColumn:
    """One column of one table under one name that a publisher gives it.

    Attributes:
        table: The table it belongs to, in our words.
        column: The column in our words.
        name: The publisher's name for it; several rows are alternatives, the first found counts.
        unit: How its cells are written; dates come out as days since 1970-01-01.
        missing: Number that stands for "missing" in the file, None where cells are just empty.
        required: Whether the table is of no use without it.
        source: Where the row comes from.
        verified: How the row is backed.
    """

    table: str
    column: str
    name: str
    unit: Unit
    missing: float | None
    required: bool
    source: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class OutlookSource:
    """A publisher's data set.

    Attributes:
        table: The table it fills.
        title: What it is called.
        stem: Beginnings of the file's name, lower case, one of which must fit.
        url: Where the publisher offers it; "" where there is no single file to fetch.
        licence: Its terms in short.
        citation: How its makers want to be cited.
        source: Where this row comes from.
        verified: How the row is backed.
    """

    table: str
    title: str
    stem: tuple[str, ...]
    url: str
    licence: str
    citation: str
    source: str
    verified: Verified


def dyad_columns(table: str) -> tuple[DyadColumn, ...]:
    """The columns of one table, alternatives in order of preference."""
    return tuple(row for row in load_table("dyad_columns", DyadColumn) if row.table == table)


def outlook_sources() -> tuple[OutlookSource, ...]:
    """Every data set the outlook is built from."""
    return load_table("outlook_sources", OutlookSource)
