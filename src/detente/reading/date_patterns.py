"""How English texts write days: one expression per way of writing, built from the codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from detente.codebook import load_table
from detente.codebook.date_words import DateWord

_PART: Final = r"(?:[ ](?:morning|afternoon|evening|night|noon|dawn))?"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_DAY: Final = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_TO_DAY: Final = (
    r"(?:[ ]?(?:-|–|—|to|and|or|through)[ ]?(?P<day2>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?)?"
)
_EARLY: Final = r"(?:(?P<edge>early|late|mid)[ -])?"
_SHIFT: Final = r"(?:(?P<shift>last|past|next|this|this past|this coming|coming)[ ])?"
_NUMBER_WORDS: Final = r"(?P<number>\d{1,3}|NUMBERS)"

_TEMPLATES: Final = MappingProxyType(
    {
        "iso": r"(?P<year>(?:19|20)\d\d)-(?P<month>0\d|1[0-2])-(?P<day>[0-2]\d|3[01])(?![\d-])",
        "numeric": r"(?P<first>\d{1,2})(?P<mark>[./])(?P<second>\d{1,2})(?P=mark)"
        + _YEAR
        + r"(?!\d)",
        "day_month": _DAY
        + _TO_DAY
        + r"[ ](?:of[ ])?(?P<month>MONTHS)(?!\w)(?:,?[ ]"
        + _YEAR
        + r"(?!\d))?",
        "month_day": r"(?P<month>MONTHS)[ ](?:the[ ])?"
        + _DAY
        + _TO_DAY
        + r"(?![\d:])(?:,?[ ]"
        + _YEAR
        + r"(?!\d))?",
        "month_year": _EARLY + r"(?P<month>MONTHS)(?:,| of)?[ ]" + _YEAR + r"(?!\d)",
        "month_alone": r"(?:(?<=in )|(?<=since )|(?<=until )|(?<=during )|(?<=by )|(?<=from )|(?<=to )|(?<=of )|(?=last |next |this |early |late |mid-))"
        r"(?:(?P<shift>last|next|this)[ ])?" + _EARLY + r"(?P<month>FULLMONTHS)(?![\w'’])",
        "weekday": _SHIFT
        + r"(?:(?P<edge>early|late)[ ](?:on[ ])?)?(?P<weekday>WEEKDAYS)"
        + r"(?!\w)"
        + _PART,
        "ago": _NUMBER_WORDS + r"[ ](?P<unit>UNITS)s?[ ]ago(?!\w)",
        "span": r"(?:the[ ])?(?P<way>last|past|previous|next|coming|following)[ ]"
        + _NUMBER_WORDS
        + r"[ ](?P<unit>UNITS)s?(?!\w)",
        "within": r"(?:within|in)[ ](?:the[ ]next[ ])?"
        + _NUMBER_WORDS
        + r"[ ](?P<unit>UNITS)s?(?![\w'’])(?![ ]of)",
        "period": r"(?:(?P<edge>earlier|later|early|late)[ ])?(?P<shift>last|this|next)[ ](?P<period>week|weekend|month|year)(?![\w'’-])",
        "phrase": r"(?P<phrase>PHRASES)(?!\w)",
        "year": r"(?:(?<=in )|(?<=since )|(?<=until )|(?<=by )|(?<=during )|(?<=from )|(?<=of ))"
        + _EARLY
        + _YEAR
        + r"(?![\w-])(?!,\d)",
    }
)


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def words(kind: str) -> Mapping[str, DateWord]:
    """Rows of the table of date words of one kind, by word."""
    rows = load_table("date_words", DateWord)
    return MappingProxyType({row.word: row for row in rows if row.kind == kind})


def _named(kind: str, *, full_only: bool = False) -> str:
    """Names as a text may write them: capitalised or all in capitals, never in lower case."""
    rows = words(kind).values()
    names = [row.word for row in rows if not full_only or row.note == "full"]
    return _alternatives([*(n.capitalize() for n in names), *(n.upper() for n in names)])


def _any_case(kind: str) -> str:
    return f"(?i:{_alternatives(words(kind))})"


@cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    """One compiled expression per way of writing a date, the most telling first."""
    filled = {
        "FULLMONTHS": _named("month", full_only=True),
        "WEEKDAYS": _named("weekday"),
        "MONTHS": _named("month"),
        "PHRASES": _any_case("phrase"),
        "NUMBERS": _any_case("number"),
        "UNITS": _any_case("unit"),
    }
    return MappingProxyType({name: _fill(text, filled) for name, text in _TEMPLATES.items()})


def _fill(template: str, filled: Mapping[str, str]) -> re.Pattern[str]:
    for name, alternatives in filled.items():
        template = re.sub(rf"\b{name}\b", lambda _: alternatives, template)  # noqa: B023
    return re.compile(rf"(?<![\w-]){template}", re.ASCII)


@cache
def forward_words() -> re.Pattern[str]:
    """Words that turn the weekdays of their clause to the days ahead."""
    return re.compile(rf"(?<!\w)(?:{_alternatives(words('future'))})(?!\w)", re.IGNORECASE)


@cache
def deadline_words() -> re.Pattern[str]:
    """Words that do so only when they stand right before it."""
    return re.compile(
        rf"(?<!\w)(?:{_alternatives(words('deadline'))})[ ](?:the[ ])?$", re.IGNORECASE
    )


@cache
def part_of_name() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words before and after a weekday that make it part of a name, such as "Good Friday"."""
    before = rf"(?:^|\W)(?:{_alternatives(w.capitalize() for w in words('name before'))})[ ]$"
    after = rf"[ ](?:{_alternatives(w.capitalize() for w in words('name after'))})(?!\w)"
    return re.compile(before), re.compile(after)
