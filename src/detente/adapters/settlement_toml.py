"""Reads a bargaining table from TOML; the schema is described in docs/settlement.md."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from detente.adapters.toml_lines import line_of
from detente.model.errors import TableError
from detente.model.settlement import (
    BargainingTable,
    Combination,
    Interest,
    Issue,
    IssueKind,
    Party,
    Range,
)

_WORTH: Final = 100.0
_STEPS: Final = 11
_TOP: Final = {"schema", "title", "issue", "party", "together", "constraint"}
_ISSUE: Final = {"key", "name", "kind", "options", "low", "high", "steps", "division"}
_PARTY: Final = {
    "key", "name", "walk_away", "without_agreement", "entitlement", "member_of", "interest",
}  # fmt: skip
_INTEREST: Final = {
    "weight", "rank", "values", "ranking", "inferred_by", "position", "red_lines",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the file something stands."""

    file: str
    text: str
    table: str
    number: int = 0
    keys: tuple[str, ...] = ()

    def down(self, *keys: str) -> _Place:
        return _Place(self.file, self.text, self.table, self.number, (*self.keys, *keys))

    def wrong(self, problem: str, advice: str = "") -> TableError:
        line = line_of(self.text, self.table, self.number, *self.keys)
        name = ".".join(part for part in (self.table, *self.keys) if part) or "schema"
        return TableError(self.file, line, name, problem, advice)


def read_table(path: Path) -> BargainingTable:
    """Read the table in a file.

    Raises:
        TableError: If something cannot be used; file, line and key are named.
    """
    return parse_table(path.read_text(encoding="utf-8"), file=str(path))


def parse_table(text: str, *, file: str = "-") -> BargainingTable:
    """Read a table from TOML text.

    Raises:
        TableError: If something cannot be used; file, line and key are named.
    """
    top = _Place(file, text, "")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise TableError(file, 0, "TOML", str(problem)) from problem
    _known(data, _TOP, top)
    issues = tuple(
        _issue(entry, _Place(file, text, "issue", number))
        for number, entry in enumerate(_tables(data, "issue", top))
    )
    if not issues:
        raise top.wrong("the table has no issue", "add [[issue]] with key and options")
    parties = _parties(data, issues, top)
    if len(parties) < 2:
        raise top.wrong("two parties are needed", "add [[party]] with key and walk_away")
    return BargainingTable(
        title=str(data.get("title", "")),
        issues=issues,
        parties=parties,
        together=_combinations(data, "together", issues, parties, top),
        constraints=_combinations(data, "constraint", issues, parties, top),
    )


def _issue(entry: Mapping[str, Any], place: _Place) -> Issue:
    _known(entry, _ISSUE, place)
    key = _word(entry, "key", place)
    try:
        kind = IssueKind(str(entry.get("kind", "categorical")))
    except ValueError as problem:
        raise place.down("kind").wrong(str(problem), f"one of {', '.join(IssueKind)}") from problem
    options = _options(entry, kind, place)
    if len(set(options)) != len(options):
        raise place.down("options").wrong("an option stands twice")
    return Issue(key, str(entry.get("name", key)), kind, options, bool(entry.get("division")))


def _options(entry: Mapping[str, Any], kind: IssueKind, place: _Place) -> tuple[str, ...]:
    if kind in (IssueKind.CATEGORICAL, IssueKind.ORDINAL):
        options = entry.get("options")
        if not isinstance(options, list) or not options:
            raise place.down("options").wrong("the issue has no option", 'options = ["a", "b"]')
        return tuple(str(option) for option in options)
    low, high = (_number(entry.get(key), place.down(key)) for key in ("low", "high"))
    if high < low:
        raise place.down("high").wrong(f"{high:g} is below low = {low:g}")
    if kind is IssueKind.INTEGER:
        return tuple(str(value) for value in range(int(low), int(high) + 1))
    steps = int(entry.get("steps", _STEPS))
    if steps < 2:
        raise place.down("steps").wrong("at least 2 steps are needed")
    return tuple(f"{low + (high - low) * step / (steps - 1):g}" for step in range(steps))


def _parties(data: Mapping[str, Any], issues: Sequence[Issue], top: _Place) -> tuple[Party, ...]:
    read = tuple(
        _party(entry, issues, _Place(top.file, top.text, "party", number))
        for number, entry in enumerate(_tables(data, "party", top))
    )
    for kind, names in (("issue", [i.key for i in issues]), ("party", [p.key for p in read])):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise _Place(top.file, top.text, kind).down("key").wrong(f"{twice[0]!r} stands twice")
    return read


def _party(entry: Mapping[str, Any], issues: Sequence[Issue], place: _Place) -> Party:
    _known(entry, _PARTY, place)
    key = _word(entry, "key", place)
    given = entry.get("interest", {})
    unknown = sorted(set(given) - {issue.key for issue in issues})
    if unknown:
        raise place.down("interest", unknown[0]).wrong(
            "no issue has this key", f"issues are {', '.join(issue.key for issue in issues)}"
        )
    if "walk_away" not in entry:
        raise place.wrong(
            f"party {key!r} has no walk_away", "walk_away = 40 or [35, 45], on the scale 0 to 100"
        )
    entitlement = _number(entry.get("entitlement", 1.0), place.down("entitlement"))
    if entitlement <= 0:
        raise place.down("entitlement").wrong(f"{entitlement:g} is not positive")
    return Party(
        key=key,
        name=str(entry.get("name", key)),
        walk_away=_range(entry["walk_away"], place.down("walk_away")),
        interests=_interests(given, issues, place),
        without_agreement=str(entry.get("without_agreement", "")),
        entitlement=entitlement,
        member_of=str(entry.get("member_of", "")),
    )


def _interests(
    given: Mapping[str, Any], issues: Sequence[Issue], place: _Place
) -> dict[str, Interest]:
    ranks = {key: int(entry["rank"]) for key, entry in given.items() if "rank" in entry}
    weights = rank_weights(ranks)
    return {
        issue.key: _interest(given[issue.key], issue, weights, place.down("interest", issue.key))
        for issue in issues
        if issue.key in given
    }


def rank_weights(ranks: Mapping[str, int]) -> dict[str, float]:
    """Weights from a ranking: the centre of all weights that keep the order.

    Source: Barron & Barrett (1996), Decision Quality Using Ranked Attribute Weights,
    Management Science 42:1515.
    """
    count = len(ranks)
    ordered = sorted(ranks, key=lambda key: (ranks[key], key))
    centre = [sum(1 / later for later in range(place, count + 1)) for place in range(1, count + 1)]
    alike: dict[int, list[float]] = {}
    for key, weight in zip(ordered, centre, strict=True):
        alike.setdefault(ranks[key], []).append(weight)
    return {key: sum(alike[rank]) / len(alike[rank]) / count for key, rank in ranks.items()}


def _interest(
    entry: Mapping[str, Any], issue: Issue, weights: Mapping[str, float], place: _Place
) -> Interest:
    _known(entry, _INTEREST, place)
    if "weight" not in entry and "rank" not in entry:
        raise place.wrong("no weight", "weight = 3, weight = [2, 4] or rank = 1")
    weight = (
        Range(weights[issue.key], weights[issue.key])
        if "rank" in entry
        else _range(entry["weight"], place.down("weight"), high=1e9)
    )
    position = str(entry.get("position", ""))
    red = tuple(str(option) for option in entry.get("red_lines", ()))
    for option in (*((position,) if position else ()), *red):
        _option(option, issue, place.down("position" if option == position else "red_lines"))
    return Interest(
        weight=weight,
        values=_values(entry, issue, place),
        inferred_by=str(entry.get("inferred_by", "")),
        position=position,
        red_lines=red,
    )


def _values(entry: Mapping[str, Any], issue: Issue, place: _Place) -> tuple[Range, ...]:
    if "ranking" in entry:
        return _ranked(entry["ranking"], issue, place.down("ranking"))
    values = entry.get("values")
    if isinstance(values, list) and len(values) == 2 and issue.kind in _LINES:
        ends = [_number(value, place.down("values")) for value in values]
        return _line(ends[0], ends[1], issue, place.down("values"))
    if not isinstance(values, Mapping):
        raise place.wrong(
            "no values", "values = { option = 0 to 100, ... } or ranking = [best, ...]"
        )
    for option in values:
        _option(option, issue, place.down("values"))
    missing = [option for option in issue.options if option not in values]
    if missing:
        raise place.down("values").wrong(f"nothing about option {missing[0]!r}")
    return tuple(_range(values[option], place.down("values")) for option in issue.options)


_LINES: Final = (IssueKind.INTEGER, IssueKind.CONTINUOUS)


def _line(first: float, last: float, issue: Issue, place: _Place) -> tuple[Range, ...]:
    """Worth along a straight line from the least to the largest option."""
    steps = max(len(issue.options) - 1, 1)
    worths = [first + (last - first) * step / steps for step in range(len(issue.options))]
    return tuple(_range(worth, place) for worth in worths)


def _ranked(ranking: Sequence[Any], issue: Issue, place: _Place) -> tuple[Range, ...]:
    """Best first, evenly spaced from 100 to 0."""
    names = [str(option) for option in ranking]
    for option in names:
        _option(option, issue, place)
    if sorted(names) != sorted(issue.options):
        raise place.wrong("the ranking must name every option once")
    steps = max(len(names) - 1, 1)
    worth = {name: _WORTH * (1 - at / steps) for at, name in enumerate(names)}
    return tuple(Range(worth[option], worth[option]) for option in issue.options)


def _combinations(
    data: Mapping[str, Any],
    table: str,
    issues: Sequence[Issue],
    parties: Sequence[Party],
    top: _Place,
) -> tuple[Combination, ...]:
    return tuple(
        _combination(entry, issues, parties, _Place(top.file, top.text, table, number))
        for number, entry in enumerate(_tables(data, table, top))
    )


def _combination(
    entry: Mapping[str, Any], issues: Sequence[Issue], parties: Sequence[Party], place: _Place
) -> Combination:
    worth = place.table == "together"
    field = "when" if worth else "never"
    _known(entry, {"name", field} | ({"party", "adds"} if worth else set()), place)
    when = entry.get(field)
    if not isinstance(when, Mapping) or not when:
        raise place.down(field).wrong("no options named", f"{field} = {{ issue = [option, ...] }}")
    known = {issue.key: issue for issue in issues}
    for key, options in when.items():
        if key not in known:
            raise place.down(field).wrong(f"no issue is called {key!r}")
        for option in options:
            _option(str(option), known[key], place.down(field))
    party = str(entry.get("party", ""))
    if worth and party not in {one.key for one in parties}:
        raise place.down("party").wrong(f"no party is called {party!r}")
    return Combination(
        when={key: tuple(str(option) for option in options) for key, options in when.items()},
        party=party,
        adds=_number(entry.get("adds", 0.0), place.down("adds")) if worth else 0.0,
        name=str(entry.get("name", "")),
    )


def _tables(data: Mapping[str, Any], key: str, top: _Place) -> Sequence[Mapping[str, Any]]:
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise top.down(key).wrong("not an array of tables", f"write [[{key}]]")
    return entries


def _known(entry: Mapping[str, Any], known: Iterable[str], place: _Place) -> None:
    unknown = sorted(set(entry) - set(known))
    if unknown:
        raise place.down(unknown[0]).wrong(
            "no such key", f"keys here are {', '.join(sorted(known))}"
        )


def _word(entry: Mapping[str, Any], key: str, place: _Place) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value:
        raise place.wrong(f"no {key}", f'{key} = "..."')
    return value


def _option(option: str, issue: Issue, place: _Place) -> None:
    if option not in issue.options:
        raise place.wrong(
            f"{option!r} is no option of {issue.key!r}", f"options are {', '.join(issue.options)}"
        )


def _number(value: Any, place: _Place) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise place.wrong(f"{value!r} is no number")
    return float(value)


def _range(value: Any, place: _Place, *, high: float = _WORTH) -> Range:
    ends = value if isinstance(value, list) else [value, value]
    if len(ends) != 2:
        raise place.wrong("a range has two ends", "[low, high]")
    low, top = (_number(end, place) for end in ends)
    if not 0 <= low <= top <= high:
        raise place.wrong(f"{value} is out of range", f"0 to {high:g}, the smaller end first")
    return Range(low, top)
