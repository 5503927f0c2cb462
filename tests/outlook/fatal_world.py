"""A made-up world of countries at peace, at war, and between."""

from __future__ import annotations

import numpy as np

from detente.outlook.country_months import CountryMonths, country_months, month_of

FIRST = month_of("2009-01")


def rows(months=132, countries=12, seed=4):
    """Columns of a table; wars begin and end at random, with deaths that change slowly."""
    rng = np.random.default_rng(seed)
    month, country, deaths = [], [], []
    for name in range(1, countries + 1):
        war, size = name % 3 == 0, 3.0
        for at in range(months):
            war = rng.random() < (0.95 if war else 0.02 * (name % 4 > 0))
            size = np.clip(size + rng.normal(0, 0.4), 0, 6)
            month.append(FIRST + at)
            country.append(name * 10)
            deaths.append(float(rng.poisson(np.exp(size))) if war else 0.0)
    return np.array(month), np.array(country), np.array(deaths)


def world(**options) -> CountryMonths:
    return country_months(*rows(**options))
