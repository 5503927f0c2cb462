"""Statements: who is said to have said what, with the whole chain back to the outlet.

Every attribution that reports words makes one statement; what is left of each sentence is the
outlet's own voice, which inherits the speaker where the same article attributes the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from detente.model.actors import Mention
from detente.model.dates import DateRange
from detente.model.reports import Report
from detente.model.spans import Span, Trail
from detente.model.statements import Mandate, Speaker, SpeakerRole, Statement, StatementKind
from detente.reading import dates
from detente.reading.attribution import attributions
from detente.reading.contests import contest
from detente.reading.mandates import mandate_of
from detente.reading.nearby import Nearby
from detente.reading.outlet_voice import Attributed, outlet_sentences
from detente.reading.page import Page
from detente.reading.speakers import Voice, voice_of
from detente.reading.speaks_for import principal
from detente.reading.syntax import Parsed
from detente.reading.triples import Attribution

_DEEPEST: Final = 6
"""How many attributions may stand inside one another."""
_MEMORY: Final = 100
"""How many attributions back "the spokesman" may point."""

UNNAMED: Final = "unnamed outlet"
"""What stands first in a chain when a report does not say who published it."""


def statements(
    report: Report,
    parsed: Parsed,
    mentions: Sequence[Mention],
    *,
    outlet: Speaker | None = None,
    found: Sequence[Attribution] | None = None,
) -> tuple[Statement, ...]:
    """All statements of one report, in the order of their content.

    Args:
        report: The report; stretches of furniture make no statement.
        parsed: Its text, parsed.
        mentions: Who is named where, resolved.
        outlet: The publishing outlet as first link; made from the report if not given.
        found: The attributions, if they were looked for already.
    """
    first = outlet or Speaker(report.outlet or UNNAMED, SpeakerRole.OUTLET)
    every = attributions(parsed) if found is None else found
    named = Nearby((mention.span, mention) for mention in mentions)
    spoken = [one for one in every if _counts(one, report, named)]
    page = Page(parsed)
    voiced = _voiced(page, spoken, named)
    told = _Told(report, page, named, first)
    reported = told.reported(voiced)
    own = told.own_voice([one for one, _ in voiced], reported)
    ordered = sorted((*reported, *own), key=lambda one: (one.content[0].start, one.content[0].end))
    return contest(_numbered(report, ordered), parsed, mentions)


def _counts(one: Attribution, report: Report, mentions: Nearby[Mention]) -> bool:
    """Whether an attribution reports somebody's words outside of page furniture."""
    loose = any(part.overlaps(span) for part in report.furniture for span in one.content)
    if loose or not one.communicates or not one.content:
        return False
    somebody = bool(one.source) or one.sense == "hearsay" or len(one.cue) == 0
    if one.sense == "show" or one.rule.endswith("(noun)"):
        return any(True for span in one.source for _ in mentions.over(span))
    return somebody


def _voiced(
    page: Page, spoken: Sequence[Attribution], mentions: Nearby[Mention]
) -> list[tuple[Attribution, Voice]]:
    voiced: list[tuple[Attribution, Voice]] = []
    for one in sorted(spoken, key=lambda one: one.start):
        voiced.append((one, voice_of(page, one, mentions, voiced[-_MEMORY:])))
    return voiced


def _numbered(report: Report, ordered: Sequence[Statement]) -> list[Statement]:
    """Give statements their ids, and parents theirs."""
    ids = {one.id: f"{report.id}:s{number}" for number, one in enumerate(ordered, 1)}
    return [replace(one, id=ids[one.id], parent=ids.get(one.parent, "")) for one in ordered]


def _outer(one: Attribution, others: Nearby[Attribution]) -> Attribution | None:
    """The attribution this one stands in: the smallest whose content holds its cue."""
    mark = one.cue[0] if one.cue else one.content[0]
    around = [
        other
        for other in others.over(mark)
        if other is not one and any(span.covers(mark) for span in other.content)
    ]
    return min(around, key=lambda other: _length(other.content), default=None)


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


class _Told:
    """Makes statements from attributions; holds what all of them need."""

    def __init__(
        self,
        report: Report,
        page: Page,
        mentions: Nearby[Mention],
        outlet: Speaker,
    ) -> None:
        self.report = report
        self.page = page
        self.mentions = mentions
        self.outlet = outlet
        days = dates.find(page.parsed.text, report.published)
        self.days = Nearby((place, (place, day)) for place, day in days)

    def reported(self, voiced: Sequence[tuple[Attribution, Voice]]) -> list[Statement]:
        spoken = Nearby((span, one) for one, _ in voiced for span in one.content)
        voices = {id(one): voice for one, voice in voiced}
        names = {id(one): f"a{at}" for at, (one, _) in enumerate(voiced)}
        outers = {id(one): _outer(one, spoken) for one, _ in voiced}
        made: list[Statement] = []
        for at, (one, voice) in enumerate(voiced):
            outer = outers[id(one)]
            above = self._links(outer, outers, voices)
            parent = names[id(outer)] if outer is not None else ""
            made.append(self._statement(f"a{at}", one, voice, above=above, parent=parent))
        return self._dated(made)

    def _links(
        self,
        outer: Attribution | None,
        outers: Mapping[int, Attribution | None],
        voices: Mapping[int, Voice],
    ) -> tuple[Speaker, ...]:
        """The chain above an attribution, outermost first, without loops."""
        links: tuple[Speaker, ...] = ()
        for _ in range(_DEEPEST):
            if outer is None:
                break
            links = (*voices[id(outer)].links, *links)
            outer = outers[id(outer)]
        return (self.outlet, *links)

    def _statement(
        self, name: str, one: Attribution, voice: Voice, *, above: tuple[Speaker, ...], parent: str
    ) -> Statement:
        chain = _chain((*above, *voice.links))
        mandate = _mandate(chain[-1], voice) if voice.links else Mandate.UNKNOWN
        kind = self._kind(one)
        return Statement(
            id=name,
            report=self.report.id,
            chain=chain,
            content=one.content,
            kind=kind,
            cue=one.cue,
            cue_lemma=one.lemma,
            trail=Trail(self.report.id, _around(one), one.rule),
            speaks_for=principal(self.page.parsed, one, chain[-1], mandate, self.mentions),
            mandate=mandate,
            said_on=self._said_on(one),
            parent=parent,
            verbatim=kind is StatementKind.DIRECT,
        )

    def _kind(self, one: Attribution) -> StatementKind:
        if any(head.overlaps(span) for head in self.report.headlines for span in one.content):
            return StatementKind.HEADLINE
        quoted = sum(
            _shared(quote.span, span)
            for span in one.content
            for quote in self.page.quotes_near(span)
        )
        if not quoted:
            return StatementKind.INDIRECT
        whole = quoted >= _length(one.content) - 3 * len(one.content)
        return StatementKind.DIRECT if whole else StatementKind.MIXED

    def _said_on(self, one: Attribution) -> DateRange | None:
        """The day named beside the cue, outside of what was said."""
        if not one.cue:
            return None
        sentence = self.page.around(one.cue[0].start)
        beside = [
            (abs(place.start - one.cue[0].start), day)
            for place, day in self.days.over(sentence)
            if not any(span.overlaps(place) for span in one.content)
        ]
        return min(beside, key=lambda pair: pair[0])[1] if beside else None

    def _dated(self, made: Sequence[Statement]) -> list[Statement]:
        """A statement that goes on with the one before was said on the same day."""
        dated: list[Statement] = []
        for one in made:
            before = dated[-1] if dated else None
            same = before is not None and _alike(before.speaker, one.speaker)
            if one.said_on is None and same and before is not None:
                dated.append(replace(one, said_on=before.said_on))
            else:
                dated.append(one)
        return dated

    def own_voice(
        self, spoken: Sequence[Attribution], reported: Sequence[Statement]
    ) -> list[Statement]:
        """The outlet's own sentences, with the speaker they inherit where they do."""
        made: list[Statement] = []
        attributed = Attributed(self.page, reported)
        for content in outlet_sentences(self.page, self.report, spoken):
            origin = attributed.origin(content, self.mentions)
            headline = any(head.overlaps(content[0]) for head in self.report.headlines)
            kind = StatementKind.HEADLINE if headline else StatementKind.OUTLET
            around = Span(content[0].start, content[-1].end)
            trail = Trail(self.report.id, around, "outlet voice")
            own = Statement(
                f"o{len(made)}", self.report.id, (self.outlet,), content, kind, (), "", trail
            )
            made.append(own if origin is None else _inheriting(own, origin))
        return made


def _chain(links: Sequence[Speaker]) -> tuple[Speaker, ...]:
    """The links, each once: a speaker who quotes themselves is no further link."""
    kept: list[Speaker] = []
    for link in links:
        again = [one for one in kept if _alike(one, link)]
        kept = [one for one in kept if one not in again or one.role is SpeakerRole.OUTLET]
        if not any(one.role is SpeakerRole.OUTLET for one in again):
            kept.append(link)
    return tuple(kept)


def _alike(one: Speaker, other: Speaker) -> bool:
    if one.role is not other.role:
        return False
    if one.actor is not None and other.actor is not None:
        return one.actor.id == other.actor.id
    return one.name.lower() == other.name.lower()


def _mandate(speaker: Speaker, voice: Voice) -> Mandate:
    if speaker.role is not SpeakerRole.SPEAKER:
        return Mandate.UNKNOWN
    return mandate_of(voice.functions, speaker.actor, former=voice.former)


def _inheriting(own: Statement, origin: Statement) -> Statement:
    chain = (*own.chain, *origin.chain[1:])
    why = f"the same article attributes this to {origin.speaker.name}"
    trail = Trail(own.report, own.trail.span, "outlet voice:inherited", why)
    return replace(
        own,
        chain=chain,
        trail=trail,
        speaks_for=origin.speaks_for,
        mandate=origin.mandate,
        said_on=origin.said_on,
    )


def _around(one: Attribution) -> Span:
    parts = (*one.source, *one.cue, *one.content)
    return Span(min(part.start for part in parts), max(part.end for part in parts))


def _shared(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))
