"""Processes of this machine, or a Dask cluster, as workers."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from detente.model.errors import InputError, MissingExtra


@dataclass(frozen=True, slots=True)
class Processes:
    """Processes of this machine.

    Attributes:
        count: How many.
    """

    count: int

    def map(self, work: Callable[[Any], Any], pieces: Sequence[Any]) -> Iterator[Any]:
        """Results in the order of the pieces."""
        spawn = multiprocessing.get_context("spawn")  # compiled threads do not survive a fork
        with ProcessPoolExecutor(self.count, mp_context=spawn) as pool:
            yield from pool.map(work, pieces)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask cluster, which needs the extra ``cluster``.

    Attributes:
        address: Of its scheduler, as in tcp://10.0.0.1:8786.
        timeout: How long to wait for it.
    """

    address: str
    timeout: str = "10s"

    def map(self, work: Callable[[Any], Any], pieces: Sequence[Any]) -> Iterator[Any]:
        """Results in the order of the pieces.

        Raises:
            MissingExtra: If Dask is not installed.
            InputError: If the cluster does not answer.
        """
        try:
            from distributed import Client  # noqa: PLC0415 - an optional library
        except ImportError as missing:
            raise MissingExtra("a cluster", "cluster") from missing
        try:
            client: Any = Client(  # type: ignore[no-untyped-call]
                self.address, timeout=self.timeout
            )
        except (OSError, ValueError) as problem:
            raise InputError(
                f"no cluster at {self.address}: {problem}; start one with "
                "'dask scheduler' and 'dask worker ADDRESS'"
            ) from problem
        with client:
            yield from client.gather(client.map(work, pieces, pure=False))
