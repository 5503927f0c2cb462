"""What stands under a cue: the words of its content, and who is told."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from itertools import chain
from typing import Final

from detente.codebook.cues import CueRow
from detente.reading.attribution_surface import (
    after_colon,
    clause_after,
    closing,
    inserted,
    that_clause,
)
from detente.reading.page import Page
from detente.reading.syntax import Parsed, Token

_OBJECTS: Final = frozenset({"obj", "iobj"})
_TIMES: Final = frozenset(
    word.lower()
    for word in (
        *calendar.day_name,
        *calendar.month_name,
        *("day", "week", "month", "year", "morning", "evening", "night", "afternoon"),
        *("today", "yesterday", "earlier", "later"),
    )
    if word
)


def _closes(page: Page, verb: Token, part: Token) -> bool:
    """Whether what the parse takes for a complement is the ", X said" that closes the sentence."""
    return part.index > verb.index and closing(page, part) is not None


def content_words(
    page: Page, verb: Token, row: CueRow, parts: Sequence[Token], who: range
) -> tuple[set[int], bool]:
    """The words of the content, and whether they form a clause of their own."""
    parsed = page.parsed
    if "that" in row.frames and (found := that_clause(page, verb)):
        return set(found), True
    here = range(*page.words(verb))
    words = {at for part in parts for at in parsed.subtree(part.index, here)}
    clause = any(part.dep == "ccomp" for part in parts)
    around = set(chain.from_iterable(inserted(page, verb, who))) if row.communicates else set()
    quotable = "quote" in row.frames and row.communicates
    if "that" in row.frames and who and len(around) > len(words):
        return around, True
    if quotable and not clause and (found := after_colon(page, verb)):
        return set(found), True
    after = {at for at in words if at > verb.index}
    if after:
        whole = {*words, *clause_after(page, verb, min(after))} if row.communicates else words
        return whole - {verb.index}, clause
    return words - {verb.index}, clause


def complements(page: Page, verb: Token, row: CueRow) -> list[Token]:
    """The heads of what may be the content, or who is told, under a cue."""
    parsed = page.parsed
    found = [
        child
        for child in parsed.children(verb.index)
        if _is_content(parsed, child, row) and not is_time(child) and not _closes(page, verb, child)
    ]
    objects = [one for one in found if one.dep in _OBJECTS]
    clauses = [one for one in found if one.dep in {"ccomp", "xcomp"}]
    alone = len(objects) == len(found) and "np" not in row.frames
    if objects and not clauses and (alone or not {"np", "as", "listener"} & set(row.frames)):
        return [one for one in found if one not in objects]
    return found


def _is_content(parsed: Parsed, child: Token, row: CueRow) -> bool:
    if child.tag == "VBG" and parsed.tokens[child.index - 1].text == ",":
        return False
    if child.dep == "ccomp":
        return bool({"that", "quote", "whether"} & set(row.frames))
    if child.dep == "xcomp":
        return bool({"inf", "ing", "as"} & set(row.frames))
    if child.dep in _OBJECTS:
        return bool({"np", "as", "listener"} & set(row.frames))
    if child.dep == "advcl" and child.tag == "VBG" and child.index == child.head + 1:
        return "ing" in row.frames
    marks = {mark.lemma for mark in parsed.children(child.index, "mark", "case")}
    wanted = row.prepositions | ({"as"} if "as" in row.frames else set())
    wanted |= {row.cue.rpartition(" ")[2]} if " " in row.cue else set()
    after = child.index > child.head
    return after and child.dep.startswith(("advcl", "obl", "nmod")) and bool(marks & wanted)


def listener(parsed: Parsed, verb: Token, row: CueRow, parts: Sequence[Token]) -> tuple[Token, ...]:
    """Who is told: the object of "tell X that ...", or "to X"."""
    told = [one for one in parts if one.dep in _OBJECTS] if "listener" in row.frames else []
    rest = [one for one in parts if one.dep not in _OBJECTS]
    if told and (rest or "np" not in row.frames):
        return (told[0],)
    aimed = [
        child
        for child in parsed.children(verb.index, "obl")
        if any(case.lemma == "to" for case in parsed.children(child.index, "case"))
    ]
    return tuple(one for one in aimed if one not in parts)[:1]


def timeless(page: Page, verb: Token, words: set[int]) -> set[int]:
    """The words less a day between the cue and them: "offered on Tuesday to host talks"."""
    kept, tokens = set(words), page.parsed.tokens
    at = verb.index + 1
    while at in words and _of_time(tokens, at):
        kept.discard(at)
        at += 1
    return kept if any(tokens[at].pos != "PUNCT" for at in kept) else words


def _of_time(tokens: Sequence[Token], at: int) -> bool:
    after = tokens[min(at + 1, len(tokens) - 1)]
    return is_time(tokens[at]) or (tokens[at].pos == "ADP" and is_time(after))


def is_time(token: Token) -> bool:
    """Whether the word names a day, a month or a time of day."""
    return token.text.lower() in _TIMES
