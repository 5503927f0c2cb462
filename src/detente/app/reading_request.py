"""What a reading is made from: paths and engines; and how Ctrl-C ends it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from detente.model.reading import Reading
from detente.ports.event_coder import EventCoder
from detente.ports.reports import Translate
from detente.ports.translator import Translator

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
"""One path or several; ``-`` stands for standard input."""


class ReadingInterrupted(KeyboardInterrupt):
    """Ctrl-C came while reports were read; what was done by then is kept.

    Attributes:
        reading: What the reports read so far say.
    """

    def __init__(self, reading: Reading) -> None:
        super().__init__("interrupted")
        self.reading = reading


@dataclass(frozen=True, slots=True)
class Engines:
    """Outside engines that take part in a reading; none by default.

    Attributes:
        coder: Codes events in the place of the shipped coder.
        coder_name: How it is named in trails.
        translator: Brings reports in other languages into English.
        scorer: What settles types with the shipped coder's rules: "encoder", "ngrams", "rules"
            (the rules alone), or "" for the best that can be run here.
    """

    coder: EventCoder | None = None
    coder_name: str = ""
    translator: Translator | None = None
    scorer: str = ""

    def translate(self) -> Translate | None:
        """What the loader calls for a report in another language."""
        if self.translator is None:
            return None
        from detente.adapters.translation import translated  # noqa: PLC0415 - help stays quick

        return partial(translated, translator=self.translator)


NO_ENGINES: Final = Engines()


def listed(paths: Paths) -> list[str]:
    """One path or several as a list of strings."""
    if isinstance(paths, str | os.PathLike):
        return [os.fspath(paths)]
    return [os.fspath(path) for path in paths]
