"""Draft events: what a clause says happened, or what saying it does, before it is given ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from detente.codebook.operators import operator_row
from detente.model.events import Mark, Participant

Participants = tuple[Participant, ...]

SPEECH_ACTS = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"})
"""Types that saying makes: what they carry is not yet done by it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as one clause gives it.

    Attributes:
        type: PLOVER type; "" for a content that names no event.
        mode: PLOVER mode, "" if none.
        contexts: PLOVER contexts of the row.
        mark: In which way it is carried.
        actors: Who.
        recipients: To whom.
        head: Token of the predicate.
        clause: Token whose clause carries it.
        rule: Name of the codebook row.
        operator: Operator that made it, "" for an act.
        speech_act: Whether saying it is doing it.
        inner: Events it carries.
        negated: Whether the clause is negated.
        reciprocal: Whether both sides do the same.
        averted: Whether it is what somebody prevents.
        typed_by: Name of the scorer that gave the type, "" where a rule did.
        why: The words that moved that scorer.
    """

    type: str
    mode: str
    contexts: tuple[str, ...]
    mark: Mark
    actors: Participants
    recipients: Participants
    head: int
    clause: int
    rule: str
    operator: str = ""
    speech_act: bool = False
    inner: tuple[Draft, ...] = ()
    negated: bool = False
    reciprocal: bool = False
    averted: bool = False
    typed_by: str = ""
    why: str = ""

    @property
    def predicate(self) -> str:
        """Lemma (and particle) of the word that made it, as the rule names it."""
        return self.rule.split(":", 1)[1].split("+")[0]


def operated(operator: str, content: Draft | None, shell: Draft) -> Draft | None:
    """What an operator makes of a content.

    Args:
        operator: Name of the operator.
        content: Event in its content, None when it names none.
        shell: The operator's own clause: head, actors, recipients and rule.

    Returns:
        The speech act with the content in it; the content with another mark when the operator
        makes no event of its own; None when there is neither.
    """
    if operator == "refuse" and content is not None and _is_own_restraint(content, shell):
        operator = "refrain"
    row = operator_row(operator, content.type if content else "", content.mode if content else "")
    if row is None:
        return content
    carried = marked(_authored(operator, content, shell), row.mark) if content else None
    if row.type == "drop":
        return replace(carried, averted=True) if carried else None
    if row.type == "none":
        # what is refused, or fails, is plainly not done; nobody was charged with it
        return replace(carried, negated=True) if carried and row.mark == "denied" else carried
    if row.type == "keep":
        return content
    if row.type == "=":
        return replace(carried, actors=carried.actors or shell.actors) if carried else None
    return replace(
        shell,
        type=row.type,
        mode=row.mode,
        contexts=content.contexts if content else shell.contexts,
        operator=operator,
        speech_act=row.type in SPEECH_ACTS,
        recipients=shell.recipients or (_other_side(content, shell) if content else ()),
        inner=(carried,) if carried and operator != "cease" else (),
    )


def without_averted(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """The drafts less what is, or is to be, prevented: it neither happened nor is it foreseen."""
    return tuple(
        replace(draft, inner=without_averted(draft.inner)) for draft in drafts if not draft.averted
    )


def _is_own_restraint(content: Draft, shell: Draft) -> bool:
    """Whether somebody refuses to use force himself, and rejects no proposal of others."""
    if content.type != "ASSAULT":
        return False
    own_act = content.rule.startswith("verbs:") or shell.rule.startswith("verbs:rule out")
    return own_act and _known(content.actors) <= _known(shell.actors)


_LAID_ON_OTHERS = frozenset({"accuse", "condemn", "demand", "appeal", "order"})


_BLAMING = frozenset({"accuse", "condemn"})


def _known(side: Participants) -> set[str]:
    return {p.actor.id for p in side if p.actor}


def _authored(operator: str, content: Draft, shell: Draft) -> Draft:
    """A content that names nobody is done by whom the operator addresses, or by its own subject.

    Nobody accuses himself of what he accuses others of: such an author is only inherited.
    """
    if (
        operator in _BLAMING
        and _known(shell.recipients)
        and _known(content.actors) <= _known(shell.actors)
    ):
        return replace(content, actors=shell.recipients)
    if any(p.actor for p in content.actors):
        return content
    authors = shell.recipients if operator in _LAID_ON_OTHERS else shell.actors
    return replace(content, actors=authors or content.actors)


def _other_side(content: Draft, shell: Draft) -> Participants:
    """Whom a speech act concerns when it names nobody: those in its content."""
    own = {p.actor.id if p.actor else p.text for p in shell.actors}
    sides = (content.actors, content.recipients)
    for side in sides:
        others = tuple(p for p in side if (p.actor.id if p.actor else p.text) not in own)
        if any(p.actor for p in others):
            return others
    return ()


def marked(draft: Draft, mark: str) -> Draft:
    """The draft carried in another way; what it carries itself is carried so too."""
    if mark == "=":
        return draft
    inner = tuple(marked(d, mark) for d in draft.inner)
    return replace(draft, mark=Mark(mark), speech_act=False, inner=inner)
