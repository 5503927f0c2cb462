"""An outlook as text for the terminal, as CSV, as pictures and as one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from detente.model.ladder import Rung
from detente.model.outlook import Driver, Outlook, Scenario
from detente.render.export import csv_text
from detente.render.outlook_charts import (
    MONTHS,
    RUNGS,
    drivers_chart,
    fan_chart,
    outlook_style,
    past_chart,
    reliability_chart,
    standalone,
)
from detente.render.outlook_words import (
    RUNG_WORDS,
    likelihood_range,
    percentage,
    rung_or_higher,
)
from detente.render.tables import Chart, html_table

__all__ = ["outlook_charts", "outlook_csv", "outlook_page", "outlook_text", "standalone"]

_HEADINGS: Final = {
    "fan-structure": "How likely each rung is, from structure",
    "fan-corroborated": "How likely each rung is, from what is corroborated",
    "fan-claimed": "How likely each rung is, from what is claimed",
    "drivers": "What moves the estimate",
    "past": "The last years with outcomes",
    "reliability": "How such forecasts fared",
}


def outlook_text(outlook: Outlook) -> str:
    """The outlook of one pair for the terminal."""
    lines = [
        f"{outlook.a_name} – {outlook.b_name}: outlook from the end of {outlook.as_of}",
        f"Outcomes known to {outlook.last_outcome}. In brackets the 90 % interval, beneath it the",
        "baseline: history and geography alone. A rung with + means that rung or a higher one.",
    ]
    for scenario in outlook.scenarios:
        lines += ["", *_scenario(scenario)]
    if outlook.both_nuclear:
        lines.append("General war between nuclear-armed sides: no base rate, not estimated.")
    lines += ["", "Last years with outcomes: " + _past(outlook)]
    lines += ["", "Drivers of use of force within 12 months, against a typical pair:"]
    lines += [f"  {_driver(driver)}" for driver in outlook.drivers]
    lines += ["", "How such forecasts fared (rolling origin 1970-2005):"]
    lines += [f"  {line}" for line in _fared(outlook)]
    lines += ["", "What is known of the two:", *_facts(outlook), ""]
    lines += [f"Note: {note}." for note in outlook.notes]
    return "\n".join(lines)


def _scenario(scenario: Scenario) -> Iterator[str]:
    heads = "".join(f"{f'{months} months':<24}" for months in MONTHS)
    basis = scenario.basis
    if scenario.rung is not None:
        basis = f"latest rung {basis}: {scenario.rung.value} {RUNG_WORDS[scenario.rung]}"
    yield f"From {basis}" if scenario.rung is not None else "From structure, without reports"
    yield f"{'':<26}{heads}".rstrip()
    for rung in RUNGS:
        found = [scenario.estimate(rung, months) for months in MONTHS]
        name = rung_or_higher(rung)
        cells = [
            f"{percentage(one.probability)} [{percentage(one.low)}, {percentage(one.high)}]".replace(
                " %", "%"
            )
            for one in found
        ]
        yield (f"{name:<26}" + "".join(f"{cell:<24}" for cell in cells)).rstrip()
        base = [percentage(one.baseline).replace(" %", "%") for one in found]
        yield (f"{'  baseline':<26}" + "".join(f"{cell:<24}" for cell in base)).rstrip()
    year = scenario.estimate(Rung.USE_OF_FORCE, 12)
    yield f"Use of force within 12 months is {likelihood_range(year.low, year.high)}."


def _past(outlook: Outlook) -> str:
    return ", ".join(f"{year} {rung.value}" for year, rung in outlook.past)


def _driver(driver: Driver) -> str:
    data = f"data to {driver.last_year}" if driver.last_year else "no year of data"
    if not driver.known:
        return f"{driver.group:<26}missing     ({data})"
    return f"{driver.group:<26}odds × {driver.odds_factor:<6.2f}({data})"


def _fared(outlook: Outlook) -> Iterator[str]:
    for line in outlook.fared:
        yield (
            f"{RUNG_WORDS[line.rung]}: of {line.rows:,} forecasts between "
            f"{percentage(line.lowest)} and {percentage(line.highest)}, "
            f"{percentage(line.frequency)} came about [{percentage(line.low)}, "
            f"{percentage(line.high)}]"
        )


def _facts(outlook: Outlook) -> Iterator[str]:
    for fact in outlook.facts:
        mark = "recalled, not used" if fact.recalled else "used" if fact.used else "not used"
        yield f"  {fact.name}: {fact.value} ({fact.year}; {mark}; {fact.source})"


def outlook_csv(outlooks: Sequence[Outlook]) -> str:
    """Every estimate of every pair, one row each."""
    return csv_text(
        {
            "a": outlook.a,
            "b": outlook.b,
            "as_of": outlook.as_of,
            "last_outcome": outlook.last_outcome,
            "basis": scenario.basis,
            "latest_rung": scenario.rung.value if scenario.rung else None,
            "rung": one.rung.value,
            "months": one.months,
            "probability": round(one.probability, 6),
            "low": round(one.low, 6),
            "high": round(one.high, 6),
            "baseline": round(one.baseline, 6),
        }
        for outlook in outlooks
        for scenario in outlook.scenarios
        for one in scenario.estimates
    )


def outlook_charts(outlook: Outlook) -> dict[str, Chart]:
    """The pictures of one pair by name."""
    charts = {
        f"fan-{scenario.basis}": fan_chart(outlook, scenario) for scenario in outlook.scenarios
    }
    charts["drivers"] = drivers_chart(outlook.drivers)
    charts["past"] = past_chart(outlook)
    charts["reliability"] = reliability_chart(outlook.record, Rung.USE_OF_FORCE)
    return charts


def outlook_page(outlooks: Sequence[Outlook]) -> str:
    """One self-contained page: every picture with its table."""
    parts = [part for outlook in outlooks for part in _section(outlook)]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Outlook</title><style>{outlook_style()}</style></head><body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _section(outlook: Outlook) -> Iterator[str]:
    yield f"<h1>{escape(outlook.a_name)} – {escape(outlook.b_name)}</h1>"
    yield (
        f"<p>Outlook from the end of {outlook.as_of}; outcomes known to {outlook.last_outcome}.</p>"
    )
    for name, chart in outlook_charts(outlook).items():
        yield f"<figure><h2>{_HEADINGS[name]}</h2>{chart.svg}<figcaption>{escape(chart.caption)}</figcaption>"
        yield f"<details><summary>The figures</summary>{html_table(chart.table)}</details></figure>"
    yield '<ul class="notes">'
    yield "".join(f"<li>{escape(note)}.</li>" for note in outlook.notes)
    yield "</ul>"
