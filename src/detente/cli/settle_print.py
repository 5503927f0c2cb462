"""What every long ``detente settle`` command tells alike: words, and a stop by hand."""

from __future__ import annotations

import click


class Words:
    """Tells words on standard error, and remembers whether Ctrl-C cut the work short.

    Attributes:
        stopped: Whether it did.
    """

    def __init__(self) -> None:
        self.stopped = False

    def __call__(self, words: str) -> None:
        """Tell."""
        from detente.app.settle import STOPPING  # noqa: PLC0415 - help stays quick

        self.stopped = self.stopped or words == STOPPING
        click.echo(words, err=True)

    def finish(self) -> None:
        """Leave with the exit code of an interruption if there was one."""
        if self.stopped:
            click.get_current_context().exit(130)
