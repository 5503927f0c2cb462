"""Reads a crisis scenario from TOML; the schema is described in docs/measures.md."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from detente.adapters.toml_lines import line_of
from detente.codebook.crisis_parameters import CrisisParameterRow, Scale, crisis_parameters
from detente.codebook.measures import measures
from detente.model.crisis import (
    Alliance,
    CrisisActor,
    Elicited,
    MeasureUse,
    Scenario,
    Spread,
    Toward,
)
from detente.model.errors import TableError

SCHEMA: Final = "detente-crisis/1"
_TOP: Final = (
    "schema", "title", "weeks", "notes", "actor", "quarrel", "alliance", "parameters", "measure",
    "elicited",
)  # fmt: skip
_ACTOR: Final = ("key", "name", "slot", "capability", "growth", "pressure", "resolve")
_QUARREL: Final = ("between", "from", "to", "rung", "stakes", "trade")
_ALLIANCE: Final = ("members", "ally", "of", "commitment")
_MEASURE: Final = ("id", "between")
_ELICITED: Final = ("question", "low", "best", "high", "who", "date")
_SIDES: Final = (2, 8)
_WEEKS: Final = (1, 520)
_SLOTS: Final = 255


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


def read_scenario(path: Path) -> Scenario:
    """Read the scenario in a file.

    Raises:
        TableError: If something cannot be used; file, line and key are named.
    """
    return parse_scenario(path.read_text(encoding="utf-8"), file=str(path))


def parse_scenario(text: str, *, file: str = "-") -> Scenario:
    """Read a scenario from TOML text.

    Raises:
        TableError: If something cannot be used; file, line and key are named.
    """
    top = _Place(file, text, "")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise TableError(file, 0, "TOML", str(problem)) from problem
    _known(data, _TOP, top)
    if data.get("schema", SCHEMA) != SCHEMA:
        raise top.down("schema").wrong(f"{data['schema']!r} is not known", f'schema = "{SCHEMA}"')
    actors = _actors(data, top)
    keys = {actor.key for actor in actors}
    return Scenario(
        title=str(data.get("title", "")),
        weeks=_whole(data.get("weeks", 60), top.down("weeks"), *_WEEKS),
        actors=actors,
        toward=_toward(data, keys, top),
        alliances=_alliances(data, keys, top),
        parameters=_parameters(data, _Place(file, text, "parameters")),
        measures=tuple(_measure(*each, keys) for each in _tables(data, "measure", top)),
        elicited=tuple(_elicited(*each) for each in _tables(data, "elicited", top)),
        notes=tuple(str(note) for note in data.get("notes", ())),
    )


def _actors(data: Mapping[str, Any], top: _Place) -> tuple[CrisisActor, ...]:
    actors = tuple(_actor(*each, at + 1) for at, each in enumerate(_tables(data, "actor", top)))
    low, high = _SIDES
    if not low <= len(actors) <= high:
        raise top.wrong(
            f"{len(actors)} actors; {low} to {high} can be played",
            "add [[actor]] with key and capability",
        )
    for field in ("key", "slot"):
        seen: set[object] = set()
        for at, actor in enumerate(actors):
            value = getattr(actor, field)
            if value in seen:
                raise (
                    _Place(top.file, top.text, "actor", at)
                    .down(field)
                    .wrong(f"{value!r} stands twice", "each actor has a key and a slot of its own")
                )
            seen.add(value)
    return actors


def _actor(entry: Mapping[str, Any], place: _Place, slot: int) -> CrisisActor:
    _known(entry, _ACTOR, place)
    key = _word(entry, "key", place)
    if "capability" not in entry:
        raise place.wrong(f"actor {key!r} has no capability", "capability = 1.0 or [0.8, 1, 1.3]")
    return CrisisActor(
        key=key,
        name=str(entry.get("name", key)),
        slot=_whole(entry.get("slot", slot), place.down("slot"), 1, _SLOTS),
        capability=_positive(entry["capability"], place.down("capability")),
        growth=_maybe(entry, "growth", place, -1.0, 1.0),
        pressure=_maybe(entry, "pressure", place, 0.0, 1.0),
        resolve=_maybe(entry, "resolve", place, 0.0, 1.0),
    )


def _toward(data: Mapping[str, Any], keys: set[str], top: _Place) -> tuple[Toward, ...]:
    found: dict[tuple[str, str], Toward] = {}
    places: dict[tuple[str, str], _Place] = {}
    for entry, place in _tables(data, "quarrel", top):
        for toward in _both_ways(entry, keys, place):
            pair = (toward.actor, toward.target)
            if pair in found:
                raise place.wrong(f"{pair[0]} towards {pair[1]} stands twice", "name a pair once")
            found[pair], places[pair] = toward, place
    if not found:
        raise top.wrong("nobody has a quarrel", 'add [[quarrel]] with between = ["A", "B"]')
    for (actor, target), toward in found.items():
        other = found.get((target, actor))
        if toward.rung == 5 and (other is None or other.rung != 5):
            raise (
                places[actor, target]
                .down("rung")
                .wrong("war is mutual", "give 5 to both sides or to neither")
            )
    return tuple(found.values())


def _both_ways(entry: Mapping[str, Any], keys: set[str], place: _Place) -> tuple[Toward, ...]:
    """``between`` speaks of both sides, ``from`` and ``to`` of one."""
    _known(entry, _QUARREL, place)
    given: dict[str, Any] = {
        "rung": _whole(entry.get("rung", 1), place.down("rung"), 1, 5),
        "stakes": _maybe(entry, "stakes", place, 0.0, 1.0),
        "trade": _maybe(entry, "trade", place, 0.0, 1.0),
    }
    if "between" in entry:
        if "from" in entry or "to" in entry:
            raise place.down("between").wrong("between stands beside from or to", "use one of them")
        one, two = _two(entry["between"], keys, place.down("between"))
        return Toward(one, two, **given), Toward(two, one, **given)
    for key in ("from", "to"):
        _one_of(entry.get(key), keys, place.down(key))
    if entry["from"] == entry["to"]:
        raise place.down("to").wrong("an actor has no quarrel with itself")
    return (Toward(entry["from"], entry["to"], **given),)


def _alliances(data: Mapping[str, Any], keys: set[str], top: _Place) -> tuple[Alliance, ...]:
    found: dict[tuple[str, str], Alliance] = {}
    for entry, place in _tables(data, "alliance", top):
        _known(entry, _ALLIANCE, place)
        commitment = _maybe(entry, "commitment", place, 0.0, 1.0)
        if "members" in entry:
            members = _keys(entry["members"], keys, place.down("members"))
            if len(members) < 2:
                raise place.down("members").wrong("an alliance has two members or more")
            pairs = [(a, b) for a in members for b in members if a != b]
        else:
            pairs = [
                (
                    _one_of(entry.get("ally"), keys, place.down("ally")),
                    _one_of(entry.get("of"), keys, place.down("of")),
                )
            ]
        for pair in pairs:
            if pair in found or pair[0] == pair[1]:
                raise place.wrong(f"{pair[0]} for {pair[1]} stands twice or alone")
            found[pair] = Alliance(*pair, commitment)
    return tuple(found.values())


def _parameters(data: Mapping[str, Any], place: _Place) -> dict[str, Spread]:
    given = data.get("parameters", {})
    if not isinstance(given, Mapping):
        raise place.wrong("not a table", "write [parameters]")
    rows = {row.name: row for row in crisis_parameters()}
    _known(given, rows, place)
    return {
        name: _of_parameter(value, rows[name], place.down(name)) for name, value in given.items()
    }


def _of_parameter(value: Any, row: CrisisParameterRow, place: _Place) -> Spread:
    if row.scale is Scale.LOGIT:
        return _spread(value, place, 0.0, 1.0)
    if row.scale is Scale.LOG:
        return _spread(value, place, 0.0, 1e6)
    return _spread(value, place, -1e6, 1e6)


def _measure(entry: Mapping[str, Any], place: _Place, keys: set[str]) -> MeasureUse:
    _known(entry, _MEASURE, place)
    known = [row.id for row in measures()]
    name = _word(entry, "id", place)
    if name not in known:
        raise place.down("id").wrong(
            f"no measure is called {name!r}", f"measures are {', '.join(known)}"
        )
    return MeasureUse(name, _keys(entry.get("between", []), keys, place.down("between")))


def _elicited(entry: Mapping[str, Any], place: _Place) -> Elicited:
    """A judgement; all six fields are needed, or it would be a number without an author."""
    _known(entry, _ELICITED, place)
    for key in _ELICITED:
        if key not in entry:
            raise place.wrong(f"no {key}", "a judgement has " + ", ".join(_ELICITED))
    spread = _spread([entry[key] for key in ("low", "best", "high")], place.down("low"), 0.0, 1.0)
    try:
        day = dt.date.fromisoformat(str(entry["date"])).isoformat()
    except ValueError as problem:
        raise place.down("date").wrong(
            f"{entry['date']!r} is no day", 'date = "2031-04-13"'
        ) from problem
    return Elicited(
        str(entry["question"]), spread.low, spread.best, spread.high, str(entry["who"]), day
    )


def _tables(
    data: Mapping[str, Any], key: str, top: _Place
) -> Sequence[tuple[Mapping[str, Any], _Place]]:
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise top.down(key).wrong("not an array of tables", f"write [[{key}]]")
    return [(entry, _Place(top.file, top.text, key, at)) for at, entry in enumerate(entries)]


def _known(entry: Mapping[str, Any], known: Iterable[str], place: _Place) -> None:
    allowed = list(known)
    unknown = sorted(set(entry) - set(allowed))
    if unknown:
        raise place.down(unknown[0]).wrong("no such key", f"keys here are {', '.join(allowed)}")


def _word(entry: Mapping[str, Any], key: str, place: _Place) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value:
        raise place.down(key).wrong(f"no {key}", f'{key} = "..."')
    return value


def _one_of(value: Any, keys: set[str], place: _Place) -> str:
    if value not in keys:
        raise place.wrong(f"{value!r} is no actor", f"actors are {', '.join(sorted(keys))}")
    return str(value)


def _keys(value: Any, keys: set[str], place: _Place) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise place.wrong(f"{value!r} is no list of actors", '["A", "B"]')
    return tuple(_one_of(each, keys, place) for each in value)


def _two(value: Any, keys: set[str], place: _Place) -> tuple[str, str]:
    found = _keys(value, keys, place)
    if len(set(found)) != 2 or len(found) != 2:
        raise place.wrong("a quarrel is between two actors", 'between = ["A", "B"]')
    return found[0], found[1]


def _whole(value: Any, place: _Place, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise place.wrong(f"{value!r} is not allowed", f"a whole number from {low} to {high}")
    return value


def _maybe(
    entry: Mapping[str, Any], key: str, place: _Place, low: float, high: float
) -> Spread | None:
    return _spread(entry[key], place.down(key), low, high) if key in entry else None


def _positive(value: Any, place: _Place) -> Spread:
    spread = _spread(value, place, 0.0, 1e9)
    if spread.low <= 0:
        raise place.wrong(f"{value!r} is not positive", "capability is a ratio, 1.0 for ordinary")
    return spread


def _spread(value: Any, place: _Place, low: float, high: float) -> Spread:
    """A number, or [low, best, high] as 5 % point, median and 95 % point."""
    ends = value if isinstance(value, list) else [value] * 3
    fine = all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends)
    if len(ends) != 3 or not fine:
        raise place.wrong(f"{value!r} is no number or range", "0.3 or [low, best, high]")
    if not low <= ends[0] <= ends[1] <= ends[2] <= high:
        raise place.wrong(
            f"{value} is out of order or range", f"{low:g} to {high:g}, the smallest first"
        )
    if ends[0] != ends[2] and ends[1] in (ends[0], ends[2]):
        raise place.wrong(f"{value} has its median at an end", "low < best < high, or one number")
    return Spread(*(float(end) for end in ends))
