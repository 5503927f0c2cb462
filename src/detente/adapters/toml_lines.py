"""Finds the line on which a key of a TOML document stands, for messages."""

from __future__ import annotations

import re
from typing import Final

_HEADER: Final = re.compile(r"^\s*\[\[?\s*([\w.\"' -]+?)\s*\]\]?\s*(#.*)?$")


def line_of(text: str, table: str, number: int, *keys: str) -> int:
    r"""Line of a key, or of the nearest thing above it that can be found.

    Args:
        text: The document.
        table: Name of the table or array of tables; empty for the top.
        number: Which one of the array, from 0.
        keys: The way down from there.

    >>> line_of("[[issue]]\nkey = 'a'\n[[issue]]\nkey = 'b'", "issue", 1, "key")
    4
    """
    lines = text.splitlines()
    start, end = _section(lines, table, number)
    best = start
    for depth in range(len(keys)):
        dotted = ".".join((table, *keys[: depth + 1]))
        for at in range(start, end):
            header = _HEADER.match(lines[at])
            if (header and header[1] == dotted) or _sets(lines[at], keys[depth]):
                best = start = at
                break
    return min(best + 1, max(len(lines), 1))


def _sets(line: str, key: str) -> bool:
    return re.match(rf"""^\s*(?:[\w-]+\.)*["']?{re.escape(key)}["']?\s*=""", line) is not None


def _section(lines: list[str], table: str, number: int) -> tuple[int, int]:
    if not table:
        return 0, len(lines)
    heads = [at for at, line in enumerate(lines) if (m := _HEADER.match(line)) and m[1] == table]
    if number >= len(heads):
        return 0, len(lines)
    end = heads[number + 1] if number + 1 < len(heads) else len(lines)
    return heads[number], end
