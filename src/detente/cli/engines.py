"""Options for outside engines: a translator, and a language model in the place of the coder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from detente.adapters.language_model import LanguageModelCoder
    from detente.app.reading_request import Engines

SCORERS: Final = ("encoder", "ngrams", "rules")
"""What may type events with the rules; the last is nothing. Spelt out so that help stays quick."""

_META: Final = "detente.engines"


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    ctx.meta.setdefault(_META, {})[param.name] = value


def engine_options() -> tuple[Callable[..., Any], ...]:
    """Options every reading command understands; their values stay in the context."""
    kept: dict[str, Any] = {"expose_value": False, "callback": _keep}
    return (
        click.option(
            "--scorer", type=click.Choice(SCORERS), **kept,
            help="What types events with the rules (rules: nothing).  [default: encoder]",
        ),
        click.option(
            "--translator", metavar="URL", **kept,
            help="Translate other languages by an engine with LibreTranslate's protocol.",
        ),
        click.option(
            "--reader", metavar="URL", **kept,
            help="Code events by a language model with the OpenAI chat protocol.",
        ),
        click.option("--model", metavar="NAME", **kept, help="The model's name at --reader."),
        click.option(
            "--key-from", metavar="VARIABLE", **kept,
            help="Environment variable that holds the key for --reader.",
        ),
        click.option(
            "--cache", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", **kept,
            help="Keep the model's answers here and ask nothing twice.",
        ),
        click.option(
            "--price", nargs=2, type=float, metavar="IN OUT", **kept,
            help="Price per million tokens sent and received, for the cost shown.",
        ),
        click.option(
            "--dry-run", is_flag=True, **kept,
            help="Print what would be sent to --reader first, and send nothing.",
        ),
    )  # fmt: skip


def chosen_engines(ctx: click.Context, paths: Sequence[str]) -> Engines | None:
    """The engines the user asked for; a dry run prints the first request and ends.

    Raises:
        click.UsageError: If an option stands without the one it needs.
    """
    values = ctx.meta.get(_META, {})
    if not values.get("reader") and not values.get("translator"):
        lonely = [name for name in ("model", "cache", "dry_run") if values.get(name)]
        if lonely:
            raise click.UsageError(f"--{lonely[0].replace('_', '-')} needs --reader URL")
        if not values.get("scorer"):
            return None
    from detente.adapters.translation import HttpTranslator  # noqa: PLC0415 - help stays quick
    from detente.app.language_model import Metered  # noqa: PLC0415
    from detente.app.reading_request import Engines  # noqa: PLC0415

    coder = _coder(values) if values.get("reader") else None
    if coder is not None and values.get("dry_run"):
        _print_request(ctx, coder, paths)
    return Engines(
        coder=Metered(coder) if coder else None,
        coder_name=values.get("model") or "",
        translator=HttpTranslator(values["translator"]) if values.get("translator") else None,
        scorer=values.get("scorer") or "",
    )


def _coder(values: dict[str, Any]) -> LanguageModelCoder:
    from detente.adapters.language_model import LanguageModelCoder, Price  # noqa: PLC0415

    if not values.get("model"):
        raise click.UsageError("--reader needs --model NAME")
    return LanguageModelCoder(
        endpoint=values["reader"],
        model=values["model"],
        key=os.environ.get(values.get("key_from") or "", ""),
        price=Price(*(values.get("price") or (0.0, 0.0))),
        cache=values.get("cache"),
    )


def _print_request(ctx: click.Context, coder: LanguageModelCoder, paths: Sequence[str]) -> None:
    from detente.adapters import inputs  # noqa: PLC0415
    from detente.reading.coded import labels  # noqa: PLC0415

    reports, _ = inputs.load(paths)
    text = reports[0].text.split("\n")[0] if reports else ""
    click.echo(json.dumps(coder.request(text, labels=labels()), indent=2, ensure_ascii=False))
    click.echo("dry run: nothing was sent", err=True)
    ctx.exit(0)


def tell_usage(engines: Engines | None) -> None:
    """Say on standard error what the language model cost."""
    usage = getattr(engines.coder, "usage", None) if engines else None
    if usage is not None:
        click.echo(usage.line(), err=True)
