"""Statements: one speaker says one thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.model.actors import Actor
from detente.model.dates import DateRange
from detente.model.spans import Span, Trail


class Mandate(StrEnum):
    """In whose name someone may speak, from dated office rows and from the words used."""

    AUTHORISED = "authorised"
    SEMI_OFFICIAL = "semi-official"
    PERSONAL = "personal"
    EXPERT = "expert"
    UNKNOWN = "unknown"


class StatementKind(StrEnum):
    """How the words reach us."""

    DIRECT = "direct quotation"
    INDIRECT = "indirect speech"
    MIXED = "mixed quotation"
    HEADLINE = "headline"
    OUTLET = "outlet voice"


class SpeakerRole(StrEnum):
    """The place of one link in a speaker chain."""

    OUTLET = "outlet"
    AGENCY = "agency"
    DOCUMENT = "document"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Speaker:
    """One link of a speaker chain.

    Attributes:
        name: As written in the text, or the outlet's name.
        role: Outlet, agency, document or speaker.
        actor: Resolved actor; None when it cannot be told.
        span: Where it stands in the text; None for the publishing outlet itself.
        function: Office or description given, such as "chairman of the committee".
    """

    name: str
    role: SpeakerRole
    actor: Actor | None = None
    span: Span | None = None
    function: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One speaker says one thing: the field's source, cue and content.

    Attributes:
        id: Stable identifier within the reading.
        report: Identifier of the report.
        chain: Speakers, outermost first: outlet, agency, medium, official. The last one is
            who is said to have said it. Never empty: the outlet stands first.
        content: The words said, one or several stretches.
        kind: Quoted, reported, mixed, headline, or the outlet's own voice.
        cue: The words that mark the attribution; None for the outlet's voice.
        cue_lemma: Their lemma or phrase, such as "say" or "according to".
        speaks_for: Actor id of the principal claimed, "" if none is.
        mandate: In whose name the last speaker may speak.
        contested_by: Ids of statements that contest this one or its claim to speak for others.
        said_on: When it was said, as far as the text tells.
        parent: Id of the statement this one is nested in, "" at the top.
        verbatim: False for translations and paraphrases.
        trail: Report, offsets and rule.
    """

    id: str
    report: str
    chain: tuple[Speaker, ...]
    content: tuple[Span, ...]
    kind: StatementKind
    cue: tuple[Span, ...]
    cue_lemma: str
    trail: Trail
    speaks_for: str = ""
    mandate: Mandate = Mandate.UNKNOWN
    contested_by: tuple[str, ...] = ()
    said_on: DateRange | None = None
    parent: str = ""
    verbatim: bool = False

    @property
    def speaker(self) -> Speaker:
        """Who is said to have said it: the last link of the chain."""
        return self.chain[-1]
