"""Tables load as typed rows, and a wrong cell is named by file, line and field."""

from dataclasses import dataclass

import pytest

from detente.codebook import loader
from detente.model.errors import CodebookError


@dataclass(frozen=True)
class Row:
    name: str
    size: int
    parts: tuple[str, ...]
    weight: float | None = None
    kept: bool = False


def rows_of(monkeypatch, *cells):
    monkeypatch.setattr(loader, "open_table", lambda _: iter(enumerate(cells, start=2)))
    loader.cached_table.cache_clear()
    return loader.load_table("pretend", Row)


def test_cells_become_typed_values(monkeypatch):
    (row,) = rows_of(
        monkeypatch,
        {"name": "a", "size": "3", "parts": "x|y", "weight": "", "kept": "yes"},
    )
    assert row == Row("a", 3, ("x", "y"), None, kept=True)


def test_a_wrong_cell_is_named(monkeypatch):
    with pytest.raises(CodebookError, match=r"pretend\.csv, line 2, 'size': 'many' is no int"):
        rows_of(monkeypatch, {"name": "a", "size": "many", "parts": ""})


def test_a_missing_column_is_named(monkeypatch):
    with pytest.raises(CodebookError, match="column 'parts' is missing"):
        rows_of(monkeypatch, {"name": "a", "size": "1"})


def test_a_missing_table_says_what_to_do():
    with pytest.raises(CodebookError, match="reinstall detente"):
        list(loader.open_table("no-such-table"))
