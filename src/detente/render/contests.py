"""Who contests what, side by side by speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from detente.model.incidents import Claim, Facet, FacetKind, FacetStatus, Incident
from detente.model.statements import Statement
from detente.render.index import Index
from detente.render.view import Contest, Side, Voice
from detente.render.voices import claim_voices, statement_voice
from detente.render.words import capital

_DISPUTED: Final = (FacetStatus.CONTESTED, FacetStatus.DENIED)
_QUESTIONS: Final = {
    FacetKind.OCCURRENCE: "Did it happen?",
    FacetKind.AUTHOR: "Who did it?",
    FacetKind.TARGET: "Against what, or where?",
    FacetKind.EFFECT: "With what effect?",
}


def contests(index: Index, incidents: Sequence[Incident]) -> tuple[Contest, ...]:
    """Every question on which speakers contradict each other.

    Args:
        index: The reading.
        incidents: In the order of their numbers in the brief.
    """
    return (*_over_facets(index, incidents), *_over_statements(index))


def _over_facets(index: Index, incidents: Sequence[Incident]) -> Iterator[Contest]:
    for number, incident in enumerate(incidents, start=1):
        for facet in incident.facets:
            sides = tuple(_sides(index, facet)) if facet.status in _DISPUTED else ()
            if len(sides) > 1 or any(not claim.asserts for claim in facet.claims):
                about = f"{number}. {index.neutral(incident.summary)}"
                yield Contest(_QUESTIONS[facet.kind], about, sides)


def _sides(index: Index, facet: Facet) -> Iterator[Side]:
    """One side a camp; speakers without a camp stand each for themselves."""
    camps: dict[str, list[Claim]] = {}
    for claim in facet.claims:
        key = claim.camp or (claim.speaker.id if claim.speaker else claim.speaker_name)
        camps.setdefault(key, []).append(claim)
    for key, claims in camps.items():
        voices = claim_voices(index, claims, own_words=facet.kind is not FacetKind.AUTHOR)
        yield Side(heading=_heading(index, key, voices), voices=voices)


def _heading(index: Index, camp: str, voices: Sequence[Voice]) -> str:
    return capital(index.names.get(camp) or voices[0].name)


def _over_statements(index: Index) -> Iterator[Contest]:
    """Statements in one name that the same others contest are one contest."""
    groups: dict[tuple[str, tuple[str, ...]], list[Statement]] = {}
    for statement in index.reading.statements:
        if statement.contested_by:
            key = (statement.speaks_for, statement.contested_by)
            groups.setdefault(key, []).append(statement)
    for (principal, against), statements in groups.items():
        yield _contest(index, principal, statements, [index.statements[i] for i in against])


def _contest(
    index: Index, principal: str, statements: Sequence[Statement], against: Sequence[Statement]
) -> Contest:
    name = statement_voice(index, statements[0]).name
    question = f"In whose name does {name} speak?" if principal else f"Is {name} right?"
    about = "A statement that others contest"
    if principal:
        about = f"Said in the name of {index.name(principal)}"
    sides = (_side(index, statements), *_by_speaker(index, against))
    return Contest(question, about, sides)


def _by_speaker(index: Index, statements: Iterable[Statement]) -> Iterator[Side]:
    names: dict[str, list[Statement]] = {}
    for statement in statements:
        names.setdefault(statement_voice(index, statement).name, []).append(statement)
    yield from (_side(index, same) for same in names.values())


def _side(index: Index, statements: Sequence[Statement]) -> Side:
    voices = tuple(statement_voice(index, statement) for statement in statements)
    return Side(heading=capital(voices[0].name), voices=voices)
