"""The task ``coding`` of ``detente evaluate``: events of sentences and headlines, and their worth."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from detente.model.actors import Mention
from detente.model.events import Event, Participant
from detente.model.reports import Report
from detente.reading import coding, gazetteer, lexicon, resolve
from detente.reading.evaluation import EvaluationOptions
from detente.reading.headline_events import comment_spans, reported
from detente.reading.lexicon import Lexicon, code_of
from detente.reading.mended import mended
from detente.reading.relations.pairs import Pair
from detente.reading.relations.typist import Typist, engaged
from detente.reading.scene import scene
from detente.reading.syntax import Parsed, parse_many
from detente.reading.tokens import Masked

EMPTY: Final[Mapping[str, Any]] = {"events": []}
NO_EVENT: Final = ""
_BATCH: Final = 64
_DIGITS: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")

Row = Mapping[str, Any]
Triple = tuple[str, str, str]


def predict(
    rows: Iterable[Row], options: EvaluationOptions | None = None
) -> Iterator[dict[str, Any]]:
    """One prediction per row, in order: ``{events: [{event, mode, actors, recipients, mark}]}``.

    Args:
        rows: Rows with ``text`` and, if known, ``date``.
        options: The user's actors.

    Raises:
        TableError: If the user's actors cannot be used.
    """
    chosen = options or EvaluationOptions()
    known = lexicon.load(chosen.actors, only=chosen.only_actors)
    typist = engaged(chosen.scorer)
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        yield from _predict_batch(batch, known, typist)


def _predict_batch(
    batch: Sequence[Row], known: Lexicon, typist: Typist | None
) -> Iterator[dict[str, Any]]:
    texts = [str(row["text"]) for row in batch]
    days = [day_of(row.get("date")) for row in batch]
    found = [gazetteer.find(text, known, day) for text, day in zip(texts, days, strict=True)]
    pairs = [(text, gazetteer.masks(ms, known)) for text, ms in zip(texts, found, strict=True)]
    for plain, (_, names), mentions, day in zip(parse_many(pairs), pairs, found, days, strict=True):
        parsed = mended(plain)
        resolved = resolve.resolve(parsed, mentions, known, on=day)
        yield {"events": told(parsed, resolved, typist=typist, names=names)}


def told(
    parsed: Parsed,
    mentions: Sequence[Mention],
    *,
    typist: Typist | None = None,
    names: Sequence[Masked] = (),
) -> list[dict[str, Any]]:
    """What one text that is no report, a sentence or a headline, tells."""
    stage = scene(parsed, mentions)
    report = Report("text", parsed.text)
    frames = tuple(stage.frames.values())
    events = coding.code(report, parsed, mentions, frames=frames, typist=typist, names=names)
    found = reported(events, tuple(comment_spans(stage)))
    if found and typist is not None and not typist.is_event(Pair(parsed.text, names=tuple(names))):
        return []
    return [as_row(event) for event in found]


def day_of(value: object) -> dt.date | None:
    """The day a row gives (ISO 8601 or YYYYMMDD); None when it gives none."""
    match = _DIGITS.match(str(value or ""))
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def as_row(event: Event) -> dict[str, Any]:
    """An event as the evaluation file writes it; an actor without a code is left out."""
    return {
        "event": event.type.value,
        "mode": event.mode,
        "actors": _sides(event.actors),
        "recipients": _sides(event.recipients),
        "mark": event.mark.value,
    }


def _sides(side: Sequence[Participant]) -> list[dict[str, str]]:
    coded = ((p.text, code_of(p.actor)) for p in side)
    return [{"text": text, "code": code} for text, code in coded if code]


def score(rows: Sequence[Row], predictions: Sequence[Row]) -> dict[str, float]:
    """Metrics over the rows that carry labels; empty if none does.

    A row's label is its ``event`` or ``root`` ("" = no event), else its ``penta`` (0 = no
    event), else its ``events`` with actors and recipients.

    Returns:
        ``root_accuracy`` on rows with an event, ``no_event_recall``, ``mean`` of the two,
        ``quad_accuracy`` and ``triple_f1`` of (state of actor, root, state of recipient).
    """
    together = list(zip(rows, predictions, strict=True))
    figures = {**_roots(together), **_quads(together), **_triples(together)}
    if {"root_accuracy", "no_event_recall"} <= figures.keys():
        figures["mean"] = (figures["root_accuracy"] + figures["no_event_recall"]) / 2
    return figures


Couples = Sequence[tuple[Row, Row]]


def _roots(together: Couples) -> dict[str, float]:
    labelled = [
        (label, first_root(told)) for row, told in together if (label := root_of(row)) is not None
    ]
    events = [(known, told) for known, told in labelled if known]
    empty = [told for known, told in labelled if not known]
    found: dict[str, float] = {}
    if events:
        found["event_rows"] = float(len(events))
        found["root_accuracy"] = sum(_same_root(k, t) for k, t in events) / len(events)
    if empty:
        found["no_event_rows"] = float(len(empty))
        found["no_event_recall"] = sum(not told for told in empty) / len(empty)
    return found


def _same_root(known: str, told: str) -> bool:
    return known == told or (known == "YIELD" and told in ("CONCEDE", "RETREAT"))


def root_of(row: Row) -> str | None:
    """The root a row is labelled with, "" for no event, None without label."""
    for field in ("event", "root"):
        if field in row:
            return str(row[field] or "").upper().replace("NONE", NO_EVENT)
    if row.get("penta") == 0:
        return NO_EVENT
    if isinstance(row.get("events"), list):
        return str(row["events"][0].get("event", "")) if row["events"] else NO_EVENT
    return None


def first_root(prediction: Row) -> str:
    """The type of the first event told, "" if none is."""
    events = prediction.get("events") or []
    return str(events[0]["event"]) if events else NO_EVENT


_QUADS: Final = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}


def _quads(together: Couples) -> dict[str, float]:
    labelled = [
        (int(row["penta"]), _QUADS.get(first_root(told), 0))
        for row, told in together
        if row.get("penta")
    ]
    if not labelled:
        return {}
    right = sum(known == told for known, told in labelled)
    return {"quad_rows": float(len(labelled)), "quad_accuracy": right / len(labelled)}


def _triples(together: Couples) -> dict[str, float]:
    labelled = [
        (row["events"], told) for row, told in together if isinstance(row.get("events"), list)
    ]
    if not labelled:
        return {}
    known = [Counter(triples(events)) for events, _ in labelled]
    found = [Counter(triples(told.get("events") or [])) for _, told in labelled]
    hits = sum((k & f).total() for k, f in zip(known, found, strict=True))
    total = sum(k.total() for k in known) + sum(f.total() for f in found)
    return {"triple_f1": 2 * hits / total if total else 1.0}


def triples(events: Iterable[Row]) -> Iterator[Triple]:
    """Every (state of actor, root, state of recipient) of some events."""
    for event in events:
        for actor in _states(event.get("actors")):
            for recipient in _states(event.get("recipients")):
                if actor != recipient:
                    yield actor, str(event["event"]), recipient


def _states(side: Iterable[Row] | None) -> list[str]:
    return list(dict.fromkeys(str(p["code"])[:3] for p in side or () if p.get("code")))
