"""``detente evaluate fatalities COUNTRY_MONTH.parquet --window YEAR``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from detente.app.evaluate_fatalities import FatalityEvaluation
    from detente.outlook.fatality_scoring import Fared

SEED: Final = 2026


def evaluate_window(
    table: Path, predictions: Path | None, *, window: int, seed: int, as_json: bool
) -> None:
    """Predict, write and print."""
    from detente.app.evaluate_fatalities import evaluate_fatalities, record  # noqa: PLC0415

    done = evaluate_fatalities(
        table,
        window=window,
        seed=seed,
        predictions=predictions,
        tell=lambda words: click.echo(words, err=True),
    )
    click.echo(json.dumps(record(done), indent=1) if as_json else _words(done))


def _words(done: FatalityEvaluation) -> str:
    from detente.outlook.country_months import month_name  # noqa: PLC0415

    lines = [
        (
            f"Window {done.window}: {done.predicted:,} country-months predicted from a history of "
            f"{month_name(done.first)} to {month_name(done.last)}"
        ),
        (
            f"Fitted to {done.fitted:,} forecasts that could be checked inside that history; "
            f"seed {done.seed}"
        ),
    ]
    if not done.fared:
        return "\n".join([*lines, "No outcome of the window is in the file: predictions only."])
    lines += [
        (
            f"Scored: {done.scored:,} country-months of {done.countries} countries, "
            f"{done.happened:,} with deaths"
        ),
        "",
        *_scores(done.fared),
        "",
        *_differences(done.fared),
        "",
        *_split(done.fared),
        "",
        (
            "Smaller is better. CRPS and MIS in deaths, IGN in bits. Intervals: 95 %, whole countries "
            "drawn with replacement."
        ),
        "A split by outcome shows where a score comes from and ranks nobody.",
    ]
    return "\n".join(lines)


def _scores(fared: tuple[Fared, ...]) -> list[str]:
    head = f"{'forecast':<24}{'CRPS':>24}{'IGN':>22}{'MIS':>26}{'in 90 %':>9}"
    return [
        head,
        *(
            f"{one.name:<24}{_figure(one.scores['CRPS'], 2):>24}"
            f"{_figure(one.scores['IGN'], 3):>22}{_figure(one.scores['MIS'], 1):>26}"
            f"{one.coverage:>9.3f}"
            for one in fared
        ),
    ]


def _differences(fared: tuple[Fared, ...]) -> list[str]:
    ours = fared[0]
    found = [f"{key} {_figure(ours.against[key], 3)}" for key in ours.against]
    return [f"{ours.name} minus conflictology: " + "; ".join(found)]


def _split(fared: tuple[Fared, ...]) -> list[str]:
    head = (
        f"{'':<24}{'months with deaths':>22}{'months without':>20}{'CRPS':>10}{'CRPS carried':>14}"
    )
    under = (
        f"{'':<24}{'CRPS':>12}{'IGN':>10}{'CRPS':>10}{'IGN':>10}{'above 100':>10}{'by three':>14}"
    )
    return [
        head,
        under,
        *(
            f"{one.name:<24}{one.events['CRPS']:>12.2f}{one.events['IGN']:>10.3f}"
            f"{one.quiet['CRPS']:>10.2f}{one.quiet['IGN']:>10.3f}{one.above:>10.2f}"
            f"{one.top_share:>14.3f}"
            for one in fared
        ),
        f"The three of {fared[0].name}: countries " + ", ".join(map(str, fared[0].top)),
    ]


def _figure(figure: object, places: int) -> str:
    value, low, high = (getattr(figure, name) for name in ("value", "low", "high"))
    return f"{value:.{places}f} [{low:.{places}f}, {high:.{places}f}]"
