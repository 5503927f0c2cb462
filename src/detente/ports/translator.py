"""Port: something that turns segments of a text into English.

Any local or remote engine will do. The check asks only for what the reading relies on: one answer
per segment in the same order, nothing made from nothing, and the same answer twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Translator(Protocol):
    """Translates segments, one answer for each."""

    @property
    def engine(self) -> str:
        """Name and version, shown beside everything that was translated."""

    def translate(self, segments: Sequence[str], *, source: str) -> tuple[str, ...]:
        """English for each segment.

        Args:
            segments: Sentences or paragraphs in order.
            source: ISO 639-1 code of their language.
        """


def check_translator(
    translator: Translator, *, segments: Sequence[str], source: str
) -> tuple[str, ...]:
    """What an implementation does wrong, in words; empty when it can be relied upon.

    Args:
        translator: The implementation.
        segments: At least two different segments it can translate.
        source: Their language.
    """
    once = translator.translate(segments, source=source)
    again = translator.translate(segments, source=source)
    alone = tuple(translator.translate([one], source=source)[0] for one in segments)
    faults = {
        "it has no name": not translator.engine,
        "it does not answer each segment": len(once) != len(segments),
        "it answers differently the second time": once != again,
        "a segment's answer depends on its neighbours": once != alone,
        "it makes something from nothing": translator.translate([], source=source) != (),
        "it leaves a segment empty": not all(answer.strip() for answer in once),
    }
    return tuple(fault for fault, seen in faults.items() if seen)
