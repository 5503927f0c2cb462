"""An outlook on deaths as words, table, picture, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import Final

from detente.codebook.confidence import likelihood
from detente.model.fatalities import (
    LEVELS,
    SCHEMA,
    THRESHOLDS,
    FatalityOutlook,
    MonthOutlook,
)
from detente.model.serialise import to_plain
from detente.render import svg
from detente.render.tables import Chart, Table

_LEFT, _RIGHT = 12.0, 97.0
_TOP, _HEIGHT = 52.0, 240.0
_TICKS: Final = (0, 1, 5, 25, 100, 1000, 10_000, 100_000)
_RARE: Final = 0.01
_TOLD: Final = 25
_STYLE: Final = (
    ".fan text{font:12px sans-serif;fill:currentColor}.fan .grid{stroke:currentColor;"
    "stroke-opacity:.2}.fan .fan-title{font-weight:600}"
)


def words(told: FatalityOutlook) -> str:
    """Sentences and both tables, for the terminal."""
    tables = [*_aligned(fatality_table(told)), "", *_aligned(fared_table(told, threshold=_TOLD))]
    return "\n".join([*sentences(told), "", *tables, ""])


def sentences(told: FatalityOutlook) -> tuple[str, ...]:
    """What the outlook says, as of when, and beside what."""
    near, far = told.months[0], told.months[-1]
    return (
        f"{told.name}: state-based deaths a month, from data up to {told.as_of}.",
        f"{near.month}: {_expected(near)}.",
        f"{far.month}: {_expected(far)}.",
        (
            f"Benchmark (conflictology, the last twelve months drawn again): "
            f"{_expected(told.benchmark)}."
        ),
        _record(told),
        (
            f"Source: {told.source}. Model fitted to data up to {told.fitted}. Later events are not "
            "known to it; the outlook says nothing about months beyond those in the table."
        ),
        (
            "Months of one war rise and fall together: the probabilities of several months must not "
            "be multiplied."
        ),
    )


def chance_in_words(probability: float) -> str:
    """The word for a probability, with the figure.

    >>> chance_in_words(0.7)
    'likely (70 in 100)'
    >>> chance_in_words(0.004)
    'almost no chance (under 1 in 100)'
    """
    word = likelihood(probability)
    if probability < _RARE:
        return f"{word} (under 1 in 100)"
    if probability > 1 - _RARE:
        return f"{word} (over 99 in 100)"
    return f"{word} ({probability * 100:.0f} in 100)"


def fatality_table(told: FatalityOutlook) -> Table:
    """Quantiles and probabilities by month, the benchmark in the last row."""
    columns = (
        "month",
        "ahead",
        *(f"{level:.0%}" for level in LEVELS),
        *(f"{threshold:,} or more" for threshold in THRESHOLDS),
    )
    rows = (*told.months, told.benchmark)
    return Table(
        caption=f"State-based deaths a month in {told.name}: quantiles, and the chance in 100 of "
        f"at least so many, from data up to {told.as_of}",
        columns=columns,
        rows=tuple(
            (
                month.month or "benchmark",
                str(month.lead or ""),
                *(f"{deaths:,}" for deaths in month.quantiles),
                *(_in_hundred(share) for share in month.at_least),
            )
            for month in rows
        ),
    )


def fared_table(told: FatalityOutlook, *, threshold: int | None = None) -> Table:
    """How often earlier forecasts of each size came about, of one threshold or of all."""
    first, last = told.fared_windows
    return Table(
        caption=f"How such forecasts fared, {first} to {last}, all countries, 3 to 14 months ahead, "
        "none of them knowing what followed (chances in 100; intervals draw whole countries)",
        columns=("deaths a month", "forecast between", "mean", "came about", "95 %", "forecasts"),
        rows=tuple(
            (
                f"{one.threshold:,} or more",
                f"{one.lowest * 100:.0f} and {one.highest * 100:.0f}",
                f"{one.forecast * 100:.1f}",
                f"{one.frequency * 100:.1f}",
                f"{one.low * 100:.1f} to {one.high * 100:.1f}",
                f"{one.rows:,}",
            )
            for one in told.fared
            if threshold in (None, one.threshold)
        ),
    )


def json_text(told: FatalityOutlook) -> str:
    """The outlook as one JSON object."""
    plain = {"schema": SCHEMA, "levels": LEVELS, "thresholds": THRESHOLDS, **to_plain(told)}
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"


def csv_text(told: FatalityOutlook) -> str:
    """One row a month, the benchmark last; probabilities from 0 to 1."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    quantiles = [f"q{level * 100:02.0f}" for level in LEVELS]
    shares = [f"p_at_least_{threshold}" for threshold in THRESHOLDS]
    write.writerow(["country", "as_of", "forecast", "month", "lead", *quantiles, *shares])
    for month in (*told.months, told.benchmark):
        name = "mixture" if month.month else "conflictology"
        share = [f"{one:.4f}" for one in month.at_least]
        lead = month.lead or ""
        write.writerow([told.code, told.as_of, name, month.month, lead, *month.quantiles, *share])
    return out.getvalue()


def fan_chart(told: FatalityOutlook) -> Chart:
    """Months across, deaths up on a log scale: median, half and nine tenths of the distribution."""
    top = _highest(told)
    title = f"State-based deaths a month in {told.name}, from data up to {told.as_of}"
    marks = [
        svg.element("style", _STYLE),
        svg.label(title, _LEFT, 14, "fan-title"),
        *_scale(top),
        _band(told, 0, 4, top, 0.16),
        _band(told, 1, 3, top, 0.3),
        _median(told, top),
        *_benchmark(told, top),
        *_months(told),
        svg.label("deaths a month (log scale)", _LEFT, _TOP - 14, "tick"),
    ]
    caption = (
        "Line: as many deaths or fewer are as likely as more. Dark band: the middle half; light "
        "band: nine in ten. Dashed: the same nine tenths and middle of the benchmark."
    )
    picture = svg.picture(title, _TOP + _HEIGHT + 34, *marks, kind="fan")
    return Chart(caption, picture, fatality_table(told))


def _expected(month: MonthOutlook) -> str:
    low, middle, high = month.quantiles[0], month.quantiles[2], month.quantiles[-1]
    some = dict(zip(THRESHOLDS, month.at_least, strict=True))
    return (
        f"middle {middle:,}, nine in ten between {low:,} and {high:,}; at least 25 deaths "
        f"{chance_in_words(some[25])}, at least 100 {chance_in_words(some[100])}, at least 1,000 "
        f"{chance_in_words(some[1000])}"
    )


def _record(told: FatalityOutlook) -> str:
    """How forecasts of the size of the first month's chance of 25 deaths fared."""
    share = told.months[0].at_least[THRESHOLDS.index(_TOLD)]
    groups = [one for one in told.fared if one.threshold == _TOLD]
    group = next((one for one in groups if share <= one.highest), groups[-1])
    first, last = told.fared_windows
    return (
        f"Confidence: of {group.rows:,} forecasts of {_TOLD} deaths or more with a chance between "
        f"{group.lowest * 100:.0f} and {group.highest * 100:.0f} in 100, {first} to {last}, "
        f"{group.frequency * 100:.0f} in 100 came about ({group.low * 100:.0f} to "
        f"{group.high * 100:.0f}, countries drawn again)."
    )


def _in_hundred(share: float) -> str:
    if 0 < share < _RARE:
        return "<1"
    return ">99" if 1 - _RARE < share < 1 else f"{share * 100:.0f}"


def _aligned(table: Table) -> list[str]:
    widths = [
        max(len(row[at]) for row in (table.columns, *table.rows))
        for at in range(len(table.columns))
    ]
    return [
        table.caption,
        *(
            "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
            for row in (table.columns, *table.rows)
        ),
    ]


def _highest(told: FatalityOutlook) -> float:
    largest = max(month.quantiles[-1] for month in (*told.months, told.benchmark))
    return float(next((tick for tick in _TICKS[2:] if tick >= largest), _TICKS[-1]))


def _across(told: FatalityOutlook, at: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (at + 0.5) / len(told.months)


def _down(deaths: float, top: float) -> float:
    return _TOP + _HEIGHT * (1 - math.log1p(deaths) / math.log1p(top))


def _scale(top: float) -> list[str]:
    return [
        mark
        for tick in _TICKS
        if tick <= top
        for mark in (
            svg.line(_LEFT, _down(tick, top), _RIGHT, _down(tick, top), "grid"),
            svg.label(f"{tick:,}", _LEFT - 1, _down(tick, top) + 4, "tick", "end"),
        )
    ]


def _band(told: FatalityOutlook, low: int, high: int, top: float, shade: float) -> str:
    """Bars a month wide, since places across are in per cent and a polygon knows pixels only."""
    width = (_RIGHT - _LEFT) / len(told.months)
    bars = []
    for at, month in enumerate(told.months):
        upper, lower = _down(month.quantiles[high], top), _down(month.quantiles[low], top)
        bars.append(
            svg.element(
                "rect",
                x=svg.percent(_across(told, at) - width / 2 + 0.4),
                y=upper,
                width=svg.percent(width - 0.8),
                height=max(lower - upper, 1.0),
                kind="fan-band",
                fill="currentColor",
                fill_opacity=f"{shade}",
            )
        )
    return "".join(bars)


def _median(told: FatalityOutlook, top: float) -> str:
    width = (_RIGHT - _LEFT) / len(told.months) / 2 - 0.4
    return "".join(
        svg.element(
            "line",
            x1=svg.percent(_across(told, at) - width),
            x2=svg.percent(_across(told, at) + width),
            y1=_down(month.quantiles[2], top),
            y2=_down(month.quantiles[2], top),
            stroke="currentColor",
            stroke_width=2.5,
            kind="fan-middle",
        )
        for at, month in enumerate(told.months)
    )


def _benchmark(told: FatalityOutlook, top: float) -> list[str]:
    return [
        svg.element(
            "line",
            x1=svg.percent(_LEFT),
            x2=svg.percent(_RIGHT),
            y1=_down(told.benchmark.quantiles[at], top),
            y2=_down(told.benchmark.quantiles[at], top),
            stroke="currentColor",
            stroke_width=1.0,
            stroke_dasharray="4 4",
            kind="fan-benchmark",
        )
        for at in (0, 2, 4)
    ]


def _months(told: FatalityOutlook) -> list[str]:
    marks = []
    for at, month in enumerate(told.months):
        year, number = month.month.split("-")
        marks.append(svg.label(number, _across(told, at), _TOP + _HEIGHT + 16, "tick", "middle"))
        if at == 0 or number == "01":
            marks.append(svg.label(year, _across(told, at), _TOP + _HEIGHT + 30, "tick", "middle"))
    return marks
