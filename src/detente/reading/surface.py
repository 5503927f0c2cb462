"""What the parser sees in place of the text: plain punctuation, and a placeholder per actor.

The learned components must not know one state from another (a swap of two actors has to swap
the result and change nothing else), so every recognised mention is shown to them as one fixed,
invented word per class and number. The treebank is prepared with the same words.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

PLACEHOLDERS: Final = MappingProxyType(
    {
        "state": ("Ruritania", "Ruritanias"),
        "demonym": ("Ruritanian", "Ruritanians"),
        "organisation": ("Unacor", "Unacors"),
        "person": ("Vasek", "Vaseks"),
        "place": ("Strelsau", "Strelsaus"),
        "group": ("Zhendar", "Zhendars"),
    }
)
"""Class of mention -> the invented words that stand for one and for several of it."""

_QUOTES: Final = str.maketrans("“”„‟«»‘’‚‛′", '""""""' + "'''''")
_DASHES: Final = frozenset({"—", "–", "―"})


def plain_quotes(text: str) -> str:
    """Return the text with straight quotation marks; every offset stays what it was."""
    return text.translate(_QUOTES)


def plain_word(word: str) -> str:
    """Return one token as the model knows it: straight quotes, and ``--`` for a lone dash."""
    return "--" if word in _DASHES else word.translate(_QUOTES)


def placeholder(kind: str, *, plural: bool = False) -> str:
    """Return the word that stands for a mention of this class and number.

    Raises:
        KeyError: if there is no such class.
    """
    return PLACEHOLDERS[kind][plural]
