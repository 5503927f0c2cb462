"""Names in a pair that stands alone, without a report around it."""

from __future__ import annotations

import dataclasses

from detente.reading import gazetteer
from detente.reading.lexicon import Lexicon, load
from detente.reading.relations.pairs import Pair


def named(pair: Pair, lexicon: Lexicon | None = None) -> Pair:
    """The same pair with the names the gazetteer knows.

    Args:
        pair: Any pair.
        lexicon: Known names; the built-in ones if None.
    """
    known = lexicon or load()
    mentions = gazetteer.find(pair.text, known)
    return dataclasses.replace(pair, names=gazetteer.masks(mentions, known))
