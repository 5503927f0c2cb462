"""Hands that share work: what a long computation needs of processes or a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from detente.model.errors import InputError


class Workers(Protocol):
    """Does pieces of work elsewhere and hands the results back in order."""

    def map(self, work: Callable[[Any], Any], pieces: Sequence[Any]) -> Iterator[Any]:
        """Results of ``work`` on each piece, in the order of the pieces.

        Args:
            work: A function that can be pickled: defined at the top of a module.
            pieces: What it is given, each of which can be pickled.
        """


def square(number: int) -> int:
    """A piece of work to try workers on."""
    return number * number


def check_workers(workers: Workers) -> None:
    """Try workers: every result comes back once, in order.

    Raises:
        InputError: If they do not do what a caller relies on.
    """
    pieces = list(range(7))
    if list(workers.map(square, pieces)) != [square(piece) for piece in pieces]:
        raise InputError("the workers do not hand results back in order")
