"""From a parsed report with its mentions and statements to events.

Each statement is read for speech acts (what saying it does) and for the events carried in them.
Every event names the codebook row that made it in its trail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.codebook.event_nouns import event_nouns
from detente.codebook.verbs import verbs_by_lemma
from detente.model.actors import Mention
from detente.model.dates import DateRange
from detente.model.events import Event, EventType, Mark, Participant
from detente.model.reports import Report
from detente.model.spans import Span, Trail
from detente.model.statements import SpeakerRole, Statement, StatementKind
from detente.reading.clauses import read_clause
from detente.reading.cued import as_cued
from detente.reading.drafts import Draft, Participants, marked
from detente.reading.event_dates import date_of
from detente.reading.event_details import clause_tokens, contexts, mode_of, place_of
from detente.reading.figurative import is_figurative
from detente.reading.frames import Frame
from detente.reading.joint_typing import typed
from detente.reading.magnitudes import magnitudes
from detente.reading.own_accounts import with_authors
from detente.reading.relations.typist import Typist
from detente.reading.scene import Scene, scene
from detente.reading.syntax import Parsed
from detente.reading.tokens import Masked
from detente.reading.voices import Place, people

_NOUN_TYPES = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "PROTEST"})
_TELLING = frozenset({"say", "claim", "admit"})
_VOICES = frozenset({SpeakerRole.SPEAKER, SpeakerRole.DOCUMENT})


def code(
    report: Report,
    parsed: Parsed,
    mentions: Sequence[Mention],
    statements: Sequence[Statement] = (),
    frames: Sequence[Frame] = (),
    *,
    dates: Sequence[tuple[Span, DateRange]] = (),
    typist: Typist | None = None,
    names: Sequence[Masked] = (),
) -> tuple[Event, ...]:
    """Code the events of one report.

    Args:
        report: The report.
        parsed: Its parse.
        mentions: Its resolved mentions.
        statements: Who says what in it; empty to read every sentence in the outlet's voice.
        frames: Its frames, if they are made already.
        dates: Date expressions with what they resolve to.
        typist: The scorers that settle types with the rules; None for the rules alone.
        names: Recognised names, which the scorers see as placeholders.

    Returns:
        Events in text order; a carried event follows the speech act that carries it.
    """
    coder = _Coder(report, scene(parsed, mentions, frames), tuple(statements), tuple(dates))
    events: list[Event] = []
    for number in range(len(parsed.sentences)):
        drafts = tuple(drafts_of_sentence(coder.scene, number, statements, report.furniture))
        if typist is not None:
            drafts = typed(coder.scene, number, drafts, names, typist, running=bool(statements))
        for draft in drafts:
            events.extend(coder.events(draft, count=len(events)))
    return with_authors(events, coder.statements)


def drafts_of_sentence(
    stage: Scene,
    number: int,
    statements: Sequence[Statement] = (),
    furniture: Sequence[Span] = (),
) -> Iterator[Draft]:
    """Draft events of one sentence, main clauses first."""
    used: set[int] = set()
    for frame in stage.outermost_first(number):
        span = stage.span(frame.head)
        if frame.head in used or any(stretch.overlaps(span) for stretch in furniture):
            continue
        place = _place(stage, frame, statements, used)
        for bare in read_clause(place, frame):
            draft = as_cued(bare, statement_of(span, statements))
            told = marked(draft, "predicted") if _is_purpose(frame) else draft
            if _tells(told, frame) and not is_figurative(stage, told, frame):
                yield told


def _is_purpose(frame: Frame) -> bool:
    """An infinitive that completes no operator tells a purpose, not a happening."""
    return frame.tense == "infinitive" and frame.link != "root"


def _tells(draft: Draft, frame: Frame) -> bool:
    """Whether a draft says enough to be an event: a noun alone must be deed with a participant."""
    sides = (*draft.actors, *draft.recipients)
    known = any(p.actor for p in sides)
    if frame.pos == "noun":
        return draft.type in _NOUN_TYPES and known and not _is_background(draft)
    if draft.mark is not Mark.ASSERTED:
        return known
    if draft.type == "ASSAULT":
        return bool(sides)
    acting = any(p.actor or p.rule == "unresolved" for p in draft.actors)
    return acting or (not draft.actors and known)


def _is_background(draft: Draft) -> bool:
    """Whether a noun names a state of affairs ("the war") rather than a happening."""
    row = event_nouns().get(draft.rule.removeprefix("event_nouns:"))
    return row is not None and row.background


def _place(stage: Scene, frame: Frame, statements: Sequence[Statement], used: set[int]) -> Place:
    """Who speaks a clause: by grammar, else by the statement that covers it."""
    for above in _around(stage, frame):
        if any(row.role in _TELLING for row in verbs_by_lemma().get(above.lemma, ())):
            found = people(Place(stage, ()), above.heads("agent"))
            if found:
                own_words = _is_verbatim(statement_of(stage.span(frame.head), statements))
                return Place(stage, found, reported=not own_words, used=used)
    cited = people(Place(stage, ()), tuple(_cited(stage, frame)))
    if cited:
        return Place(stage, cited, used=used)
    statement = statement_of(stage.span(frame.head), statements)
    return Place(stage, _voice(statement) if statement else (), used=used)


def _is_verbatim(statement: Statement | None) -> bool:
    """Whether words are quoted: "he" in them is not the speaker."""
    return statement is not None and statement.kind is StatementKind.DIRECT


def _cited(stage: Scene, frame: Frame) -> Iterator[int]:
    """Whoever stands after "according to" in a clause."""
    for child in stage.parsed.children(frame.head, "obl", "nmod"):
        if any(c.text.lower() == "according" for c in stage.parsed.children(child.index)):
            yield child.index


def _around(stage: Scene, frame: Frame) -> Iterator[Frame]:
    above = stage.frames.get(-1 if frame.governor is None else frame.governor)
    if above is not None and frame.link in ("ccomp", "parataxis", "conj"):
        yield above
    for below in stage.clauses.get(frame.head, ()):
        if stage.frames[below].link in ("parataxis", "ccomp") and below > frame.head:
            yield stage.frames[below]


def statement_of(span: Span, statements: Sequence[Statement]) -> Statement | None:
    """The narrowest statement whose content, else whose cue, covers a stretch."""
    spoken = [s for s in statements if any(part.covers(span) for part in s.content)]
    cued = [s for s in statements if any(part.overlaps(span) for part in s.cue)]
    found = cued or spoken
    return min(found, key=_width) if found else None


def _width(statement: Statement) -> int:
    return sum(part.end - part.start for part in statement.content)


def _voice(statement: Statement) -> Participants:
    last = statement.speaker
    if last.role not in _VOICES:
        return ()
    return (Participant(last.name, last.span, last.actor, "speaker"),)


@dataclass(frozen=True, slots=True)
class _Coder:
    """What the events of one report are made from."""

    report: Report
    scene: Scene
    statements: tuple[Statement, ...]
    dates: tuple[tuple[Span, DateRange], ...]

    def events(self, draft: Draft, *, count: int, within: str = "") -> Iterator[Event]:
        """The event of a draft, numbered from ``count``, then those it carries."""
        made = self._event(draft, f"{self.report.id}:e{count + 1}", within)
        yield made
        for inner in draft.inner:
            for carried in self.events(inner, count=count + 1, within=made.id):
                count += 1
                yield carried

    def _event(self, draft: Draft, ident: str, within: str) -> Event:
        stage, tokens = self.scene, clause_tokens(self.scene, draft)
        predicate = stage.span(draft.head)
        statement = statement_of(predicate, self.statements)
        return Event(
            id=ident,
            statement=statement.id if statement else "",
            type=EventType(draft.type),
            mark=draft.mark,
            actors=draft.actors,
            recipients=draft.recipients,
            trail=Trail(self.report.id, _clause_span(stage, tokens), draft.rule, draft.why),
            predicate=draft.predicate,
            predicate_span=predicate,
            mode=mode_of(stage, draft, tokens),
            contexts=contexts(stage, draft, tokens),
            date=date_of(stage, draft, tokens, statement=statement, dates=self.dates),
            place=place_of(stage, tokens, statement),
            magnitudes=() if draft.speech_act else magnitudes(stage.parsed, tokens),
            speech_act=draft.speech_act,
            within=within,
            negated=draft.negated,
            typed_by=draft.typed_by,
        )


def _clause_span(stage: Scene, tokens: Sequence[int]) -> Span:
    words = stage.parsed.tokens
    return Span(words[tokens[0]].start, words[tokens[-1]].end)
