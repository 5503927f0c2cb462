"""What a brief says, ready to be laid out: the terminal and the page print the same view.

Every line carries ``cites``, the ids of the statements it rests on. A line without any says
something about the whole batch, such as a side that is missing from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from detente.model.ladder import DyadPosition
from detente.render.tables import Chart, Table


@dataclass(frozen=True, slots=True)
class Line:
    """One line in the tool's own voice, and the statements it rests on."""

    text: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A key judgement.

    Attributes:
        text: What is judged.
        confidence: Word from the written table, "" where nothing is judged to be so.
        basis: Why this confidence.
        cites: Statements it rests on.
        detail: Status of each facet, "" where no incident is judged.
    """

    text: str
    confidence: str
    basis: str
    cites: tuple[str, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says one thing, through whom, and in which words.

    Attributes:
        name: The last link of the chain.
        chain: The links before it, outermost first.
        standing: Stake, access and mandate, in words.
        says: What is said; a speaker's own words stand in quotation marks.
        asserts: False for a denial.
        cites: Statements that say it.
    """

    name: str
    chain: tuple[str, ...]
    standing: str
    says: str
    asserts: bool
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet of an incident."""

    question: str
    value: str
    status: str
    note: str
    credibility: int
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One incident.

    Attributes:
        id: Incident id.
        number: Its number in this brief.
        summary: One neutral line.
        kind: Type and mode in words.
        when: Day or range in words.
        where: Place in neutral words.
        group: "corroborated", "contested" or "claimed", by its occurrence.
        facets: The facets anyone speaks to.
        silent: Facets nobody speaks to.
        counts: Magnitudes in words.
        assessed: A person's judgement, "" if none.
        cites: Every statement behind it.
    """

    id: str
    number: int
    summary: str
    kind: str
    when: str
    where: str
    group: str
    facets: tuple[FacetView, ...]
    silent: tuple[str, ...]
    counts: tuple[str, ...]
    assessed: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contest: who stands on it, and what they say."""

    heading: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Contest:
    """A question on which speakers contradict each other."""

    question: str
    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Where one pair of actors stands.

    Attributes:
        position: The model's own figures, for the chart.
        title: Both names.
        lines: Rungs, arrow, pressure and what is missing, each with its statements.
    """

    position: DyadPosition
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SaidGroup:
    """Accusations, threats, refusals and the like: acts of speech, not happenings."""

    heading: str
    note: str
    voices: tuple[Voice, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Demands of one principal under one kind of mandate.

    Attributes:
        heading: Whose demands they are, and whether they are a position.
        position: Whether an authorised voice states them.
        wants: What is asked, in one line.
        lines: Every demand.
    """

    heading: str
    position: bool
    wants: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """One opening and how it was answered.

    Attributes:
        heading: Kind and to whom.
        voice: Who offers what.
        awaits_answer: Whether it is the sort of opening that somebody answers.
        answers: Answers read.
    """

    heading: str
    voice: Voice
    awaits_answer: bool
    answers: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage; ``mark`` is "said", "cue" or ""."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentence a line leads back to.

    Attributes:
        number: Its number in this brief.
        statement: Statement id.
        report: Label of the report in this brief, such as R2.
        where: Offsets of the statement's words in the report.
        pieces: The sentence, cut into what was said, its cue and the rest.
        chain: Everyone it passed through, outermost first.
        standing: Kind of speech and mandate.
        coded: What was coded from it, and by which rule.
    """

    number: int
    statement: str
    report: str
    where: str
    pieces: tuple[Piece, ...]
    chain: tuple[str, ...]
    standing: str
    coded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report in the list of sources."""

    label: str
    title: str
    outlet: str
    control: str
    published: str
    place: str
    url: str
    size: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief.

    Attributes:
        title: Names of the pairs that stand highest, or what was read.
        as_of: Day the windows end.
        facts: What was read and set aside, in short.
        fingerprint: SHA-256 of the reading, so that two prints can be compared.
        numbers: Statement id to its number among the passages.
        labels: Report id to its label.
    """

    title: str
    as_of: dt.date | None
    facts: tuple[str, ...]
    fingerprint: str
    judgements: tuple[Judgement, ...]
    pairs: tuple[Pair, ...]
    ladder: Chart | None
    happenings: tuple[Happening, ...]
    timeline: Chart | None
    contests: tuple[Contest, ...]
    said: tuple[SaidGroup, ...]
    asked: tuple[Asked, ...]
    offered: tuple[Offered, ...]
    gaps: tuple[Line, ...]
    reports: tuple[ReportEntry, ...]
    set_aside: tuple[str, ...]
    confidence: Table
    passages: tuple[Passage, ...]
    numbers: Mapping[str, int]
    labels: Mapping[str, str]
