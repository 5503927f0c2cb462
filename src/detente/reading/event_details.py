"""Mode, contexts and place of an event, from the words of its own clause."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from detente.codebook.contested_words import ContestedKind, contested_words
from detente.codebook.event_words import context_words, weapon_modes
from detente.codebook.loader import load_table
from detente.codebook.states import PlaceRow
from detente.model.actors import ActorKind, Mention
from detente.model.events import Place
from detente.model.spans import Span
from detente.model.statements import Statement
from detente.reading.drafts import Draft
from detente.reading.scene import Scene, is_place
from detente.reading.verb_phrase import case_of

_PLACED = frozenset(
    {"in", "at", "near", "over", "on", "across", "outside", "inside", "along", "off", "of"}
)
_INSTRUMENTAL = frozenset({"use", "employ", "involve"})
_OWN_CLAUSE = ("ccomp", "parataxis", "advcl", "acl:relcl", "conj")


def clause_tokens(stage: Scene, draft: Draft) -> tuple[int, ...]:
    """Tokens of the clause that tells an event, without clauses that tell others."""
    waiting, found = [draft.clause], []
    while waiting:
        at = waiting.pop()
        found.append(at)
        waiting.extend(
            child.index
            for child in stage.parsed.children(at)
            if not (child.dep in _OWN_CLAUSE and _is_other(stage, child.index, draft))
        )
    for participant in (*draft.actors, *draft.recipients):
        if participant.span is not None and participant.actor is None:
            found += _inside(stage, draft, participant.span)
    return tuple(sorted(set(found)))


def _inside(stage: Scene, draft: Draft, span: Span) -> list[int]:
    """Tokens of a stretch in the draft's own sentence."""
    sentence = stage.parsed.sentence(stage.token(draft.head).sentence)
    return [t.index for t in sentence if span.start <= t.start and t.end <= span.end]


def _is_other(stage: Scene, index: int, draft: Draft) -> bool:
    frame = stage.frames.get(index)
    if frame is None or frame.pos == "noun" or index == draft.head:
        return False
    return frame.lemma not in _INSTRUMENTAL


def mode_of(stage: Scene, draft: Draft, tokens: Sequence[int]) -> str:
    """The row's mode; an assault without one takes it from the weapon named beside it."""
    if draft.mode or draft.type != "ASSAULT":
        return draft.mode
    known = weapon_modes()
    lemmas = (stage.token(at).lemma.lower() for at in tokens)
    return next((known[lemma] for lemma in lemmas if lemma in known), "")


def contexts(stage: Scene, draft: Draft, tokens: Sequence[int]) -> tuple[str, ...]:
    """Contexts of the row and of the words of the clause, sorted."""
    known = context_words()
    found = {known[lemma] for at in tokens if (lemma := stage.token(at).lemma.lower()) in known}
    return tuple(sorted(found | set(draft.contexts)))


def place_of(stage: Scene, tokens: Sequence[int], statement: Statement | None) -> Place | None:
    """Where it happened: a contested name as its speaker means it, else the first place named."""
    contested = _contested_place(stage, tokens, statement)
    if contested is not None:
        return contested
    for at in tokens:
        mention = stage.mentions.get(at)
        if mention is None or case_of(stage.parsed, stage.token(at)) not in _PLACED:
            continue
        found = _place(mention)
        if found is not None:
            return found
    return None


def _place(mention: Mention) -> Place | None:
    actor = mention.actor
    if actor is None:
        return None
    if is_place(actor):
        contested = actor.name in _contested_places()
        return Place(mention.text, mention.span, actor.name, actor.country, contested=contested)
    if actor.kind is not ActorKind.STATE:
        return None
    return Place(mention.text, mention.span, mention.text, actor.country)


@cache
def _contested_places() -> frozenset[str]:
    return frozenset(row.name for row in load_table("places", PlaceRow) if row.contested)


def _contested_place(
    stage: Scene, tokens: Sequence[int], statement: Statement | None
) -> Place | None:
    """A contested place name in the clause, resolved by who speaks."""
    if not tokens:
        return None
    start, end = stage.token(tokens[0]).start, stage.token(tokens[-1]).end
    said = stage.parsed.text[start:end].lower()
    sides = _sides(statement)
    rows = [r for r in contested_words() if r.kind is ContestedKind.PLACE and r.term in said]
    rows.sort(key=lambda row: row.said_by not in sides)
    for row in rows[:1]:
        at = start + said.index(row.term)
        known = row.said_by in sides
        span = Span(at, at + len(row.term))
        return Place(
            text=span.of(stage.parsed.text),
            span=span,
            name=row.neutral,
            country=row.means if known else "",
            contested=True,
            resolved_by=f"contested_words, said by {row.said_by}" if known else "unresolved",
        )
    return None


def _sides(statement: Statement | None) -> frozenset[str]:
    """Ids under which a speaker's side may stand in the table."""
    if statement is None:
        return frozenset()
    actors = [link.actor for link in statement.chain if link.actor is not None]
    ids = {key for actor in actors for key in (actor.id, actor.principal, actor.country)}
    return frozenset(ids - {""}) | {statement.speaks_for}
