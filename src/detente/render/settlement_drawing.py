"""What the pictures of a settlement share: style, scale, colours of parties, a key."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from detente.render.svg import element, number

WIDE: Final = 760.0
_STYLE: Final = """
svg{background:#fdfcf9;font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1d1c1a}
.title{font-size:16px;font-weight:600}.soft{fill:#5d5952}.small{font-size:11.5px;fill:#5d5952}
.axis{stroke:#8b867c;stroke-width:1}.grid{stroke:#dcd7cc;stroke-width:1}
.walk-away{stroke:#8a2b1f;stroke-width:1.5;stroke-dasharray:6 4}.zero{stroke:#1d1c1a}
.zone{fill:#1f4467;opacity:.07}.package{fill:#9db4c0;stroke:#5d5952;stroke-width:.6}
.picked{fill:#1f4467;stroke:#fdfcf9;stroke-width:1.5}
.number{fill:#fdfcf9;font-size:11px;font-weight:600;text-anchor:middle}
.thin{fill:none;stroke:#9db4c0;stroke-width:1;opacity:.8}
.thick{fill:none;stroke-width:2.6}
"""
COLOURS: Final = ("#1f4467", "#b5651d", "#4f7a3a", "#7a4f8a", "#8a2b1f", "#3f7f86", "#6d6a63")
DASHES: Final = ("", "7 3", "2 3", "9 3 2 3", "4 4", "1 4", "12 3")


def drawing(title: str, height: float, marks: Iterable[str]) -> str:
    """A picture that stands alone, with its title."""
    return element(
        "svg", element("title", plain(title)), f"<style>{_STYLE}</style>",
        words(title, 8, 22, "title"), *marks,
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {number(WIDE)} {number(height)}",
        width=WIDE, height=height, role="img", aria_label=title,
    )  # fmt: skip


def plain(text: str) -> str:
    """Text without markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def words(text: str, x: float, y: float, kind: str = "", anchor: str = "start") -> str:
    """Write text."""
    return element("text", plain(text), x=x, y=y, kind=kind, text_anchor=anchor)


def stroke(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Draw a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, kind=kind)


def thread(points: Sequence[tuple[float, float]], at: int, kind: str = "thick") -> str:
    """Draw a line through points in the colour and pattern of a place."""
    way = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    dashes = DASHES[at % len(DASHES)]
    extra = {"stroke_dasharray": dashes} if dashes else {}
    if kind == "thin":
        return element("path", d=f"M{way}", kind=kind)
    return element("path", d=f"M{way}", kind=kind, stroke=COLOURS[at % len(COLOURS)], **extra)


def key(names: Sequence[str], top: float, *, lines: bool = False) -> Iterator[str]:
    """Name the colours, wrapped to the width; :func:`key_height` says how high it is."""
    x, y = 8.0, top
    for at, name in enumerate(names):
        wide = 44 + 7.2 * len(name)
        if x + wide > WIDE - 8 and x > 8:
            x, y = 8.0, y + 20
        if lines:
            yield thread([(x, y - 4), (x + 26, y - 4)], at)
        else:
            yield element("rect", x=x, y=y - 10, width=22, height=12,
                          fill=COLOURS[at % len(COLOURS)])  # fmt: skip
        yield words(name, x + 32, y, "small")
        x += wide


def key_height(names: Sequence[str]) -> float:
    """How high a key is."""
    rows, x = 1, 8.0
    for name in names:
        wide = 44 + 7.2 * len(name)
        if x + wide > WIDE - 8 and x > 8:
            rows, x = rows + 1, 8.0
        x += wide
    return 20.0 * rows


def round_step(span: float, *, most: int = 6) -> float:
    """A step of 1, 2 or 5 times a power of ten that gives at most so many ticks.

    >>> round_step(100), round_step(7)
    (20.0, 2.0)
    """
    raw = max(span, 1e-9) / most
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= raw)


def ticks(low: float, high: float) -> list[float]:
    """Round numbers between two ends."""
    step = round_step(high - low)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [at * step for at in range(first, last + 1)]


def worth_scale(worths: Iterable[float]) -> tuple[float, float]:
    """0 to 100, or wider where side payments and combinations reach beyond."""
    known = list(worths)
    low, high = min([0.0, *known]), max([100.0, *known])
    return math.floor(low / 10) * 10, math.ceil(high / 10) * 10
