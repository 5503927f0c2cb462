"""Fetching the originals behind the outlook, with their licences and citations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.adapters.outlook_downloads import Fetched, address, fetch, unpack
from detente.codebook.dyad_tables import OutlookSource, outlook_sources
from detente.codebook.loader import Verified
from detente.model.errors import DownloadError, InputError


@dataclass(frozen=True, slots=True)
class Original:
    """What became of one data set.

    Attributes:
        source: The data set.
        url: Where it was looked for, "" where there is no single file.
        recalled: Whether its address rests on memory alone.
        fetched: The file, None if it was not fetched.
        problem: Why it was not fetched.
    """

    source: OutlookSource
    url: str
    recalled: bool
    fetched: Fetched | None
    problem: str = ""


def default_cache() -> Path:
    """The user's cache folder for originals."""
    import platformdirs  # noqa: PLC0415 - needed here alone

    return Path(platformdirs.user_cache_dir("detente")) / "originals"


def originals(
    cache: Path, *, base: str | None = None, tables: tuple[str, ...] = (), again: bool = False
) -> Iterator[Original]:
    """Fetch data set after data set; one that fails stops none of the others.

    Args:
        cache: Folder of the cache.
        base: Fetch from here instead of the publishers' addresses.
        tables: Only these tables; all when empty.
        again: Fetch even what lies in the cache.

    Raises:
        InputError: If a table is not known.
    """
    import httpx  # noqa: PLC0415 - help stays quick

    known = {source.table for source in outlook_sources()}
    for name in tables:
        if name not in known:
            raise InputError(f"no table is called {name!r}; there are {', '.join(sorted(known))}")
    with httpx.Client(timeout=60) as client:
        for source in outlook_sources():
            if not tables or source.table in tables:
                yield _original(source, cache, client, base=base, again=again)


def _original(
    source: OutlookSource, cache: Path, client: object, *, base: str | None, again: bool
) -> Original:
    import httpx  # noqa: PLC0415

    assert isinstance(client, httpx.Client)
    recalled = source.verified is Verified.RECALLED
    if not source.url:
        return Original(source, "", recalled, None, f"{source.source}; put the file there by hand")
    url = address(source, base)
    try:
        found = fetch(source, cache, client=client, base=base, again=again)
        list(unpack(found.path))
    except DownloadError as problem:
        return Original(source, url, recalled, None, str(problem))
    return Original(source, url, recalled, found)
