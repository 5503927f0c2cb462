"""Text formats of a user's own, from a TOML or CSV file: numbers of OSCE formats, labels, fields."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from detente.channel.formats import Format, formats
from detente.codebook.channel_formats import FormatField
from detente.codebook.loader import Verified
from detente.model.errors import InputError, TableError

_COLUMNS = ("format", "kind", "number", "field", "label", "type")
_YES = {"yes": True, "no": False, "": False, True: True, False: False}


def read_formats(path: Path) -> dict[str, Format]:
    """The shipped formats, with those of a file in their place.

    A CSV file has the columns of ``codebook/channel_formats.csv``. A TOML file has
    ``[[format]]`` with ``number`` and ``kind``, and in it ``[[format.field]]`` with ``number``,
    ``field``, ``label``, ``type``, ``required`` and ``repeated``.

    Raises:
        InputError: If it cannot be read, with file, line (or place) and field.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}") from error
    rows = list(_toml(text, path) if path.suffix == ".toml" else _csv(text, path))
    if not rows:
        raise InputError(f"{path} holds no formats; see docs/channel-rules.md")
    try:
        return {**formats(), **formats(rows)}
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _csv(text: str, path: Path) -> Iterator[FormatField]:
    reader = csv.DictReader(io.StringIO(text))
    for cells in reader:
        yield _row({**cells, "type": cells.get("type") or "text"}, str(path), reader.line_num)


def _toml(text: str, path: Path) -> Iterator[FormatField]:
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} is no TOML: {error}") from error
    for number, form in enumerate(_tables(plain, "format", path), 1):
        head = {"format": form.get("number"), "kind": form.get("kind")}
        head["source"] = form.get("source")
        for field in _tables(form, "field", path):
            named = {"type": "text", **field, **head}
            yield _row(named, f"{path}, format {number}", 0)


def _tables(plain: Mapping[str, Any], name: str, path: Path) -> list[Mapping[str, Any]]:
    found = plain.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise InputError(f"{path}: {name!r} is a list of tables: [[{name}]]")
    return found


def _row(cells: Mapping[str, Any], place: str, line: int) -> FormatField:
    values: dict[str, Any] = {}
    for name in _COLUMNS:
        value = cells.get(name)
        if not isinstance(value, str | int) or not str(value).strip():
            raise TableError(place, line, name, f"it is {value!r}", "give a text")
        values[name] = str(value).strip()
    for name in ("required", "repeated"):
        value = cells.get(name) or False
        if not isinstance(value, str | bool) or value not in _YES:
            raise TableError(place, line, name, f"it is {value!r}", "write yes or no")
        values[name] = _YES[value]
    source = str(cells.get("source") or place)
    return FormatField(**values, source=source, verified=Verified.FILE)
