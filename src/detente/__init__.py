"""Détente: from contested reports to a tested way out.

>>> import detente
>>> reading = detente.read("reports/")   # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from detente.adapters.channel_client import ChannelClient
    from detente.app.reading_request import Paths
    from detente.model.reading import Reading

__all__ = ["__version__", "party", "read"]


def read(paths: Paths, **options: Any) -> Reading:
    """Read reports, or take up a READING.json made earlier.

    Args:
        paths: One path or several: files, folders, or ``-`` for standard input.
        **options: ``as_of`` (a day), ``actors`` (a CSV of your own), ``only_actors`` and
            ``progress``, as in :func:`detente.app.readings.obtain`.

    Returns:
        Who says what, who does what to whom, what happened according to whom, and where each
        pair of actors stands.

    Raises:
        detente.model.errors.DetenteError: If nothing could be read, or a table cannot be used.
    """
    from detente.app.readings import obtain  # noqa: PLC0415 - `import detente` stays quick

    return obtain(paths, **options)


def party(folder: str | Path, passphrase: str) -> ChannelClient:
    """A party of a channel: sends, mirrors, checks and cosigns, as `detente channel` does.

    Args:
        folder: What `detente channel init` and `join` made.
        passphrase: Opens its keys.

    Returns:
        The client, to be used in a ``with`` statement.

    Raises:
        detente.model.errors.InputError: If a file of the folder is missing or damaged.
        detente.model.errors.KeyRefused: If the passphrase does not open the keys.
    """
    from detente.adapters.channel_client import ChannelClient  # noqa: PLC0415

    return ChannelClient.open(folder, passphrase)
