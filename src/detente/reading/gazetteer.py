"""Mentions that stand in the gazetteer: every known name in a text, longest first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from detente.codebook.loader import load_table
from detente.codebook.offices import HolderRow
from detente.model.actors import Actor, ActorKind, Mention
from detente.model.spans import Span
from detente.reading.lexicon import Lexicon
from detente.reading.names import Category, Match, Name, Word, words_of
from detente.reading.tokens import Masked

_MASK: Final = {
    Category.STATE: "state",
    Category.DEMONYM: "demonym",
    Category.PLACE: "place",
    Category.ORGANISATION: "organisation",
    Category.OUTLET: "organisation",
    Category.OFFICE: "organisation",
    Category.GROUP: "group",
    Category.COLLECTIVE: "group",
    Category.PERSON: "person",
}


def find(text: str, lexicon: Lexicon, on: dt.date | None = None) -> tuple[Mention, ...]:
    """Find every name of the lexicon in a text.

    Args:
        text: Any text.
        lexicon: Known names.
        on: Day the text is about, which decides who held an office; the latest office on
            record if None.

    Returns:
        Mentions in text order, none overlapping another.
    """
    words = words_of(text)
    matches = [match for match in lexicon.names.matches(text, words) if _stands(text, words, match)]
    full = {name.holder for match in matches for name in match.values if not name.short}
    weights = Counter(name.actor.country for match in matches for name in match.values[:1])
    found = ((match, choose(match.values, on, weights, full)) for match in matches)
    return tuple(_mention(text, match, name, on) for match, name in found if name is not None)


def is_demonym(mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a mention is an adjective such as "Ruritanian", or one inhabitant."""
    return _class_of(mention, lexicon) == ("demonym", False)


def masks(mentions: Iterable[Mention], lexicon: Lexicon) -> tuple[Masked, ...]:
    """The masks that keep the names of these mentions from the parser."""
    return tuple(Masked(m.span.start, m.span.end, *_class_of(m, lexicon)) for m in mentions)


def _class_of(mention: Mention, lexicon: Lexicon) -> tuple[str, bool]:
    words = words_of(mention.text)
    match = lexicon.names.at(mention.text, words, 0) if words else None
    if match is None:
        return ("person" if mention.holder else "organisation"), False
    name = next((n for n in match.values if n.actor == mention.actor), match.values[0])
    return _MASK[name.category], name.plural


def choose(
    names: Sequence[Name],
    on: dt.date | None,
    weights: Counter[str] | None = None,
    full: Iterable[str] = (),
) -> Name | None:
    """The meaning a spelling has on a day, beside the other actors of the text."""
    usable = [n for n in names if not n.short or n.holder in full or _high(n)]
    if any(name.custom for name in usable):
        usable = [name for name in usable if name.custom]
    if not usable:
        return None
    timely = usable if on is None else _timely(usable, on)
    return max(enumerate(timely), key=lambda pair: _rank(pair, weights or Counter()))[1]


def _timely(names: Sequence[Name], on: dt.date) -> Sequence[Name]:
    """What holds on the day, else what held before it, else what came to hold later."""
    living = [name for name in names if name.holds(on)]
    past = [name for name in names if name.end is not None and name.end < on]
    return living or past or names


HIGH_OFFICES: Final = frozenset(
    {"president", "prime minister", "chancellor", "supreme leader", "king", "secretary general"}
)
"""Roles whose holder is known by surname alone."""


def _high(name: Name) -> bool:
    return name.role in HIGH_OFFICES and not name.ambiguous


def _rank(pair: tuple[int, Name], weights: Counter[str]) -> tuple[int, dt.date, int]:
    number, name = pair
    latest = name.end or dt.date.max
    return weights[name.actor.country], latest, -number


def _stands(text: str, words: Sequence[Word], match: Match[Name]) -> bool:
    """Whether an ambiguous name stands alone, and is no part of an unknown person's name."""
    before = words[match.first - 1] if match.first else None
    surname = all(name.short for name in match.values)
    if surname and before is not None and _of_a_namesake(before, text, match):
        return False
    if not all(name.ambiguous for name in match.values):
        return True
    after = words[match.last] if match.last < len(words) else None
    joined_before = before is not None and text[before.end : match.start] == " "
    joined_after = after is not None and text[match.end : after.start] == " "
    if joined_before and before is not None and _given_name(before, text):
        return False
    return not (joined_after and after is not None and after.text[:1].isupper())


def _of_a_namesake(before: Word, text: str, match: Match[Name]) -> bool:
    """Whether a surname follows a given name that none of its holders bears."""
    own = {name.holder.split()[0] for name in match.values if name.holder}
    joined = text[before.end : match.start] == " "
    return joined and before.text in given_names() and before.text not in own


@cache
def given_names() -> frozenset[str]:
    """The given names of everybody on record, without those that are another's surname."""
    people = [row.person.split() for row in load_table("office_holders", HolderRow)]
    surnames = {words[-1] for words in people}
    return frozenset(words[0] for words in people if len(words) > 1) - surnames


def _given_name(word: Word, text: str) -> bool:
    begins = word.start == 0 or text[max(0, word.start - 2) : word.start].strip() in {".", "!", "?"}
    return word.text.istitle() and not begins


def _mention(text: str, match: Match[Name], name: Name, on: dt.date | None) -> Mention:
    away = bool(on and name.holder and not name.holds(on))
    former = bool(away and on and name.end and on > name.end)
    return Mention(
        span=Span(match.start, match.end),
        text=text[match.start : match.end],
        actor=_out_of_office(name) if away else name.actor,
        role=name.role,
        holder=name.holder,
        former=former,
        rule="custom" if name.custom else "office" if name.role else "gazetteer",
    )


def _out_of_office(name: Name) -> Actor:
    person = name.holder.casefold().replace(" ", "-")
    return Actor(f"person:{person}", name.holder, ActorKind.PERSON, name.actor.country, "ELI", "")
