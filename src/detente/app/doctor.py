"""What is installed, what is missing, and how to get it."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from detente.codebook.survey import survey, table_names
from detente.model.errors import CodebookError

_REQUIREMENT: Final = re.compile(r"^\s*([A-Za-z0-9._-]+)\s*(?:\[[^]]*\])?([^;]*)(?:;(.*))?$")
_EXTRA: Final = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")
_MODEL_ENDINGS: Final = (".npz", ".onnx", "tokenizer.json", "meta.json")
_SMALL_PYTHON: Final = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at.

    Attributes:
        area: "Python", "library", "optional", "model" or "codebook".
        name: What was looked at.
        ok: Whether it is there and whole.
        needed: Whether Détente cannot work without it.
        found: What was found.
        advice: How to get it, "" when nothing is to be done.
    """

    area: str
    name: str
    ok: bool
    needed: bool
    found: str
    advice: str = ""


def checks() -> tuple[Check, ...]:
    """Look at everything, in a fixed order."""
    return (_python(), *_libraries(), *_models(), *_codebook())


def _python() -> Check:
    version = platform.python_version()
    ok = tuple(int(part) for part in version.split(".")[:2]) >= _SMALL_PYTHON
    advice = "" if ok else "install Python 3.11 or newer"
    return Check(
        "Python", platform.python_implementation(), ok, needed=True, found=version, advice=advice
    )


def _libraries() -> Iterator[Check]:
    for requirement in sorted(metadata.requires("detente") or (), key=str.casefold):
        match = _REQUIREMENT.match(requirement)
        if match:
            name, _, marker = match.groups()
            extra = _EXTRA.search(marker or "")
            yield _library(name, extra.group(1) if extra else "")


def _library(name: str, extra: str) -> Check:
    area = "optional" if extra else "library"
    get = f"pip install 'detente[{extra}]'" if extra else "pip install --force-reinstall detente"
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Check(area, name, ok=False, needed=not extra, found="missing", advice=get)
    return Check(area, name, ok=True, needed=not extra, found=version)


def _models() -> Iterator[Check]:
    found = sorted(_model_files(files("detente"), "detente"))
    for place, size in found:
        yield Check("model", place, size > 0, needed=True, found=f"{size / 1e6:.1f} MB")
    if not found:
        yield Check(
            "model", "shipped models", ok=False, needed=True, found="none",
            advice="pip install --force-reinstall detente",
        )  # fmt: skip


def _model_files(folder: Traversable, place: str) -> Iterator[tuple[str, int]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _model_files(item, f"{place}/{item.name}")
        elif item.name.endswith(_MODEL_ENDINGS):
            yield f"{place}/{item.name}", len(item.read_bytes())


def _codebook() -> Iterator[Check]:
    for name in table_names():
        yield _table(name)


def _table(name: str) -> Check:
    try:
        counted = survey(name)
    except CodebookError as error:
        return Check(
            "codebook", name, ok=False, needed=True, found=str(error),
            advice="pip install --force-reinstall detente",
        )  # fmt: skip
    recalled = counted.verified[2]
    note = f", {recalled:,} of them recalled, not verified" if recalled else ""
    return Check("codebook", name, ok=True, needed=True, found=f"{counted.rows:,} rows{note}")
