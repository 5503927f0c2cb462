"""Confidential fields of a table: sealed, changed one by one, and opened again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from detente.adapters.sealed_table import (
    Fields,
    as_toml,
    field_names,
    parse_fields,
    read_sealed,
    sealed_path,
    with_field,
    write_sealed,
)
from detente.adapters.settlement_toml import read_table
from detente.model.errors import InputError


def seal_text(table: Path, text: str, passphrase: str) -> tuple[str, ...]:
    """Seal fields written as TOML, in the place of whatever was sealed before.

    Returns:
        The names of the sealed fields.

    Raises:
        SealError: If the text is no TOML of sealed fields.
        TableError: If the table cannot be used with them.
    """
    return _seal(table, parse_fields(text), passphrase)


def change_sealed(
    table: Path, passphrase: str, *, set_: Mapping[str, str], drop: Sequence[str] = ()
) -> tuple[str, ...]:
    """Change single fields of a sealed file, or begin one.

    Args:
        table: The open table.
        passphrase: Opens the file, and seals it again.
        set_: Field, such as ``ald.walk_away``, to what was typed.
        drop: Fields to take out.

    Returns:
        The names of all sealed fields.
    """
    path = sealed_path(table)
    fields: Fields = read_sealed(path, passphrase) if path.exists() else {}
    for name in drop:
        fields = with_field(fields, name, None)
    for name, written in set_.items():
        fields = with_field(fields, name, written)
    return _seal(table, fields, passphrase)


def unseal_text(table: Path, passphrase: str) -> str:
    """The sealed fields as TOML, for eyes only."""
    return as_toml(read_sealed(sealed_path(table), passphrase))


def _seal(table: Path, fields: Fields, passphrase: str) -> tuple[str, ...]:
    """Seal fields that the table can be read with."""
    try:
        read_table(table, sealed=fields)
    except OSError as problem:
        raise InputError(f"{table}: {problem.strerror}; give a TOML table") from problem
    write_sealed(sealed_path(table), fields, passphrase)
    return tuple(field_names(fields))
