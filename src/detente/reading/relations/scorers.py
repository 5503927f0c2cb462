"""Which scorers there are, and the default: the encoder, or n-grams where it cannot be run."""

from __future__ import annotations

import logging
from functools import cache
from typing import Final

from detente.model.errors import InputError, ModelFileError
from detente.reading.relations import encoder, ngrams
from detente.reading.relations.joined import JoinedScorer
from detente.reading.relations.pairs import Pair
from detente.reading.relations.verdict import Scorer, Verdict

ENCODER: Final = "encoder"
NGRAMS: Final = "ngrams"
NAMES: Final = (ENCODER, NGRAMS)

_LOG: Final = logging.getLogger(__name__)


def load(name: str = "") -> Scorer:
    """A scorer by name, loaded once.

    Args:
        name: One of :data:`NAMES`; "" for the default.

    Raises:
        InputError: If there is no such scorer.
        ModelFileError: If its files are missing or damaged.
    """
    if name == ENCODER:
        return JoinedScorer(encoder.shipped(), ngrams.shipped())
    if name == NGRAMS:
        return ngrams.shipped()
    if name:
        raise InputError(f"no scorer is called {name!r}; there are {', '.join(NAMES)}")
    large = encoder_if_any()
    return ngrams.shipped() if large is None else JoinedScorer(large, ngrams.shipped())


@cache
def encoder_if_any() -> encoder.EncoderScorer | None:
    """The encoder; None, with one warning, where it cannot be run."""
    try:
        return encoder.shipped()
    except ModelFileError as problem:
        _LOG.warning("events are typed by the n-gram scorer: %s", problem)
        return None


def score_pair(pair: Pair, *, scorer: str = "", explain: bool = True) -> Verdict:
    """Type the event between two marked spans: probabilities over the fifteen roots."""
    return load(scorer).pairs([pair], explain=explain)[0]


def score_sentence(text: Pair, *, scorer: str = "", explain: bool = True) -> Verdict:
    """Type a sentence as a whole: probabilities over the fifteen roots and "no event"."""
    return load(scorer).sentences([text], explain=explain)[0]
