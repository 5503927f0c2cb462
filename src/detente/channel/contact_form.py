"""What may stand in a message about a contact: what, when, where and how many, and no persons.

The log keeps what it takes, so a name that came in could not be taken out again: a field that is
not on the form is refused by the log itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from detente.model.errors import InputError

STATES: Final = ("planned", "held", "cancelled")
_FIELDS: Final = {
    "contact": frozenset(("what", "when", "state", "until", "where", "topic", "size")),
    "contact-state": frozenset(("state", "when", "reason")),
}
_LENGTH: Final = 200


def check_contact(kind: str, body: Mapping[str, Any]) -> None:
    """Hold a message about a contact against the form; other kinds pass.

    Raises:
        InputError: If a field is not on it, or says nothing that can be read.
    """
    allowed = _FIELDS.get(kind)
    if allowed is None:
        return
    extra = sorted(set(body) - allowed)
    if extra:
        raise InputError(
            f"a {kind!r} has no field {extra[0]!r}: the register holds no names of persons and "
            f"only {', '.join(sorted(allowed))}"
        )
    if body["state"] not in STATES:
        raise InputError(f"a contact is {', '.join(STATES)}, not {body['state']!r}")
    for name in ("when", "until"):
        if name in body:
            _day(body[name])
    if "size" in body and (type(body["size"]) is not int or body["size"] < 1):
        raise InputError("'size' is how many people take part, a count")
    for name in {"what", "where", "topic", "reason"} & set(body):
        if not isinstance(body[name], str) or len(body[name]) > _LENGTH:
            raise InputError(f"{name!r} is a text of at most {_LENGTH} characters")


def _day(value: object) -> dt.date:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(f"{value!r} is no day; write 2031-06-01") from error
