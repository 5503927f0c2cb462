"""Canonical JSON (RFC 8785): one value, one sequence of bytes, so that a signature fits one."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

from detente.model.errors import InputError

_SAFE: Final = (1 << 53) - 1
_DEPTH: Final = 64
_ENCODE: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode
_EXPONENT: Final = re.compile(r"(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?")


def canonical(value: Any) -> bytes:
    """Write a value in its one form.

    Raises:
        InputError: If JSON cannot hold it exactly: an integer beyond 2^53, a lone surrogate, a
            key that is no text, not a number, or nesting deeper than 64.
    """
    plain, simple = _checked(value, 0)
    try:
        text = _ENCODE(plain) if simple else _write(plain)
        return text.encode()
    except UnicodeEncodeError as error:
        raise InputError("a text holds half a character (a lone surrogate)") from error


def parse_canonical(raw: bytes) -> Any:
    """Read a value that must be in its one form.

    Raises:
        InputError: If it is no JSON, or not canonical.
    """
    try:
        value = json.loads(raw.decode(), parse_int=_integer)
    except (ValueError, RecursionError) as error:
        raise InputError("it is no JSON in UTF-8") from error
    if canonical(value) != raw:
        raise InputError("the JSON is not canonical (RFC 8785): sort keys, leave out spaces")
    return value


def _integer(text: str) -> int | float:
    """A number without a point; one too long to be an exact integer is a double, as in ECMAScript."""
    number = float(text)
    return int(text) if abs(number) <= _SAFE else number


def _checked(value: Any, depth: int) -> tuple[Any, bool]:
    """The value, and whether the quick encoder writes it canonically."""
    if depth > _DEPTH:
        raise InputError(f"JSON nested deeper than {_DEPTH} is not taken")
    if isinstance(value, dict):
        parts = [_key(k) & _checked(v, depth + 1)[1] for k, v in value.items()]
        return value, all(parts)
    if isinstance(value, list | tuple):
        parts = [_checked(item, depth + 1)[1] for item in value]
        return value, all(parts)
    return value, _scalar(value)


def _key(key: Any) -> bool:
    """Keys below U+E000 sort alike by code point and by UTF-16 unit."""
    if not isinstance(key, str):
        raise InputError(f"the key {key!r} is no text")
    return key.isascii() or max(key) < "\ud800"


def _scalar(value: Any) -> bool:
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        if abs(value) > _SAFE:
            raise InputError(f"the number {value} is beyond 2^53; write it as text")
        return True
    if isinstance(value, float) and math.isfinite(value):
        return False
    raise InputError(f"{value!r} cannot stand in JSON")


def _write(value: Any) -> str:
    if isinstance(value, dict):
        items = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_ENCODE(k)}:{_write(v)}" for k, v in items) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_write, value)) + "]"
    return _number(value) if isinstance(value, float) else _ENCODE(value)


def _number(value: float) -> str:
    """A number as ECMAScript writes it."""
    if value == 0:
        return "0"
    match = _EXPONENT.fullmatch(repr(value))
    assert match is not None
    sign, whole, part, power = match[1], match[2], match[3] or "", int(match[4] or 0)
    digits = (whole + part).lstrip("0")
    point = len(whole) + power - (len(whole + part) - len(digits))
    digits = digits.rstrip("0")
    return sign + _place(digits, point)


def _place(digits: str, point: int) -> str:
    """Digits with the decimal point after ``point`` of them, by ECMAScript's four cases."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    head = digits[0] + (f".{digits[1:]}" if count > 1 else "")
    return f"{head}e{'+' if point > 0 else '-'}{abs(point - 1)}"
