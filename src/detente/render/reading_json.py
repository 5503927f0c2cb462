"""READING.json: a whole reading as one JSON object, written and read back."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, Final

from detente.model.errors import InputError
from detente.model.reading import SCHEMA, Reading
from detente.model.serialise import from_plain, to_plain

_MARK: Final = b'"detente-reading/'
_EDGE: Final = 200


def reading_json(reading: Reading) -> str:
    """Write a reading as JSON, its schema first."""
    plain = to_plain(reading)
    ordered = {"schema": plain.pop("schema"), **plain}
    return json.dumps(ordered, ensure_ascii=False, indent=1) + "\n"


def is_reading_file(path: Path) -> bool:
    """Whether a file looks like READING.json by its first or last characters."""
    if path.suffix.casefold() != ".json" or not path.is_file():
        return False
    with path.open("rb") as file:
        begins = file.read(_EDGE)
        file.seek(max(0, path.stat().st_size - _EDGE))
        return _MARK in begins or _MARK in file.read(_EDGE)


def load_reading_json(path: Path) -> Reading:
    """Read READING.json back.

    Raises:
        InputError: If the file is no reading, or one of another schema.
    """
    try:
        plain: Any = json.loads(path.read_text(encoding="utf-8"))
        schema = plain["schema"]
        if schema != SCHEMA:
            raise InputError(f"{path}: schema {schema!r} is not {SCHEMA!r}; make the file anew")
        return from_plain(Reading, plain)
    except (ValueError, KeyError, TypeError) as error:
        fields = ", ".join(field.name for field in dataclasses.fields(Reading))
        raise InputError(
            f"{path}: no reading ({error}); READING.json holds {fields} "
            "and is made by 'detente brief PATH --json'"
        ) from error
