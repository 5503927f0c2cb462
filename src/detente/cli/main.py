"""The command `detente`. Commands are loaded when they are asked for, so that help comes at once."""

from __future__ import annotations

import importlib
from typing import Any, Final

import click

from detente.model.errors import DetenteError
from detente.version import __version__

COMMANDS: Final = {
    "brief": "Read reports and write a brief in which every line leads back.",
    "read": "Print the statements, events or incidents of reports as records.",
    "ladder": "Show where each pair of actors stands on the escalation ladder.",
    "measures": "List the measures that could lower risk, or test them in a crisis simulation.",
    "settle": "Say what the parties around a table could accept, or what would have to move.",
    "balance": "Show how an alliance's burdens, benefits and capabilities lie.",
    "outlook": "Say how likely escalation is: threat, display, use of force, interstate war.",
    "channel": "Host a channel, or be a party of one: notices, hotline, consultations.",
    "evaluate": "Score a labelled file, one JSON object a line; - reads standard input.",
    "doctor": "Say what is installed, what is missing and how to get it.",
}
"""Every command with its one line of help; each lives in the module of its name."""


class Lazy(click.Group):
    """A group that imports a command's module only when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names in the order of the journey, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"detente.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; turn named errors into words and exit codes."""
        try:
            return super().invoke(ctx)
        except DetenteError as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(130)


@click.group(
    cls=Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done; 1 failed, or nothing usable was read; 2 the command was not "
    "understood; 130 interrupted.",
)
@click.version_option(__version__, prog_name="detente")
def cli() -> None:
    """From contested reports to a tested way out.

    \b
    Examples:
      detente brief reports/                    a brief on the terminal
      detente brief reports/ -o brief.html      the same as one page
      detente read reports/ --csv > events.csv  the events as a table
      detente ladder reports/ ALD:BRV           where one pair stands

    Détente reads what every side reports and keeps who says so. Data goes to standard output,
    words to standard error.
    """


def main() -> None:
    """Run the command line."""
    cli()
