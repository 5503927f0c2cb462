"""The country and sector of an actor string that stands alone, as event data sets code them.

The head of the phrase decides: in "a spokesman for the Ruritanian interior ministry" a spokesman
says nothing of a sector, so the ministry does; in "president of the parliament" the body does.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from detente.codebook.offices import RoleKind, RoleRow
from detente.model.actors import ActorKind, Mention
from detente.model.spans import Span
from detente.reading import gazetteer
from detente.reading.lexicon import Lexicon
from detente.reading.names import words_of

_JOINT: Final = re.compile(r"\b(?:of|for|in|at|to|from|across|with|on)\b|,", re.IGNORECASE)
_FORMER: Final = re.compile(r"\b(?:former|ex|retired|ousted|deposed|onetime|late)\b", re.IGNORECASE)
_FORMER_SECTOR: Final = "ELI"
_HEADS_ANY_BODY: Final = frozenset({"president", "vice president", "leader", "secretary general"})
_IN_OFFICE: Final = frozenset({"GOV", "MIL", "LEG", "SPY", "COP", "JUD"})
_BY_ITSELF: Final = frozenset({ActorKind.STATE, ActorKind.COLLECTIVE})
_RANKS: Final = frozenset({"general"})
"""Ranks stand between an office and a name and tell less than the office."""
_UNIDENTIFIED: Final = "UNK"


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch between two joints such as "of", with its roles and mentions."""

    roles: tuple[tuple[Span, RoleRow], ...]
    mentions: tuple[Mention, ...]

    def strong(self) -> str:
        """Sector of the last role that tells one by itself."""
        known = [row for _, row in self.roles if row.sector and not row.weak]
        offices = [row for row in known if row.kind is not RoleKind.TITLE and row.id not in _RANKS]
        told = [row.sector for row in offices or known]
        return next((sector for sector in reversed(told) if sector != _UNIDENTIFIED), "")

    def adjective(self) -> str:
        """Sector of an adjective or of a weak role."""
        return next((row.sector for _, row in reversed(self.roles) if row.sector), "")

    def body(self) -> str:
        """Sector of a named body, group or office holder."""
        actors = (mention.actor for mention in self.mentions)
        return next((a.sector for a in actors if a and a.sector and a.kind not in _BY_ITSELF), "")


def code_actor(text: str, lexicon: Lexicon, on: dt.date | None = None) -> tuple[str, str]:
    """Country (or PLOVER group) code and sector code of an actor string.

    Args:
        text: A noun phrase such as "a spokesman for the Ruritanian interior ministry".
        lexicon: Known names.
        on: Day the text is about; without one the latest office on record counts.

    Returns:
        Alpha-3 or group code, "" if none is told; PLOVER sector code, "" if none is told.
    """
    mentions = gazetteer.find(text, lexicon, on)
    return _country(mentions), _sector(text, mentions, lexicon)


def _country(mentions: Sequence[Mention]) -> str:
    told = [m.actor.country for m in mentions if m.actor is not None and m.actor.country]
    return told[0] if told else ""


def _sector(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> str:
    parts = _parts(text, mentions, lexicon)
    sector = _head_sector(parts) or _alone(text, mentions, lexicon)
    former = _FORMER.search(text[: _first_joint(text, mentions)])
    if former and sector in _IN_OFFICE:
        return _FORMER_SECTOR
    return sector or _unidentified(parts)


def _head_sector(parts: Sequence[_Part]) -> str:
    head, rest = parts[0], parts[1:]
    later = next((sector for part in rest if (sector := part.body() or part.strong())), "")
    if later and any(row.id in _HEADS_ANY_BODY for _, row in head.roles):
        return later
    for told in (head.strong(), head.body(), _weak_then(head, later), head.adjective()):
        if told and told != _UNIDENTIFIED:
            return told
    return later


def _weak_then(head: _Part, later: str) -> str:
    return later if head.roles and all(row.weak for _, row in head.roles) else ""


def _alone(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> str:
    """A place alone: a capital stands for its government, any other town for its people."""
    places = [(m, lexicon.place(m.text) or lexicon.place(m.text.title())) for m in mentions]
    for mention, row in places:
        if len(words_of(text)) > len(words_of(mention.text)):
            continue
        if row is not None and row.metonym:
            return "GOV"
        if mention.actor is not None and mention.actor.id.startswith("place:"):
            return "CVL"
    return ""


def _unidentified(parts: Iterable[_Part]) -> str:
    seen = any(row.sector == _UNIDENTIFIED for part in parts for _, row in part.roles)
    return _UNIDENTIFIED if seen else ""


def _parts(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[_Part, ...]:
    roles = _roles(text, mentions, lexicon)
    held = [*(mention.span for mention in mentions), *(span for span, _ in roles)]
    cuts = [m.start() for m in _JOINT.finditer(text) if not _inside(m.start(), held)]
    bounds = [0, *cuts, len(text) + 1]
    return tuple(
        _Part(
            tuple((span, row) for span, row in roles if start <= span.start < end),
            tuple(mention for mention in mentions if start <= mention.span.start < end),
        )
        for start, end in itertools.pairwise(bounds)
    )


def _first_joint(text: str, mentions: Sequence[Mention]) -> int:
    held = [mention.span for mention in mentions]
    cuts = (m.start() for m in _JOINT.finditer(text) if not _inside(m.start(), held))
    return next(cuts, len(text))


def _inside(place: int, spans: Iterable[Span]) -> bool:
    return any(span.start <= place < span.end for span in spans)


def _roles(
    text: str, mentions: Sequence[Mention], lexicon: Lexicon
) -> tuple[tuple[Span, RoleRow], ...]:
    """Roles outside of names, a noun before an adjective where a form is both."""
    found = []
    for match in lexicon.roles.matches(text, words_of(text)):
        span = Span(match.start, match.end)
        if any(mention.span.covers(span) for mention in mentions):
            continue
        rows = sorted(match.values, key=lambda row: (row.kind is RoleKind.MODIFIER, row.weak))
        found.append((span, rows[0]))
    return tuple(found)
