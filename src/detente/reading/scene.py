"""One parsed text with its mentions and frames, as the coder looks things up in it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from detente.codebook.event_nouns import noun_classes
from detente.model.actors import Actor, ActorKind, Mention
from detente.model.spans import Span
from detente.reading.clipped import clipped_frames
from detente.reading.frames import Frame, frames
from detente.reading.predicates import noun_lemma, singular_forms
from detente.reading.syntax import Parsed, Token

_CONTENT_LINKS = ("ccomp", "xcomp", "advcl", "acl", "csubj")


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the coder knows of one text.

    Attributes:
        parsed: Words and grammar.
        frames: Frame of each predicate by its token index.
        mentions: Mentions of actors and places by each token index they cover.
        clauses: Predicates that hang on each token, in text order.
    """

    parsed: Parsed
    frames: Mapping[int, Frame]
    mentions: Mapping[int, Mention]
    clauses: Mapping[int, tuple[int, ...]]

    def token(self, index: int) -> Token:
        """The token with this index."""
        return self.parsed.tokens[index]

    def span(self, index: int) -> Span:
        """The stretch of one token."""
        token = self.parsed.tokens[index]
        return Span(token.start, token.end)

    def outermost_first(self, number: int) -> tuple[Frame, ...]:
        """Frames of one sentence: clauses from the outermost in, then event nouns."""
        first, last = self.parsed.sentences[number]
        found = [self.frames[at] for at in range(first, last) if at in self.frames]
        depth = {f.head: sum(1 for _ in self.parsed.ancestors(f.head)) for f in found}
        clauses = sorted(
            (f for f in found if f.pos != "noun"), key=lambda f: (depth[f.head], f.head)
        )
        return (*clauses, *(f for f in found if f.pos == "noun"))

    def content_clauses(self, index: int) -> tuple[Frame, ...]:
        """Clauses that complete a predicate or noun."""
        found = (self.frames[at] for at in self.clauses.get(index, ()))
        return tuple(f for f in found if f.link.split(":")[0] in _CONTENT_LINKS)

    def classes(self, index: int) -> frozenset[str]:
        """Classes of a noun as verb rows name them; "actor" and "place" for mentions."""
        token = self.parsed.tokens[index]
        lemma = noun_lemma(self.parsed, token)
        found: set[str] = {"noun"}
        for word in (lemma, *singular_forms(token)):
            found |= noun_classes().get(word, frozenset()) | {word}
        if token.tag in ("NNP", "NNPS"):
            found.add("proper")
        if self.parsed.children(index, "nummod"):
            found.add("counted")
        mention = self.mentions.get(index)
        if mention is not None:
            found |= _mention_classes(mention)
        if token.tag in ("$", "CD") or any(c.tag == "$" for c in self.parsed.children(index)):
            found.add("money" if self._is_money(index) else "number")
        return frozenset(found)

    def _is_money(self, index: int) -> bool:
        below = (self.parsed.tokens[at] for at in self.parsed.subtree(index))
        return any(t.tag == "$" or t.text in "$€£¥" for t in below)


def is_place(actor: Actor) -> bool:
    """Whether a mention names a place that cannot act, such as a city or a sea."""
    return actor.id.startswith("place:")


def _mention_classes(mention: Mention) -> set[str]:
    actor = mention.actor
    if actor is None:
        return {"actor"}
    if is_place(actor):
        return {"place", "territory"}
    found = {"actor"}
    if actor.kind is ActorKind.STATE:
        found.add("place")
    if actor.kind in (ActorKind.PERSON, ActorKind.OFFICE):
        found.add("person")
    if actor.sector in ("MIL", "REB", "PRM", "UAF"):
        found |= {"troops", "person"}
    if actor.kind in (ActorKind.ALLIANCE, ActorKind.ORGANISATION):
        found.add("organisation")
    return found


def scene(parsed: Parsed, mentions: Sequence[Mention], known: Sequence[Frame] = ()) -> Scene:
    """Set the scene of one text.

    Args:
        parsed: The parse.
        mentions: Resolved mentions.
        known: Frames if they are made already.
    """
    by_head = {f.head: f for f in known or frames(parsed)}
    by_head |= {f.head: f for f in clipped_frames(parsed, by_head)}
    below: defaultdict[int, list[int]] = defaultdict(list)
    for frame in by_head.values():
        if frame.governor is not None:
            below[frame.governor].append(frame.head)
    return Scene(
        parsed,
        MappingProxyType(by_head),
        MappingProxyType(dict(_by_token(parsed, mentions))),
        MappingProxyType({at: tuple(sorted(heads)) for at, heads in below.items()}),
    )


def _by_token(parsed: Parsed, mentions: Sequence[Mention]) -> Iterator[tuple[int, Mention]]:
    """Each token with the longest mention over it."""
    longest = sorted(mentions, key=lambda m: (m.span.end - m.span.start, m.span))
    starts = {t.start: t.index for t in parsed.tokens}
    ends = [t.end for t in parsed.tokens]
    for mention in longest:
        index = starts.get(mention.span.start, _first_within(ends, mention.span))
        while index < len(parsed.tokens):
            token = parsed.tokens[index]
            if token.start >= mention.span.end:
                break
            yield index, mention
            index += 1
    yield from _coordinated_owners(parsed, mentions)


def _coordinated_owners(
    parsed: Parsed, mentions: Sequence[Mention]
) -> Iterator[tuple[int, Mention]]:
    """A demonym coordinated inside a phrase stands for itself: "Ruritanian and Borduran troops"."""
    own = {mention.span: mention for mention in mentions}
    for token in parsed.tokens:
        mention = own.get(Span(token.start, token.end))
        if token.mask is not None and token.dep == "conj" and mention is not None:
            yield token.index, mention


def _first_within(ends: Sequence[int], span: Span) -> int:
    """The first token that ends inside or after a stretch."""
    return bisect_right(ends, span.start)
