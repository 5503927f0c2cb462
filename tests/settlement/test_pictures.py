"""Pictures stand alone, hold every figure of their table, and treat all parties alike."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from detente.adapters.settlement_toml import read_table
from detente.app.settle import pictures
from detente.render.settlement_drawing import round_step, ticks, worth_scale
from detente.settlement.assessment import assess
from detente.settlement.swings import swings

FOLDER = Path(__file__).parents[2] / "examples" / "settlement"


@pytest.fixture(scope="module", params=["harbour", "strait"])
def drawn(request):
    done = assess(read_table(FOLDER / f"{request.param}.toml"))
    return done, pictures(done)


def test_every_picture_is_well_formed_and_has_words_for_those_who_listen(drawn):
    for chart in drawn[1].values():
        root = etree.fromstring(chart.svg.encode())
        assert root.get("aria-label")
        assert root.find("{*}title") is not None
        assert chart.table.rows


def test_no_mark_leaves_the_picture(drawn):
    for chart in drawn[1].values():
        root = etree.fromstring(chart.svg.encode())
        _, _, wide, high = map(float, root.get("viewBox").split())
        for mark in root.iter("{*}rect", "{*}circle", "{*}text", "{*}line"):
            xs = [float(mark.get(name)) for name in ("x", "cx", "x1", "x2") if mark.get(name)]
            ys = [float(mark.get(name)) for name in ("y", "cy", "y1", "y2") if mark.get(name)]
            assert all(0 <= x <= wide for x in xs)
            assert all(0 <= y <= high for y in ys)


def test_every_package_of_the_frontier_is_drawn(drawn):
    done, charts = drawn
    svg = charts["frontier"].svg
    picked = sum(bool(one.picked_by) for one in done.frontier)
    if len(done.table.parties) == 2:
        assert svg.count('class="package"') == len(done.frontier) - picked
    else:
        assert svg.count('class="thin"') == len(done.frontier) - picked
        assert svg.count('class="thick"') == 2 * picked  # on the axes and in the key


def test_a_bar_is_as_long_as_the_gain(drawn):
    done, charts = drawn
    gains = [s.gain for one in done.frontier if one.picked_by for s in one.standings]
    bars = [
        float(w)
        for w in re.findall(r'<rect x="190" [^>]*width="([\d.]+)" height="14"', charts["gains"].svg)
    ]
    assert len(bars) == len(gains)
    ratios = [bar / gain for bar, gain in zip(bars, gains, strict=True)]
    assert max(ratios) == pytest.approx(min(ratios), rel=1e-3)


def test_a_weight_at_its_end_changes_what_is_picked():
    table = read_table(FOLDER / "strait.toml")
    found = swings(table)
    assert [one.reach for one in found.swings] == sorted(
        (one.reach for one in found.swings), reverse=True
    )
    assert found.swings[0].reach > 0
    turned = swings(replace(table, parties=table.parties[::-1]))
    assert {(one.party, one.issue, one.reach) for one in turned.swings} == {
        (one.party, one.issue, one.reach) for one in found.swings
    }


def test_a_weight_moves_to_its_ends_its_neighbours_or_by_a_fifth():
    ends = {(s.party, s.issue): (s.low, s.high) for s in swings(
        read_table(FOLDER / "strait.toml")).swings}  # fmt: skip
    assert ends["ald", "patrols"] == (3, 5)
    assert ends["ald", "batteries"] == pytest.approx((3.2, 4.8))
    assert ends["brv", "tolls"] == pytest.approx((0, 5 / 18))


def test_scales_are_round_and_wide_enough():
    assert round_step(100) == 20
    assert ticks(0, 10) == [0, 2, 4, 6, 8, 10]
    assert worth_scale([20, 104]) == (0, 110)
    assert worth_scale([-3, 50]) == (-10, 100)
