"""Tables, and charts that never come without one."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Table:
    """Plain cells under named columns.

    Attributes:
        caption: What it shows.
        columns: Names of the columns.
        rows: Cells as text, one tuple a row, as many as there are columns.
        cites: Statement ids each row rests on; empty, or one tuple a row.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cites: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.caption!r} does not fit its columns")
        if self.cites and len(self.cites) != len(self.rows):
            raise ValueError(f"{self.caption!r} needs one tuple of statements a row")


def html_table(table: Table) -> str:
    """The table for a page, its caption with it."""
    head = "".join(f"<th>{escape(name)}</th>" for name in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    return f"<table><caption>{escape(table.caption)}</caption><tr>{head}</tr>{rows}</table>"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and the table of every figure in it.

    Attributes:
        caption: What it shows, and how to read it.
        svg: The picture, for use inside a page.
        table: The same figures.
    """

    caption: str
    svg: str
    table: Table
