"""Where a channel's log is kept: what the host needs of a store, and a check of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.model.errors import StoreError


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it is kept.

    Attributes:
        index: Place in the log.
        leaf: The bytes the log commits to.
        sealed: Bytes of the message where the leaf holds only its digest.
    """

    index: int
    leaf: bytes
    sealed: bytes | None


class ChannelStore(Protocol):
    """Append-only keeping of entries, checkpoints and evidence.

    Every method raises :class:`~detente.model.errors.StoreError` when it cannot do its work; a
    write that raised has changed nothing.
    """

    def append(self, rows: Sequence[Row], *, size: int, checkpoint: str) -> None:
        """Keep entries and the checkpoint over them in one step; on return they are on disk."""

    def rows(self, start: int = 0, end: int | None = None) -> Iterator[Row]:
        """Entries ``[start, end)`` in order."""

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        """Every kept checkpoint with its size, cosignatures included, smallest first."""

    def cosigned(self, *, size: int, checkpoint: str) -> None:
        """Replace the checkpoint of a size by one that carries more cosignatures."""

    def keep_receipt(self, digest: str, receipt: str) -> None:
        """Keep a signed receipt for a message."""

    def receipts(self) -> Iterator[tuple[str, str]]:
        """All receipts with the digest of their message."""

    def close(self) -> None:
        """Let go of the store."""


def check_store(store: ChannelStore) -> None:
    """Try an empty store: what is kept comes back, and nothing is kept twice.

    Raises:
        StoreError: If the store does not do what the host relies on.
    """
    rows = [Row(0, b"first", None), Row(1, b"second", b"sealed")]
    store.append(rows, size=2, checkpoint="two\n")
    store.cosigned(size=2, checkpoint="two, cosigned\n")
    store.keep_receipt("ab", "receipt\n")
    if list(store.rows()) != rows or list(store.rows(1, 2)) != rows[1:]:
        raise StoreError("the store gives back other entries than it was given")
    if list(store.checkpoints()) != [(2, "two, cosigned\n")]:
        raise StoreError("the store gives back other checkpoints than it was given")
    if list(store.receipts()) != [("ab", "receipt\n")]:
        raise StoreError("the store gives back other receipts than it was given")
    try:
        store.append([Row(1, b"other", None)], size=2, checkpoint="again\n")
    except StoreError:
        return
    raise StoreError("the store replaces an entry that stands")
