"""Burdens, benefits, power, pledges and cohesion on a made-up alliance."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, spearmanr
from tests.conftest import ROOT

from detente.balance.cohesion import Ballot, pair_agreement, split_votes, stated_differences
from detente.balance.ranks import correlations, kendall, spearman, stability
from detente.balance.sheet import balance
from detente.codebook.balance import FigureRow, borders, figures, indicators, pledges
from detente.codebook.loader import Verified
from detente.model.actors import Actor, ActorKind
from detente.model.statements import Mandate
from detente.render.balance import tables
from detente.render.balance_chart import burden_chart
from detente.render.reading_json import load_reading_json

MEMBERS = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")


def figure(indicator: str, member: str, value: float, **more) -> FigureRow:
    row = FigureRow(indicator, member, 2020, value, "made up", Verified.FILE)
    return replace(row, **more)


def made(burdens=(1.0, 1.5, 2.0, 2.5, 3.0, 3.5)) -> list[FigureRow]:
    """Burden rises with GDP; each member spends as much of the world's money as of its GDP."""
    return [
        row
        for at, (member, burden) in enumerate(zip(MEMBERS, burdens, strict=True))
        for row in (
            figure("milex-gdp", member, burden),
            figure("gdp-share", member, 1.0 + at),
            figure("milex-world-share", member, (1.0 + at) * burden / 10),
        )
    ]


def sheet(rows=None, **more):
    return balance(
        "TEST", MEMBERS, against=more.pop("against", ()), indicators=indicators(),
        figures=made() if rows is None else rows, **more,
    )  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=12))
def test_ranks_agree_with_scipy(pairs):
    x, y = np.array(pairs, dtype=float).T
    if len(set(x)) > 1 and len(set(y)) > 1:
        assert spearman(x, y) == pytest.approx(spearmanr(x, y).statistic, abs=1e-9)
        assert kendall(x, y) == pytest.approx(kendalltau(x, y).statistic, abs=1e-9)


def test_a_burden_that_follows_a_benefit_is_told():
    (one,) = correlations(sheet().tables, seed=1)
    assert (one.spearman, one.kendall) == (pytest.approx(1), pytest.approx(1))
    assert one.told
    assert "above 0 under milex-gdp" in stability([one])[0]


def test_recalled_figures_enter_no_correlation():
    rows = [replace(row, verified=Verified.RECALLED) for row in made()]
    assert sheet(rows).correlations == ()
    shown = tables(sheet(rows))["input: milex-gdp"]
    assert all(row[-1].endswith("*") for row in shown.rows)


def test_fewer_than_five_members_give_no_correlation():
    assert sheet([row for row in made() if row.member < "DDD"]).correlations == ()


def test_each_definition_has_a_table_of_its_own():
    rows = [*made(), figure("core-defence", "AAA", 2.2)]
    units = [table.indicator for table in sheet(rows).tables]
    assert len(units) == len(set(units)) == len(indicators())
    names = [name for name in tables(sheet(rows)) if "defence" in name or "milex-gdp" in name]
    assert names == ["input: milex-gdp", "input: core-defence"]


def test_the_last_year_of_a_member_is_taken_and_said():
    rows = [*made(), figure("milex-gdp", "AAA", 9.0, year=2021)]
    table = next(table for table in sheet(rows).tables if table.indicator == "milex-gdp")
    assert (table.figures[0].value, table.figures[0].year) == (9.0, 2021)


def test_a_pledge_moves_only_those_below_it():
    moves = [one for one in sheet(promised=pledges()).moves if one.pledge == "2 %"]
    assert [one.gap for one in moves] == [1.0, 0.5, 0, 0, 0, 0]
    first = moves[0]
    assert first.added == pytest.approx(first.share_now)  # it doubles what it spends
    assert sum(one.share_then for one in moves) == pytest.approx(100)
    assert moves[-1].share_then < moves[-1].share_now


def test_the_alliances_own_definition_goes_first_where_it_has_figures():
    own = [figure("core-defence", member, 4.0) for member in MEMBERS]
    moves = sheet([*made(), *own], promised=pledges()).moves
    assert all(one.gap == 0 for one in moves)


def test_sides_are_swapped_and_the_ratio_turns_over():
    rows = [
        *made(),
        *(figure("cinc", member, 2.0) for member in MEMBERS),
        figure("cinc", "XXX", 3.0),
    ]
    there = next(o for o in sheet(rows, against=("XXX",)).power if o.indicator == "cinc")
    back = balance("X", ("XXX",), against=MEMBERS, indicators=indicators(), figures=rows).power[0]
    assert there.ratio == pytest.approx(4)
    assert back.ratio == pytest.approx(1 / 4)
    assert (there.own, there.other) == (back.other, back.own)


def test_a_state_without_a_figure_is_named_and_not_guessed():
    one = sheet([figure("cinc", "AAA", 2.0)], against=("XXX",)).power[0]
    assert one.ratio is None
    assert one.missing == ("BBB", "CCC", "DDD", "EEE", "FFF", "XXX")


def test_votes_all_alike_agree_fully_and_a_split_in_three_not_at_all():
    cast = [Ballot("same", m, "yes") for m in "ABC"]
    cast += [Ballot("split", m, p) for m, p in zip("ABC", ("yes", "no", "abstain"), strict=True)]
    votes = split_votes(cast, "ABC")
    assert [(one.vote, one.agreement) for one in votes] == [("split", 0.0), ("same", 1.0)]
    assert [(p.together, p.alike) for p in pair_agreement(cast, "ABC")] == [(2, 1)] * 3


def test_silence_is_no_position_and_outsiders_do_not_count():
    cast = [Ballot("v", "A", "yes"), Ballot("v", "Z", "no")]
    assert split_votes(cast, "AB") == ()


def test_members_that_speak_differently_of_one_actor_are_shown():
    reading = load_reading_json(ROOT / "tests" / "render" / "fixture" / "reading.json")
    assert stated_differences(reading, ("ALD",)) == ()
    demand = next(one for one in reading.demands if one.mandate is Mandate.AUTHORISED)
    other = replace(
        demand, id="other", speaks_for="CDR", of_whom=(Actor("ZZZ", "Zed", ActorKind.STATE),)
    )
    both = replace(reading, demands=(*reading.demands, other))
    (found,) = [one for one in stated_differences(both, ("ALD", "CDR")) if one.kind == "demand"]
    assert found.about == demand.issue
    assert found.statements == demand.statements
    assert set(sum(found.positions.values(), ())) == {"ALD", "CDR"}


def test_the_scatter_shows_every_member_with_both_figures_and_its_table_all():
    chart = burden_chart(sheet(promised=pledges()))
    assert chart.svg.count("<circle") == len(MEMBERS)
    assert "2 %" in chart.svg
    assert len(chart.table.rows) == len(MEMBERS)
    assert burden_chart(sheet([])).svg.count("<circle") == 0


@settings(max_examples=5)
@given(st.permutations(made()))
def test_order_of_figures_does_not_matter(rows):
    assert sheet(rows) == sheet()


def test_shipped_figures_are_shares_backed_by_files():
    rows = figures()
    assert all(row.verified is Verified.FILE for row in rows)
    known = {row.id for row in indicators()}
    assert {row.indicator for row in rows} <= known
    for share in ("gdp-share", "population-share", "cinc", "milex-world-share"):
        total = sum(row.value for row in rows if row.indicator == share)
        assert 95 < total < 101, share
        assert len({row.year for row in rows if row.indicator == share}) == 1


def test_borders_go_both_ways():
    assert borders("POL")["RUS"] == "land"
    assert borders("RUS")["POL"] == "land"
    assert "ESP" not in borders("RUS")
