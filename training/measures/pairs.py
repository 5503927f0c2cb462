"""Adjusted associations of trade, shared organisations, pacts, regimes and power with the use of force.

    OMP_NUM_THREADS=1 .venv/bin/python training/measures/pairs.py ../shared/data/dyads

writes src/detente/codebook/measure_associations.csv. Rows are pairs of states and years; everything
on the right is of the year before; years in which a dispute goes on are left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from detente.measures.pair_years import associations, peace_terms

CODEBOOK = Path(__file__).resolve().parents[2] / "src" / "detente" / "codebook"
EPOCH = pd.Timestamp("1970-01-01")
TERMS = {
    "trade": ("trade share of GDP, the less dependent side", "ten times the share"),
    "shared-organisations": ("joint memberships", "ten more organisations"),
    "collective-defence": ("defence pact between the two", "pact against none"),
    "arms-limit": ("arms race between the two", "race against none"),
    "joint democracy": ("both at polity2 6 or more", "both against not both"),
    "power parity": ("weaker side's share of the stronger one's capabilities", "twice the share"),
}
SOURCE = "training/measures/pairs.py from COW MID 4.02, trade 4.0, IGO, ATOP 5.1, NMC, GDP and polity series"


def read(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / f"{name}.parquet")


def year_of(days: pd.Series) -> pd.Series:
    return (EPOCH + pd.to_timedelta(days, unit="D")).dt.year


def pairs(folder: Path) -> pd.DataFrame:
    """Undirected pairs of states in years 1870-2004 whose distance is known."""
    panel = read(folder, "cow_mindist")
    trade = read(folder, "cow_trade_4.0")
    trade = trade[trade.ccode1 < trade.ccode2]
    early = trade[trade.year < panel.year.min()][["ccode1", "ccode2", "year"]]
    panel = pd.concat([panel, early.merge(first_distance(panel), on=["ccode1", "ccode2"])])
    panel = panel[(panel.ccode1 < panel.ccode2) & panel.year.between(1870, 2004)].copy()
    panel = panel.merge(
        trade[["ccode1", "ccode2", "year", "smoothflow1", "smoothflow2"]], how="left"
    )
    panel = panel.merge(read(folder, "cow_igo_dyads"), how="left")
    pact = read(folder, "atop_5.1")[["ccode1", "ccode2", "year", "atop_defense"]]
    panel = panel.merge(pact.drop_duplicates(["ccode1", "ccode2", "year"]), how="left")
    panel["atop_defense"] = panel.atop_defense.fillna(0)
    states = read(folder, "cow_nmc_7.0")[["ccode", "year", "cinc"]]
    states = states.merge(read(folder, "gdp_pop")[["ccode", "year", "pwtrgdp"]], how="left")
    states = states.merge(read(folder, "democracy")[["ccode", "year", "polity2"]], how="left")
    for side in "12":
        own = states.add_suffix(side).rename(columns={f"year{side}": "year"})
        panel = panel.merge(own, on=[f"ccode{side}", "year"], how="left")
    panel["contiguous"] = listed(panel, contiguity(folder))
    panel["race"] = listed(panel, spans(read(folder, "arms_races"), "styear", "endyear"))
    panel["rivals"] = listed(panel, spans(read(folder, "tss_rivalries"), "start", "end"))
    panel["major"] = major(panel, folder)
    return panel.sort_values(["ccode1", "ccode2", "year"]).reset_index(drop=True)


def first_distance(panel: pd.DataFrame) -> pd.DataFrame:
    return panel.sort_values("year").drop_duplicates(["ccode1", "ccode2"])[
        ["ccode1", "ccode2", "mindist"]
    ]


def contiguity(folder: Path) -> set[tuple[int, int, int]]:
    near = read(folder, "cow_contdir")
    near = near[near.conttype == 1]
    near = near.assign(start=year_of(near.stdate), end=year_of(near.enddate))
    return spans(near, "start", "end")


def spans(table: pd.DataFrame, start: str, end: str) -> set[tuple[int, int, int]]:
    found = set()
    for one in table.to_dict("records"):
        last = one[end] if one[end] == one[end] and one[end] > 0 else 2005
        low, high = sorted((int(one["ccode1"]), int(one["ccode2"])))
        found |= {(low, high, year) for year in range(int(one[start]), int(min(last, 2005)) + 1)}
    return found


def listed(panel: pd.DataFrame, known: set[tuple[int, int, int]]) -> np.ndarray:
    keys = zip(panel.ccode1.astype(int), panel.ccode2.astype(int), panel.year.astype(int))
    return np.array([float(key in known) for key in keys])


def major(panel: pd.DataFrame, folder: Path) -> np.ndarray:
    table = read(folder, "cow_majors")
    held = {
        (int(one["ccode"]), year)
        for one in table.to_dict("records")
        for year in range(int(one["styear"]), int(one["endyear"]) + 1)
    }
    either = [
        float((int(a), int(year)) in held or (int(b), int(year)) in held)
        for a, b, year in zip(panel.ccode1, panel.ccode2, panel.year)
    ]
    return np.array(either)


def outcomes(panel: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Next year's onset of a dispute with use of force; years of a going dispute are marked."""
    mids = read(folder, "dyadic_mid_4.02")
    low, high = mids[["statea", "stateb"]].min(axis=1), mids[["statea", "stateb"]].max(axis=1)
    mids = mids.assign(a=low, b=high)
    force = mids[mids.hihost >= 4]
    onset = set(zip(force.a, force.b, force.strtyr))
    fatal = mids[(mids.hihost >= 4) & (mids.fatlev > 0)]
    deadly = set(zip(fatal.a, fatal.b, fatal.strtyr))
    going = {
        (a, b, year)
        for a, b, start, end in zip(mids.a, mids.b, mids.strtyr, mids.endyear)
        for year in range(start + 1, end + 1)
    }
    keys = list(zip(panel.ccode1.astype(int), panel.ccode2.astype(int), panel.year.astype(int) + 1))
    panel["force"] = [float(key in onset) for key in keys]
    panel["deadly"] = [float(key in deadly) for key in keys]
    panel["going"] = [key in going and key not in onset for key in keys]
    panel["peace"] = peace_years(keys, onset)
    return panel


def peace_years(keys: list[tuple[int, int, int]], onset: set) -> list[int]:
    last: dict[tuple[int, int], int] = {}
    for a, b, year in sorted(onset):
        last.setdefault((a, b), year)
    counts, since = [], {}
    for a, b, year in keys:
        since.setdefault((a, b), year)
        counts.append(min(year - since[a, b], 60))
        if (a, b, year) in onset:
            since[a, b] = year
    return counts


def design(panel: pd.DataFrame) -> pd.DataFrame:
    """The six terms and the controls."""
    flow = panel.smoothflow1 + panel.smoothflow2
    share = np.minimum(flow / panel.pwtrgdp1, flow / panel.pwtrgdp2)
    strong = panel[["cinc1", "cinc2"]].max(axis=1)
    weak = panel[["cinc1", "cinc2"]].min(axis=1)
    regime = np.where(
        panel.polity21.isna() | panel.polity22.isna(),
        np.nan,
        panel[["polity21", "polity22"]].min(axis=1) >= 6,
    )
    return pd.DataFrame(
        {
            "trade": np.log10(share + 1e-5),
            "shared-organisations": panel.dyadigos / 10,
            "collective-defence": panel.atop_defense,
            "arms-limit": panel.race,
            "joint democracy": regime.astype(float),
            "power parity": np.log2((weak / strong).clip(lower=1e-4)),
            "contiguous": panel.contiguous,
            "distance": np.log(panel.mindist + 1),
            "major": panel.major,
            "size": np.log(strong.clip(lower=1e-6)),
            **{f"peace{at}": column for at, column in enumerate(peace_terms(panel.peace).T)},
        }
    )


def within(table: pd.DataFrame, pair: np.ndarray) -> pd.DataFrame:
    """The six terms against their mean in the pair, means as controls (Mundlak)."""
    means = table[list(TERMS)].groupby(pair).transform("mean")
    inside = table.copy()
    inside[list(TERMS)] -= means
    return pd.concat([inside, means.add_suffix(" mean")], axis=1)


def specifications(panel: pd.DataFrame, table: pd.DataFrame):
    near = (panel.contiguous == 1) | (panel.major == 1)
    late, early = panel.year >= 1950, panel.year < 1940
    usable = table.notna().all(axis=1) & ~panel.going
    rivals = table.assign(rivals=panel.rivals)
    yield "relevant pairs 1951-2005", "force", table, usable & near & late
    yield "relevant pairs 1951-2005, rivalry held equal", "force", rivals, usable & near & late
    yield "all pairs 1951-2005", "force", table, usable & late
    yield "relevant pairs 1871-1940", "force", table, usable & near & early
    yield "changes within relevant pairs 1951-2005", "force", None, usable & near & late
    yield "relevant pairs 1951-2005, deadly", "deadly", table, usable & near & late


def main(folder: Path, out: Path) -> None:
    panel = outcomes(pairs(folder), folder)
    table = design(panel)
    pair = (panel.ccode1 * 1000 + panel.ccode2).to_numpy()
    rows = []
    for name, outcome, chosen, mask in specifications(panel, table):
        used = within(table[mask], pair[mask]) if chosen is None else chosen[mask]
        told = "onset of use of force" if outcome == "force" else "onset of deadly use of force"
        found = associations(
            list(TERMS.values()), used.to_numpy(float), panel.loc[mask, outcome].to_numpy(float),
            pair[mask], told=told,
        )  # fmt: skip
        for key, one in zip(TERMS, found):
            rows.append(
                {
                    "measure": key, "term": one.term, "outcome": told, "specification": name,
                    "step": one.step, "ratio": f"{one.ratio:.3g}", "low": f"{one.low:.3g}",
                    "high": f"{one.high:.3g}", "rows": one.rows, "events": one.events,
                    "clusters": one.clusters, "note": one.note, "source": SOURCE, "verified": "file",
                }
            )  # fmt: skip
    pd.DataFrame(rows).to_csv(out, index=False, lineterminator="\n")
    shown = pd.DataFrame(rows)[
        ["measure", "specification", "ratio", "low", "high", "rows", "events"]
    ]
    print(shown.to_string())


if __name__ == "__main__":
    main(Path(sys.argv[1]), CODEBOOK / "measure_associations.csv")
