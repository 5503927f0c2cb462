"""Who says it: the whole chain, the stake, and in whose name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from detente.model.actors import ActorKind
from detente.model.incidents import Access, Claim, Facet, FacetKind, FacetStatus, Stake
from detente.model.statements import Mandate, Speaker, SpeakerRole, Statement
from detente.render.index import Index, unique
from detente.render.view import FacetView, Voice
from detente.render.words import capital, clipped, counted, quoted

_OWN_WORDS: Final = (FacetKind.TARGET, FacetKind.EFFECT)
"""Facets whose values can be the speaker's own words; the others are named in neutral words."""

MANDATE_WORDS: Final = {
    Mandate.AUTHORISED: "authorised to speak for {}",
    Mandate.SEMI_OFFICIAL: "semi-official, not authorised to speak for {}",
    Mandate.PERSONAL: "speaks for themselves, not for {}",
    Mandate.EXPERT: "expert, speaks for no party",
    Mandate.UNKNOWN: "mandate unknown",
}
"""How a mandate is put; the principal's name goes into the braces."""

_LAND: Final = 4
"""The shortest root by which a people and its land are told to be one."""
_PEOPLE: Final = frozenset({"n", "an", "ian", "ean", "ese", "ish", "i", "ia", "a", "ic"})
"""Endings that make a land's name that of its people, and such names themselves."""
_SMALL: Final = frozenset({"", "of", "the", "a", "an", "for", "to"})
_POINTERS: Final = frozenset({"he", "she", "it", "they", "who", "him", "her", "them"})
_POINTER_STARTS: Final = frozenset({"the", "a", "an", "his", "her", "its", "their", "this", "that"})


def speaker_name(speaker: Speaker) -> str:
    """Name one link of a chain: as written, with the office it stands for.

    Pronouns and descriptions give way to the neutral name they were resolved to.
    """
    written = " ".join(speaker.name.split())
    if speaker.actor is None:
        return _described(written, speaker.function)
    first = written.casefold().split(" ")[0] if written else ""
    if not written or first in _POINTERS | _POINTER_STARTS or _same(written, speaker.actor.name):
        return capital(_described(speaker.actor.name, speaker.function))
    sector = speaker.actor.kind is ActorKind.SECTOR
    known = _apart(written, (speaker.function, "" if sector else speaker.actor.name))
    return f"{written} ({', '.join(known)})" if known else written


def link_name(index: Index, statement: Statement, link: Speaker) -> str:
    """Name one link of a statement's chain; an outlet without a name is known by its report."""
    publisher = link.role is SpeakerRole.OUTLET and link.span is None
    if publisher and not index.reports[statement.report].outlet:
        return f"{link.name} of {index.labels[statement.report]}"
    return index.neutral(speaker_name(link))


def _same(written: str, name: str) -> bool:
    return bool(_stems(written) & _stems(name))


def _described(name: str, function: str) -> str:
    if _stems(function) >= _stems(name):
        return capital(function) if function else name
    return ", ".join([name, *_apart(name, (function,))])


def _apart(name: str, descriptions: Iterable[str]) -> list[str]:
    """The descriptions that say something not said before."""
    said, apart = _stems(name), []
    for description in (part for whole in descriptions for part in whole.split(", ")):
        fresh = {stem for stem in _stems(description) if not _is_said(stem, said)}
        if fresh:
            apart.append(description)
            said |= _stems(description)
    return apart


def _is_said(stem: str, said: Iterable[str]) -> bool:
    """Whether a word was said, as it is or as the name of a people: "Belmaran", "Belmar"."""
    return any(stem == other or _same_land(stem, other) for other in said)


def _same_land(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    root = short.rstrip("aeiouy")
    return len(root) >= _LAND and long.startswith(root) and long[len(root) :] in _PEOPLE


def _stems(text: str) -> set[str]:
    words = text.casefold().replace(",", " ").split()
    return {word.removesuffix("’s").removesuffix("'s").rstrip("s") for word in words} - _SMALL


def through(index: Index, statement: Statement) -> tuple[str, ...]:
    """The links before the speaker, outermost first."""
    return tuple(link_name(index, statement, link) for link in statement.chain[:-1])


def mandate_words(index: Index, mandate: Mandate, principal: str) -> str:
    """In whose name somebody speaks, in words."""
    if mandate is Mandate.AUTHORISED and not principal:
        return "authorised"
    return MANDATE_WORDS[mandate].format(index.name(principal) if principal else "any party")


def statement_voice(index: Index, statement: Statement, words: str = "") -> Voice:
    """One statement as a voice, in its own words unless others are given."""
    return Voice(
        name=link_name(index, statement, statement.speaker),
        chain=through(index, statement),
        standing=""
        if len(statement.chain) == 1
        else mandate_words(index, statement.mandate, statement.speaks_for),
        says=words or quoted(clipped(index.said(statement))),
        asserts=True,
        cites=(statement.id,),
    )


def facet_view(index: Index, facet: Facet) -> FacetView:
    """One facet with everyone who speaks to it."""
    holder = facet.claims[0].statement if facet.claims else ""
    return FacetView(
        question=facet.kind.value,
        value=index.value(facet.value, holder, own_words=facet.kind in _OWN_WORDS),
        status=facet.status.value,
        note=facet_note(facet),
        credibility=facet.credibility,
        voices=claim_voices(index, facet.claims, own_words=facet.kind in _OWN_WORDS),
    )


def claim_voices(
    index: Index, claims: Sequence[Claim], *, own_words: bool = True
) -> tuple[Voice, ...]:
    """Claims gathered by speaker and side, in order.

    Args:
        index: The reading.
        claims: Claims of one facet.
        own_words: Whether a value that stands in the report is a quotation of the speaker.
    """
    groups: dict[tuple[str, bool], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((_key(claim), claim.asserts), []).append(claim)
    return tuple(_claims_voice(index, group, own_words=own_words) for group in groups.values())


def _key(claim: Claim) -> str:
    return claim.speaker.id if claim.speaker else claim.speaker_name


def _claims_voice(index: Index, claims: Sequence[Claim], *, own_words: bool) -> Voice:
    first = claims[0]
    statement = index.statements.get(first.statement)
    values = (index.value(c.value, c.statement, own_words=own_words) for c in claims)
    says = [value for value in unique(values) if value]
    return Voice(
        name=_claimant(index, first, statement),
        chain=through(index, statement) if statement else (),
        standing=_standing(first),
        says="; ".join(clipped(words, 160) for words in says),
        asserts=first.asserts,
        cites=unique(claim.statement for claim in claims),
    )


def _claimant(index: Index, claim: Claim, statement: Statement | None) -> str:
    if claim.speaker is None and statement is not None:
        return _unresolved(index, claim, statement)
    if claim.speaker and claim.speaker.kind is ActorKind.SECTOR and _names_itself(claim):
        return index.neutral(claim.speaker_name)
    return index.neutral(claim.speaker.name if claim.speaker else claim.speaker_name)


def _names_itself(claim: Claim) -> bool:
    """Whether the speaker's own words say who it is better than its sector."""
    words = claim.speaker_name.casefold().split()
    return len(words) > 1 and words[0] not in _POINTERS | _POINTER_STARTS


def _unresolved(index: Index, claim: Claim, statement: Statement) -> str:
    if claim.speaker_name == statement.speaker.name:
        return link_name(index, statement, statement.speaker)
    return index.neutral(claim.speaker_name)


def _standing(claim: Claim) -> str:
    parts = [claim.stake.value] if claim.stake is not Stake.UNKNOWN else ["stake unknown"]
    return ", ".join(parts + ([claim.access.value] if claim.access is not Access.UNKNOWN else []))


def facet_note(facet: Facet) -> str:
    """What stands behind a status, in a few words."""
    asserting = [claim for claim in facet.claims if claim.asserts]
    told = len({claim.statement for claim in asserting})
    notes = [_status_note(facet, asserting)]
    if facet.independent == 1 and told > 1:
        notes.append(f"one source in {told} statements")
    return "; ".join(note for note in notes if note)


def _status_note(facet: Facet, asserting: Sequence[Claim]) -> str:
    if facet.status is FacetStatus.CORROBORATED:
        return f"by {counted(facet.independent, 'independent source')}"
    if facet.status is FacetStatus.ADMITTED:
        return "by the author, against its own interest"
    if facet.status is FacetStatus.CLAIMED and _self_claimed(facet, asserting):
        return "self-claimed"
    if facet.status is FacetStatus.CLAIMED and _one_party(asserting):
        return "by one party, uncorroborated"
    return "uncorroborated" if facet.status is FacetStatus.CLAIMED else ""


def _self_claimed(facet: Facet, asserting: Iterable[Claim]) -> bool:
    stakes = {claim.stake for claim in asserting}
    return facet.kind is FacetKind.AUTHOR and stakes == {Stake.OWN_SIDE}


def _one_party(asserting: Iterable[Claim]) -> bool:
    return len({claim.camp or _key(claim) for claim in asserting}) == 1
