"""The picture of the frontier shows what its table says."""

from __future__ import annotations

from pathlib import Path

from detente.adapters.settlement_toml import parse_table, read_table
from detente.render.settlement import frontier_chart
from detente.settlement.assessment import assess

EXAMPLE = Path(__file__).parents[2] / "examples" / "settlement" / "harbour.toml"


def test_one_mark_a_package_for_two_parties():
    chart = frontier_chart(assess(read_table(EXAMPLE)))
    assert chart.svg.count("<circle") == len(chart.table.rows)
    assert chart.svg.count('class="walk-away dashed"') == 2


def test_parallel_axes_from_three_parties_on():
    third = EXAMPLE.read_text() + (
        '\n[[party]]\nkey = "cor"\nwalk_away = 0\n'
        "[party.interest.relief]\nweight = 1\nvalues = [50, 60]\n"
    )
    chart = frontier_chart(assess(parse_table(third)))
    assert "<circle" not in chart.svg
    assert chart.svg.count('class="axis"') == 3
