"""What will, must, may, not, if and their like make of an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from detente.codebook.event_nouns import event_nouns
from detente.model.events import Mark
from detente.reading.drafts import Draft, Participants, marked, operated
from detente.reading.frames import Frame

_HARMFUL = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "PROTEST"})
_NOT_PAST = frozenset({"present", "perfect", "future"})
_VERBAL = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})
_REFUSING_TENSES = frozenset({"present", "future", "infinitive", ""})


@dataclass(frozen=True, slots=True)
class Said:
    """A draft in its clause, and who speaks it; nobody in the outlet's voice."""

    draft: Draft
    frame: Frame
    speaker: Participants


def with_modality(draft: Draft, frame: Frame, speaker: Participants) -> Draft | None:
    """The draft as its own clause carries it.

    Args:
        draft: What the bare predicate would mean.
        frame: The predicate's clause.
        speaker: Who speaks it, empty in the outlet's voice.
    """
    if draft.rule.startswith("modals:"):
        return draft
    kinds = {*frame.modals, *(["future"] if frame.tense == "future" else [])}
    if "time" in kinds and frame.tense in _NOT_PAST:
        return marked(draft, "conditional")
    if frame.tense == "imperative":
        return marked(draft, "recommended")
    said = Said(draft, frame, speaker)
    for kind, apply in _APPLY.items():
        if kind in kinds:
            return apply(said)
    return _negated(said) if frame.negated else draft


def in_opinion(draft: Draft, frame: Frame, speaker: Participants) -> Draft:
    """A state of mind somebody else tells of is an opinion on it, not what a side lets know.

    "Since X is unwilling to talk" in an outlet's voice, and "X is ready to fight" in the mouth
    of Y, are no refusal and no threat by X.
    """
    if frame.pos != "adj" or draft.mark is not Mark.ASSERTED:
        return draft
    explains = not speaker and frame.link.split(":")[0] == "advcl"
    others = any(p.actor for p in speaker) and not _same(draft.actors, speaker)
    return marked(draft, "opinion") if explains or others else draft


def _shell(said: Said, rule: str) -> Draft:
    """The clause itself as a speech act by the subject of the carried event."""
    return replace(
        said.draft,
        clause=said.frame.head,
        speech_act=True,
        rule=f"{said.draft.rule}+{rule}",
        inner=(),
        averted=False,
        mark=Mark.ASSERTED,
    )


def _future(said: Said) -> Draft | None:
    draft = said.draft
    if said.frame.negated:
        return _refused(said)
    if _is_exercise(draft):
        return marked(draft, "announced")
    acting = any(p.actor or p.rule == "unresolved" for p in draft.actors)
    if not acting and not said.speaker:
        return marked(draft, "predicted")
    if said.speaker and draft.type in _HARMFUL and not _same(draft.actors, said.speaker):
        return marked(draft, "predicted")
    return operated("future", draft, _shell(said, "future"))


def _is_exercise(draft: Draft) -> bool:
    """Whether forces are to train: notice of it is no threat."""
    name = draft.rule.removeprefix("event_nouns:").split("+")[0]
    row = event_nouns().get(name)
    return row is not None and row.family == "exercise"


def _same(actors: Participants, speaker: Participants) -> bool:
    """Whether a side speaks of itself: same actor or same principal."""
    own = {key for p in speaker if p.actor for key in (p.actor.id, p.actor.principal) if key}
    theirs = {key for p in actors if p.actor for key in (p.actor.id, p.actor.principal) if key}
    return not own or not theirs or bool(own & theirs)


def _would(said: Said) -> Draft | None:
    """In reported speech "would" is the future of then; else it is a condition."""
    return _future(said) if said.speaker else marked(said.draft, "conditional")


def _must(said: Said) -> Draft | None:
    return _obliged(said, operator="demand")


def _should(said: Said) -> Draft | None:
    return _obliged(said, operator="appeal")


def _obliged(said: Said, *, operator: str) -> Draft | None:
    """Obligation laid on somebody else is a demand by the speaker, else a recommendation."""
    draft, speaker = said.draft, said.speaker
    known = any(p.actor for p in draft.actors)
    addressed = operator == "demand" or known
    of_itself = known and any(p.actor for p in speaker) and _same(draft.actors, speaker)
    if said.frame.negated or not speaker or not addressed or of_itself:
        return marked(draft, "recommended")
    shell = replace(_shell(said, operator), actors=speaker, recipients=draft.actors)
    return operated(operator, draft, shell)


def _possible(said: Said) -> Draft | None:
    return marked(said.draft, "predicted")


def _able(said: Said) -> Draft | None:
    refusing = said.frame.negated and bool(said.speaker)
    return _refused(said) if refusing else marked(said.draft, "predicted")


def _conditional(said: Said) -> Draft | None:
    return marked(said.draft, "conditional")


def _alleged(said: Said) -> Draft | None:
    return marked(said.draft, "accused") if said.frame.pos == "noun" else said.draft


def _attempted(said: Said) -> Draft | None:
    return said.draft


def _negated(said: Said) -> Draft | None:
    refusing = said.frame.tense in _REFUSING_TENSES and said.frame.pos != "noun"
    if refusing and said.draft.type not in _VERBAL:
        return _refused(said)
    return replace(marked(said.draft, "denied"), negated=True)


def _refused(said: Said) -> Draft | None:
    made = operated("negation", said.draft, _by_subject(_shell(said, "negation")))
    return replace(made, negated=True) if made is not None and not made.inner else made


def _by_subject(shell: Draft) -> Draft:
    """Only its subject refuses what two would do together ("X would not trade with Y")."""
    for own in range(1, len(shell.actors)):
        subject, others = shell.actors[:own], shell.actors[own:]
        known = any(p.actor for p in subject)
        if known and shell.reciprocal and shell.recipients == (*others, *subject):
            return replace(shell, actors=subject, recipients=others)
    return shell


_APPLY: Mapping[str, Callable[[Said], Draft | None]] = MappingProxyType(
    {
        "condition": _conditional,
        "obligation": _must,
        "advice": _should,
        "possibility": _possible,
        "ability": _able,
        "conditional": _would,
        "future": _future,
        "allegation": _alleged,
        "attempt": _attempted,
    }
)
"""Kind of modal word -> what it does, strongest first."""
