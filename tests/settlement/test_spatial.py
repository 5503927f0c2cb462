"""The spatial model gives the histories and chances that the toolkit printed."""

from __future__ import annotations

import re

import numpy as np
import pytest

from detente.settlement.spatial import spatial_turns


def printed(text, marker):
    lines = [line for line in text.splitlines() if marker in line]
    return np.array([[float(cell) for cell in line.split(":")[1].split()] for line in lines])


def scenario(path):
    rows = [line.split(",") for line in path.read_text().splitlines()[2:] if line.strip()]
    table = np.array([[float(cell) for cell in row[2:] if cell.strip()] for row in rows])
    return table[:, 1::2] / 100, table[:, 2::2] / 100, table[:, 0]


def same_to_the_digit(ours, theirs, digits):
    return bool((np.abs(ours - theirs) <= 0.5 * 10.0**-digits + 1e-9).all())


@pytest.mark.parametrize(
    ("table", "log", "issues"),
    [
        ("SOE-Policy.csv", "rerun_2026_history_SOE-Policy.txt", 1),
        ("dummyData_3Dim.csv", "20170530_ref-dummyData_3Dim.txt", 3),
    ],
)
def test_histories_and_chances_to_the_printed_digits(shared, table, log, issues):
    folder = shared / "data" / "negotiation" / "ktab"
    text = (folder / log).read_text().split("History of actor positions")[1]
    chances = printed(text, ", prob :")
    places = np.array(
        [
            [float(cell) for cell in line.split(":")[1].split()]
            for line in text.splitlines()
            if re.match(r"[^:]+, (Policy Position|Pstn\d):", line)
        ]
    ).reshape(len(chances), issues, -1)
    x, s, c = scenario(folder / table)
    turns = spatial_turns(x, s, c, turns=places.shape[2])
    for number, turn in enumerate(turns):
        assert same_to_the_digit(turn.positions * 100, places[:, :, number], 1)
        assert same_to_the_digit(turn.chances, chances[:, number], 4)


def test_swapping_actors_swaps_the_history():
    rng = np.random.default_rng(5)
    x, s, c = rng.random((6, 2)), rng.random((6, 2)) / 2, rng.random(6)
    order = rng.permutation(6)
    for one, other in zip(
        spatial_turns(x, s, c, turns=4),
        spatial_turns(x[order], s[order], c[order], turns=4),
        strict=True,
    ):
        assert np.allclose(one.positions[order], other.positions)


def test_forty_actors_take_ten_turns():
    rng = np.random.default_rng(1)
    turns = spatial_turns(rng.random((40, 2)), rng.random((40, 2)) / 2, rng.random(40), turns=10)
    assert len(turns) == 10
    assert all(0 <= turn.positions.min() <= turn.positions.max() <= 1 for turn in turns)


@pytest.mark.parametrize(
    ("positions", "salience", "words"),
    [([1.2, 0.0], [0.5, 0.5], "from 0 to 1"), ([1, 0], [0, 0.5], "positive"),
     ([1, 0], [1.5, 0.5], "more than 1")],
)  # fmt: skip
def test_what_is_out_of_range_is_named(positions, salience, words):
    with pytest.raises(ValueError, match=words):
        spatial_turns(positions, salience, [1, 1])
