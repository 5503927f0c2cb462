"""Persons the gazetteer does not know, by the description beside their name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from detente.model.actors import Actor, ActorKind, Mention
from detente.model.spans import Span
from detente.reading.known_actors import slug
from detente.reading.syntax import Parsed, Token

_PARTICLES: Final = frozenset(
    {"al", "el", "bin", "ibn", "van", "von", "de", "der", "den", "da", "di", "la", "abu", "ben"}
)
_HONORIFICS: Final = frozenset(
    {"mr", "mrs", "ms", "dr", "sir", "lord", "lady", "sheikh", "mr.", "mrs.", "ms.", "dr."}
)
_LONGEST_GAP: Final = 2


@dataclass(frozen=True, slots=True)
class PersonName:
    """A run of capitalised words that may be a person's name.

    Attributes:
        tokens: Its tokens.
        text: The name without honorific.
        span: Where it stands, honorific left out.
    """

    tokens: tuple[Token, ...]
    text: str
    span: Span

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.tokens[-1].text


def names(parsed: Parsed, taken: Mapping[int, Mention]) -> Iterator[PersonName]:
    """Runs of capitalised proper nouns that are not in the gazetteer, in text order."""
    run: list[Token] = []
    for token in parsed.tokens:
        if run and not _goes_on(run[-1], token, parsed.text):
            yield from _name(run, parsed.text)
            run = []
        if token.index not in taken and _fits(token, begun=bool(run)):
            run.append(token)
        elif run:
            yield from _name(run, parsed.text)
            run = []
    yield from _name(run, parsed.text)


def _fits(token: Token, *, begun: bool) -> bool:
    capital = token.text[:1].isupper() and token.pos == "PROPN"
    return capital or (begun and token.text.lower() in _PARTICLES)


def _goes_on(last: Token, token: Token, text: str) -> bool:
    gap = text[last.end : token.start]
    return last.sentence == token.sentence and len(gap) < _LONGEST_GAP and gap in ("", " ", "-")


def _name(run: list[Token], text: str) -> Iterator[PersonName]:
    kept = list(run)
    while kept and kept[0].text.lower() in _HONORIFICS:
        kept.pop(0)
    while kept and kept[-1].text.lower() in _PARTICLES:
        kept.pop()
    if kept and any(ch.islower() for ch in kept[-1].text):
        span = Span(kept[0].start, kept[-1].end)
        yield PersonName(tuple(kept), span.of(text), span)


def person_actor(name: str, described: Actor) -> Actor:
    """The actor a named person without an office of their own makes."""
    return Actor(
        id=f"person:{slug(name)}",
        name=name,
        kind=ActorKind.PERSON,
        country=described.country,
        sector=described.sector,
        principal=described.country or described.principal,
    )
