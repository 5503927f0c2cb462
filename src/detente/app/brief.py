"""From a reading to a brief in a file, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from detente.model.reading import Reading
from detente.render.compose import compose
from detente.render.html import html_brief
from detente.render.reading_json import reading_json
from detente.render.terminal import text_brief


def _html(reading: Reading, title: str) -> str:
    return html_brief(compose(reading, title=title))


def _text(reading: Reading, title: str) -> str:
    return text_brief(compose(reading, title=title))


def _json(reading: Reading, _title: str) -> str:
    return reading_json(reading)


WRITERS: Final[dict[str, Callable[[Reading, str], str]]] = {
    ".html": _html,
    ".htm": _html,
    ".txt": _text,
    ".json": _json,
}
"""What a brief can be written as, by the ending of the file."""


def write_brief(reading: Reading, output: Path, *, title: str = "") -> None:
    """Write a brief in the form its file name asks for.

    Args:
        reading: What was read.
        output: A file ending in one of :data:`WRITERS`.
        title: Heading of the brief.

    Raises:
        KeyError: If the ending is none of them.
    """
    write_whole(output, WRITERS[output.suffix.casefold()](reading, title).encode())


def write_whole(output: Path, content: bytes) -> None:
    """Put content into a file so that a reader finds the old file or the new one, never half."""
    beside = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)
