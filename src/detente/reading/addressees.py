"""Words of a demand parted into who shall do it and what shall be done.

"Avaria to send observers", asked of Avaria, leaves "send observers"; "on the government to
resign" leaves "resign". Who is not known by name ("both sides") stays in the words, since
nothing else would tell of whom it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from detente.model.actors import Actor, ActorKind, Mention
from detente.model.events import Participant

_LEFT_OVER: Final = re.compile(r"^(?:on|upon|for|of|that)\s+(?=\S)", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"^(?:,\s*|\s+)(?:to|must|should|shall|ha(?:s|ve) to)\s+(?=\w)")
_BARE: Final = re.compile(r"^\s+(?=[a-z])(?!and\b|or\b|,|['’]s\b|(?:is|are|was|were|of|in|on)\b)")
_OWN: Final = re.compile(r"^(?:the|their|its|his|her)?\s*(?:government|cabinet)$", re.IGNORECASE)


def demanded_act(words: str, named: Iterable[str]) -> str:
    """The words of a demand without whoever is asked.

    Args:
        words: The words.
        named: How those asked are named in the text, resolved ones only.
    """
    bare = _LEFT_OVER.sub("", words)
    for name in sorted(named, key=len, reverse=True):
        for who in (name, f"the {name}"):
            if not bare.lower().startswith(who.lower()):
                continue
            rest = bare[len(who) :]
            act = _BETWEEN.sub("", rest) if _BETWEEN.match(rest) else _BARE.sub("", rest)
            if act != rest:
                return act
    return bare


def own_government(
    asked: Sequence[Participant], speaker: Actor | None, known: Sequence[Mention]
) -> tuple[Actor, ...]:
    """The government of the speaker's own state, where "the government" is asked.

    Args:
        asked: Who is asked, as far as words go.
        speaker: Who asks; of a state, and not its government itself.
        known: Who is named where in the report.
    """
    if speaker is None or speaker.sector == "GOV" or not any(_OWN.match(p.text) for p in asked):
        return ()
    states = (m.actor for m in known if m.actor and m.actor.kind is ActorKind.STATE)
    state = next((one for one in states if one.id == speaker.country), None)
    if state is None:
        return ()
    return (
        Actor(
            id=f"{state.id}.GOV",
            name=f"government of {state.name}",
            kind=ActorKind.SECTOR,
            country=state.id,
            sector="GOV",
            principal=state.id,
            official=True,
        ),
    )


def whole_sides(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Each actor once, and no organ beside its own state."""
    once = {actor.id: actor for actor in actors}
    return tuple(a for a in once.values() if a.principal == a.id or a.principal not in once)
