"""Patterns that were not fitted: what the simulation makes of them, against recorded disputes."""

from __future__ import annotations

import pytest

from detente.codebook.crisis_parameters import Structure
from detente.measures.patterns import joiner_share, patterns

SEED = 20310413


@pytest.mark.parametrize(("structure", "least"), [(Structure.SPIRAL, 7), (Structure.DETERRENCE, 5)])
def test_recorded_disputes_lie_within_the_simulated_range(shared, structure, least):
    """Eight patterns; the docs say which lie outside."""
    from training.measures.patterns import recorded

    real = recorded(shared / "data")
    made = (*patterns(structure, seed=SEED), joiner_share(structure, seed=SEED))
    assert len(made) == 8
    inside = [one.name for one in made if one.low <= real[one.name] <= one.high]
    assert len(inside) >= least, inside
    for one in made:
        if one.name in {"answered by the other side", "force or war"}:
            assert abs(one.middle - real[one.name]) < 0.15
