"""Stretches of text, and the trail that leads every result back to one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a report's text.

    Attributes:
        start: First code point, counted from 0.
        end: One past the last code point.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The stretch itself, cut from the text it points into."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether the other span lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """The same stretch in a text that has ``by`` more code points before it."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a result comes from: report, offsets and the rule or model that made it.

    Attributes:
        report: Identifier of the report.
        span: The words that carry the result.
        rule: Name of the rule or model, such as ``verbs:strike`` or ``scorer:ngrams-1``.
        why: The features or words that decided, in plain words; may be empty.
    """

    report: str
    span: Span
    rule: str
    why: str = ""
