"""The triple of an attribution: who, by which words, said what."""

from __future__ import annotations

from dataclasses import dataclass

from detente.model.spans import Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution, the field's triple.

    Attributes:
        source: To whom it is attributed; empty when the text does not say.
        cue: The words that mark it; empty for a quotation that goes on without any.
        content: What is attributed, in one or several stretches.
        lemma: Lemma or phrase of the cue, such as ``say`` or ``according to``.
        sense: What saying it does (see ``codebook/cues.csv``): "say", "accuse", "deny", ...
        communicates: Whether words are reported; False for thoughts and wishes.
        listener: Who is told, if the text says.
        rule: How it was found.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    lemma: str
    sense: str
    communicates: bool
    listener: tuple[Span, ...] = ()
    rule: str = ""

    @property
    def start(self) -> int:
        """First code point of any of its parts."""
        return min(span.start for span in (*self.source, *self.cue, *self.content))
