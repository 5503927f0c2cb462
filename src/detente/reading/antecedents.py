"""What was mentioned before, and which of it a later word can point back to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from detente.model.actors import ActorKind, Mention
from detente.reading.syntax import Parsed, Token

_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_NOT_THINGS: Final = frozenset({ActorKind.PERSON, ActorKind.COLLECTIVE, ActorKind.OUTLET})
_BACK: Final = 2
"""How many sentences a pronoun reaches back."""
_FAR_BACK: Final = 6
"""How many sentences a noun ("the alliance") reaches back."""


@dataclass(frozen=True, slots=True)
class Past:
    """One mention that went before."""

    mention: Mention
    token: Token
    person: bool
    plural: bool
    subject: bool

    @property
    def key(self) -> str:
        """What tells two antecedents apart."""
        actor = self.mention.actor
        return self.mention.holder or (actor.id if actor else self.mention.text)


@dataclass(slots=True)
class History:
    """All mentions so far, in text order."""

    parsed: Parsed
    past: list[Past] = field(default_factory=list)

    def add(self, mention: Mention, token: Token, *, person: bool, plural: bool) -> None:
        """Take note of a mention whose actor is known."""
        if mention.actor is not None:
            self.past.append(Past(mention, token, person, plural, self._is_subject(token)))

    def _is_subject(self, token: Token) -> bool:
        """Whether it is the subject of its clause, or coordinated with it."""
        while token.dep == "conj":
            token = self.parsed.head(token.index)
        return token.dep in _SUBJECTS

    def person(self, token: Token) -> Mention | None:
        """Whom "he" or "she" means."""
        return self._one(self._near(token, _BACK, lambda past: past.person), token)

    def thing(self, token: Token) -> Mention | None:
        """What "it" means."""
        return self._one(self._near(token, 1, _is_thing), token)

    def several(self, token: Token) -> Mention | None:
        """Whom "they" means."""
        return self._one(self._near(token, 1, lambda past: past.plural), token)

    def of_kind(self, token: Token, kinds: frozenset[ActorKind]) -> Mention | None:
        """What "the alliance" means: the only actor of that kind close by."""

        def fits(past: Past) -> bool:
            actor = past.mention.actor
            return actor is not None and actor.kind in kinds

        near = list(self._near(token, _FAR_BACK, fits))
        return near[-1].mention if len({past.key for past in near}) == 1 else None

    def same_role(self, role: str) -> Mention | None:
        """The last mention with this role and a known actor."""
        found = (past.mention for past in reversed(self.past) if past.mention.role == role)
        return next(found, None)

    def same_body(self, noun: str) -> Mention | None:
        """What "the ministry" means: the only ministry told of so far, whatever its name."""
        last = noun.lower()
        found = [past for past in self.past if past.mention.text.lower().split()[-1:] == [last]]
        return found[-1].mention if len({past.key for past in found}) == 1 else None

    def only_country(self) -> str:
        """The one state or organisation all mentions so far belong to, "" if several."""
        countries = {
            past.mention.actor.country
            for past in self.past
            if past.mention.actor is not None and past.mention.actor.kind is not ActorKind.OUTLET
        } - {""}
        return countries.pop() if len(countries) == 1 else ""

    def pair(self, token: Token) -> tuple[Mention, Mention] | None:
        """The last two different actors in the sentence: the former and the latter."""
        here = [past for past in self._near(token, 0, lambda _: True) if _plain(past)]
        keys = list(dict.fromkeys(past.key for past in reversed(here)))[:2]
        if len(keys) < 2:
            return None
        last = {past.key: past.mention for past in here}
        return last[keys[1]], last[keys[0]]

    def _near(self, token: Token, back: int, fits: Callable[[Past], bool]) -> Iterator[Past]:
        for past in self.past:
            distance = token.sentence - past.token.sentence
            if 0 <= distance <= back and past.token.index < token.index and fits(past):
                yield past

    def _one(self, near: Iterable[Past], token: Token) -> Mention | None:
        """The only antecedent; of several, the only subject in the nearest sentence with one."""
        found = [past for past in near if not self._own_clause_object(past, token)]
        if len({past.key for past in found}) == 1:
            return found[-1].mention
        subjects = [past for past in found if past.subject]
        if not subjects:
            return None
        nearest = max(past.token.sentence for past in subjects)
        last = [past for past in subjects if past.token.sentence == nearest]
        return last[-1].mention if len({past.key for past in last}) == 1 else None

    def _own_clause_object(self, past: Past, token: Token) -> bool:
        """A subject pronoun does not mean another argument of its own verb."""
        return token.dep in _SUBJECTS and past.token.head == token.head


def _is_thing(past: Past) -> bool:
    actor = past.mention.actor
    return (
        not past.person and not past.plural and actor is not None and actor.kind not in _NOT_THINGS
    )


def _plain(past: Past) -> bool:
    actor = past.mention.actor
    return past.mention.rule != "pronoun" and actor is not None and bool(actor.country)
