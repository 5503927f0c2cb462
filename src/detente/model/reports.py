"""Reports and the sources they come from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from detente.model.spans import Span


class Reliability(StrEnum):
    """Source reliability after the Admiralty system (STANAG 2511).

    ``F`` means "not judged". It is the default and does not mean "bad".
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet or speaker.

    Attributes:
        id: Stable identifier: a codebook outlet id, or the lower-cased name.
        name: The name in the neutral form.
        reliability: A to F; F is "not judged".
        controlled_by: Actor id of who owns or directs it, or "". It feeds independence
            and never reliability.
        controlled_source: Where the control is documented.
        controlled_from: First day of control, if known.
        controlled_to: Last day of control, if it has ended.
    """

    id: str
    name: str
    reliability: Reliability = Reliability.F
    controlled_by: str = ""
    controlled_source: str = ""
    controlled_from: dt.date | None = None
    controlled_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Aligned:
    """One segment of an original and of its translation."""

    original: Span
    translated: Span


@dataclass(frozen=True, slots=True)
class Translation:
    """What a translated report was made from.

    Translated words are never quoted as verbatim, and what rests on them stays "not judged"
    until a person confirms the translation.

    Attributes:
        language: ISO 639-1 code of the original.
        engine: Which engine translated it.
        original: The original text.
        segments: Which stretch became which, in order.
        confirmed_by: Who confirmed the translation, "" as long as nobody has.
    """

    language: str
    engine: str
    original: str
    segments: tuple[Aligned, ...]
    confirmed_by: str = ""

    def original_of(self, span: Span) -> tuple[Span, ...]:
        """Stretches of the original behind a stretch of the translation."""
        return tuple(pair.original for pair in self.segments if pair.translated.overlaps(span))


@dataclass(frozen=True, slots=True)
class Report:
    """One article, cable, post or feed item.

    Attributes:
        id: Stable identifier made from the content, the same at every run.
        text: The text as read; every offset in a reading points into it.
        title: Headline, "" if none is known. When known and not part of ``text`` it is coded
            as a headline statement of its own.
        outlet: Source id of who published it, "" if unknown.
        published: Day of publication, None if unknown.
        published_basis: "metadata", "text" or "".
        language: ISO 639-1 code as detected or declared.
        url: Link to the original, "" if none.
        path: File (and line) it was read from.
        part: Position on a page that held several articles, 0 for the first.
        offset: Where this text begins in that page, in code points.
        furniture: Stretches of page furniture; they make no statement and no event.
        headlines: Stretches that are headings or titles inside the text.
        translation: What the text was translated from; None when it is an original.
    """

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    published: dt.date | None = None
    published_basis: str = ""
    language: str = "en"
    url: str = ""
    path: str = ""
    part: int = 0
    offset: int = 0
    furniture: tuple[Span, ...] = ()
    headlines: tuple[Span, ...] = ()
    translation: Translation | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """An input that was not read, and why.

    Attributes:
        place: File, line or report it concerns.
        reason: What was wrong, in words.
        advice: What to do about it, "" if nothing can be done.
    """

    place: str
    reason: str
    advice: str = ""
