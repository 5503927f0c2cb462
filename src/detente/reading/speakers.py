"""From the source of an attribution to the links of a speaker chain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from detente.codebook.cues import cues
from detente.codebook.loader import load_table
from detente.codebook.outlets import OutletRow
from detente.model.actors import Actor, ActorKind, Mention
from detente.model.spans import Span
from detente.model.statements import Speaker, SpeakerRole
from detente.reading.attribution_spans import merged
from detente.reading.nearby import Nearby
from detente.reading.page import Page
from detente.reading.speaker_names import DETERMINERS, described, is_name, is_pronoun, short
from detente.reading.syntax import Parsed, Token
from detente.reading.triples import Attribution

_AGENCY: Final = re.compile(r"\b(?:news agency|agency|newswire|news service)\b", re.IGNORECASE)
_BODIES: Final = frozenset(
    {ActorKind.STATE, ActorKind.ALLIANCE, ActorKind.ORGANISATION, ActorKind.OUTLET}
)
_POINTING: Final = frozenset({"pronoun", "possessive"})
_GOES_ON: Final = frozenset({"add", "continue", "go on", "conclude"})


@dataclass(frozen=True, slots=True)
class Voice:
    """Who stands behind one attribution.

    Attributes:
        links: Its own links of the chain, outermost first; empty when the text names nobody.
        functions: Every description of the last link in the text, for the mandate.
        former: Whether the text says the office is no longer held.
    """

    links: tuple[Speaker, ...]
    functions: tuple[str, ...] = ()
    former: bool = False


def voice_of(
    page: Page,
    one: Attribution,
    mentions: Nearby[Mention],
    earlier: Sequence[tuple[Attribution, Voice]],
) -> Voice:
    """The speaker of an attribution, with the medium and the document the words came through.

    Args:
        page: The text.
        one: The attribution.
        mentions: The mentions of the text by place.
        earlier: The attributions before it with their voices: "it added" and "the statement
            said" go back to them.
    """
    media = _media(page, one, mentions)
    if not one.source:
        return Voice(media)
    return _cited(page, one, mentions, _speaking(page, one, mentions, earlier, media))


def _speaking(
    page: Page,
    one: Attribution,
    mentions: Nearby[Mention],
    earlier: Sequence[tuple[Attribution, Voice]],
    media: tuple[Speaker, ...],
) -> Voice:
    parsed = page.parsed
    source = merged(one.source, parsed.text)[0]
    here = list(mentions.over(source))
    if is_pronoun(source.of(parsed.text)) and _continues(source.of(parsed.text), here, earlier):
        return _going_back(media, earlier)
    outlets = [mention for mention in here if _is_outlet(mention)]
    if outlets:
        return Voice((*media, *(_medium(parsed, mention) for mention in outlets)))
    if _is_document(page, source) and not _resolved(here):
        return _document(parsed, source, media, earlier)
    return _person(page, one, here, earlier, media=media)


def _cited(page: Page, one: Attribution, mentions: Nearby[Mention], voice: Voice) -> Voice:
    """The same with one more link where the source cites another: "..., X said, citing Y"."""
    sentence = page.around(one.cue[0].start) if one.cue else Span(0, 0)
    for at in (
        page.inside(Span(one.cue[-1].end, max(sentence.end, one.cue[-1].end))) if one.cue else ()
    ):
        token = page.parsed.tokens[at]
        if token.text.lower() not in {"citing", "quoting"}:
            continue
        start, end = page.parsed.span_of(at)
        inside = [
            m
            for m in mentions.over(Span(start, end))
            if m.span.start >= start and m.actor is not None and m.rule not in _POINTING
        ]
        if inside and not any(span.covers(inside[0].span) for span in one.content):
            link = Speaker(inside[0].text, SpeakerRole.SPEAKER, inside[0].actor, inside[0].span)
            return Voice((*voice.links, link), (inside[0].role,) if inside[0].role else ())
    return voice


def _resolved(mentions: Iterable[Mention]) -> bool:
    return any(mention.actor is not None for mention in mentions)


def _is_outlet(mention: Mention) -> bool:
    return mention.actor is not None and mention.actor.kind is ActorKind.OUTLET


def _is_document(page: Page, span: Span) -> bool:
    head = _head(page, span)
    return head is not None and head.lemma in cues("noun")


def _head(page: Page, span: Span) -> Token | None:
    """The word in the span on which its others hang."""
    words = page.inside(span)
    tokens = [page.parsed.tokens[at] for at in words]
    heads = [t for t in tokens if t.head == t.index or t.head not in words]
    nouns = [t for t in heads if t.pos in {"NOUN", "PROPN", "PRON"} or t.mask is not None]
    return next(iter(nouns or heads), None)


def _medium(parsed: Parsed, mention: Mention) -> Speaker:
    around = parsed.text[max(0, mention.span.start - 30) : mention.span.end + 30]
    known = mention.actor is not None and mention.actor.id in _agencies()
    role = SpeakerRole.AGENCY if known or _AGENCY.search(around) else SpeakerRole.OUTLET
    return Speaker(mention.text, role, mention.actor, mention.span)


@cache
def _agencies() -> frozenset[str]:
    rows = load_table("outlets", OutletRow)
    return frozenset(f"outlet:{row.id}" for row in rows if row.kind == "agency")


def _media(page: Page, one: Attribution, mentions: Nearby[Mention]) -> tuple[Speaker, ...]:
    """Outlets named beside the source: "in an interview with X", "told X"."""
    if not one.cue:
        return ()
    sentence = page.around(one.cue[0].start)
    found = [
        mention
        for mention in mentions.over(sentence)
        if _is_outlet(mention)
        and sentence.covers(mention.span)
        and not any(span.overlaps(mention.span) for span in (*one.source, *one.content))
        and _beside(page, one, mention.span)
    ]
    return tuple(_medium(page.parsed, mention) for mention in found)


def _beside(page: Page, one: Attribution, place: Span) -> bool:
    """Whether the place hangs on the cue itself, or stands in a phrase that opens its clause."""
    if any(span.overlaps(place) for span in (*one.cue, *one.listener)):
        return True
    cue, token = page.inside(one.cue[0]), page.inside(place)
    if not cue or not token:
        return False
    above = {t.index for t in page.parsed.ancestors(token.start)}
    own_clause = any(page.parsed.tokens[at].pos == "VERB" and at not in cue for at in above)
    return bool(above & set(cue)) or not own_clause


def _continues(
    pronoun: str, here: Sequence[Mention], earlier: Sequence[tuple[Attribution, Voice]]
) -> bool:
    """Whether "he said", "it added" goes on with the last speaker.

    It does when the pronoun fits that speaker; one who speaks goes on speaking more often than
    somebody only spoken of begins.
    """
    last = next(
        (voice for one, voice in reversed(earlier) if one.communicates and voice.links), None
    )
    if last is None:
        return False
    actor = last.links[-1].actor
    if actor is None or not _resolved(here):
        return True
    person = pronoun.lower() in {"he", "she", "i", "who"}
    body = actor.kind in _BODIES
    return not (person and body) and not (
        pronoun.lower() == "it" and actor.kind is ActorKind.PERSON
    )


def _going_back(media: tuple[Speaker, ...], earlier: Sequence[tuple[Attribution, Voice]]) -> Voice:
    """The last speaker before: "it added", "he said"."""
    for attribution, voice in reversed(earlier):
        if attribution.communicates and voice.links:
            return Voice((*media, *_inner(voice)), voice.functions, voice.former)
    return Voice(media)


def _inner(voice: Voice) -> tuple[Speaker, ...]:
    return voice.links[-1:]


def _document(
    parsed: Parsed,
    source: Span,
    media: tuple[Speaker, ...],
    earlier: Sequence[tuple[Attribution, Voice]],
) -> Voice:
    """A statement or report that speaks, with who issued it if somebody did before."""
    paper = Speaker(short(source.of(parsed.text)), SpeakerRole.DOCUMENT, None, source)
    before = _going_back((), earlier)
    issuers = tuple(link for link in before.links if link.role is SpeakerRole.SPEAKER)
    return Voice((*media, paper, *issuers), before.functions, before.former)


def _person(
    page: Page,
    one: Attribution,
    here: Sequence[Mention],
    earlier: Sequence[tuple[Attribution, Voice]],
    *,
    media: tuple[Speaker, ...],
) -> Voice:
    source = merged(one.source, page.parsed.text)[0]
    mention = _principal_mention(page, source, here)
    actor = mention.actor if mention is not None else None
    name, function = described(page.parsed, source, mention)
    same = None if actor is not None else _same(name, earlier)
    if same is not None:
        functions = tuple(dict.fromkeys((*filter(None, [function]), *same.functions)))
        return Voice((*media, *_inner(same)), functions, same.former)
    link = Speaker(name, SpeakerRole.SPEAKER, actor, source, function)
    known = (*_known_functions(actor, here, earlier), *_described_before(one, earlier))
    former = mention is not None and mention.former
    functions = tuple(dict.fromkeys(one for one in (function, *known) if one))
    return Voice((*media, link), functions, former)


def _principal_mention(page: Page, source: Span, here: Sequence[Mention]) -> Mention | None:
    """The mention the source is about: it covers the head, or it comes first."""
    head = _head(page, source)
    at = head.start if head is not None else source.start
    person = [mention for mention in here if _named_person(page.parsed.text, source, mention)]
    over = [mention for mention in here if mention.span.start <= at < mention.span.end]
    described = [mention for mention in here if mention.role or mention.holder]
    if person:
        return max(person, key=lambda m: (m.span.end, m.span.end - m.span.start))
    candidates = over or described
    return max(candidates, key=lambda m: m.span.end - m.span.start, default=None)


def _named_person(text: str, source: Span, mention: Mention) -> bool:
    """Whether the mention is the name that ends a part of the source: "the head, Admiral X"."""
    if mention.actor is None or mention.actor.kind not in {ActorKind.PERSON, ActorKind.OFFICE}:
        return False
    before = text[source.start : max(source.start, mention.span.start)]
    ends = text[mention.span.end : source.end].lstrip()[:1] in {"", ","}
    bare = before.rstrip().lower().endswith((" of", " to", " for", " by", " with", " the"))
    return ends and is_name(mention.text) and not bare


def _described_before(
    one: Attribution, earlier: Sequence[tuple[Attribution, Voice]]
) -> tuple[str, ...]:
    """The description of somebody unnamed whom "X added" now names."""
    if one.lemma not in _GOES_ON or not earlier:
        return ()
    _, voice = earlier[-1]
    last = voice.links[-1] if voice.links else None
    if last is None or last.role is not SpeakerRole.SPEAKER or is_name(last.name):
        return ()
    return voice.functions


def _known_functions(
    actor: Actor | None, here: Sequence[Mention], earlier: Sequence[tuple[Attribution, Voice]]
) -> tuple[str, ...]:
    """How the same person was described before."""
    roles = [mention.role for mention in here if mention.role and mention.actor == actor]
    for _, voice in earlier:
        if actor is not None and voice.links and voice.links[-1].actor == actor:
            roles.extend(voice.functions)
    return tuple(roles)


def _same(name: str, earlier: Sequence[tuple[Attribution, Voice]]) -> Voice | None:
    """An earlier speaker whom a surname, "the spokesman" or "the member of ..." takes up again."""
    definite = name.lower().startswith(("the ", "this "))
    bare = DETERMINERS.sub("", name if definite else "").lower()
    for _, voice in reversed(earlier):
        if not voice.links or voice.links[-1].role is not SpeakerRole.SPEAKER:
            continue
        known = voice.links[-1].name
        if not definite and is_name(name) and (known == name or known.endswith(f" {name}")):
            return voice
        if bare and any(_holds(bare, one) for one in (*voice.functions, known)):
            return voice
    return None


def _holds(bare: str, known: str) -> bool:
    return re.search(rf"\b{re.escape(bare)}\b", known.lower()) is not None
