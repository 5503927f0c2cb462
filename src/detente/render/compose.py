"""From a reading to a brief: every section in its order, every line with its statements."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from detente.model.ladder import DyadPosition, Rung
from detente.model.reading import Reading
from detente.model.reports import Report, SetAside, Source
from detente.model.serialise import to_plain
from detente.render.asked import asked, offered
from detente.render.confidence import confidence_table
from detente.render.contests import contests
from detente.render.happenings import happening, ordered
from detente.render.index import Index, index, outlet_of
from detente.render.judgements import judgements
from detente.render.ladder_chart import ladder_chart
from detente.render.loaded import loaded_words
from detente.render.pairs import highest, ordered_pairs, pair
from detente.render.passages import numbered, passages
from detente.render.said import said_groups
from detente.render.timeline import timeline
from detente.render.view import Brief, Line, ReportEntry
from detente.render.words import counted, day, listed

_TITLED: Final = 3


def compose(reading: Reading, *, title: str = "") -> Brief:
    """Put a reading into the sections of a brief.

    Args:
        reading: What was read.
        title: Heading of the brief; the pairs that stand highest when none is given.
    """
    found = index(reading, loaded_words())
    pairs = ordered_pairs(reading.dyads)
    incidents = ordered(found, reading.incidents)
    draft = Brief(
        title=title or _title(reading, pairs),
        as_of=reading.as_of,
        facts=tuple(_facts(reading)),
        fingerprint=fingerprint(reading),
        judgements=judgements(found, pairs, incidents),
        pairs=tuple(pair(found, dyad) for dyad in pairs),
        ladder=ladder_chart(pairs, found.names) if pairs else None,
        happenings=tuple(happening(found, i, n) for n, i in enumerate(incidents, start=1)),
        timeline=timeline(incidents) if incidents else None,
        contests=contests(found, incidents),
        said=said_groups(found),
        asked=asked(found, reading.demands),
        offered=offered(found, reading.openings),
        gaps=tuple(_gaps(found)),
        reports=tuple(_report(found, report) for report in reading.reports),
        set_aside=tuple(_set_aside(item) for item in reading.set_aside),
        confidence=confidence_table(),
        passages=(),
        numbers={},
        labels=found.labels,
    )
    return _with_passages(found, draft)


def _with_passages(found: Index, draft: Brief) -> Brief:
    numbers = numbered(found, cited(draft))
    return dataclasses.replace(draft, numbers=numbers, passages=passages(found, numbers))


def cited(view: Any) -> Iterator[str]:
    """Every statement that a view, or anything in it, rests on."""
    if isinstance(view, tuple | list):
        for item in view:
            yield from cited(item)
    elif dataclasses.is_dataclass(view) and not isinstance(view, type):
        yield from getattr(view, "cites", ())
        for field in dataclasses.fields(view):
            if field.name not in ("cites", "position"):
                yield from cited(getattr(view, field.name))


def fingerprint(reading: Reading) -> str:
    """SHA-256 of the reading as data: equal prints come from equal readings."""
    plain = json.dumps(to_plain(reading), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def _title(reading: Reading, pairs: tuple[DyadPosition, ...]) -> str:
    telling = [dyad for dyad in pairs if highest(dyad) > Rung.NONE] or pairs[:1]
    names = dict.fromkeys(name for dyad in telling[:_TITLED] for name in (dyad.a_name, dyad.b_name))
    return listed(list(names)) or f"From {counted(len(reading.reports), 'report')}"


def _facts(reading: Reading) -> Iterator[str]:
    outlets = {report.outlet for report in reading.reports if report.outlet}
    yield counted(len(reading.reports), "report")
    if outlets:
        yield counted(len(outlets), "named outlet")
    yield counted(len(reading.statements), "statement")
    yield counted(len(reading.events), "event")
    yield counted(len(reading.incidents), "incident")
    if reading.set_aside:
        yield f"{len(reading.set_aside)} set aside"


def _gaps(found: Index) -> Iterator[Line]:
    for gap in found.reading.gaps:
        statements = [item for item in gap.about if item in found.statements]
        behind = found.of_incidents(gap.about)
        yield Line(found.neutral(gap.question), tuple(dict.fromkeys([*statements, *behind])))


def _report(found: Index, report: Report) -> ReportEntry:
    source = outlet_of(found.reading, report)
    basis = f" ({report.published_basis})" if report.published_basis else ""
    part = f", article {report.part + 1} of the page" if report.part or report.offset else ""
    first = report.text.strip().split("\n", 1)[0]
    return ReportEntry(
        label=found.labels[report.id],
        title=report.title or first[:90] + ("…" if len(first) > 90 else ""),
        outlet=source.name if source else report.outlet or "outlet not named",
        control=_control(found, source) if source else "",
        published=f"{day(report.published)}{basis}" if report.published else "undated",
        place=f"{report.path}{part}",
        url=report.url,
        size=f"{report.language}, {len(report.text):,} characters",
    )


def _control(found: Index, source: Source) -> str:
    parts = [f"reliability {source.reliability.value}"]
    if source.reliability.value == "F":
        parts = ["reliability F, not judged"]
    if source.controlled_by:
        since = f" since {day(source.controlled_from)}" if source.controlled_from else ""
        said = f" ({source.controlled_source})" if source.controlled_source else ""
        parts.append(f"controlled by {found.name(source.controlled_by)}{since}{said}")
    return "; ".join(parts)


def _set_aside(item: SetAside) -> str:
    return f"{item.place}: {item.reason}" + (f"; {item.advice}" if item.advice else "")
