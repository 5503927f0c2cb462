"""Actors that are described and not named: "the Ruritanian foreign minister", "its army"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from detente.codebook.offices import RoleKind, RoleRow
from detente.model.actors import Actor, ActorKind, Mention
from detente.model.spans import Span
from detente.reading.known_actors import office_actor
from detente.reading.lexicon import Lexicon, unknown_actor
from detente.reading.magnitudes import is_store
from detente.reading.names import words_of
from detente.reading.syntax import Parsed, Token
from detente.reading.verb_phrase import case_of

WARSHIP: Final = "warship"
SPOKESPERSON: Final = "spokesperson"
_BARE_STRINGS_ONLY: Final = frozenset({"city", "unidentified"})
"""Roles that code an actor string standing alone; in a sentence a city is a place."""
_OWNERS: Final = ("nmod:poss", "amod", "compound", "nmod", "nmod:desc", "det")
_INSIDE: Final = frozenset(
    {
        "amod",
        "compound",
        "nmod:poss",
        "nmod",
        "det",
        "case",
        "flat",
        "nummod",
        "nmod:desc",
        "advmod",
    }
)
_LEADING: Final = frozenset({"case", "fixed", "punct"})
_BEFORE: Final = frozenset({"NOUN", "ADJ", "PROPN"})
_ENDED: Final = frozenset({"former", "ex", "onetime", "retired", "ousted"})
_AIMED: Final = frozenset({"to", "against", "into", "toward", "towards"})
_OWN_PRINCIPAL: Final = frozenset({"REB", "UAF", "CRM", "OPP", "PRM"})
_NO_OWNERS: Final = frozenset({ActorKind.OUTLET, ActorKind.COLLECTIVE})


@dataclass(frozen=True, slots=True)
class Role:
    """A role noun in a text.

    Attributes:
        row: What the codebook says of it.
        head: The token it hangs on.
        first: Its first token.
        plural: Whether it names several.
    """

    row: RoleRow
    head: Token
    first: Token
    plural: bool

    @property
    def person(self) -> bool:
        """Whether it is one person."""
        return self.row.kind in (RoleKind.PERSON, RoleKind.TITLE) and not self.plural


def roles(parsed: Parsed, lexicon: Lexicon) -> dict[int, Role]:
    """Role nouns by the token they hang on, longest form first; adjectives left out."""
    starts = {token.start: token for token in parsed.tokens}
    ends = {token.end: token for token in parsed.tokens}
    found: dict[int, Role] = {}
    for match in lexicon.roles.matches(parsed.text, words_of(parsed.text)):
        rows = [row for row in match.values if _names_an_actor(row)]
        first, last = starts.get(match.start), ends.get(match.end)
        if rows and first and last and last.mask is None:
            row = min(rows, key=lambda one: one.weak)
            if last.pos not in ("NOUN", "PROPN") and not _is_christened(parsed, row, last):
                continue
            found[last.index] = Role(row, last, first, last.tag in ("NNS", "NNPS"))
    return found


def _is_christened(parsed: Parsed, row: RoleRow, last: Token) -> bool:
    """Whether a ship's name follows: "the frigate Swan" is no frigate-like swan."""
    after = parsed.tokens[last.index + 1 : last.index + 2]
    return row.id == WARSHIP and bool(after) and after[0].mask is None and after[0].text.istitle()


def _names_an_actor(row: RoleRow) -> bool:
    return row.kind is not RoleKind.MODIFIER and row.id not in _BARE_STRINGS_ONLY


def phrase(parsed: Parsed, role: Role) -> tuple[int, ...]:
    """Tokens of the role's noun phrase, without clauses, appositions and coordination."""
    waiting, found = [role.head.index], {role.head.index}
    found.update(range(role.first.index, role.head.index + 1))
    while waiting:
        for child in parsed.children(waiting.pop()):
            inside = child.dep in _INSIDE and not _is_aimed_at(parsed, role, child)
            if inside and child.index not in found:
                found.add(child.index)
                waiting.append(child.index)
    return tuple(sorted(found))


def _is_aimed_at(parsed: Parsed, role: Role, child: Token) -> bool:
    """Whether a phrase tells where somebody goes or leaves: "an envoy to X", "its forces from X"."""
    case = case_of(parsed, child)
    if child.dep != "nmod" or child.head != role.head.index or child.mask is None:
        return False
    owned = any(
        c.dep == "nmod:poss" or c.mask is not None
        for c in parsed.children(role.head.index)
        if c.index < role.head.index
    )
    return case in _AIMED or (owned and case == "from")


def span_of(parsed: Parsed, tokens: tuple[int, ...]) -> Span:
    """The stretch of these tokens; a leading article or preposition is left out."""
    inside = [parsed.tokens[at] for at in tokens]
    while len(inside) > 1 and (inside[0].tag == "DT" or inside[0].dep in _LEADING):
        inside.pop(0)
    return Span(inside[0].start, inside[-1].end)


def owners(parsed: Parsed, role: Role, mentions: Mapping[int, Mention]) -> Iterator[Mention]:
    """Mentions that tell whose office or force it is, nearest relation first."""
    seen: set[int] = set()
    waiting = [role.head.index]
    while waiting:
        at = waiting.pop(0)
        for dep in _OWNERS:
            for child in parsed.children(at):
                if child.dep != dep or child.index in seen:
                    continue
                seen.add(child.index)
                mention = mentions.get(child.index)
                if mention is not None and _can_own(mention):
                    yield mention
                elif child.dep in _OWNERS:
                    waiting.append(child.index)


def owner_before(parsed: Parsed, role: Role, mentions: Mapping[int, Mention]) -> Mention | None:
    """The nearest mention straight before the role, whatever the parse made of it.

    A run such as "Ruritania's foreign ministry spokeswoman A B" is often hung on the name.
    """
    for at in range(role.first.index - 1, -1, -1):
        token = parsed.tokens[at]
        mention = mentions.get(at)
        if mention is not None:
            return mention if _can_own(mention) else None
        if token.sentence != role.head.sentence:
            return None
        if token.tag != "POS" and (token.pos not in _BEFORE or token.mask is not None):
            return None
    return None


def _can_own(mention: Mention) -> bool:
    return mention.actor is not None and mention.actor.kind not in _NO_OWNERS


def is_vessel_for_liquids(parsed: Parsed, role: Role) -> bool:
    """Whether a "tank" holds something: "two tanks of the fuel depot" are no forces."""
    return is_store(parsed, role.head)


def is_former(parsed: Parsed, tokens: tuple[int, ...]) -> bool:
    """Whether the description says that the office is no longer held."""
    return any(parsed.tokens[at].lemma.lower() in _ENDED for at in tokens)


def inner_role(parsed: Parsed, role: Role, known: Mapping[int, Role]) -> Role | None:
    """A stronger role the phrase speaks for: the ministry of "a foreign ministry spokesman".

    A spokesman speaks for the body named with "for" or "of"; a member or an adviser does not
    hold the office of whom they advise.
    """
    links = ("compound", "amod", "nmod") if role.row.id == SPOKESPERSON else ("compound", "amod")
    inside = [known.get(child.index) for child in parsed.children(role.head.index, *links)]
    beside = known.get(role.first.index - 1)
    return next((one for one in (*inside, beside) if one is not None and not one.row.weak), None)


def described(role: Role, inner: Role | None, owner: Actor, *, lexicon: Lexicon) -> Actor:
    """The actor a role of this owner makes.

    A spokesman of a body stands for that body. A ministry or a named office is an office of its
    own; soldiers, police and the like are their state's sector.
    """
    strong = inner if role.row.weak and inner is not None else role
    if role.row.weak and inner is None and owner.kind is not ActorKind.STATE:
        return owner
    sector = strong.row.sector or ("GOV" if owner.kind is ActorKind.STATE else owner.sector)
    country = owner.country or owner.id
    state = lexicon.actor(country)
    if _is_office(strong):
        return office_actor(country, strong.row.id, sector, owner=state)
    made = unknown_actor(country, sector, lexicon=lexicon, official=strong.row.official)
    return replace(made, principal=made.id) if sector in _OWN_PRINCIPAL else made


def _is_office(role: Role) -> bool:
    if role.row.weak or role.row.sector != "GOV":
        return False
    return role.row.kind is RoleKind.BODY or role.person
