"""Columns of wrapped text for the terminal: a lead and a body, or several side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

GAP = 2


class Columns:
    """Cells side by side, each wrapped to its width.

    Rich's own tables measure every cell several times; a brief of some hundred incidents would
    take half a minute.
    """

    def __init__(self, *cells: Sequence[Text], widths: Sequence[int] = (), indent: int = 0) -> None:
        """Take the cells.

        Args:
            cells: Each a sequence of paragraphs.
            widths: Widths of the first columns; the others share what is left.
            indent: Blanks before the first column.
        """
        self.cells = cells
        self.widths = tuple(widths)
        self.indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        widths = self._all_widths(options.max_width)
        columns = [
            list(_wrapped(console, cell, width))
            for cell, width in zip(self.cells, widths, strict=True)
        ]
        for row in zip_longest(*columns):
            line = Text(" " * self.indent)
            for text, width in zip(row, widths, strict=True):
                line.append_text(_padded(text, width))
            line.rstrip()
            yield line

    def _all_widths(self, width: int) -> list[int]:
        open_ = len(self.cells) - len(self.widths)
        left = width - self.indent - sum(self.widths) - GAP * (len(self.cells) - 1)
        return [*self.widths, *([max(8, left // open_)] * open_ if open_ else [])]


def hanging(lead: str, *paragraphs: Text, style: str = "") -> Columns:
    """Paragraphs that hang from a number or a dash; a long number makes room for itself."""
    return Columns([Text(lead, style=style)], paragraphs, widths=(max(2, len(lead)),))


def _wrapped(console: Console, paragraphs: Iterable[Text], width: int) -> Iterable[Text]:
    for paragraph in paragraphs:
        yield from paragraph.wrap(console, width)


def _padded(text: Text | None, width: int) -> Text:
    cell = text.copy() if text else Text()
    cell.pad_right(max(0, width - cell.cell_len) + GAP)
    return cell
