"""The scorers that settle with the rules what an event is: a small one, and a large one behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from detente.model.errors import InputError
from detente.reading.relations import encoder, ngrams
from detente.reading.relations.joined import join
from detente.reading.relations.pairs import Pair
from detente.reading.relations.scorers import ENCODER, NGRAMS, encoder_if_any
from detente.reading.relations.verdict import Scorer, Verdict

RULES: Final = "rules"
"""Name of the choice to hear no scorer at all."""

TYPISTS: Final = (ENCODER, NGRAMS, RULES)

EVENT: Final = 0.8
"""How likely a sentence must be an event before a clause without a row is typed."""

COMMENT: Final = 0.5
"""Below this a sentence or headline that stands alone is taken for a comment, whatever its verbs."""


@dataclass(frozen=True, slots=True)
class Typist:
    """The scorers that take part in typing.

    Attributes:
        small: Is asked about every event.
        large: Is heard where the small one does not settle it; None to do without.
    """

    small: Scorer
    large: Scorer | None = None

    def of_pair(self, pair: Pair, expected: str) -> Verdict:
        """Probabilities of the roots between two spans; ``expected`` is the rule's root."""
        first = self.small.pairs([pair], explain=self.large is None)[0]
        if self.large is None or first.root == expected:
            return first
        return join(self.large.pairs([pair], explain=True)[0], first)

    def of_sentence(self, sentence: Pair) -> Verdict:
        """Probabilities of the roots and of "no event" in a whole sentence."""
        first = self.small.sentences([sentence], explain=self.large is None)[0]
        if self.large is None or first.event < 1 - EVENT:
            return first
        return join(self.large.sentences([sentence], explain=True)[0], first)

    def is_event(self, sentence: Pair) -> bool:
        """Whether a sentence or headline that stands alone is news of an event, not comment.

        Not asked in reports: there a bare appeal or a hope is an event's frame, and worth keeping.
        """
        return self.of_sentence(sentence).event >= COMMENT


def engaged(name: str = "") -> Typist | None:
    """The typist of a name: the default with both scorers, n-grams alone, or none for the rules.

    Raises:
        InputError: If there is no such typist.
        ModelFileError: If its files are missing or damaged.
    """
    if name == RULES:
        return None
    if name == NGRAMS:
        return Typist(ngrams.shipped())
    if name not in ("", ENCODER):
        raise InputError(f"no scorer is called {name!r}; there are {', '.join(TYPISTS)}")
    large = encoder.shipped() if name else encoder_if_any()
    return Typist(ngrams.shipped(), large)
