"""Where something stands in a settlement's TOML, and the checks that every table shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from detente.adapters.toml_lines import line_of
from detente.model.errors import TableError
from detente.model.settlement import Issue, Range

WORTH: Final = 100.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file something stands."""

    file: str
    text: str
    table: str
    number: int = 0
    keys: tuple[str, ...] = ()

    def down(self, *keys: str) -> Place:
        """The place of a key further down."""
        return Place(self.file, self.text, self.table, self.number, (*self.keys, *keys))

    def wrong(self, problem: str, advice: str = "") -> TableError:
        """Say what is wrong here, with file, line and key."""
        line = line_of(self.text, self.table, self.number, *self.keys)
        name = ".".join(part for part in (self.table, *self.keys) if part) or "schema"
        return TableError(self.file, line, name, problem, advice)


def tables(data: Mapping[str, Any], key: str, top: Place) -> Sequence[Mapping[str, Any]]:
    """The tables of an array ``[[key]]``."""
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise top.down(key).wrong("not an array of tables", f"write [[{key}]]")
    return entries


def known_keys(entry: Mapping[str, Any], known: Iterable[str], place: Place) -> None:
    """Refuse a key that the schema does not know."""
    unknown = sorted(set(entry) - set(known))
    if unknown:
        raise place.down(unknown[0]).wrong(
            "no such key", f"keys here are {', '.join(sorted(known))}"
        )


def word(entry: Mapping[str, Any], key: str, place: Place) -> str:
    """A text that must be there."""
    value = entry.get(key)
    if not isinstance(value, str) or not value:
        raise place.wrong(f"no {key}", f'{key} = "..."')
    return value


def option_of(option: str, issue: Issue, place: Place) -> None:
    """Refuse an option that the issue does not have."""
    if option not in issue.options:
        raise place.wrong(
            f"{option!r} is no option of {issue.key!r}", f"options are {', '.join(issue.options)}"
        )


def number(value: Any, place: Place) -> float:
    """A number, and no truth value."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise place.wrong(f"{value!r} is no number")
    return float(value)


def known_range(value: Any, place: Place, *, high: float = WORTH) -> Range:
    """A number or ``[low, high]``, from 0 to ``high``."""
    ends = value if isinstance(value, list) else [value, value]
    if len(ends) != 2:
        raise place.wrong("a range has two ends", "[low, high]")
    low, top = (number(end, place) for end in ends)
    if not 0 <= low <= top <= high:
        raise place.wrong(f"{value} is out of range", f"0 to {high:g}, the smaller end first")
    return Range(low, top)
