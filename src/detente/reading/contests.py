"""Who contests in whose name a speaker speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from detente.model.actors import Actor, Mention
from detente.model.spans import Span
from detente.model.statements import Statement
from detente.reading.attribution_spans import subject
from detente.reading.syntax import Parsed, Token

_DOUBT: Final = frozenset({"not", "n't", "never", "only", "cannot", "no", "hardly", "nor"})
_ALONE: Final = frozenset({"himself", "herself", "themselves", "itself", "nobody"})
_DISMISSED: Final = frozenset(
    {"ridiculous", "absurd", "false", "illegitimate", "wrong", "think", "claim", "pretend"}
)
_WINDOW: Final = 6
"""How many words around the verb may carry the doubt."""


Doubts = Mapping[str, tuple[str, ...]]
"""Actor id -> ids of the statements that deny this actor a mandate."""


def doubts(statements: Sequence[Statement], parsed: Parsed, mentions: Sequence[Mention]) -> Doubts:
    """Whom the statements of one report deny a mandate.

    "X cannot speak on behalf of Y", "X can only represent Z" and "X had spoken for himself"
    do.
    """
    found: dict[str, list[str]] = {}
    for speaker, place in _doubted(parsed, mentions):
        by = _innermost(statements, place)
        if by is not None:
            found.setdefault(speaker.id, []).append(by.id)
    return {actor: tuple(dict.fromkeys(ids)) for actor, ids in found.items()}


def contested(statements: Sequence[Statement], found: Doubts) -> tuple[Statement, ...]:
    """The statements, those of a doubted speaker naming who doubts; of one report or of many."""
    return tuple(_marked(one, found) for one in statements)


def contested_across(
    statements: Sequence[Statement], found: Sequence[Doubts]
) -> tuple[Statement, ...]:
    """The statements of many reports, each marked by whoever denies its mandate in any of them.

    In another report only a statement in somebody else's name is contested so: who is told that
    he cannot speak for an alliance may still speak for himself.
    """
    together: dict[str, tuple[str, ...]] = {}
    for doubts_of_one in found:
        for actor, ids in doubts_of_one.items():
            together[actor] = (*together.get(actor, ()), *ids)
    return tuple(_marked(one, together) if _for_others(one) else one for one in statements)


def _for_others(one: Statement) -> bool:
    actor = one.speaker.actor
    return bool(one.speaks_for) and actor is not None and one.speaks_for != actor.id


def contest(
    statements: Sequence[Statement], parsed: Parsed, mentions: Sequence[Mention]
) -> tuple[Statement, ...]:
    """The statements of one report, those whose speaker is denied a mandate in it marked."""
    return contested(statements, doubts(statements, parsed, mentions))


def _marked(one: Statement, found: Doubts) -> Statement:
    actor = one.speaker.actor
    against = found.get(actor.id, ()) if actor is not None else ()
    known = {*one.contested_by, one.id}
    others = tuple(dict.fromkeys(name for name in against if name not in known))
    return replace(one, contested_by=(*one.contested_by, *others)) if others else one


def _doubted(parsed: Parsed, mentions: Sequence[Mention]) -> Iterator[tuple[Actor, Span]]:
    for token in parsed.tokens:
        if not _represents(parsed, token) or not _in_doubt(parsed, token):
            continue
        speaker = _speaker(parsed, token, mentions)
        if speaker is not None:
            yield speaker, Span(token.start, token.end)


def _represents(parsed: Parsed, token: Token) -> bool:
    if token.pos not in {"VERB", "AUX"}:
        return False
    if token.lemma == "represent":
        return True
    after = [one.text.lower() for one in parsed.tokens[token.index + 1 : token.index + 4]]
    return token.lemma == "speak" and (after[:1] == ["for"] or after == ["on", "behalf", "of"])


def _in_doubt(parsed: Parsed, token: Token) -> bool:
    near = parsed.tokens[max(0, token.index - _WINDOW) : token.index + 3]
    after = parsed.tokens[token.index + 1 : token.index + 4]
    doubted = any(one.lemma.lower() in _DOUBT and one.sentence == token.sentence for one in near)
    if doubted or any(one.text.lower() in _ALONE for one in after):
        return True
    above = (one.lemma for one in parsed.ancestors(token.index))
    return any(lemma in _DISMISSED for lemma in above)


def _speaker(parsed: Parsed, token: Token, mentions: Sequence[Mention]) -> Actor | None:
    head = subject(parsed, token)
    if head is None:
        return None
    over = [m for m in mentions if m.span.start <= head.start < m.span.end] or _possessor(
        parsed, head, mentions
    )
    return next((mention.actor for mention in over if mention.actor is not None), None)


def _possessor(parsed: Parsed, head: Token, mentions: Sequence[Mention]) -> list[Mention]:
    """Of "What its chief says cannot represent ...": the mention in the subject clause."""
    start, end = parsed.span_of(head.index)
    return [m for m in mentions if start <= m.span.start and m.span.end <= end and m.role]


def _innermost(statements: Sequence[Statement], place: Span) -> Statement | None:
    around = [one for one in statements if any(span.covers(place) for span in one.content)]
    return min(around, key=_size, default=None)


def _size(one: Statement) -> int:
    return sum(span.end - span.start for span in one.content)
