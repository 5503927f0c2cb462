"""Who speaks a clause, and whom its pronouns mean."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from detente.model.events import Participant
from detente.reading.adversary import as_adversary
from detente.reading.drafts import Participants
from detente.reading.participants import participants
from detente.reading.scene import Scene
from detente.reading.subjects import RELATIVE

_THIRD_PERSON = frozenset({"it", "they", "he", "she", "its", "their", "his", "her"})
_FIRST_PERSON = frozenset({"we", "us", "i", "me", "our", "ours", "my"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the reading of a sentence we are.

    Attributes:
        scene: The text.
        speaker: Who speaks the clause, empty in the outlet's voice.
        reported: Whether the same sentence reports it as that speaker's words.
        used: Predicates already read as content of others.
        depth: How deep in contents.
    """

    scene: Scene
    speaker: Participants
    reported: bool = False
    used: set[int] = field(default_factory=set)
    depth: int = 0

    def deeper(self, speaker: Participants | None = None) -> Place:
        """The place of a content, spoken by somebody else if given."""
        if speaker is None:
            return replace(self, depth=self.depth + 1)
        return replace(self, speaker=speaker, reported=True, depth=self.depth + 1)


def people(place: Place, heads: tuple[int, ...]) -> Participants:
    """Actors that arguments mean; the first person means the speaker."""
    found = participants(place.scene, heads)
    found = tuple(p for p in found if p.actor or p.text.lower() not in RELATIVE)
    return tuple(who for participant in found for who in _by_speaker(place, participant))


def _by_speaker(place: Place, participant: Participant) -> Participants:
    """The speaker in place of a pronoun that means the speaker ("X said it would ...")."""
    word = participant.text.lower()
    means_speaker = word in _FIRST_PERSON or (place.reported and word in _THIRD_PERSON)
    if participant.actor is None and means_speaker and place.speaker:
        return tuple(replace(p, rule="pronoun") if p.actor else p for p in place.speaker)
    return (as_adversary(place.scene, participant, place.speaker),)


def authors(place: Place, heads: tuple[int, ...]) -> Participants:
    """Actors that did something: the country in which a thing lies has not acted by it."""
    return tuple(
        replace(p, actor=None, rule="thing") if p.rule == "located" else p
        for p in people(place, heads)
    )
