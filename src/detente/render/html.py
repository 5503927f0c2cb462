"""The brief as one page: no script, nothing fetched, readable on a desk, a phone and paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from detente.render.happenings import GROUPS
from detente.render.view import Brief
from detente.render.words import counted, day, listed
from detente.version import __version__

_FEW = 5
_SIGNS = {
    "corroborated": "●",
    "admitted": "◆",
    "contested": "◐",
    "claimed": "○",
    "denied": "✕",
    "unknown": "·",
}


def html_brief(brief: Brief) -> str:
    """Lay a brief out as one self-contained HTML page."""
    template = _environment().get_template("brief.html.j2")
    return template.render(
        brief=brief,
        groups=_grouped(brief),
        refs=lambda cites: _refs(cites, brief.numbers),
        version=__version__,
    )


def _grouped(brief: Brief) -> list[tuple[str, str, list[Any]]]:
    groups = [
        (key, heading, [item for item in brief.happenings if item.group == key])
        for key, heading in GROUPS.items()
    ]
    return [entry for entry in groups if entry[2]]


def _refs(cites: Iterable[str], numbers: Mapping[str, int]) -> Markup:
    """Links from a line to the passages it rests on."""
    shown = sorted({numbers[cite] for cite in cites if cite in numbers})
    links = [Markup('<a href="#p{0}">{0}</a>').format(number) for number in shown]
    if not links:
        return Markup("")
    few = " few" if len(links) <= _FEW else ""
    return Markup('<span class="refs{}">{}</span>').format(few, Markup(" ").join(links))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=day, listed=listed, counted=counted, sign=_sign)
    return environment


def _template(name: str) -> str:
    return files("detente.render").joinpath("templates", name).read_text(encoding="utf-8")


def _sign(status: str) -> Markup:
    return escape(_SIGNS.get(status, ""))
