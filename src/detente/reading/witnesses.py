"""Who vouches for an event: the speaker, or the carrier where saying it is doing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from detente.codebook.corroboration import access_patterns
from detente.model.actors import Actor, ActorKind
from detente.model.events import Event, Participant
from detente.model.incidents import Access
from detente.model.reports import Report
from detente.model.statements import Mandate, Speaker, SpeakerRole, Statement, StatementKind
from detente.reading.origins import is_own_voice, speaker_key, words_of
from detente.reading.relations_of_sides import Sides, camp_of
from detente.reading.reporters import seen_by_reporter

_TOLD_TO_OUTLET: Final = 2
"""Links of a chain in which the speaker told the outlet."""
_AFTER_CUE: Final = 80
"""How many characters after a cue may tell how its speaker knows."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Who vouches for an event.

    Attributes:
        statement: Id of the statement that carries the event.
        report: Id of its report.
        actor: Who vouches; None when it cannot be told.
        name: As written.
        camp: The side that speaker stands with, "" if unknown.
        links: Camps of the speaker and of every link that carried the words.
        access: How the speaker can know.
        origin: Key of the common original.
        own_voice: Whether an outlet says it in its own voice.
        cue: Lemma of the words that introduce the statement.
    """

    statement: str
    report: str
    actor: Actor | None
    name: str
    camp: str
    links: tuple[str, ...]
    access: Access
    origin: str
    own_voice: bool
    cue: str = ""


def witness(
    event: Event,
    statement: Statement,
    *,
    sides: Sides,
    texts: Mapping[str, Report],
    origins: Mapping[str, str],
) -> Witness:
    """Who vouches for one event.

    Where the speaker himself performs the speech act, whoever carried his words is the one
    who vouches that he said them.
    """
    link = _vouching_link(event, statement)
    speaker = statement.chain[link]
    carried = link != len(statement.chain) - 1
    access = Access.EYEWITNESS if carried else _access(event, statement, texts)
    camp = sides.camp(statement, link=link) or _heard_by(statement, link, access, sides)
    return Witness(
        statement=statement.id,
        report=statement.report,
        actor=speaker.actor,
        name=spoken_name(speaker),
        camp=camp,
        links=(*sides.carriers(statement, upto=link), *((camp,) if camp else ())),
        access=access,
        origin=f"carrier:{speaker_key(speaker)}" if carried else origins[statement.id],
        own_voice=is_own_voice(statement),
        cue=statement.cue_lemma,
    )


def inherited(own: Witness, attributed: Iterable[Witness]) -> Witness:
    """A claim in an outlet's voice is that of whom the same article attributes it to."""
    if not own.own_voice:
        return own
    source = next((each for each in attributed if each.report == own.report), None)
    return replace(source, statement=own.statement, own_voice=True) if source else own


def _heard_by(statement: Statement, link: int, access: Access, sides: Sides) -> str:
    """The camp of the outlet that heard an eyewitness of no known side itself.

    "Doctors told the Courier": no office stands behind the doctors, and it is the Courier that
    vouches for them; they add nothing to what the Courier or its side says on its own.
    """
    speaker = statement.chain[link]
    unknown = speaker.actor is None and speaker.role is SpeakerRole.SPEAKER
    direct = len(statement.chain) == _TOLD_TO_OUTLET and link == _TOLD_TO_OUTLET - 1
    seen = access in (Access.EYEWITNESS, Access.SENSOR)
    return sides.camp(statement, link=0) if unknown and direct and seen else ""


def _vouching_link(event: Event, statement: Statement) -> int:
    last = len(statement.chain) - 1
    performs = event.speech_act and any(
        _same(statement.speaker, participant) for participant in event.actors
    )
    return last - 1 if performs and last > 0 else last


def _same(speaker: Speaker, participant: Participant) -> bool:
    if speaker.actor and participant.actor:
        return speaker.actor.id == participant.actor.id or (
            camp_of(speaker.actor) == camp_of(participant.actor) != ""
        )
    return speaker.name.lower() == participant.text.lower()


def _access(event: Event, statement: Statement, texts: Mapping[str, Report]) -> Access:
    speaker = statement.speaker
    said = f"{words_of(statement, texts)} {_beside(statement, texts)}"
    words = f"{speaker.name} {speaker.function} {said}"
    for access, pattern in access_patterns():
        if pattern.search(words):
            return access
    if speaker.role is not SpeakerRole.SPEAKER or _is_outlet(speaker.actor):
        return Access.SECOND_HAND
    for access, pattern in access_patterns("speaker"):
        if pattern.search(f"{speaker.name} {speaker.function}".strip()):
            return access
    if statement.mandate in (Mandate.EXPERT, Mandate.PERSONAL):
        return Access.SECOND_HAND
    return _office_access(event, statement)


def _beside(statement: Statement, texts: Mapping[str, Report]) -> str:
    """More words that tell how a speaker knows.

    Those after the cue ("citing its radar log"); for an outlet's own voice what its reporter is
    said, in the same paragraph, to have seen of it.
    """
    report = texts.get(statement.report)
    if report is None:
        return ""
    if statement.kind is StatementKind.OUTLET and len(statement.chain) == 1:
        return seen_by_reporter(report, statement)
    last = statement.cue[-1].end if statement.cue else statement.trail.span.end
    return report.text[last : last + _AFTER_CUE].split(". ")[0].split("\n")[0]


def _office_access(event: Event, statement: Statement) -> Access:
    actor = statement.speaker.actor
    camp = camp_of(actor)
    parties = {camp_of(each.actor) for each in (*event.actors, *event.recipients)}
    if camp and camp in parties:
        return Access.PARTICIPANT
    if statement.mandate in (Mandate.AUTHORISED, Mandate.SEMI_OFFICIAL) or (
        actor is not None and actor.official
    ):
        return Access.OFFICIAL
    return Access.UNKNOWN


def _is_outlet(actor: Actor | None) -> bool:
    return actor is not None and actor.kind is ActorKind.OUTLET


def spoken_name(speaker: Speaker) -> str:
    """The speaker as written; the actor's name where only a pronoun is written."""
    bare = speaker.name.islower() and " " not in speaker.name.strip()
    return speaker.actor.name if speaker.actor and (bare or not speaker.name) else speaker.name
