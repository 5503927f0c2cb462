"""Messages as numbered text, and back: ``parse_text(render_text(body)) == body``.

That holds for every body that has the fields its format requires. A line is a number, a label and a value; the number counts and the label may be translated. A
longer text goes on in lines that begin with ``  | ``. What a format has no field for, or a value
that does not fit its type, stands as JSON in a line that begins with ``+``, so that nothing is
lost. Lines that begin with ``#`` say something beside the body and are not read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from detente.codebook.channel_formats import FormatField, format_fields
from detente.model.errors import InputError, TableError

_LINE: Final = re.compile(r"\s*(\d+(?:\.\d+){0,2})(?:\s[^:]*)?:(.*)")
_HEAD: Final = re.compile(r"FORMAT\s+(\S+)\s+(\S+)(?:\s.*)?")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?")
_INTEGER: Final = re.compile(r"-?[1-9]\d{0,14}|0")
_MORE: Final = "  | "
_NONE: Final = "none"
TYPES: Final = ("text", "integer", "yesno", "day", "moment", "group")
_EXAMPLES: Final = {
    "integer": "a whole number such as 9000", "yesno": "yes or no", "day": "a day: 2031-06-01",
    "moment": "a day, or a time with its zone: 2031-06-01T06:00:00Z",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """A numbered text format.

    Attributes:
        number: Its number.
        kind: Kind of message it writes.
        fields: Its fields in order, those inside a group left out.
        inner: Fields inside each group, by the group's number.
    """

    number: str
    kind: str
    fields: tuple[FormatField, ...]
    inner: Mapping[str, tuple[FormatField, ...]]


Formats = Mapping[str, Format]
Marked = tuple[int, str, str]
"""Line, number and value of a field as it was read."""


def formats(rows: Sequence[FormatField] | None = None) -> dict[str, Format]:
    """Formats by kind of message; the shipped ones unless rows are given.

    Raises:
        InputError: If two rows have one number or one field, or a type is not known.
    """
    found: dict[str, list[FormatField]] = {}
    for row in format_fields() if rows is None else rows:
        found.setdefault(row.kind, []).append(row)
    return {kind: _format(kind, fields) for kind, fields in found.items()}


def render_text(body: Mapping[str, Any], form: Format) -> str:
    """A body as numbered text."""
    lines = [f"FORMAT {form.number} {form.kind}"]
    left = dict(body)
    for row in form.fields:
        if row.field in left:
            shown = list(_rendered(row, left[row.field], form))
            if shown:
                lines += shown
                del left[row.field]
    lines += [f"+ {json.dumps(name)}: {json.dumps(value)}" for name, value in left.items()]
    return "\n".join(lines) + "\n"


def blank_text(form: Format) -> str:
    """An empty form to fill in, with what each field takes."""
    lines = [f"FORMAT {form.number} {form.kind}"]
    for row in form.fields:
        needed = "required" if row.required else "may be left empty"
        rows = form.inner[row.number] if row.type == "group" else (row,)
        lines.append(f"# {row.label}: {_EXAMPLES.get(row.type, row.type)}, {needed}")
        for one in rows:
            number = f"{row.number}.1" if row.repeated else row.number
            inside = f".{one.number.rpartition('.')[2]}" if row.type == "group" else ""
            lines.append(f"{number}{inside} {one.label}:")
    return "\n".join(lines) + "\n"


def parse_text(text: str, form: Format, *, place: str = "text") -> dict[str, Any]:
    """The body that a numbered text says.

    Args:
        text: The text.
        form: Its format.
        place: What the text is called in errors.

    Raises:
        TableError: With line and field, if a line cannot be read or a field is missing.
    """
    marked, body = _lines(text, form, place)
    for row in form.fields:
        lines = [one for one in marked if one[1].split(".")[0] == row.number]
        found, value = _value(row, lines, form, place)
        if found and row.field in body:
            raise TableError(place, lines[0][0], row.field, "it stands twice", "leave one out")
        if found:
            body[row.field] = value
        elif row.required and row.field not in body:
            raise TableError(place, 1, row.field, "it is missing",
                             f"add a line '{row.number} {row.label}: ...'")  # fmt: skip
    return body


def _format(kind: str, rows: Sequence[FormatField]) -> Format:
    outer = tuple(row for row in rows if "." not in row.number)
    inner = {
        row.number: tuple(one for one in rows if one.number.startswith(f"{row.number}."))
        for row in outer
    }
    for row in rows:
        if ":" in row.label or not row.label.isprintable():
            raise InputError(
                f"format of {kind!r}: the label {row.label!r} has a colon or line break"
            )
        top, _, rest = row.number.partition(".")
        well = re.fullmatch(r"[1-9]\d*(\.[1-9]\d*)?", row.number) is not None
        group = next((one for one in outer if one.number == top), None)
        if not well or row.type not in TYPES or group is None or (rest and group.type != "group"):
            raise InputError(f"format of {kind!r}, field {row.field!r}: number {row.number!r} or "
                             f"type {row.type!r} does not fit; types: {', '.join(TYPES)}")  # fmt: skip
        if row.type == "group" and (rest or not row.repeated or not inner[row.number]):
            raise InputError(f"format of {kind!r}, field {row.field!r}: a group is repeated, is in "
                             "no other group and has fields")  # fmt: skip
        if rest and row.repeated:
            raise InputError(f"format of {kind!r}, field {row.field!r}: no list inside a group")
    for names in ([row.number for row in rows], [row.field for row in outer],
                  *([one.field for one in found] for found in inner.values())):  # fmt: skip
        if len(set(names)) < len(names):
            raise InputError(f"format of {kind!r}: a number or field stands twice")
    return Format(rows[0].format, kind, outer, inner)


def _rendered(row: FormatField, value: Any, form: Format) -> Iterator[str]:
    """Lines of a value; none if it does not fit its field."""
    if not row.repeated:
        text = _written(row.type, value)
        if text is not None:
            yield _line(row.number, row.label, text)
        return
    if not isinstance(value, list):
        return
    if not value:
        yield f"{row.number} {row.label}: {_NONE}"
        return
    whole: list[str] = []
    for number, item in enumerate(value, 1):
        shown = list(_item(row, f"{row.number}.{number}", item, form))
        if not shown:
            return
        whole += shown
    yield from whole


def _item(row: FormatField, number: str, item: Any, form: Format) -> Iterator[str]:
    if row.type != "group":
        text = _written(row.type, item)
        if text is not None:
            yield _line(number, row.label, text)
        return
    rows = {one.field: one for one in form.inner[row.number]}
    needed = {name for name, one in rows.items() if one.required}
    if not isinstance(item, Mapping) or not needed <= item.keys() <= rows.keys() or not item:
        return
    texts = {name: _written(rows[name].type, value) for name, value in item.items()}
    if None in texts.values():
        return
    for name, one in rows.items():
        if (text := texts.get(name)) is not None:
            yield _line(f"{number}.{one.number.rpartition('.')[2]}", one.label, text)


def _line(number: str, label: str, text: str) -> str:
    if "\n" not in text:
        return f"{number} {label}: {text}"
    return "\n".join([f"{number} {label}:", *(_MORE + line for line in text.split("\n"))])


def _written(kind: str, value: Any) -> str | None:
    """A value as it stands in a line, None if it does not fit the type."""
    if kind == "yesno":
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else None
    if kind == "integer":
        text = str(value) if type(value) is int and abs(value) < 10**15 else ""
        return text or None
    if not isinstance(value, str) or not _plain(value):
        return None
    return value if kind == "text" or _read(kind, value) == value else None


def _plain(text: str) -> bool:
    """Whether a text survives as lines: nothing that does not print, no space at its ends."""
    whole = text == text.strip() and bool(text)
    return whole and all(line.isprintable() for line in text.split("\n"))


def _read(kind: str, text: str) -> Any:
    """The value that a line says, None if it does not fit the type."""
    if kind == "text":
        return text
    if kind == "yesno":
        return {"yes": True, "no": False}.get(text.casefold())
    if kind == "integer":
        return int(text) if _INTEGER.fullmatch(text) and text != "-0" else None
    if not (_DAY if kind == "day" else _MOMENT).fullmatch(text):
        return None
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def _lines(text: str, form: Format, place: str) -> tuple[list[Marked], dict[str, Any]]:
    """Numbered lines with what follows them, and what stands as JSON."""
    marked: list[Marked] = []
    extra: dict[str, Any] = {}
    numbers = {row.number for row in form.fields}
    for at, raw in enumerate(text.split("\n"), 1):
        line = raw.removesuffix("\r")
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(_MORE.rstrip(" ")) and marked:
            number, value = marked[-1][1:]
            more = line[len(_MORE) :] if line.startswith(_MORE) else line[len(_MORE) - 1 :]
            marked[-1] = (marked[-1][0], number, f"{value}\n{more}")
        elif line.startswith("+"):
            name, value = _extra(line, at, place)
            if name in extra:
                raise TableError(place, at, name, "it stands twice", "leave one out")
            extra[name] = value
        elif head := _HEAD.fullmatch(line.strip()):
            if head[2] != form.kind:
                raise TableError(place, at, "FORMAT", f"it is a {head[2]!r}, not a {form.kind!r}")
        elif found := _LINE.fullmatch(line):
            if found[1].split(".")[0] not in numbers:
                raise TableError(place, at, found[1], "the format has no such number",
                                 f"it has 1 to {len(numbers)}")  # fmt: skip
            marked.append((at, found[1], found[2].strip()))
        else:
            raise TableError(place, at, line.strip()[:40], "this is no field",
                             "a line is a number, a label and a value: '1 Designation: ...'")  # fmt: skip
    return [one for one in marked if one[2].strip()], extra


def _extra(line: str, at: int, place: str) -> tuple[str, Any]:
    decoder = json.JSONDecoder()
    try:
        rest = line[1:].lstrip()
        name, end = decoder.raw_decode(rest)
        colon, value = rest[end:].lstrip()[:1], rest[end:].lstrip()[1:]
        if isinstance(name, str) and colon == ":":
            return name, json.loads(value)
    except (ValueError, RecursionError):
        pass
    raise TableError(place, at, line[1:41].strip(), "this is no field as JSON",
                     """write + "name": value""")  # fmt: skip


def _value(row: FormatField, lines: Sequence[Marked], form: Format, place: str) -> tuple[bool, Any]:
    """Whether a field is there, and what it says."""
    if not lines:
        return False, None
    if not row.repeated:
        (line, number, text), *others = lines
        if others or number != row.number:
            raise TableError(place, (others or lines)[-1][0], row.field,
                             "it stands twice, or has a number inside it")  # fmt: skip
        return True, _typed(row, line, text, place)
    if len(lines) == 1 and lines[0][1] == row.number and lines[0][2].casefold() == _NONE:
        return True, []
    items: dict[int, list[Marked]] = {}
    for line, number, text in lines:
        parts = number.split(".")
        if len(parts) != (3 if row.type == "group" else 2):
            inside = ".1.1" if row.type == "group" else ".1"
            raise TableError(place, line, row.field, f"number {number} names no item",
                             f"items are numbered {row.number}{inside}, or '{_NONE}'")  # fmt: skip
        items.setdefault(int(parts[1]), []).append((line, number, text))
    if sorted(items) != list(range(1, len(items) + 1)):
        raise TableError(place, lines[0][0], row.field, "its items are not numbered 1, 2, 3 ...")
    return True, [_one(row, items[n], form, place) for n in sorted(items)]


def _one(row: FormatField, lines: Sequence[Marked], form: Format, place: str) -> Any:
    if row.type != "group":
        (line, _, text), *others = lines
        if others:
            raise TableError(place, others[0][0], row.field, "an item stands twice")
        return _typed(row, line, text, place)
    inner = {one.number.rpartition(".")[2]: one for one in form.inner[row.number]}
    found: dict[str, Any] = {}
    for line, number, text in lines:
        one = inner.get(number.rpartition(".")[2])
        if one is None or one.field in found:
            problem = "the format has no such number" if one is None else "it stands twice"
            raise TableError(place, line, number, problem)
        found[one.field] = _typed(one, line, text, place)
    for one in inner.values():
        if one.required and one.field not in found:
            raise TableError(place, lines[0][0], f"{row.field}.{one.field}", "it is missing")
    return found


def _typed(row: FormatField, line: int, text: str, place: str) -> Any:
    plain = text.removeprefix("\n") if row.type == "text" else text.strip()
    value = _read(row.type, plain)
    if value is None:
        raise TableError(place, line, row.field, f"{plain[:40]!r} does not fit",
                         f"write {_EXAMPLES.get(row.type, row.type)}")  # fmt: skip
    return value
