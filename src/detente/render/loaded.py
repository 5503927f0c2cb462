"""Words that take a side, from the codebook: they only ever stand in quotation marks."""

from __future__ import annotations

from detente.codebook.loader import open_table
from detente.codebook.survey import table_names

_TABLE = "contested_words"


def loaded_words() -> tuple[str, ...]:
    """Every loaded term of the codebook, sorted."""
    if _TABLE not in table_names():
        return ()
    return tuple(sorted({row["term"].strip() for _, row in open_table(_TABLE)} - {""}))
