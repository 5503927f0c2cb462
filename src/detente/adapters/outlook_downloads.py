"""Publishers' originals, fetched into a cache: resumable, checked against the first download.

Nobody publishes checksums of these files, so the first download is trusted and its SHA-256
written down; every later one is held against it.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

import httpx

from detente.codebook.dyad_tables import OutlookSource
from detente.model.errors import DownloadError

CHECKSUMS: Final = "checksums.json"
_CHUNK: Final = 1 << 16
_OK, _PARTIAL, _NO_SUCH_RANGE = 200, 206, 416


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that lies in the cache.

    Attributes:
        table: The table it fills.
        path: Where it lies.
        sha256: Its checksum.
        first: Whether the checksum was written down just now (trust on first use).
        fetched: Whether bytes came over the network.
        size: Bytes.
    """

    table: str
    path: Path
    sha256: str
    first: bool
    fetched: bool
    size: int


def address(source: OutlookSource, base: str | None) -> str:
    """The publisher's address, or the same file name under another base."""
    if base is None:
        return source.url
    return f"{base.rstrip('/')}/{PurePosixPath(urlsplit(source.url).path).name}"


def fetch(
    source: OutlookSource, cache: Path, *, client: httpx.Client, base: str | None = None,
    again: bool = False,
) -> Fetched:  # fmt: skip
    """Fetch one original, or take what lies in the cache.

    A download that broke off goes on where it stopped, if the server can. A file whose checksum
    is not that of the first download is set aside under ``.changed`` and never used.

    Args:
        source: What to fetch.
        cache: Folder of the cache.
        client: HTTP client.
        base: Fetch from here instead of the publisher's address.
        again: Fetch even though it lies in the cache.

    Raises:
        DownloadError: If there is no network, no such file, or another file than at first.
    """
    url = address(source, base)
    path = cache / PurePosixPath(urlsplit(url).path).name
    cache.mkdir(parents=True, exist_ok=True)
    fetched = again or not path.exists()
    part = path.with_name(path.name + ".part")
    if fetched:
        _download(url, part, client)
    found = part if fetched else path
    first = _believe(cache, path.name, found)
    if fetched:
        part.replace(path)
        _tag(part).unlink(missing_ok=True)
    return Fetched(source.table, path, sha256(path), first, fetched, path.stat().st_size)


def _download(url: str, part: Path, client: httpx.Client) -> None:
    try:
        with client.stream("GET", url, headers=_resume(part), follow_redirects=True) as answer:
            if answer.status_code == _NO_SUCH_RANGE:
                part.unlink()
                raise DownloadError(f"{url}: the file there is shorter now; run the command again")
            if answer.status_code not in (_OK, _PARTIAL):
                raise DownloadError(f"{url}: the server says {answer.status_code}; see the page of "
                                    "the publisher and put the file into the cache by hand")  # fmt: skip
            _tag(part).write_text(answer.headers.get("etag", ""), encoding="utf-8")
            mode = "ab" if answer.status_code == _PARTIAL else "wb"
            with part.open(mode) as out:
                for chunk in answer.iter_bytes(_CHUNK):
                    out.write(chunk)
    except httpx.HTTPError as problem:
        kept = part.stat().st_size if part.exists() else 0
        raise DownloadError(
            f"{url}: {problem or type(problem).__name__}; are you offline? {kept:,} bytes are kept "
            "and the next try goes on from there. The shipped rows work without any download"
        ) from problem


def _resume(part: Path) -> dict[str, str]:
    """Ask for the rest only, and only of the same file; bytes as they are stored."""
    plain = {"Accept-Encoding": "identity"}
    if not part.exists() or not part.stat().st_size:
        return plain
    tag = _tag(part).read_text(encoding="utf-8") if _tag(part).exists() else ""
    same = {"If-Range": tag} if tag else {}
    return plain | {"Range": f"bytes={part.stat().st_size}-"} | same


def _tag(part: Path) -> Path:
    return part.with_name(part.name + ".etag")


def _believe(cache: Path, name: str, found: Path) -> bool:
    """Hold a file against the first download; True if this is the first."""
    place = cache / CHECKSUMS
    known = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
    told = sha256(found)
    if known.get(name, told) != told:
        aside = cache / f"{name}.changed"
        found.replace(aside)
        raise DownloadError(
            f"{name} is not the file of the first download (SHA-256 {told[:12]}…, at first "
            f"{known[name][:12]}…). It lies at {aside}; if the publisher has a new version, delete "
            f"its line in {place} and fetch again"
        )
    if name in known:
        return False
    place.write_text(json.dumps({**known, name: told}, indent=1, sort_keys=True), encoding="utf-8")
    return True


def sha256(path: Path) -> str:
    """Checksum of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def unpack(path: Path) -> Iterator[Path]:
    """Take the tables out of a publisher's archive, beside it; paths inside it are not followed.

    Raises:
        DownloadError: If it is called a zip and is none.
    """
    if path.suffix != ".zip":
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                name = PurePosixPath(member.filename).name
                if name.lower().endswith((".csv", ".parquet")) and not name.startswith("."):
                    place = path.parent / name
                    place.write_bytes(archive.read(member))
                    yield place
    except zipfile.BadZipFile as problem:
        raise DownloadError(f"{path}: no zip archive; delete it and fetch again") from problem
