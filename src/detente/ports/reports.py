"""What the pipeline needs from whoever brings reports: reports, and what was kept aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import IO, Protocol

from detente.model.reports import Report, SetAside

Loaded = tuple[tuple[Report, ...], tuple[SetAside, ...]]
"""Reports in their fixed order, and inputs that were not read."""


Translate = Callable[[Report], Report]
"""Turns a report in another language into English, its original kept beside it."""


class Progress(Protocol):
    """Told after each input how far the work is."""

    def __call__(self, done: int, total: int, place: str, /) -> None:
        """Take note that ``done`` of ``total`` inputs are finished, the last being ``place``."""


class ReportLoader(Protocol):
    """Turns paths (and standard input) into reports.

    An implementation never stops at one bad input: it names it in a
    :class:`~detente.model.reports.SetAside` and goes on. It gives the same result for the same
    input, whatever the order in which a file system lists its files.
    """

    def __call__(
        self,
        paths: Iterable[str],
        *,
        stdin: IO[bytes] | None = None,
        on_progress: Progress | None = None,
    ) -> Loaded:
        """Read every path; ``-`` stands for standard input."""


def check_reports(reports: Sequence[Report]) -> list[str]:
    """Say what is wrong with loaded reports: the conformance check of this port.

    Args:
        reports: What a :class:`ReportLoader` gave.

    Returns:
        One line per broken promise, empty when all are kept: ids are unique, every span lies in
        its text, spans are in order, and every report has words and a place.
    """
    problems = [line for report in reports for line in _problems(report)]
    ids = [report.id for report in reports]
    problems += [f"{one}: the id occurs twice" for one in sorted(set(ids)) if ids.count(one) > 1]
    return problems


def _problems(report: Report) -> Iterable[str]:
    if not report.text.strip():
        yield f"{report.id}: no text"
    if not report.path:
        yield f"{report.id}: no path it was read from"
    for name in ("furniture", "headlines"):
        spans = getattr(report, name)
        if list(spans) != sorted(set(spans)):
            yield f"{report.id}: {name} out of order or twice"
        if any(span.end > len(report.text) for span in spans):
            yield f"{report.id}: {name} beyond the end of the text"
