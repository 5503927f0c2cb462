"""The brief on a terminal: the same lines, with [report:start-end] marks and a list of sources."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as RichTable
from rich.text import Text

from detente.model.reading import Reading
from detente.render.columns import Columns, hanging
from detente.render.compose import compose
from detente.render.happenings import GROUPS
from detente.render.ladder_chart import ARROW_SIGNS
from detente.render.tables import Table
from detente.render.view import Brief, FacetView, Happening, Line, Side, Voice
from detente.render.words import day

_MARKS: Final = 4
_WIDTH: Final = 100
_STYLES: Final = {
    "corroborated": "bold green",
    "admitted": "bold green",
    "contested": "bold yellow",
    "claimed": "bold",
    "denied": "bold magenta",
}


def print_brief(brief: Brief, console: Console) -> None:
    """Print a brief.

    Args:
        brief: What to print.
        console: Where; its width, colours and NO_COLOR are respected.
    """
    writer = _Writer(brief)
    for part in writer.parts():
        console.print(part, soft_wrap=False)


def text_brief(brief: Brief, width: int = _WIDTH) -> str:
    """The brief as plain text without colours, for files and pipes."""
    buffer = io.StringIO()
    print_brief(brief, plain_console(buffer, width))
    return _trimmed(buffer.getvalue())


def text_ladder(reading: Reading, width: int = _WIDTH) -> str:
    """Only the pairs of a reading, as plain text."""
    buffer = io.StringIO()
    console = plain_console(buffer, width)
    for part in _Writer(compose(reading)).pairs():
        console.print(part)
    return _trimmed(buffer.getvalue()) or "No pair of actors was found.\n"


def _trimmed(text: str) -> str:
    lines = [line.rstrip() for line in text.splitlines()]
    return "\n".join(lines).strip("\n") + "\n" if any(lines) else ""


def plain_console(file: TextIO, width: int = _WIDTH) -> Console:
    """A console of fixed width without colours: the same bytes wherever it runs."""
    return Console(
        file=file, width=width, color_system=None, force_terminal=False, legacy_windows=False,
        highlight=False, emoji=False, markup=False, _environ={},
    )  # fmt: skip


class _Writer:
    """Turns the view into printable parts; holds the passages' places for the marks."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.places = {
            p.statement: f"{p.report}:{p.where.replace('–', '-')}" for p in brief.passages
        }

    def parts(self) -> Iterator[RenderableType]:
        """Every part of the brief in its order."""
        yield from self._head()
        yield from self._judgements()
        yield from self.pairs()
        yield from self._happenings()
        yield from self._contests()
        yield from self._said()
        yield from self._asked()
        yield from self._offered()
        yield from self._lines("What is not known", self.brief.gaps)
        yield from self._sources()

    def _head(self) -> Iterator[RenderableType]:
        as_of = f"As of {day(self.brief.as_of)}" if self.brief.as_of else "Undated"
        yield Text(self.brief.title, style="bold")
        yield Text(" · ".join([as_of, *self.brief.facts]), style="dim")
        yield Text("UNREVIEWED: drawn up by machine; no analyst has judged it.", style="bold red")

    def _judgements(self) -> Iterator[RenderableType]:
        if self.brief.judgements:
            yield _heading("Key judgements")
        for number, item in enumerate(self.brief.judgements, start=1):
            words = f"{item.confidence} confidence" if item.confidence else "not judged"
            lines = [self._marked(item.text, item.cites)]
            lines += [Text(item.detail)] if item.detail else []
            lines.append(Text(f"{words}: {item.basis}", style="dim"))
            yield hanging(f"{number}.", *lines)

    def pairs(self) -> Iterator[RenderableType]:
        """Where each pair stands."""
        if not self.brief.ladder:
            return
        yield _heading("Where each pair stands")
        yield _table(self.brief.ladder.table)
        for pair in self.brief.pairs:
            yield Text()
            yield Text(f"{pair.title}  {ARROW_SIGNS[pair.position.arrow]}", style="bold")
            yield from (hanging("–", self._marked(i.text, i.cites)) for i in pair.lines)

    def _happenings(self) -> Iterator[RenderableType]:
        if self.brief.happenings:
            yield _heading("What happened, facet by facet")
        for key, heading in GROUPS.items():
            items = [item for item in self.brief.happenings if item.group == key]
            if items:
                yield Text(f"\n{heading}", style="bold underline")
            for item in items:
                yield from self._happening(item)

    def _happening(self, item: Happening) -> Iterator[RenderableType]:
        yield Text()
        yield hanging(f"{item.number}.", self._marked(item.summary, item.cites, "bold"))
        facts = [item.kind, item.when, item.where, *item.counts]
        yield Padding(Text(" · ".join(facts), style="dim"), (0, 0, 0, 4))
        if item.group == "said":
            return
        yield from (self._facet(facet) for facet in item.facets)
        if item.silent:
            silent = f"Nobody speaks to: {', '.join(item.silent)}."
            yield Padding(Text(silent, style="dim"), (0, 0, 0, 4))

    def _facet(self, facet: FacetView) -> RenderableType:
        status = Text(facet.status, style=_STYLES.get(facet.status, ""))
        if facet.note:
            status.append(f"\n{facet.note}", style="not bold dim")
        voices = [self._voice(voice) for voice in facet.voices]
        return Columns(
            [Text(facet.question.capitalize())], [status], voices, widths=(15, 22), indent=4
        )

    def _voice(self, voice: Voice) -> Text:
        text = Text(voice.name, style="")
        text.append(f" ({voice.standing})" if voice.standing else "", style="dim")
        text.append(" denies" if not voice.asserts else "", style="bold magenta")
        text.append(f": {voice.says}" if voice.says else "")
        text.append(f", through {' › '.join(voice.chain)}" if voice.chain else "", style="dim")
        text.append(self._marks(voice.cites), style="cyan")
        return text

    def _contests(self) -> Iterator[RenderableType]:
        if self.brief.contests:
            yield _heading("Who contests what")
        for contest in self.brief.contests:
            yield Text(f"\n{contest.question}", style="bold")
            yield Text(contest.about, style="dim")
            yield Columns(*(self._side(side) for side in contest.sides))

    def _side(self, side: Side) -> list[Text]:
        heading = Text(side.heading, style="bold underline")
        return [heading, *(self._voice(voice) for voice in side.voices)]

    def _said(self) -> Iterator[RenderableType]:
        if self.brief.said:
            yield _heading("What was said")
        for group in self.brief.said:
            yield Text(f"\n{group.heading}", style="bold")
            if group.note:
                yield Text(group.note, style="dim")
            yield from (hanging("–", self._voice(voice)) for voice in group.voices)
            if group.left_out:
                yield Text(f"{group.left_out} more in the data (detente read).", style="dim")

    def _asked(self) -> Iterator[RenderableType]:
        if self.brief.asked:
            yield _heading("Demands and preconditions")
        for item in self.brief.asked:
            yield Text(f"\n{item.heading}", style="bold")
            yield from (hanging("–", self._marked(line.text, line.cites)) for line in item.lines)

    def _offered(self) -> Iterator[RenderableType]:
        if self.brief.offered:
            yield _heading("Openings, and how they were answered")
        heading = ""
        for item in self.brief.offered:
            if item.heading != heading:
                heading = item.heading
                yield Text(f"\n{heading}", style="bold")
            yield hanging("–", self._voice(item.voice))
            yield from (hanging("→", self._marked(i.text, i.cites)) for i in item.answers)
            if item.awaits_answer and not item.answers:
                yield Padding(Text("No answer was read.", style="dim"), (0, 0, 0, 4))

    def _lines(self, heading: str, lines: Iterable[Line]) -> Iterator[RenderableType]:
        shown = list(lines)
        if shown:
            yield _heading(heading)
        yield from (hanging("–", self._marked(line.text, line.cites)) for line in shown)

    def _sources(self) -> Iterator[RenderableType]:
        yield _heading("Sources")
        for report in self.brief.reports:
            facts = [report.outlet, report.published, report.place, report.control]
            facts.append(report.url)
            text = Text(report.title)
            text.append("\n" + " · ".join(fact for fact in facts if fact), style="dim")
            yield hanging(report.label, text)
        for item in self.brief.set_aside:
            yield hanging("–", Text(f"set aside: {item}"))
        yield Text(f"\nReading {self.brief.fingerprint[:16]} · unreviewed", style="dim")

    def _marked(self, text: str, cites: Iterable[str], style: str = "") -> Text:
        line = Text(text, style=style)
        line.append(self._marks(cites), style="not bold cyan")
        return line

    def _marks(self, cites: Iterable[str]) -> str:
        places = [self.places[cite] for cite in dict.fromkeys(cites) if cite in self.places]
        more = f" +{len(places) - _MARKS}" if len(places) > _MARKS else ""
        return f" [{'; '.join(places[:_MARKS])}{more}]" if places else ""


def _heading(words: str) -> RenderableType:
    return Padding(Rule(Text(words, style="bold"), align="left", characters="─"), (1, 0, 0, 0))


def _table(table: Table) -> RenderableType:
    grid = RichTable(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for column in table.columns:
        grid.add_column(Text(column, style="bold"))
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid
