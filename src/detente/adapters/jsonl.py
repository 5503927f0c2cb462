"""Feed items: one JSON object per line with ``text`` and what is known of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from detente.adapters.decoding import decode, tidy
from detente.adapters.html import as_day
from detente.adapters.pages import Page
from detente.model.errors import UnreadableReport
from detente.model.reports import SetAside

FIELDS: Final = ("text", "url", "source", "published", "title", "language")
"""The fields that are read; others are ignored."""


def pages(lines: Iterable[bytes], *, place: str) -> Iterator[Page | SetAside]:
    """One page per line, or why the line is not read.

    Args:
        lines: Lines of the file as bytes.
        place: Name of the file.
    """
    for number, raw in enumerate(lines, 1):
        where = f"{place}, line {number}"
        if not raw.strip():
            continue
        try:
            yield from _line(raw, where)
        except UnreadableReport as error:
            yield SetAside(error.place, error.reason, error.advice)


def from_array(raw: bytes, *, place: str) -> Iterator[Page | SetAside]:
    """The same from a JSON file that holds one object or a list of them.

    Raises:
        UnreadableReport: If the file is no JSON.
    """
    whole = _json(raw, place)
    items = whole if isinstance(whole, list) else [whole]
    for number, item in enumerate(items, 1):
        where = f"{place}, item {number}"
        try:
            yield from _item(item, where)
        except UnreadableReport as error:
            yield SetAside(error.place, error.reason, error.advice)


def _line(raw: bytes, where: str) -> Iterator[Page | SetAside]:
    yield from _item(_json(raw, where), where)


def _json(raw: bytes, where: str) -> Any:
    try:
        return json.loads(decode(raw, place=where))
    except json.JSONDecodeError as error:
        reason = f"it is no JSON ({error.msg} at character {error.pos + 1})"
        raise UnreadableReport(where, reason, "write one JSON object per line") from error
    except (RecursionError, ValueError) as error:
        raise UnreadableReport(where, "its JSON cannot be read", "write plain fields") from error


def _item(item: Any, where: str) -> Iterator[Page | SetAside]:
    if not isinstance(item, dict):
        raise UnreadableReport(where, "it is no JSON object", 'write {"text": "..."}')
    values = {name: _words(item.get(name), name, where) for name in FIELDS}
    if not values["text"].strip():
        raise UnreadableReport(where, "field 'text' is missing or empty", 'write {"text": "..."}')
    published = as_day(values["published"])
    if values["published"] and published is None:
        reason = f"field 'published': {values['published'][:40]!r} is no date; read without one"
        yield SetAside(where, reason, "write YYYY-MM-DD")
    text = tidy(values["text"])
    yield Page(
        text,
        where,
        title=" ".join(tidy(values["title"]).split()),
        outlet=values["source"].strip(),
        published=published,
        language=values["language"].strip(),
        url=values["url"].strip(),
        starts=(len(text) - len(text.lstrip()),),
    )


def _words(value: Any, name: str, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, int | str) and not isinstance(value, bool):
        return str(value)
    raise UnreadableReport(where, f"field {name!r} is no text", "put it in quotation marks")
