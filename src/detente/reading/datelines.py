"""The dateline of wire copy: "BELMAR CITY, 3 May 2031 (BNA) - Belmar's ministry said ...".

It says where and when a report was filed, and is no part of the first sentence; left in, it
takes the place of that sentence's subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_DASH: Final = r"\s?(?:—|–|--|-)\s+"
_AGENCY: Final = r"\s?\([A-Z][\w .&/-]{1,30}\)"
_AFTER_PLACE: Final = r"(?:,\s[\w .]{3,25}){1,2}"
_DATELINE: Final = re.compile(
    rf"[ \t]*(?:[A-Z][A-Z .'’-]{{2,30}}(?:{_AFTER_PLACE}(?:{_AGENCY})?|{_AGENCY}){_DASH}"
    rf"|[A-Z][A-Z .'’-]{{5,30}}\s?(?:—|–|--)\s+"
    rf"|[A-Z][\w.'’-]{{2,20}}(?: [A-Z][\w.'’-]{{2,20}})?(?:{_AFTER_PLACE})?{_AGENCY}{_DASH})"
)
_LINE: Final = re.compile(r"[^\n]+")


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the dateline of a line ends; ``start`` itself if it opens with none.

    Args:
        text: The whole text.
        start: First code point of the line.
        end: One past its last.
    """
    match = _DATELINE.match(text, start, end)
    return match.end() if match and text[match.end() : end].strip() else start


def dateline_ends(text: str) -> Iterator[int]:
    """Where each dateline of a text ends, in order."""
    for line in _LINE.finditer(text):
        end = dateline_end(text, line.start(), line.end())
        if end > line.start():
            yield end
