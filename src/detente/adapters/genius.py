"""Reads negotiation domains written for Genius and the ANAC competitions.

A domain is a folder: one file with root ``negotiation_template`` names issues and options, every
other file with root ``utility_space`` is one party's profile. Utility is the sum of weight x
evaluation as written: no division by the largest evaluation, no discount. Profiles of kind
``PlainUfun`` add the utility of every hyper-rectangle in which a package lies, over
``maxutility``.

Format: Lin, Kraus, Baarslag, Tykhonov, Hindriks & Jonker (2014), Genius: An Integrated
Environment for Supporting the Design of Generic Automated Negotiators, Computational
Intelligence 30:48.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from lxml import etree

from detente.model.errors import TableError
from detente.settlement.problem import Interaction, Problem

_PARSER: Final = {"resolve_entities": False, "no_network": True, "load_dtd": False}
_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain as read.

    Attributes:
        issues: Names of the issues.
        options: Names of the options per issue.
        parties: Names of the profile files, sorted.
        problem: The numbers; floors are the reservations as written.
    """

    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    parties: tuple[str, ...]
    problem: Problem


@dataclass(frozen=True, slots=True)
class _Issue:
    index: str
    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Profile:
    values: tuple[tuple[float, ...], ...]
    interactions: tuple[Interaction, ...]
    reservation: float


def genius_folders(root: Path) -> tuple[Path, ...]:
    """Folders in which a domain lies, in sorted order."""
    folders = {path.parent for path in root.rglob("*.xml")}
    return tuple(sorted(folders, key=lambda folder: folder.relative_to(root).as_posix()))


def read_genius(folder: Path) -> Domain:
    """Read the domain in a folder.

    Raises:
        TableError: If there is no domain file, no two profiles, or a file has something that
            cannot be used; file, line and key are named.
    """
    roots = [
        (path, root) for path in sorted(folder.glob("*.xml")) if (root := _root(path)) is not None
    ]
    templates = [(path, root) for path, root in roots if root.tag == "negotiation_template"]
    profiles = [(path, root) for path, root in roots if root.tag == "utility_space"]
    if not templates:
        raise TableError(str(folder), 0, "negotiation_template", "no domain file in the folder")
    if len(profiles) < 2:
        raise TableError(
            str(folder), 0, "utility_space", f"{len(profiles)} profile(s)", "two parties are needed"
        )
    issues = _issues(*templates[0])
    read = [_profile(path, root, issues, party) for party, (path, root) in enumerate(profiles)]
    return Domain(
        issues=tuple(issue.name for issue in issues),
        options=tuple(issue.options for issue in issues),
        parties=tuple(path.name for path, _ in profiles),
        problem=_problem(read, len(issues)),
    )


def _problem(profiles: Sequence[_Profile], issues: int) -> Problem:
    return Problem(
        values=tuple(
            np.array([profile.values[issue] for profile in profiles], float).T
            for issue in range(issues)
        ),
        floors=np.array([profile.reservation for profile in profiles]),
        interactions=tuple(one for profile in profiles for one in profile.interactions),
    )


def _root(path: Path) -> etree._Element | None:
    """The root of a file; None for one that only bears the name, such as lists of points."""
    text = path.read_bytes()
    if b"<" not in text[:_HEAD]:
        return None
    try:
        return etree.fromstring(text.strip(), etree.XMLParser(**_PARSER))
    except etree.XMLSyntaxError as problem:
        raise TableError(
            str(path), problem.lineno or 0, "xml", problem.msg or "no XML"
        ) from problem


def _issues(path: Path, root: etree._Element) -> tuple[_Issue, ...]:
    read = tuple(
        _Issue(_text(path, node, "index"), _text(path, node, "name"), _options(path, node))
        for node in root.iter("issue")
    )
    if not read:
        raise TableError(str(path), _line(root), "issue", "the domain has no issue")
    return read


def _options(path: Path, node: etree._Element) -> tuple[str, ...]:
    if _kind(node) == "integer":
        low, high = (_whole(path, node, key) for key in ("lowerbound", "upperbound"))
        if high < low:
            raise TableError(str(path), _line(node), "upperbound", f"{high} is below {low}")
        return tuple(str(value) for value in range(low, high + 1))
    if _kind(node) != "discrete":
        raise TableError(
            str(path), _line(node), "type", f"{_kind(node)!r} is not read",
            "discrete and integer issues are",
        )  # fmt: skip
    options = tuple(_text(path, item, "value") for item in node.findall("item"))
    if not options:
        raise TableError(str(path), _line(node), "item", "the issue has no option")
    return options


def _profile(path: Path, root: etree._Element, issues: Sequence[_Issue], party: int) -> _Profile:
    reservation = root.find(".//reservation")
    utility = root.find(".//utility")
    if utility is None:
        values = tuple(_additive(path, root, issues))
        interactions: tuple[Interaction, ...] = ()
    else:
        values = tuple((0.0,) * len(issue.options) for issue in issues)
        interactions = tuple(_rectangles(path, utility, issues, party))
    floor = 0.0 if reservation is None else _number(path, reservation, "value")
    return _Profile(values, interactions, floor)


def _additive(
    path: Path, root: etree._Element, issues: Sequence[_Issue]
) -> Iterator[tuple[float, ...]]:
    weights = {node.get("index"): _number(path, node, "value") for node in root.iter("weight")}
    nodes = {node.get("index"): node for node in root.iter("issue")}
    for issue in issues:
        node = nodes.get(issue.index)
        if node is None:
            raise TableError(str(path), _line(root), "issue", f"issue {issue.name!r} is missing")
        if issue.index not in weights:
            raise TableError(
                str(path), _line(node), "weight", f"no weight for issue {issue.name!r}",
                f'add <weight index="{issue.index}" value="..."/>',
            )  # fmt: skip
        weight = weights[issue.index]
        yield tuple(weight * value for value in _evaluations(path, node, issue))


def _evaluations(path: Path, node: etree._Element, issue: _Issue) -> list[float]:
    evaluator = node.find("evaluator")
    if evaluator is not None:  # counted from the lower bound, as Genius does
        return _linear(path, evaluator, issue)
    given = {item.get("value"): item for item in node.findall("item")}
    missing = [option for option in issue.options if option not in given]
    if missing:
        raise TableError(
            str(path),
            _line(node),
            "item",
            f"issue {issue.name!r} says nothing about {missing[0]!r}",
        )
    return [_number(path, given[option], "evaluation") for option in issue.options]


def _linear(path: Path, evaluator: etree._Element, issue: _Issue) -> list[float]:
    if evaluator.get("ftype", "linear") != "linear":
        raise TableError(
            str(path), _line(evaluator), "ftype", f"{evaluator.get('ftype')!r} is not read",
            "linear evaluators are",
        )  # fmt: skip
    slope = _number(path, evaluator, "slope")
    offset = _number(path, evaluator, "offset")
    return [offset + slope * step for step, _ in enumerate(issue.options)]


def _rectangles(
    path: Path, utility: etree._Element, issues: Sequence[_Issue], party: int
) -> Iterator[Interaction]:
    scale = _number(path, utility, "maxutility")
    if scale <= 0:
        raise TableError(str(path), _line(utility), "maxutility", f"{scale} is not positive")
    places = {issue.index: number for number, issue in enumerate(issues)}
    for function in utility.iter("ufun"):
        if function.get("aggregation", "sum") != "sum":
            raise TableError(
                str(path), _line(function), "aggregation",
                f"{function.get('aggregation')!r} is not read", "sum is",
            )  # fmt: skip
        weight = float(function.get("weight", "1"))
        for node in function.iter("hyperRectangle"):
            amount = weight * _number(path, node, "utility") / scale
            yield Interaction(party, amount, _conditions(path, node, issues, places))


def _conditions(
    path: Path, node: etree._Element, issues: Sequence[_Issue], places: dict[str, int]
) -> dict[int, frozenset[int]]:
    """What INCLUDES lines ask for; EXCLUDES lines put no condition, as Genius evaluates them."""
    conditions: dict[int, frozenset[int]] = {}
    for line in node.iter("INCLUDES"):
        index = _text(path, line, "index")
        if index not in places:
            raise TableError(str(path), _line(line), "index", f"no issue has index {index}")
        issue = places[index]
        low, high = _whole(path, line, "min"), _whole(path, line, "max")
        inside = frozenset(
            number
            for number, option in enumerate(issues[issue].options)
            if low <= int(option) <= high
        )
        conditions[issue] = conditions.get(issue, inside) & inside
    return conditions


def _kind(node: etree._Element) -> str:
    return (node.get("vtype") or node.get("type") or node.get("etype") or "discrete").lower()


def _line(node: etree._Element) -> int:
    return int(node.sourceline or 0)


def _text(path: Path, node: etree._Element, key: str) -> str:
    value = node.get(key)
    if value is None:
        raise TableError(str(path), _line(node), key, f"<{node.tag}> has no {key}")
    return str(value)


def _number(path: Path, node: etree._Element, key: str) -> float:
    written = _text(path, node, key)
    try:
        value = float(written)
    except ValueError as problem:
        raise TableError(str(path), _line(node), key, f"{written!r} is no number") from problem
    if not np.isfinite(value):
        raise TableError(str(path), _line(node), key, f"{written!r} is no finite number")
    return value


def _whole(path: Path, node: etree._Element, key: str) -> int:
    value = _number(path, node, key)
    if value != int(value):
        raise TableError(str(path), _line(node), key, f"{value} is no whole number")
    return int(value)
