"""Who is meant: names, descriptions, unknown persons, acronyms, "the alliance", "its", "he".

One pass in text order. A word is resolved only where one antecedent fits; everything else stays
unresolved, since a wrong actor is worse than none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from detente.codebook.definites import definites
from detente.model.actors import Actor, ActorKind, Mention
from detente.model.spans import Span
from detente.reading import descriptions, gazetteer, persons
from detente.reading.antecedents import History
from detente.reading.descriptions import Role
from detente.reading.lexicon import Lexicon
from detente.reading.persons import PersonName
from detente.reading.syntax import Parsed, Token

_HE: Final = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_IT: Final = frozenset({"it", "its", "itself"})
_THEY: Final = frozenset({"they", "them", "their", "theirs", "themselves"})
_ACRONYM: Final = re.compile(r"\s*\(\s*(?:the\s+)?([A-Z][A-Za-z]*[A-Z][A-Za-z]*)\s*\)")
_DEFINITE: Final = frozenset({"the", "this", "that"})
_PLURAL_TAGS: Final = frozenset({"NNS", "NNPS"})


def resolve(
    parsed: Parsed,
    found: Sequence[Mention],
    lexicon: Lexicon,
    *,
    on: dt.date | None = None,
) -> tuple[Mention, ...]:
    """Resolve every mention of a document.

    Args:
        parsed: The text, parsed with the masks of ``found``.
        found: What stands in the gazetteer (:func:`detente.reading.gazetteer.find`).
        lexicon: Known names.
        on: Day the text is about.

    Returns:
        Mentions in text order. A description may cover a name inside it ("the Ruritanian army"
        covers "Ruritanian"); the longest mention over a word is the one that counts.
    """
    del on  # dated offices were chosen when the names were found
    pass_ = _Pass(parsed, lexicon, dict(_by_token(parsed, found)))
    pass_.run()
    named = [_canonical(mention, lexicon) for mention in (*found, *pass_.made)]
    return tuple(sorted(named, key=lambda one: (one.span.start, -one.span.end)))


def _canonical(mention: Mention, lexicon: Lexicon) -> Mention:
    """One office is one actor, whether it is named, held or described."""
    known = lexicon.actor(mention.actor.id) if mention.actor else None
    return replace(mention, actor=known) if known else mention


def _by_token(parsed: Parsed, found: Sequence[Mention]) -> Iterable[tuple[int, Mention]]:
    masked = parsed.masked()
    starts = {token.start: token.index for token in parsed.tokens}
    for number, mention in enumerate(found):
        at = masked[number].index if number in masked else starts.get(mention.span.start)
        if at is not None:
            yield at, mention


@dataclass(slots=True)
class _Pass:
    """One walk through the tokens of a text."""

    parsed: Parsed
    lexicon: Lexicon
    named: dict[int, Mention]
    made: list[Mention] = field(default_factory=list)
    history: History = field(init=False)
    roles: dict[int, Role] = field(init=False)
    names: dict[int, PersonName] = field(init=False)
    people: dict[str, Mention] = field(default_factory=dict)
    acronyms: dict[str, Mention] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.history = History(self.parsed)
        self.roles = descriptions.roles(self.parsed, self.lexicon)
        blocked = self.named | dict.fromkeys(self._role_tokens())
        self.names = {
            name.tokens[0].index: name
            for name in persons.names(self.parsed, blocked)  # type: ignore[arg-type]
        }

    def _role_tokens(self) -> Iterable[int]:
        for role in self.roles.values():
            yield from range(role.first.index, role.head.index + 1)

    def run(self) -> None:
        """Resolve every token once, in text order."""
        for token in self.parsed.tokens:
            if token.index in self.named:
                self._name(token, self.named[token.index])
            elif token.index in self.names:
                self._person(self.names[token.index])
            elif token.index in self.roles:
                self._role(self.roles[token.index])
            else:
                self._word(token)

    def _keep(self, mention: Mention, token: Token, *, person: bool, plural: bool) -> Mention:
        self.made.append(mention)
        self.history.add(mention, token, person=person, plural=plural)
        return mention

    def _name(self, token: Token, mention: Mention) -> None:
        person = bool(mention.holder)
        self.history.add(mention, token, person=person, plural=token.tag in _PLURAL_TAGS)
        defined = _ACRONYM.match(self.parsed.text, mention.span.end)
        if defined and not person:
            self.acronyms[defined.group(1)] = mention

    def _person(self, name: PersonName) -> None:
        """An unknown name: somebody met before, an acronym, or someone described here."""
        token = name.tokens[0]
        if self._is_thing(name):
            return
        known = self.acronyms.get(name.text)
        if known is not None:
            self._again(name, known, "acronym")
            return
        known = self.people.get(name.text)
        if known is not None:
            self._again(name, known, "vessel" if known.rule == "vessel" else "alias")
            return
        description = self._beside(name)
        if description is None or description.actor is None:
            return
        actor = self._whose(name, description)
        mention = Mention(
            name.span,
            name.text,
            actor,
            description.role,
            name.text,
            description.former,
            "description",
        )
        self.people[name.text] = mention
        self.people.setdefault(name.surname, mention)
        self._keep(mention, token, person=True, plural=False)

    def _is_thing(self, name: PersonName) -> bool:
        """A single name with an article names a ship or the like, not somebody."""
        at = name.tokens[0].index
        article = at > 0 and self.parsed.tokens[at - 1].text.lower() == "the"
        return article and name.text not in self.people and name.text not in self.acronyms

    def _again(self, name: PersonName, known: Mention, rule: str) -> None:
        again = replace(known, span=name.span, text=name.text, rule=rule)
        self._keep(again, name.tokens[0], person=bool(known.holder), plural=False)

    def _whose(self, name: PersonName, description: Mention) -> Actor:
        actor = description.actor
        assert actor is not None
        holds_office = actor.kind is ActorKind.OFFICE and description.rule == "office"
        return (
            actor
            if holds_office and not description.former
            else persons.person_actor(name.text, actor)
        )

    def _beside(self, name: PersonName) -> Mention | None:
        """The description just before the name, or in apposition after it."""
        first, last = name.tokens[0].index, name.tokens[-1].index
        before = self.roles.get(first - 1)
        if before is not None and before.person:
            return self._describe(before)
        after = last + 1
        if after < len(self.parsed.tokens) and self.parsed.tokens[after].text == ",":
            for at in range(after + 1, min(after + 9, len(self.parsed.tokens))):
                token = self.parsed.tokens[at]
                if token.sentence != name.tokens[0].sentence or token.text in {",", ";", "."}:
                    break
                role = self.roles.get(at)
                if role is not None and role.person and self._begins(role, after + 1):
                    return self._describe(role)
        return None

    def _begins(self, role: Role, at: int) -> bool:
        """Whether the role's own phrase stands here, and no preposition before it."""
        apposed = self.parsed.tokens[at].dep not in ("case", "fixed", "mark")
        return apposed and descriptions.phrase(self.parsed, role)[0] <= at + 1

    def _ship(self, role: Role) -> None:
        """Remember whose a ship is by its name: "the Ruritanian frigate Swan"."""
        after = role.head.index + 1
        if role.row.id != descriptions.WARSHIP or after >= len(self.parsed.tokens):
            return
        name = self.parsed.tokens[after]
        if name.mask is not None or not name.text.istitle() or name.text in self.people:
            return
        mention = self._describe(role)
        if mention is not None and mention.actor is not None:
            self.people[name.text] = replace(mention, rule="vessel")

    def _role(self, role: Role) -> None:
        self._ship(role)
        if descriptions.is_vessel_for_liquids(self.parsed, role):
            return
        titles = role.person and role.head.index + 1 in self.names
        if titles or role.head.index in self.done or self._part_of_larger(role):
            return
        mention = self._describe(role)
        if mention is not None:
            self.done.add(role.head.index)
            self._keep(mention, role.head, person=role.person, plural=role.plural)

    def _part_of_larger(self, role: Role) -> bool:
        """Whether a later role noun takes this one in: the ministry of its spokesman."""
        above = self.parsed.head(role.head.index)
        return role.head.dep in ("compound", "amod") and above.index in self.roles

    def _describe(self, role: Role) -> Mention | None:
        """Whom a role noun means, with its owner named, pointed to, or told before."""
        tokens = descriptions.phrase(self.parsed, role)
        inner = descriptions.inner_role(self.parsed, role, self.roles)
        owner = self._owner(role, tokens)
        former = descriptions.is_former(self.parsed, tokens)
        span = descriptions.span_of(self.parsed, tokens)
        text = span.of(self.parsed.text)
        owner = self._beyond_person(role, owner)
        if owner is not None and owner.actor is not None:
            actor = descriptions.described(role, inner, owner.actor, lexicon=self.lexicon)
            return Mention(span, text, actor, text, "", former, self._rule(role, inner))
        return self._owner_before(role, span, text)

    def _beyond_person(self, role: Role, owner: Mention | None) -> Mention | None:
        """Who sits on somebody's council is not that person: their state owns the description."""
        if owner is None or owner.actor is None or not role.row.weak:
            return owner
        whose = self.parsed.text[owner.span.end : owner.span.end + 2] in {"'s", "’s"}
        if role.row.id == descriptions.SPOKESPERSON or not whose:
            return owner
        state = self.lexicon.actor(owner.actor.country)
        return replace(owner, actor=state) if state else owner

    def _owner(self, role: Role, tokens: Sequence[int]) -> Mention | None:
        found = next(descriptions.owners(self.parsed, role, self._owned(tokens)), None)
        return found or descriptions.owner_before(self.parsed, role, self.named)

    def _rule(self, role: Role, inner: Role | None) -> str:
        strong = inner or role
        return "description" if strong.row.weak or inner is not None else "office"

    def _owned(self, tokens: Sequence[int]) -> dict[int, Mention]:
        """Names and resolved pronouns inside a phrase."""
        inside = {at: self.named[at] for at in tokens if at in self.named and not self._topic(at)}
        for at in tokens:
            token = self.parsed.tokens[at]
            if token.dep == "nmod:poss" and at not in inside:
                pointed = self._pronoun(token)
                if pointed is not None:
                    inside[at] = pointed
        return inside

    def _topic(self, at: int) -> bool:
        """Whether a demonym names a subject of study: "Institute of Ruritanian Studies"."""
        cased = bool(self.parsed.children(at, "case"))
        return cased and gazetteer.is_demonym(self.named[at], self.lexicon)

    def _owner_before(self, role: Role, span: Span, text: str) -> Mention | None:
        """A role without owner: the one told before, if it is definite and only one fits."""
        if not self._definite(role.head):
            return None
        known = (
            self.history.same_role(role.row.id)
            or self.history.same_role(text)
            or (self.history.same_body(text) if not (role.person or " " in text) else None)
        )
        if known is not None:
            return replace(known, span=span, text=text, rule="definite")
        country = self.history.only_country()
        owner = self.lexicon.actor(country)
        if owner is None or role.row.weak or not role.row.official:
            return None
        actor = descriptions.described(role, None, owner, lexicon=self.lexicon)
        return Mention(span, text, actor, text, rule="definite")

    def _definite(self, token: Token) -> bool:
        return any(
            child.text.lower() in _DEFINITE for child in self.parsed.children(token.index, "det")
        )

    def _word(self, token: Token) -> None:
        meant = self._pronoun(token) or self._surname(token) or self._noun(token)
        if meant is not None:
            self.made.append(meant)

    def _pronoun(self, token: Token) -> Mention | None:
        low = token.text.lower()
        if token.dep == "expl" or low not in _HE | _IT | _THEY:
            return None
        if low in _HE:
            meant = self.history.person(token)
        else:
            meant = self.history.thing(token) if low in _IT else self.history.several(token)
        return self._pointing(meant, token, "pronoun")

    def _surname(self, token: Token) -> Mention | None:
        """A name met before, whatever part of speech the parser takes it for."""
        known = self.people.get(token.text)
        rule = "vessel" if known is not None and known.rule == "vessel" else "alias"
        return self._pointing(known, token, rule)

    def _noun(self, token: Token) -> Mention | None:
        low = token.text.lower()
        if low in ("latter", "former") and self._definite(token):
            pair = self.history.pair(token)
            return self._pointing(pair[low == "latter"], token, "definite") if pair else None
        if token.text in self.acronyms:
            return self._pointing(self.acronyms[token.text], token, "acronym")
        kinds = definites().get(low)
        if kinds is None or token.pos != "NOUN" or not self._alone(token):
            return None
        return self._pointing(self.history.of_kind(token, kinds), token, "definite")

    def _alone(self, token: Token) -> bool:
        """Whether a noun stands with a definite article and nothing else."""
        below = self.parsed.children(token.index)
        return self._definite(token) and all(c.dep in ("det", "case", "punct") for c in below)

    def _pointing(self, meant: Mention | None, token: Token, rule: str) -> Mention | None:
        if meant is None:
            return None
        span = Span(token.start, token.end)
        return replace(meant, span=span, text=token.text, rule=rule)
