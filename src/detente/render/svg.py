"""A small writer of SVG: pure functions from numbers and words to markup.

Places across are given in per cent and places down in pixels, so that a chart fits a phone and
a desk without its lettering shrinking. Colours are named by CSS classes, for light, dark and
print alike.
"""

from __future__ import annotations

from html import escape


def number(value: float) -> str:
    """Write a number with at most two decimals and nothing superfluous.

    >>> number(12.50), number(3.0)
    ('12.5', '3')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(value: float) -> str:
    """Write a place across the chart."""
    return f"{number(value)}%"


def element(tag: str, *inside: str, **attributes: str | float) -> str:
    """Write one element; underscores in attribute names become hyphens, ``kind`` is the class."""
    named = {("class" if k == "kind" else k.replace("_", "-")): v for k, v in attributes.items()}
    written = "".join(
        f' {name}="{escape(value) if isinstance(value, str) else number(value)}"'
        for name, value in named.items()
    )
    return f"<{tag}{written}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{written}/>"


def label(words: str, x: float, y: float, kind: str, anchor: str = "start") -> str:
    """Write words; ``x`` in per cent, ``y`` the base line in pixels."""
    return element("text", escape(words), x=percent(x), y=y, kind=kind, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Draw a straight line; ``x`` in per cent, ``y`` in pixels."""
    return element("line", x1=percent(x1), y1=y1, x2=percent(x2), y2=y2, kind=kind)


def dot(x: float, y: float, radius: float, kind: str) -> str:
    """Draw a disc or ring; ``x`` in per cent, ``y`` and radius in pixels."""
    return element("circle", cx=percent(x), cy=y, r=radius, kind=kind)


def link(href: str, title: str, *inside: str) -> str:
    """Make marks lead somewhere, with words for those who hover or listen."""
    return element("a", element("title", escape(title)), *inside, href=href)


def picture(title: str, height: float, *inside: str, kind: str) -> str:
    """Write the whole picture, as wide as the place it is put into."""
    return element(
        "svg", element("title", escape(title)), *inside, xmlns="http://www.w3.org/2000/svg",
        width="100%", height=height, role="img", aria_label=title, kind=f"chart {kind}",
    )  # fmt: skip
