"""Demands, openings and gaps: what is asked, what is offered, what is not known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.model.actors import Actor
from detente.model.statements import Mandate


@dataclass(frozen=True, slots=True)
class Demand:
    """What a speaker asks of somebody.

    Attributes:
        id: Stable identifier within the reading.
        speaker: Who asks; None when it cannot be told.
        speaker_name: As written.
        speaks_for: Actor id of the principal, "" if none.
        mandate: Only an authorised demand is a party's position.
        of_whom: From whom it is demanded.
        what: What is demanded, in the speaker's words.
        issue: Codebook issue it concerns ("withdrawal", "restitution", "guarantees",
            "ceiling", "sanctions relief", ...), "" if none fits.
        precondition_for: What it is made a condition of, "" if nothing.
        statements: Statements that make it, in order.
        events: Events (REQUEST) that make it, in order.
        first_said: First known day.
        last_said: Last known day.
    """

    id: str
    speaker: Actor | None
    speaker_name: str
    speaks_for: str
    mandate: Mandate
    of_whom: tuple[Actor, ...]
    what: str
    issue: str
    precondition_for: str
    statements: tuple[str, ...]
    events: tuple[str, ...]
    first_said: dt.date | None = None
    last_said: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What a speaker offers or recommends, and how it was answered.

    Attributes:
        id: Stable identifier within the reading.
        speaker: Who offers; None when it cannot be told.
        speaker_name: As written.
        speaks_for: Actor id of the principal, "" if none.
        mandate: In whose name.
        kind: "offer", "concession", "agreement to talk" or "recommendation".
        to_whom: To whom it is offered.
        what: What is offered, in the speaker's words.
        statements: Statements that make it.
        events: Events that make it.
        answers: Event ids of agreements, rejections or counter-demands that answer it.
        first_said: First known day.
        last_said: Last known day.
    """

    id: str
    speaker: Actor | None
    speaker_name: str
    speaks_for: str
    mandate: Mandate
    kind: str
    to_whom: tuple[Actor, ...]
    what: str
    statements: tuple[str, ...]
    events: tuple[str, ...]
    answers: tuple[str, ...] = ()
    first_said: dt.date | None = None
    last_said: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the reports leave open, as a question.

    Attributes:
        question: In plain words, ending with a question mark.
        about: Ids of incidents, statements or dyads it concerns.
        kind: "author", "effect", "date", "place", "corroboration", "missing camp",
            "mandate", "war threshold" or "answer".
    """

    question: str
    about: tuple[str, ...]
    kind: str
