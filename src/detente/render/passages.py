"""The sentences a brief leads back to, with what was said marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from detente.model.reports import Report
from detente.model.spans import Span
from detente.model.statements import Statement, StatementKind
from detente.render.happenings import event_words
from detente.render.index import Index
from detente.render.view import Passage, Piece
from detente.render.voices import link_name, mandate_words
from detente.render.words import surroundings


def numbered(index: Index, cited: Iterable[str]) -> Mapping[str, int]:
    """Number the cited statements in the order of reports and of their words."""
    wanted = set(cited)
    places = {report.id: n for n, report in enumerate(index.reading.reports)}
    found = [s for s in index.reading.statements if s.id in wanted]
    found.sort(key=lambda s: (places[s.report], s.content[0] if s.content else s.trail.span, s.id))
    return {statement.id: number for number, statement in enumerate(found, start=1)}


def passages(index: Index, numbers: Mapping[str, int]) -> tuple[Passage, ...]:
    """Every numbered statement in its sentence."""
    return tuple(_passage(index, index.statements[s], n) for s, n in numbers.items())


def _passage(index: Index, statement: Statement, number: int) -> Passage:
    report = index.reports[statement.report]
    spans = statement.content or (statement.trail.span,)
    events = index.by_statement.get(statement.id, ())
    return Passage(
        number=number,
        statement=statement.id,
        report=index.labels[report.id],
        where=", ".join(f"{span.start}–{span.end}" for span in spans),
        pieces=tuple(_pieces(report, statement, spans)),
        chain=tuple(link_name(index, statement, link) for link in statement.chain),
        standing=_standing(index, statement),
        coded=tuple(event_words(index, event) for event in events),
    )


def _standing(index: Index, statement: Statement) -> str:
    """How the words reach us: kind, mandate, and whether they are a translation."""
    return _voice_standing(index, statement) + _translation_note(index, statement)


def _translation_note(index: Index, statement: Statement) -> str:
    translation = index.reports[statement.report].translation
    if translation is None:
        return ""
    spans = [s for part in statement.content for s in translation.original_of(part)]
    original = " … ".join(dict.fromkeys(span.of(translation.original) for span in spans))
    confirmed = translation.confirmed_by
    state = f"confirmed by {confirmed}" if confirmed else "not confirmed, not judged"
    return (
        f"; translated from {translation.language} by {translation.engine}, {state}"
        f"; in the original: {original}"
    )


def _voice_standing(index: Index, statement: Statement) -> str:
    if statement.kind is StatementKind.OUTLET and len(statement.chain) == 1:
        return statement.kind.value
    mandate = mandate_words(index, statement.mandate, statement.speaks_for)
    return f"{statement.kind.value}; {mandate}"


def _pieces(report: Report, statement: Statement, spans: Sequence[Span]) -> Iterator[Piece]:
    marks = sorted([(s, "said") for s in spans] + [(s, "cue") for s in statement.cue])
    whole = Span(min(m[0].start for m in marks), max(m[0].end for m in marks))
    around = surroundings(report.text, whole)
    done = around.start
    for span, mark in marks:
        if span.start < done and mark == "cue":
            continue
        if span.start > done:
            yield Piece(report.text[done : span.start], "")
        yield Piece(report.text[max(done, span.start) : span.end], mark)
        done = max(done, span.end)
    if done < around.end:
        yield Piece(report.text[done : around.end], "")
