"""Where a speaker says that an act was staged so that somebody else is blamed for it.

Such an accusation tells of two accounts of who did it: the speaker's own, and the one he says
others give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from detente.codebook.corroboration import blame_patterns
from detente.codebook.loader import load_table
from detente.model.events import Event, EventType, Mark
from detente.model.reports import Report
from detente.model.statements import Statement
from detente.reading.facet_claims import Account, Told, actors, camps, hearsay, names
from detente.reading.incident_matching import StateName
from detente.reading.origins import speaker_key, words_of
from detente.reading.relations_of_sides import camp_of

_SOMEBODY_ELSE: Final = "somebody else"
_MATERIAL: Final = 4
_REACH: Final = 60
"""How many characters after the word of blame the one blamed may begin."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is needed to find who calls what staged.

    Attributes:
        texts: Reports by id.
        statements: Statements by id.
        events: All events.
        stagings: Accusations that somebody staged an act, by report.
    """

    texts: Mapping[str, Report]
    statements: Mapping[str, Statement]
    events: Sequence[Event]
    stagings: Mapping[str, tuple[Event, ...]]


def batch_of(
    reports: Iterable[Report], statements: Iterable[Statement], events: Sequence[Event]
) -> Batch:
    """Put a batch in order, with its accusations of staging."""
    texts = {report.id: report for report in reports}
    by_id = {statement.id: statement for statement in statements}
    stagings: dict[str, tuple[Event, ...]] = {}
    for event in events:
        said = by_id.get(event.statement)
        if said and _is_accusation(event) and _speaks_of_staging(event, said, texts):
            stagings[said.report] = (*stagings.get(said.report, ()), event)
    return Batch(texts, by_id, events, stagings)


def as_accused(account: Account, batch: Batch) -> Account:
    """Name the author of an act whose teller accuses somebody of staging it.

    Somebody who speaks of a staged operation by his enemies and then of "suspicious attacks"
    without an author accuses those enemies of the attacks.
    """
    event = account.event
    if event.speech_act or event.type.quad != _MATERIAL or actors(event.actors):
        return account
    accusation = next(_staging(account, batch), None)
    if accusation is None or not account.asserts:
        return account
    named = replace(event, actors=accusation.recipients, mark=Mark.ACCUSED)
    return Account(named, account.witness)


def hearsay_claims(accounts: Iterable[Account], batch: Batch) -> list[Told]:
    """The account others give, as told by a speaker who calls it staged; at most one.

    None where those others are read themselves.
    """
    told = tuple(accounts)
    for account in told:
        if calls_it_staged(account, batch):
            blamed = _framed(account, batch)
            key = _key(account, blamed)
            heard = any(key & set(camps(each.event.actors)) for each in told if each.asserts)
            return [] if heard else [hearsay(account, blamed or _SOMEBODY_ELSE, key)]
    return []


def _key(account: Account, blamed: str) -> frozenset[str]:
    return frozenset({account.witness.camp if blamed else _SOMEBODY_ELSE})


def calls_it_staged(account: Account, batch: Batch) -> bool:
    """Whether the speaker of an account says that its author staged it."""
    event = account.event
    if event.mark is not Mark.ACCUSED or event.speech_act:
        return False
    own = batch.statements[event.statement]
    return _speaks_of_staging(event, own, batch.texts) or any(
        set(camps(accusation.recipients)) & set(camps(event.actors))
        for accusation in _staging(account, batch)
    )


def _staging(account: Account, batch: Batch) -> Iterator[Event]:
    """Accusations of staging by the same speaker in the same report."""
    own = batch.statements[account.event.statement]
    for event in batch.stagings.get(own.report, ()):
        speaker = batch.statements[event.statement].speaker
        if speaker_key(speaker) == speaker_key(own.speaker):
            yield event


def _is_accusation(event: Event) -> bool:
    return event.type is EventType.ACCUSE and event.speech_act and event.mark is Mark.ASSERTED


def _speaks_of_staging(event: Event, statement: Statement, texts: Mapping[str, Report]) -> bool:
    report = texts.get(event.trail.report)
    clause = event.trail.span.of(report.text) if report else ""
    words = f"{words_of(statement, texts)} {clause}"
    return any(pattern.search(words) for pattern in blame_patterns())


def _framed(account: Account, batch: Batch) -> str:
    """The speaker's own side, where his words say that it is the one blamed; else ""."""
    voucher, by = account.witness, set(camps(account.event.actors))
    accused = (
        participant
        for event in batch.events
        if event.trail.report == voucher.report
        and _accuses(event)
        and set(camps(event.actors)) <= by
        for participant in event.recipients
        if participant.actor and camp_of(participant.actor) == voucher.camp
    )
    return names(actors(accused)[:1]) or _blamed_in_words(account, batch)


def _blamed_in_words(account: Account, batch: Batch) -> str:
    own = _state_names().get(account.witness.camp, "")
    speaker = speaker_key(batch.statements[account.event.statement].speaker)
    if not own:
        return ""
    words = " ".join(
        words_of(statement, batch.texts)
        for statement in batch.statements.values()
        if statement.report == account.witness.report and speaker_key(statement.speaker) == speaker
    )
    found = (match for pattern in blame_patterns("blamed") for match in pattern.finditer(words))
    return own if any(_follows(words, match.start(), own) for match in found) else ""


def _follows(words: str, start: int, name: str) -> bool:
    return name in words[start : start + _REACH + len(name)]


@cache
def _state_names() -> dict[str, str]:
    return {row.code: row.name for row in load_table("states", StateName)}


def _accuses(event: Event) -> bool:
    return event.type is EventType.ACCUSE or event.mode == "misinformation"
