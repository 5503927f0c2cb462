"""The picture of the frontier shows what its table says."""

from __future__ import annotations

from pathlib import Path

from detente.adapters.settlement_toml import parse_table, read_table
from detente.render.settlement_charts import frontier_chart
from detente.settlement.assessment import assess

EXAMPLE = Path(__file__).parents[2] / "examples" / "settlement" / "harbour.toml"


def test_one_mark_a_package_for_two_parties():
    done = assess(read_table(EXAMPLE))
    svg = frontier_chart(done).svg
    picked = sum(bool(package.picked_by) for package in done.frontier)
    assert svg.count('class="package"') == len(done.frontier) - picked
    assert svg.count('class="picked"') == 2 * picked, "once in the plane, once in the key"
    assert svg.count('class="walk-away"') == 2
    assert len(frontier_chart(done).table.rows) == len(done.frontier)


def test_parallel_axes_from_three_parties_on():
    third = EXAMPLE.read_text() + (
        '\n[[party]]\nkey = "cor"\nname = "Corvia"\nwalk_away = 0\n'
        "[party.interest.relief]\nweight = 1\nvalues = [50, 60]\n"
    )
    chart = frontier_chart(assess(parse_table(third)))
    assert "<circle" not in chart.svg
    for name in ("Aldova", "Brevia", "Corvia"):
        assert f">{name}</text>" in chart.svg
    assert chart.svg.count('class="walk-away"') == 3
