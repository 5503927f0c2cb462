"""The labelled material: relations between spans, and sentences with or without an event."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.model.spans import Span
from detente.reading.relation_scoring import pair_of
from detente.reading.relations.labels import NO_EVENT
from detente.reading.relations.naming import named
from detente.reading.relations.pairs import Pair


@dataclass(frozen=True)
class Labelled:
    """A pair or sentence with its root, or with its quad class alone."""

    pair: Pair
    label: str = ""
    quad: int = 0


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def relations(folder: Path) -> list[Labelled]:
    """Every labelled relation."""
    found = rows(folder / "plv_train.jsonl")
    return [Labelled(pair_of(row), row["root"], row["penta"]) for row in found]


def sentences(folder: Path) -> list[Labelled]:
    """Each sentence once: the root of its relation, or "no event"."""
    of_text = {row["text"]: row["root"] for row in rows(folder / "plv_train.jsonl")}
    nothing = [r["text"] for r in rows(folder / "cameo_train.jsonl") if r["penta"] == 0]
    labels = {**dict.fromkeys(nothing, NO_EVENT), **of_text}
    return [Labelled(named(Pair(text)), label) for text, label in labels.items()]


def _further(folder: Path) -> list[dict[str, Any]]:
    known = {row["text"] for row in rows(folder / "plv_train.jsonl")}
    found = rows(folder / "cameo_train.jsonl")
    return [row for row in found if row["penta"] and row["text"] not in known]


def headlines_too(folder: Path) -> list[Labelled]:
    """Sentences of which only the quad class is known."""
    return [Labelled(named(Pair(row["text"])), quad=row["penta"]) for row in _further(folder)]


def quads(folder: Path) -> list[Labelled]:
    """Relations of which only the quad class is known."""
    spans = ((row, _span(row, "S"), _span(row, "T")) for row in _further(folder) if "bio" in row)
    return [
        Labelled(named(Pair(row["text"], (source,), (target,))), quad=row["penta"])
        for row, source, target in spans
        if source and target and not source.overlaps(target)
    ]


def _span(row: dict[str, Any], role: str) -> Span | None:
    """The first span of a role, found again in the text the words were cut from."""
    start = end = at = 0
    for word, tag in zip(row["tokens"], row["bio"], strict=True):
        place = row["text"].find(word, at)
        if place < 0:
            return None
        at = place + len(word)
        if tag == f"B-{role}":
            if end:
                break
            start, end = place, at
        elif tag == f"I-{role}" and end:
            end = at
        elif end:
            break
    return Span(start, end) if end else None
