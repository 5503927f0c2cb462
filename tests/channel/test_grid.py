"""Places and their cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.channel.grid import cell_of, check_cell, corner
from detente.model.errors import InputError


@pytest.mark.parametrize(
    ("latitude", "longitude", "cell"),
    [
        ("50.12", "30.45", "N5012E03045"), ("50.1299", "30.459", "N5012E03045"),
        ("-0.001", "-0.001", "S0001W00001"), (0, 0, "N0000E00000"),
        (90, 180, "N8999W18000"), (-90, -180, "S9000W18000"), ("0.29", "0.57", "N0029E00057"),
    ],
)  # fmt: skip
def test_a_place_has_one_cell(latitude, longitude, cell) -> None:
    assert cell_of(latitude, longitude) == cell


@given(south=st.integers(-9000, 8999), west=st.integers(-18000, 17999))
def test_the_corner_of_a_cell_lies_in_it(south, west) -> None:
    cell = cell_of(f"{south / 100:.2f}", f"{west / 100:.2f}")
    assert check_cell(cell) == cell
    assert cell_of(*corner(cell)) == cell


@pytest.mark.parametrize("bad", ["", "N9000E00000", "N5012E18000", "n5012E03045", "S0000E00000",
                                 "N5012W00000", "N50E30"])  # fmt: skip
def test_what_is_no_cell_is_refused(bad) -> None:
    with pytest.raises(InputError, match="N5012E03045"):
        check_cell(bad)


@pytest.mark.parametrize(
    "place", [("91", "0"), ("0", "181"), ("north", "0"), ("nan", "0"), ("inf", 0)]
)
def test_what_is_no_place_is_refused(place) -> None:
    with pytest.raises(InputError):
        cell_of(*place)
