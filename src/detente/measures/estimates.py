"""From runs by draw to numbers with intervals, the noise of the simulation taken out.

Each draw of the parameters is played a few hundred times, so its share is the truth plus noise of
known size. The spread over draws is shrunk by that noise (method of moments, as in empirical
Bayes): what remains is what is not known about the parameters.
"""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.measures.parameters import Floats
from detente.model.crisis_answer import Estimate, Sign

Flags = NDArray[np.bool_]
_ENDS: Final = (0.05, 0.95)
_AT_95: Final = 1.645
_CLEAR: Final = 2.0
_TINY: Final = 1e-12


def share(happened: Flags) -> Estimate:
    """A chance from flags by draw and run; its interval stays within 0 and 1."""
    found = _estimate(happened.mean(axis=1), happened.var(axis=1) / happened.shape[1])
    return replace(found, low=max(found.low, 0.0), high=min(found.high, 1.0))


def difference(without: Flags, with_: Flags) -> Estimate:
    """With less without, run against run under common random numbers."""
    change = with_.astype(np.float64) - without
    return _estimate(change.mean(axis=1), change.var(axis=1) / change.shape[1])


def beyond_sum(without: Flags, one: Flags, two: Flags, both: Flags) -> Estimate:
    """What two measures together do beyond the sum of both alone."""
    change = both.astype(np.float64) - one - two + without
    return _estimate(change.mean(axis=1), change.var(axis=1) / change.shape[1])


def worse_share(without: Flags, with_: Flags) -> float:
    """Share of draws in which the chance is higher with the measure.

    A draw counts by how sure its runs make it, so that noise does not pass for harm. Draws in
    which nothing changes count as not worse.
    """
    change = with_.astype(np.float64) - without
    means, noise = change.mean(axis=1), change.var(axis=1) / change.shape[1]
    kept = _kept(means, noise)
    centre = float(means.mean())
    posterior = centre + kept * (means - centre)
    width = math.sqrt(kept * float(noise.mean()))
    if width < _TINY:
        return float((posterior > _TINY).mean())
    return float(np.mean([NormalDist().cdf(value / width) for value in posterior.tolist()]))


def sign_of(found: Estimate) -> Sign:
    """Which way a difference lies; NONE where twice its error covers zero."""
    if abs(found.mean) <= _CLEAR * found.error or abs(found.mean) < _TINY:
        return Sign.NONE
    return Sign.LOWER if found.mean < 0 else Sign.HIGHER


def _estimate(means: Floats, noise: Floats) -> Estimate:
    centre = float(means.mean())
    calmed = centre + math.sqrt(_kept(means, noise)) * (means - centre)
    low, high = np.quantile(calmed, _ENDS).tolist()
    error = float(means.std(ddof=1) / math.sqrt(len(means))) if len(means) > 1 else math.inf
    reach = _AT_95 * error  # the interval is never narrower than what is known of the mean
    return Estimate(centre, min(low, centre - reach), max(high, centre + reach), error)


def _kept(means: Floats, noise: Floats) -> float:
    """Share of the spread over draws that is not noise."""
    total = float(means.var(ddof=1)) if len(means) > 1 else 0.0
    return max(0.0, 1 - float(noise.mean()) / total) if total > _TINY else 0.0
