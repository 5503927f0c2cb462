"""Which statements go back to one original: they count once.

A speaker's words are one original however many outlets carry them. In an outlet's own voice,
sentences that repeat each other nearly word by word go back to one text, whoever printed it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from detente.model.reports import Report
from detente.model.statements import Speaker, Statement, StatementKind

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_SHARED = 0.6
_OWN_VOICE = frozenset({StatementKind.OUTLET, StatementKind.HEADLINE})


def speaker_key(speaker: Speaker) -> str:
    """One key per speaker: the actor, else the name as written."""
    return speaker.actor.id if speaker.actor else " ".join(speaker.name.lower().split())


def words_of(statement: Statement, texts: Mapping[str, Report]) -> str:
    """The words of a statement, its stretches joined; "" when its report is not at hand."""
    report = texts.get(statement.report)
    return " ".join(span.of(report.text) for span in statement.content) if report else ""


def origins(statements: Sequence[Statement], texts: Mapping[str, Report]) -> dict[str, str]:
    """The key of the common original of each statement, by statement id."""
    known = {statement.id: _speaker_origin(statement) for statement in statements}
    own_voice = [statement for statement in statements if is_own_voice(statement)]
    known.update(_text_origins(own_voice, texts))
    return known


def is_own_voice(statement: Statement) -> bool:
    """Whether an outlet says it without naming anybody else as its source."""
    return statement.kind in _OWN_VOICE and len(statement.chain) == 1


def _speaker_origin(statement: Statement) -> str:
    speaker = statement.speaker
    key = speaker_key(speaker)
    # an unnamed speaker is the same one only within the same principal or report
    return f"speaker:{key or statement.report}|{statement.speaks_for}"


def _text_origins(
    statements: Sequence[Statement], texts: Mapping[str, Report]
) -> Iterable[tuple[str, str]]:
    first_with: dict[tuple[str, ...], str] = {}
    keys: dict[str, str] = {}
    for statement in statements:
        shingles = _shingles(words_of(statement, texts))
        copied = _copied_from(shingles, first_with)
        keys[statement.id] = keys[copied] if copied else f"text:{_publisher(statement)}"
        for shingle in shingles:
            first_with.setdefault(shingle, statement.id)
    return keys.items()


def _publisher(statement: Statement) -> str:
    return speaker_key(statement.speaker) or statement.report


def _shingles(text: str) -> list[tuple[str, ...]]:
    words = [match.group().lower() for match in _WORD.finditer(text)]
    return [tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)]


def _copied_from(
    shingles: Sequence[tuple[str, ...]], first_with: Mapping[tuple[str, ...], str]
) -> str:
    counts: dict[str, int] = {}
    for shingle in shingles:
        if source := first_with.get(shingle, ""):
            counts[source] = counts.get(source, 0) + 1
    best = max(counts, key=lambda source: counts[source], default="")
    return best if best and counts[best] >= _SHARED * len(shingles) else ""
