"""A progress bar for long work, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[int, int, str], None]
"""Done, total, and where the work is."""


@contextmanager
def progress_bar(task: str, *, shown: int) -> Iterator[Tell | None]:
    """A progress bar on standard error; None where that is no terminal.

    Args:
        task: What is done, as shown before the first step.
        shown: How many letters of a place are shown, counted from its end.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(console=Console(stderr=True), transient=True) as bar:
        name = bar.add_task(task, total=None)

        def tell(done: int, total: int, place: str, /) -> None:
            bar.update(name, completed=done, total=total, description=place[-shown:])

        yield tell
