"""What is said in a demand, a threat or a denial is not told as having happened.

Where the grammar of the whole sentence did not reach the verb that demands or denies, the
statement's own cue says what the words in it are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from detente.codebook.verbs import verbs_by_lemma
from detente.model.events import Mark, Participant
from detente.model.statements import Speaker, SpeakerRole, Statement
from detente.reading.drafts import Draft, operated

_CUES: Final = frozenset({"demand", "appeal", "threaten", "deny"})


def as_cued(draft: Draft, statement: Statement | None) -> Draft:
    """The draft as the cue of its statement carries it.

    Args:
        draft: An event read from the words of a statement.
        statement: The statement, None in the outlet's voice.
    """
    role = _role(statement)
    if statement is None or not role or draft.mark is not Mark.ASSERTED:
        return draft
    if statement.speaker.role is SpeakerRole.OUTLET or draft.operator in _CUES - {role}:
        return draft
    speaker = statement.speaker
    if draft.speech_act:
        return _spoken(draft, speaker) if draft.operator == role else draft
    shell = replace(
        draft,
        type="",
        mode="",
        actors=(Participant(speaker.name, speaker.span, speaker.actor, "speaker"),),
        recipients=() if role == "deny" else draft.actors,
        rule=f"{draft.rule}+{role}",
        operator=role,
        inner=(),
    )
    return operated(role, draft, shell) or draft


def _spoken(draft: Draft, speaker: Speaker) -> Draft:
    """A speech act without an author, or done to its own speaker, is that speaker's."""
    own = {p.actor.id for p in draft.recipients if p.actor}
    to_itself = speaker.actor is not None and speaker.actor.id in own
    if draft.actors and not to_itself:
        return draft
    others = tuple(p for p in draft.recipients if not (p.actor and p.actor == speaker.actor))
    by = (Participant(speaker.name, speaker.span, speaker.actor, "speaker"),)
    return replace(draft, actors=by, recipients=others)


def _role(statement: Statement | None) -> str:
    if statement is None or not statement.cue_lemma:
        return ""
    rows = verbs_by_lemma().get(statement.cue_lemma.split()[0], ())
    return next((row.role for row in rows if row.role in _CUES), "")
