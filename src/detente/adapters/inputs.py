"""Files, folders and standard input: every report in them, in a fixed order.

One bad input never stops the rest. It is named in a :class:`~detente.model.reports.SetAside`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from detente.adapters import html, jsonl, pages
from detente.adapters.decoding import decode
from detente.adapters.pages import Page
from detente.model.errors import EmptyInput, UnreadableReport
from detente.model.reports import Report, SetAside
from detente.ports.reports import Loaded, Progress, Translate

STDIN: Final = "-"
LARGEST_FILE: Final = 64 * 1024 * 1024
_KINDS: Final = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
}
_NOT_REPORTS: Final = frozenset({"readme", "licence", "license", "notice", "changelog"})
_COMPANIONS: Final = frozenset({"actors.csv"})
"""Tables that lie beside reports and are read as such, not as reports."""
_ENDINGS: Final = ".txt, .md, .html, .jsonl or .json"

Item = Report | SetAside


@dataclass(frozen=True, slots=True)
class _Input:
    """One file to read, or an input already known to be unreadable."""

    place: str
    path: Path | None = None
    kind: str = ""
    problem: SetAside | None = None


def load(
    paths: Iterable[str | os.PathLike[str]],
    *,
    stdin: IO[bytes] | None = None,
    on_progress: Progress | None = None,
    translate: Translate | None = None,
) -> Loaded:
    """Read all reports in files and folders.

    Args:
        paths: Files and folders; ``-`` stands for standard input. Folders are read with
            everything below them, in the order of their names.
        stdin: Where ``-`` reads from; the process's standard input by default.
        on_progress: Called after each file with (files done, files in all, the file).
        translate: Turns a report in another language into English; without it such a report
            is set aside.

    Returns:
        Reports in order, and inputs that were set aside with the reason.

    Raises:
        EmptyInput: If there was nothing to read at all.
    """
    read: list[Report] = []
    aside: list[SetAside] = []
    for item in stream(paths, stdin=stdin, on_progress=on_progress, translate=translate):
        (read if isinstance(item, Report) else aside).append(item)  # type: ignore[arg-type]
    return tuple(read), tuple(aside)


def stream(
    paths: Iterable[str | os.PathLike[str]],
    *,
    stdin: IO[bytes] | None = None,
    on_progress: Progress | None = None,
    translate: Translate | None = None,
) -> Iterator[Item]:
    """Read one report after the other, so that what is done is kept when work is interrupted.

    Raises:
        EmptyInput: If there was nothing to read at all.
    """
    inputs = _inputs([os.fspath(path) for path in paths])
    if not inputs:
        raise EmptyInput(f"nothing to read: no file ends in {_ENDINGS}")
    seen: dict[str, str] = {}
    for done, one in enumerate(inputs, 1):
        for item in _read(one, stdin, translate):
            yield _unless_twice(item, seen)
        if on_progress is not None:
            on_progress(done, len(inputs), one.place)


def _unless_twice(item: Item, seen: dict[str, str]) -> Item:
    """A report that was read before, word for word and from the same outlet, counts once."""
    if isinstance(item, SetAside):
        return item
    if item.id in seen:
        return SetAside(item.path, f"it is the same report as {seen[item.id]}", "it counts once")
    seen[item.id] = item.path
    return item


# --- which files ------------------------------------------------------------------------------


def _inputs(paths: Sequence[str]) -> list[_Input]:
    found: dict[str, _Input] = {}
    for path in paths:
        for one in [_Input(STDIN)] if path == STDIN else _files(Path(path)):
            key = one.place if one.path is None else os.path.realpath(one.path)
            found.setdefault(key, one)
    return list(found.values())


def _files(path: Path) -> Iterator[_Input]:
    if _holds_nul(path) or not path.exists():
        yield _problem(str(path), "there is no such file or folder", "check the path")
    elif path.is_dir():
        yield from _folder(path)
    else:
        yield _Input(str(path), path, _KINDS.get(path.suffix.casefold(), "unknown"))


def _holds_nul(path: Path) -> bool:
    return "\0" in str(path)


def _folder(folder: Path) -> Iterator[_Input]:
    closed: list[_Input] = []

    def note(error: OSError) -> None:
        closed.append(_problem(str(error.filename), _why(error), "check its permissions"))

    for where, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name not in _COMPANIONS:
                yield _in_folder(Path(where, name))
    yield from closed


def _in_folder(path: Path) -> _Input:
    kind = _KINDS.get(path.suffix.casefold())
    if kind is None:
        return _problem(
            str(path), f"its name does not end in {_ENDINGS}", "rename it if it is a report"
        )
    if path.stem.casefold() in _NOT_REPORTS:
        return _problem(
            str(path),
            "its name says that it is no report",
            "name it on the command line to read it",
        )
    return _Input(str(path), path, kind)


def _problem(place: str, reason: str, advice: str = "") -> _Input:
    return _Input(place, problem=SetAside(place, reason, advice))


# --- what is in them --------------------------------------------------------------------------


def _read(one: _Input, stdin: IO[bytes] | None, translate: Translate | None) -> Iterator[Item]:
    if one.problem is not None:
        yield one.problem
        return
    try:
        yield from _items(one, stdin, translate)
    except UnreadableReport as error:
        yield SetAside(error.place, error.reason, error.advice)
    except OSError as error:
        yield SetAside(one.place, _why(error), "check its permissions")


def _why(error: OSError) -> str:
    return f"it cannot be opened ({error.strerror or type(error).__name__})"


def _items(one: _Input, stdin: IO[bytes] | None, translate: Translate | None) -> Iterator[Item]:
    if one.kind == "jsonl" and one.path is not None:
        with one.path.open("rb") as lines:
            yield from _each(jsonl.pages(lines, place=one.place), translate)
        return
    raw = _bytes(one, stdin)
    kind = one.kind if one.kind in {"text", "markdown", "html", "json"} else _guess(raw)
    if kind == "jsonl":
        yield from _each(jsonl.pages(raw.splitlines(), place=one.place), translate)
    elif kind == "json":
        yield from _each(jsonl.from_array(raw, place=one.place), translate)
    else:
        yield from _each(_pages(decode(raw, place=one.place), kind, one.place), translate)


def _bytes(one: _Input, stdin: IO[bytes] | None) -> bytes:
    if one.path is None:
        return (stdin or sys.stdin.buffer).read()
    size = one.path.stat().st_size
    if size > LARGEST_FILE:
        raise UnreadableReport(one.place, f"it is too large ({size:,} bytes)", "split it")
    if not one.path.is_file():
        raise UnreadableReport(one.place, "it is no regular file", "save it as a file")
    return one.path.read_bytes()


def _guess(raw: bytes) -> str:
    """What standard input or a file of unknown name holds, from its first bytes."""
    head = raw[:2_000].lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body", b"<article")):
        return "html"
    if head.startswith(b"{") and b'"text"' in raw[:2_000_000]:
        return "jsonl"
    return "text"


def _pages(text: str, kind: str, place: str) -> Iterator[Page]:
    if kind == "html":
        yield from html.pages(text, place=place)
    elif kind == "markdown":
        yield html.from_markdown(text, place=place)
    else:
        yield Page(text, place)


def _each(found: Iterable[Page | SetAside], translate: Translate | None) -> Iterator[Item]:
    for page in found:
        if isinstance(page, SetAside):
            yield page
            continue
        try:
            yield from pages.reports(page, translate=translate)
        except UnreadableReport as error:
            yield SetAside(error.place, error.reason, error.advice)
