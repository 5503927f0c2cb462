"""Reads the rounds of a single text from TOML; the schema is described in docs/settlement.md."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from detente.adapters.toml_place import Place, known_keys, option_of, tables, word
from detente.model.errors import InputError, TableError
from detente.model.settlement import BargainingTable, Issue
from detente.model.settlement_rounds import Answer, Comment, TextRound


def read_rounds(path: Path, table: BargainingTable) -> tuple[TextRound, ...]:
    """Read the rounds in a file.

    A round takes over from the one before what it does not change; the first names every issue.

    Raises:
        InputError: If the file cannot be read.
        TableError: If something in it cannot be used; file, line and key are named.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise InputError(f"{path}: {problem.strerror}; give a TOML file of rounds") from problem
    top = Place(str(path), text, "")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise TableError(str(path), 0, "TOML", str(problem)) from problem
    known_keys(data, {"round"}, top)
    rounds = tuple(_rounds(data, table, top))
    if not rounds:
        raise top.wrong("there is no round", "add [[round]] with text = { issue = option, ... }")
    return rounds


def _rounds(data: Mapping[str, Any], table: BargainingTable, top: Place) -> Iterator[TextRound]:
    known = {issue.key: issue for issue in table.issues}
    options: dict[str, str] = {}
    for at, entry in enumerate(tables(data, "round", top)):
        place = Place(top.file, top.text, "round", at)
        known_keys(entry, {"text", "comment"}, place)
        options = options | _text(entry, known, place)
        missing = [key for key in known if key not in options]
        if missing:
            raise place.down("text").wrong(f"the first text says nothing about {missing[0]!r}")
        comments = entry.get("comment", [])
        if not isinstance(comments, list):
            raise place.down("comment").wrong("not an array", "write [[round.comment]]")
        yield TextRound(options, tuple(_comment(one, known, table, place) for one in comments))


def _text(entry: Mapping[str, Any], known: Mapping[str, Issue], place: Place) -> dict[str, str]:
    text = entry.get("text", {})
    if not isinstance(text, Mapping):
        raise place.down("text").wrong("no options", "text = { issue = option, ... }")
    for key, option in text.items():
        if key not in known:
            raise place.down("text").wrong(f"no issue is called {key!r}")
        option_of(str(option), known[key], place.down("text"))
    return {key: str(option) for key, option in text.items()}


def _comment(
    entry: Mapping[str, Any], known: Mapping[str, Issue], table: BargainingTable, place: Place
) -> Comment:
    inside = place.down("comment")
    known_keys(entry, {"party", "issue", "answer", "wants", "words"}, inside)
    party, issue = word(entry, "party", inside), word(entry, "issue", inside)
    if party not in {one.key for one in table.parties}:
        raise inside.down("party").wrong(f"no party is called {party!r}")
    if issue not in known:
        raise inside.down("issue").wrong(f"no issue is called {issue!r}")
    try:
        answer = Answer(word(entry, "answer", inside))
    except ValueError as problem:
        raise inside.down("answer").wrong(str(problem), f"one of {', '.join(Answer)}") from problem
    wants = str(entry.get("wants", ""))
    if wants:
        option_of(wants, known[issue], inside.down("wants"))
    return Comment(party, issue, answer, wants, str(entry.get("words", "")))
