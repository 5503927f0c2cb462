"""Plain data and back: any model object to JSON-ready values, and again to the object."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from detente.model.errors import Confidential

_T = TypeVar("_T")
_SCALARS = frozenset({str, int, float, bool})


def to_plain(value: Any) -> Any:
    """Turn a model object into dicts, lists, strings and numbers.

    Dataclasses become dicts in field order, enums their values, days ISO 8601 strings.

    Raises:
        Confidential: If an object marked ``confidential`` is in it.
    """
    if value is None or type(value) in _SCALARS:
        return value
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if sealed := getattr(value, "confidential", ()):
            raise Confidential("a record", sealed)
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dt.date):
        return value.isoformat()
    return _collection(value)


def _collection(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: type[_T], plain: Any) -> _T:
    """Build a model object from what :func:`to_plain` made of one.

    Args:
        kind: The dataclass to build.
        plain: A mapping with its fields; unknown fields are ignored.

    Raises:
        TypeError: If a required field is missing.
        ValueError: If a value does not fit its field.
    """
    return typing.cast("_T", _build(kind, plain))


def _build(kind: Any, plain: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _build_optional(kind, plain)
    if origin is tuple:
        return _build_tuple(kind, plain)
    return _build_plain(kind, plain) if isinstance(kind, type) else plain


def _build_plain(kind: type, plain: Any) -> Any:
    if dataclasses.is_dataclass(kind):
        return _build_dataclass(kind, plain)
    if issubclass(kind, Enum):
        return kind(plain)
    if kind is dt.date:
        return dt.date.fromisoformat(plain)
    return plain


def _build_optional(kind: Any, plain: Any) -> Any:
    if plain is None:
        return None
    inner = [option for option in typing.get_args(kind) if option is not type(None)]
    return _build(inner[0], plain)


def _build_tuple(kind: Any, plain: Any) -> tuple[Any, ...]:
    options = typing.get_args(kind)
    if len(options) == 2 and options[1] is Ellipsis:
        return tuple(_build(options[0], item) for item in plain)
    return tuple(_build(option, item) for option, item in zip(options, plain, strict=True))


def _build_dataclass(kind: Any, plain: Mapping[str, Any]) -> Any:
    fields = _field_types(kind).items()
    return kind(**{name: _build(type_, plain[name]) for name, type_ in fields if name in plain})


@cache
def _field_types(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind) if field.init}
