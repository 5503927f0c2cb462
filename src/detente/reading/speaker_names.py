"""How a source is named and described: the name, and what stands beside it."""

from __future__ import annotations

import re
from typing import Final

from detente.model.actors import Mention
from detente.model.spans import Span
from detente.reading.syntax import Parsed

_PRONOUNS: Final = frozenset({"he", "she", "it", "they", "who", "i", "we"})
DETERMINERS: Final = re.compile(r"^(?:the|a|an|this|that|its|his|her|their|one)\s+", re.IGNORECASE)
_PARTICLES: Final = frozenset(
    {
        "al",
        "bin",
        "ibn",
        "abu",
        "de",
        "da",
        "del",
        "di",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
    }
)
_EDGES: Final = ' ,;:"“”()[]'
_POSSESSIVE: Final = re.compile(r"(?:'s|’s|'|’)$")
_LONGEST_NAME: Final = 80


def is_pronoun(words: str) -> bool:
    """Whether the words are a personal or relative pronoun and nothing else."""
    return words.lower() in _PRONOUNS


def described(parsed: Parsed, source: Span, mention: Mention | None) -> tuple[str, str]:
    """The name of a source, and what the text says of its bearer beside it."""
    words = source.of(parsed.text)
    name, _, title = words.partition(",")
    named = is_name(name) and not is_pronoun(words)
    beside = mention is None or mention.span.start >= source.start + len(name)
    if beside and (named or mention is None):
        return (short(name), title.strip(" ,")) if named else (short(words), words.strip(" ,"))
    assert mention is not None
    if is_pronoun(words) and mention.actor is not None:
        return mention.actor.name, mention.role
    if not source.covers(mention.span):
        return short(words), words.strip(" ,")
    before = _bare(parsed.text[source.start : mention.span.start])
    after = _bare(parsed.text[mention.span.end : source.end])
    rest = (mention.role, before, after)
    return mention.text, ", ".join(dict.fromkeys(part for part in rest if part))


def is_name(words: str) -> bool:
    """Whether every word is capitalised, or a particle of names, and no article comes first."""
    parts = words.split()
    opens = words[:1].isupper() and not DETERMINERS.match(words)
    return opens and all(part[0].isupper() or part.lower() in _PARTICLES for part in parts)


def _bare(words: str) -> str:
    """Words of a description without what only joins them; "" if nothing is left."""
    bare = DETERMINERS.sub("", words.strip(_EDGES) + " ").strip(_EDGES)
    bare = _POSSESSIVE.sub("", bare).strip(_EDGES)
    return (
        bare if any(part[:1].isalpha() and len(part) > len("Mr.") for part in bare.split()) else ""
    )


def short(words: str) -> str:
    """The words up to the first comma, cut at a word when they are very many."""
    bare = words.split(",", maxsplit=1)[0].strip()
    return bare if len(bare) <= _LONGEST_NAME else bare[:_LONGEST_NAME].rsplit(" ", 1)[0]
