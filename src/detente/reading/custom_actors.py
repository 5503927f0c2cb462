"""The user's own ``actors.csv``: a world of its own, or additions to the built-in one."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from detente.model.actors import Actor, ActorKind
from detente.model.errors import TableError
from detente.reading.names import Category, Name

_Spelling = tuple[str, Name]
_CODE: Final = re.compile(r"[A-Z]{3}(?:[A-Z]{3})*")
_LETTERS: Final = re.compile(r"[^\W_]+|[\W_]+")
_SMALL_WORDS: Final = frozenset(
    {"of", "the", "and", "for", "el", "al", "de", "la", "le", "von", "van"}
)
_REQUIRED: Final = ("name", "code")
_DEMONYM_ENDINGS: Final = (
    "an", "ans", "ese", "ish", "i", "is", "ic", "ics", "er", "ers", "ite", "ites", "ene", "enes",
)  # fmt: skip
_LONGEST_COMMON_STEM: Final = 3
_GROUP_SECTORS: Final = frozenset({"REB", "UAF", "CRM", "PRM", "OPP", "INS", "SEP"})
_PRESS: Final = "JRN"
_OFFICIAL_SECTORS: Final = frozenset({"", "GOV", "MIL", "LEG", "JUD", "SPY", "COP", "PRM"})


@dataclass(frozen=True, slots=True)
class CustomRow:
    """One row of the user's table.

    Attributes:
        name: Name of the actor; it may stand on several dated rows.
        aliases: Other names, demonyms and capitals included.
        code: Three letters of the state or organisation.
        sectors: Role suffixes of the code, or the ``sector`` column.
        start: First day on which the row holds.
        end: Last day on which the row holds.
    """

    name: str
    aliases: tuple[str, ...]
    code: str
    sectors: tuple[str, ...]
    start: dt.date | None
    end: dt.date | None


def rows(path: Path) -> tuple[CustomRow, ...]:
    """Read the user's table.

    Raises:
        TableError: With file, line and field, if it cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(
            str(path), 0, "", f"cannot be read: {error}", "save it as UTF-8"
        ) from error
    reader = csv.DictReader(io.StringIO(text))
    missing = [field for field in _REQUIRED if field not in (reader.fieldnames or ())]
    if missing:
        advice = "the first line must read name,aliases,code,sector,start,end"
        raise TableError(str(path), 1, missing[0], "column is missing", advice)
    return tuple(_row(cells, str(path), reader.line_num) for cells in reader)


def _row(cells: Mapping[str, str | None], file: str, line: int) -> CustomRow:
    cell = {key: (value or "").strip() for key, value in cells.items() if isinstance(key, str)}
    code = cell["code"].upper()
    if not _CODE.fullmatch(code):
        advice = "use three letters, then role suffixes of three, such as BREGOV"
        raise TableError(file, line, "code", f"{cell['code']!r} is no actor code", advice)
    if not cell["name"]:
        raise TableError(file, line, "name", "is empty", "name the actor")
    suffixes = tuple(code[at : at + 3] for at in range(3, len(code), 3))
    sector = tuple(part for part in cell.get("sector", "").upper().split("|") if part)
    return CustomRow(
        name=cell["name"],
        aliases=tuple(part.strip() for part in cell.get("aliases", "").split("|") if part.strip()),
        code=code[:3],
        sectors=suffixes or sector,
        start=_day(cell.get("start", ""), file, line, "start"),
        end=_day(cell.get("end", ""), file, line, "end"),
    )


def _day(cell: str, file: str, line: int, field: str) -> dt.date | None:
    if not cell:
        return None
    try:
        return dt.date.fromisoformat(cell)
    except ValueError as error:
        raise TableError(file, line, field, f"{cell!r} is no day", "write 2024-03-01") from error


def spellings(path: Path) -> Iterator[_Spelling]:
    """Every spelling of every actor of the user's table with its meaning."""
    table = rows(path)
    principals = {row.code: row for row in reversed(table) if not row.sectors}
    for row in table:
        actor = _actor(row, principals.get(row.code))
        for written in (row.name, *row.aliases):
            form = written.replace("_", " ").strip()
            yield form, _name(row, actor, form)
            if form.isupper() and len(form) > _LONGEST_COMMON_STEM:
                yield _as_written(form), _name(row, actor, _as_written(form))


def _as_written(shouted: str) -> str:
    """A name in capitals as texts write it; small words in it may stand either way."""
    words = (
        word.lower() if word.lower() in _SMALL_WORDS else word.capitalize()
        for word in _LETTERS.findall(shouted)
    )
    return "".join(words)


def _actor(row: CustomRow, principal: CustomRow | None) -> Actor:
    sector = row.sectors[0] if row.sectors else ""
    stem = re.sub(r"[^A-Z0-9]+", "-", row.name.upper()).strip("-")
    if sector == _PRESS:
        # where an outlet is made is no word on who directs it
        return Actor(f"outlet:{stem.lower()}", row.name, ActorKind.OUTLET, row.code, sector)
    return Actor(
        id=f"{row.code}-{stem}"
        if row.sectors or (principal and principal.name != row.name)
        else row.code,
        name=row.name,
        kind=_kind(sector),
        country=row.code,
        sector=sector,
        principal=row.code,
        official=sector in _OFFICIAL_SECTORS,
    )


def _kind(sector: str) -> ActorKind:
    if not sector:
        return ActorKind.STATE
    return ActorKind.ARMED_GROUP if sector in _GROUP_SECTORS else ActorKind.OFFICE


def _name(row: CustomRow, actor: Actor, form: str) -> Name:
    return Name(
        actor,
        _category(row, form),
        plural=form.endswith("s") and form.casefold() != row.name.casefold(),
        start=row.start,
        end=row.end,
        custom=True,
    )


def _category(row: CustomRow, form: str) -> Category:
    if row.sectors and row.sectors[0] == _PRESS:
        return Category.OUTLET
    if row.sectors:
        return Category.GROUP if row.sectors[0] in _GROUP_SECTORS else Category.ORGANISATION
    if form.casefold() == row.name.casefold():
        return Category.STATE
    return Category.DEMONYM if _is_demonym(form, row.name) else Category.STATE


def _is_demonym(form: str, name: str) -> bool:
    same = form[:_LONGEST_COMMON_STEM].casefold() == name[:_LONGEST_COMMON_STEM].casefold()
    return same and form.casefold().endswith(_DEMONYM_ENDINGS)
