"""Months of disputes: nothing from the future, and a model that beats the plain chain."""

from __future__ import annotations

import numpy as np
import pytest

from detente.app.outlook_panel import make_months, tables_of
from detente.outlook.intervals import mean_with_interval
from detente.outlook.months import AT_RISK, month_terms, pair_months, roll_months
from detente.outlook.probability_scores import log_losses
from detente.outlook.reliability import calibration
from detente.outlook.rungs import PairIncidents, pair_incidents
from detente.outlook.timing import month_exponents


def incidents(*rows):
    """Rows of (first month, last month, rung) between the same two states, counted from 1992-01."""
    table = np.array(rows, np.int64).reshape(-1, 3)
    same = np.ones(len(table), np.int64)
    first = 1992 * 12
    return PairIncidents(same * 2, same * 20, same, table[:, 2], table[:, 0] + first,
                         table[:, 1] + first)  # fmt: skip


def test_a_pair_is_at_risk_until_twelve_months_of_silence():
    months = pair_months(incidents((0, 0, 3), (5, 6, 4)), last=1992 * 12 + 40)
    assert months.month.min() == 1992 * 12 + 1
    assert months.month.max() == 1992 * 12 + 6 + AT_RISK
    assert months.rung.tolist()[:7] == [1, 1, 1, 1, 4, 4, 1]
    assert months.last.tolist()[:7] == [3, 1, 1, 1, 1, 4, 4]
    assert months.quiet.tolist()[:7] == [0, 1, 2, 3, 4, 0, 0]
    assert months.highest.tolist()[:7] == [3, 3, 3, 3, 3, 4, 4]


def test_a_month_knows_nothing_of_later_ones():
    short = pair_months(incidents((0, 0, 3)), last=1992 * 12 + 4)
    longer = pair_months(incidents((0, 0, 3), (5, 6, 5)), last=1992 * 12 + 30)
    np.testing.assert_array_equal(month_terms(short), month_terms(longer)[: len(short.rung)])


def test_a_quiet_pair_is_as_likely_in_one_month_as_in_another():
    spread = month_exponents(incidents(*((24 * n, 24 * n, 4) for n in range(1, 7))),
                             first=1992 * 12, last=1992 * 12 + 160)  # fmt: skip
    assert spread.shape == (2, 3, 2)
    assert (spread[:, :, 0] <= spread[:, :, 1]).all()


def test_months_of_real_disputes(shared, tmp_path):
    told = []
    make_months(shared / "data" / "dyads", tmp_path / "months.parquet", tell=told.append)
    assert told == [f"9,618 months of pairs in a dispute, written to {tmp_path / 'months.parquet'}"]
    found = pair_incidents(tables_of(shared / "data" / "dyads")["participants"])
    months = pair_months(found, last=int(found.end.max()))
    kept, ours, chain = roll_months(months, start=1997)
    rung, pair = months.rung[kept], months.pair[kept]
    gain = log_losses(chain, rung - 1) - log_losses(ours, rung - 1)
    assert mean_with_interval(gain, pair, seed=2026, repetitions=200).low > 0.02
    told = calibration(ours[:, 1:].sum(axis=1), rung > 1, pair, seed=2026, repetitions=20)
    assert told.slope.value == pytest.approx(0.92, abs=0.06)
