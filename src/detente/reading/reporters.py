"""What an outlet's own reporter saw: it makes an eyewitness of that, and of nothing else.

Debris seen by a correspondent vouches for the debris, not for everything the same report tells
in the outlet's voice.
"""

from __future__ import annotations

import re
from typing import Final

from detente.codebook.event_nouns import event_nouns, noun_classes
from detente.model.reports import Report
from detente.model.spans import Span
from detente.model.statements import Statement
from detente.reading.paragraphs import paragraphs

_QUOTED: Final = re.compile(r"[“\"][^”\"]*[”\"]")
_SEEN: Final = re.compile(
    r"\b(?:our|a|an|the) (?:own )?(?:reporter|correspondent|journalist)s?\b[^.\n]{0,60}"
    r" (?:saw|heard|counted|watched|visited)\b(?P<what>[^.;\n]*)",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")


def seen_by_reporter(report: Report, statement: Statement) -> str:
    """The words that tell what the outlet's reporter saw of a statement's content; "" if nothing.

    The two must stand in one paragraph, and name one thing or happening.

    Args:
        report: The statement's report.
        statement: A statement in the outlet's own voice.
    """
    told = " ".join(span.of(report.text) for span in statement.content)
    for paragraph in paragraphs(report.text):
        if not any(paragraph.overlaps(span) for span in statement.content):
            continue
        for seen in _SEEN.finditer(_unquoted(report.text, paragraph)):
            if _things(seen["what"]) & _things(told):
                return seen.group()
    return ""


def _unquoted(text: str, paragraph: Span) -> str:
    return _QUOTED.sub(" ", paragraph.of(text))


def _things(words: str) -> frozenset[str]:
    """Nouns of the codebook among the words, without a plural's ending."""
    found = (word.lower() for word in _WORD.findall(words))
    forms = {form for word in found for form in (word, word.removesuffix("s"))}
    return frozenset(form for form in forms if form in noun_classes() or form in event_nouns())
