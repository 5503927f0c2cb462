"""The fixed grid in which places are declared, so that a place that was not declared can be shown.

A cell spans 0.01 degree of latitude and of longitude (WGS 84): at most 1.11 km from south to north
and as much from west to east at the equator, less towards the poles. It is named by its south-west
corner, in hundredths: ``N5012E03045`` holds 50.12 to 50.13 north and 30.45 to 30.46 east. A site
that reaches into several cells is declared in each of them.
"""

from __future__ import annotations

import re
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from typing import Final

from detente.model.errors import InputError

_CELL: Final = re.compile(r"([NS])(\d{4})([EW])(\d{5})")
_POLE: Final = 9000
_MERIDIAN: Final = 18000


def cell_of(latitude: str | float, longitude: str | float) -> str:
    """Name of the cell in which a place lies; its south and west edges belong to it.

    Args:
        latitude: Degrees north, -90 to 90; text is read exactly.
        longitude: Degrees east, -180 to 180; 180 is -180.

    Raises:
        InputError: If it is no place on Earth.
    """
    south, west = _hundredths(latitude), _hundredths(longitude)
    if not -_POLE <= south <= _POLE or not -_MERIDIAN <= west <= _MERIDIAN:
        raise InputError(f"{latitude}, {longitude} is no place: latitude -90..90, then longitude")
    return _name(min(south, _POLE - 1), -_MERIDIAN if west == _MERIDIAN else west)


def check_cell(name: str) -> str:
    """The name of a cell, if it is one.

    Raises:
        InputError: If it is none, or not written in its one form.
    """
    match = _CELL.fullmatch(name)
    if match:
        south = int(match[2]) * (1 if match[1] == "N" else -1)
        west = int(match[4]) * (1 if match[3] == "E" else -1)
        inside = -_POLE <= south < _POLE and -_MERIDIAN <= west < _MERIDIAN
        if inside and _name(south, west) == name:
            return name
    raise InputError(f"{name!r} is no cell of the grid; write one like N5012E03045")


def corner(name: str) -> tuple[float, float]:
    """Latitude and longitude of a cell's south-west corner.

    Raises:
        InputError: If it is no cell.
    """
    match = _CELL.fullmatch(check_cell(name))
    assert match is not None
    south, west = int(match[2]) / 100, int(match[4]) / 100
    return (south if match[1] == "N" else -south), (west if match[3] == "E" else -west)


def _name(south: int, west: int) -> str:
    return f"{'S' if south < 0 else 'N'}{abs(south):04}{'W' if west < 0 else 'E'}{abs(west):05}"


def _hundredths(degrees: str | float) -> int:
    """Degrees in hundredths, rounded down; decimal text is not bent by binary fractions."""
    try:
        number = Decimal(str(degrees).strip())
        return int((number * 100).to_integral_value(rounding=ROUND_FLOOR))
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise InputError(f"{degrees!r} is no number of degrees") from error
