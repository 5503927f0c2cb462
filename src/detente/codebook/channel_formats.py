"""Rows of the table of numbered text formats; the shipped numbers are our own."""

from __future__ import annotations

from dataclasses import dataclass

from detente.codebook.loader import Verified, load_table


@dataclass(frozen=True, slots=True)
class FormatField:
    """One numbered field of a format.

    Attributes:
        format: Number of the format, such as ``DT-10``.
        kind: Kind of message it writes.
        number: Number of the field, such as ``3``, or ``3.1`` inside field 3.
        field: Field of the body.
        label: What stands beside the number.
        type: "text", "integer", "yesno", "day", "moment" (a day, or a time with its zone) or
            "group" (objects, whose fields have the numbers inside it).
        required: Whether it must be there.
        repeated: Whether it holds a list.
        source: Where the row comes from.
        verified: How it is backed.
    """

    format: str
    kind: str
    number: str
    field: str
    label: str
    type: str
    required: bool
    repeated: bool
    source: str
    verified: Verified


def format_fields() -> tuple[FormatField, ...]:
    """All fields of the shipped formats, in order."""
    return load_table("channel_formats", FormatField)
