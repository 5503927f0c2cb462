"""The pipeline in one readable file: reports -> statements -> events -> incidents -> ladder.

Each report is read alone, so one that fails is set aside and the rest goes on. What several
reports say together (sides, incidents, rungs, demands) is worked out once at the end.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from detente.adapters import inputs
from detente.adapters.channel_copy import checked_copy
from detente.app.channel_reading import ChannelReport, channel_incidents, read_channel
from detente.app.reading_request import (
    NO_ENGINES,
    Engines,
    Paths,
    ReadingInterrupted,
    listed,
)
from detente.ladder import placing
from detente.model.actors import Actor, ActorKind, Mention
from detente.model.errors import DetenteError
from detente.model.events import Event
from detente.model.reading import Reading
from detente.model.reports import Report, SetAside, Source
from detente.model.statements import Speaker, SpeakerRole, Statement
from detente.ports.reports import Progress
from detente.reading import (
    coded,
    coding,
    contests,
    dates,
    demands,
    gaps,
    gazetteer,
    incidents,
    lexicon,
    relations_of_sides,
    resolve,
    statements,
    syntax,
    tolls,
    vessels,
)
from detente.reading.contests import Doubts
from detente.reading.lexicon import Lexicon
from detente.reading.mended import mended
from detente.reading.relations.typist import engaged
from detente.reading.relations_of_sides import Tie
from detente.reading.tolls import Toll

UNNAMED: Final = "unnamed outlet"


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What one report says, before it is put beside the others.

    Attributes:
        report: The report.
        mentions: Its resolved mentions.
        statements: Who says what in it.
        events: What they tell of.
        tolls: Deaths and injuries told without a deed.
        doubts: Whom its speakers deny a mandate.
    """

    report: Report
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    tolls: tuple[Toll, ...] = ()
    doubts: Doubts = field(default_factory=dict)


def read(
    paths: Paths,
    *,
    as_of: dt.date | None = None,
    actors: str | os.PathLike[str] | None = None,
    only_actors: bool = False,
    engines: Engines = NO_ENGINES,
    progress: Progress | None = None,
    channels: Sequence[str] = (),
) -> Reading:
    """Read contested reports and keep who says what.

    Args:
        paths: Files (.txt, .md, .html, .jsonl), folders, or ``-`` for standard input.
        as_of: Day on which the windows end; the latest report date when None.
        actors: The user's own ``actors.csv``: it adds to the built-in actors and wins.
        only_actors: Whether that table replaces the built-in one.
        engines: Outside engines, such as a language model or a translator.
        progress: Called with (done, total, place) after each report.
        channels: Folders of parties of a channel, whose checked copies of it are read beside.

    Returns:
        The reading: statements, events, incidents, dyads, demands, openings and gaps.

    Raises:
        TableError: If ``actors`` cannot be used.
        ChannelError: If a copy of a channel cannot be believed.
        ReadingInterrupted: On Ctrl-C, with the reading of the reports done by then.
    """
    known = lexicon.load(Path(actors) if actors else None, only=only_actors)
    apart = tuple(
        one for path in channels for one in read_channel(checked_copy(path), known, as_of=as_of)
    )
    given = listed(paths)
    reports, set_aside = (
        inputs.load(given, translate=engines.translate()) if given or not channels else ((), ())
    )
    done: list[ReadReport] = []
    aside = list(set_aside)
    try:
        for one in read_reports(reports, known, engines=engines, progress=progress):
            if isinstance(one, SetAside):
                aside.append(one)
            else:
                done.append(one)
    except KeyboardInterrupt:
        aside += [_stopped(report) for report in reports[len(done) :]]
        stopped = assemble(done, known, as_of=as_of, set_aside=aside, channel=apart)
        raise ReadingInterrupted(stopped) from None
    return assemble(done, known, as_of=as_of, set_aside=aside, channel=apart)


def read_reports(
    reports: Sequence[Report],
    known: Lexicon,
    *,
    engines: Engines = NO_ENGINES,
    progress: Progress | None = None,
) -> Iterator[ReadReport | SetAside]:
    """Read reports one by one; one that cannot be read is set aside with its reason."""
    for number, report in enumerate(reports, start=1):
        try:
            yield read_report(report, known, engines=engines)
        except (DetenteError, ValueError, RecursionError) as error:
            advice = "the other reports were read; please report this text as a defect"
            yield SetAside(report.path or report.id, f"could not be coded: {error}", advice)
        if progress:
            progress(number, len(reports), report.path or report.id)


def read_report(report: Report, known: Lexicon, *, engines: Engines = NO_ENGINES) -> ReadReport:
    """Read one report: names, grammar, who says what, who does what to whom."""
    found = gazetteer.find(report.text, known, report.published)
    names = gazetteer.masks(found, known)
    parsed = mended(syntax.parse(report.text, names))
    mentions = resolve.resolve(parsed, found, known, on=report.published)
    said = statements.statements(report, parsed, mentions, outlet=_outlet(report, known))
    if report.translation is not None:
        said = tuple(replace(statement, verbatim=False) for statement in said)
    days = dates.find(report.text, report.published)
    if engines.coder is None:
        typist = engaged(engines.scorer)
        events = coding.code(report, parsed, mentions, said, dates=days, typist=typist, names=names)
    else:
        events = coded.code(
            report, parsed, mentions, said, engines.coder, name=engines.coder_name, dates=days
        )
    hurt = tolls.tolls(report, parsed, said, events, dates=days)
    denied = contests.doubts(said, parsed, mentions)
    return ReadReport(report, mentions, said, events, hurt, denied)


def assemble(
    done: Sequence[ReadReport],
    known: Lexicon,
    *,
    as_of: dt.date | None = None,
    set_aside: Iterable[SetAside] = (),
    channel: Sequence[ChannelReport] = (),
) -> Reading:
    """Put what single reports and entries of channels say beside each other."""
    reports = tuple(one.report for one in done)
    told = tuple(statement for one in done for statement in one.statements)
    said = contests.contested_across(told, [one.doubts for one in done])
    afloat = vessels.ships(mention for one in done for mention in one.mentions)
    events = vessels.with_ships((event for one in done for event in one.events), afloat)
    everything = _with_channel(reports, said, events, channel)
    sides = relations_of_sides.observe(*everything, ties=_ties(known), sources=_all_sources(known))
    hurt = [toll for one in done for toll in one.tolls]
    merged = (
        *incidents.merge(reports, said, events, sides, tolls=hurt),
        *channel_incidents(channel, sides),
    )
    all_reports, all_said, all_events = everything
    day = as_of or max((r.published for r in all_reports if r.published), default=None)
    placed = placing.positions(
        merged,
        all_events,
        as_of=day,
        statements=all_said,
        reports=all_reports,
        members=_members(known, day),
    )
    named = {one.report.id: one.mentions for one in done}
    asking = [one.alone() for one in channel if one.asks]
    asked = demands.demands(*_with_channel(reports, said, events, asking), mentions=named)
    offered = demands.openings(reports, said, events, mentions=named)
    return Reading(
        as_of=day,
        reports=all_reports,
        sources=_sources(all_reports, all_said, known),
        statements=all_said,
        events=all_events,
        incidents=merged,
        dyads=placed,
        demands=asked,
        openings=offered,
        gaps=gaps.gaps(all_said, merged, placed, asked, offered),
        set_aside=tuple(set_aside),
    )


def _with_channel(
    reports: Sequence[Report],
    said: Sequence[Statement],
    events: Sequence[Event],
    channel: Sequence[ChannelReport],
) -> tuple[tuple[Report, ...], tuple[Statement, ...], tuple[Event, ...]]:
    return (
        (*reports, *(one.report for one in channel)),
        (*said, *(statement for one in channel for statement in one.statements)),
        (*events, *(event for one in channel for event in one.events)),
    )


def _stopped(report: Report) -> SetAside:
    return SetAside(report.path or report.id, "not read: stopped by Ctrl-C", "run again")


def _outlet(report: Report, known: Lexicon) -> Speaker:
    row = known.outlets.get(report.outlet) or known.outlet_named(report.outlet)
    own = _press(report, known)
    if own is not None:
        return Speaker(own.name, SpeakerRole.OUTLET, own)
    if row is None:
        return Speaker(report.outlet or UNNAMED, SpeakerRole.OUTLET)
    actor = known.actor(row.id) or Actor(row.id, row.name, ActorKind.OUTLET, principal=row.id)
    return Speaker(row.name, SpeakerRole.OUTLET, actor)


def _press(report: Report, known: Lexicon) -> Actor | None:
    """The outlet as the user's own table has it."""
    named = gazetteer.find(report.outlet, known, report.published) if known.custom else ()
    outlets = (m.actor for m in named if m.text == report.outlet and m.rule == "custom")
    return next((a for a in outlets if a and a.kind is ActorKind.OUTLET), None)


def _ties(known: Lexicon) -> tuple[Tie, ...]:
    alliances = {actor.id for actor in known.actors.values() if actor.kind is ActorKind.ALLIANCE}
    return tuple(
        Tie(row.organisation, row.state, row.start, row.end)
        for row in known.memberships
        if row.organisation in alliances
    )


def _members(known: Lexicon, day: dt.date | None) -> Mapping[str, tuple[str, ...]]:
    organisations = sorted({row.organisation for row in known.memberships})
    return {name: known.members(name, day) for name in organisations}


def _all_sources(known: Lexicon) -> tuple[Source, ...]:
    return tuple(
        Source(
            id=row.id,
            name=row.name,
            controlled_by=row.controlled_by,
            controlled_source=row.controlled_source,
            controlled_from=row.controlled_from,
            controlled_to=row.controlled_to,
        )
        for row in known.outlets.values()
    )


def _sources(
    reports: Sequence[Report], said: Sequence[Statement], known: Lexicon
) -> tuple[Source, ...]:
    """Outlets and speakers that occur, each once, in the order in which they are first heard."""
    by_name = {source.name: source for source in _all_sources(known)}
    found: dict[str, Source] = {}
    for statement in said:
        for link in statement.chain:
            ident = link.actor.id if link.actor else link.name.casefold()
            fresh = by_name.get(link.name) or Source(ident, _source_name(link))
            found.setdefault(ident, replace(fresh, id=ident))
    if not found:
        found = {r.outlet: Source(r.outlet, r.outlet) for r in reports if r.outlet}
    return tuple(found.values())


def _source_name(link: Speaker) -> str:
    return link.actor.name if link.actor else link.name
