"""Tiles: the tree and its entries as files that never change (C2SP tlog-tiles)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from detente.channel.tree import Tree
from detente.model.errors import ProofError

WIDTH: Final = 256
MAX_ENTRY: Final = 65_535
"""Longest entry that fits a bundle, in bytes."""
_PATH: Final = re.compile(
    r"tile/(entries|0|[1-5]?[0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile or entry bundle.

    Attributes:
        level: Level of the tile, None for a bundle of entries.
        index: Number within the level.
        width: How many hashes or entries it holds, 256 if it is full.
    """

    level: int | None
    index: int
    width: int = WIDTH

    def __str__(self) -> str:
        level = "entries" if self.level is None else str(self.level)
        digits = f"{self.index:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        path = "/".join([f"x{part}" for part in parts[:-1]] + parts[-1:])
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{path}{partial}"


def parse_tile(path: str) -> Tile:
    """Read the path of a tile.

    Raises:
        ProofError: If there can be no such tile.
    """
    match = _PATH.fullmatch(path)
    if match is None or len(match[2]) > 32:
        raise ProofError(f"{path[:80]!r} is no path of a tile")
    level = None if match[1] == "entries" else int(match[1])
    width = int(match[3]) if match[3] else WIDTH
    tile = Tile(level, int(match[2].replace("/", "").replace("x", "")), width)
    if str(tile) != path or width > WIDTH or (match[3] and width == WIDTH):
        raise ProofError(f"{path[:80]!r} is not written as tile paths are")
    return tile


def tiles_of(size: int, *, since: int = 0) -> list[Tile]:
    """Every tile and bundle of a tree of ``size``, less those already full at ``since``."""
    found = _row(None, size, since)
    level = 0
    while size >> 8 * level:
        found += _row(level, size >> 8 * level, since >> 8 * level)
        level += 1
    return found


def _row(level: int | None, count: int, before: int) -> list[Tile]:
    full, rest = divmod(count, WIDTH)
    row = [Tile(level, index) for index in range(before // WIDTH, full)]
    return [*row, Tile(level, full, rest)] if rest else row


def hash_tile(tree: Tree, tile: Tile) -> bytes:
    """Content of a tile of hashes.

    Raises:
        ProofError: If the tree does not reach that far.
    """
    if tile.level is None:
        raise ProofError("a bundle of entries is no tile of hashes")
    return tree.nodes(8 * tile.level, tile.index * WIDTH, tile.width)


def write_bundle(entries: Iterable[bytes]) -> bytes:
    """Join entries, each after its length.

    Raises:
        ProofError: If an entry is too long.
    """
    parts = []
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise ProofError(f"an entry has {len(entry)} bytes; a bundle takes {MAX_ENTRY}")
        parts += [struct.pack(">H", len(entry)), entry]
    return b"".join(parts)


def read_bundle(raw: bytes) -> tuple[bytes, ...]:
    """Split a bundle into its entries.

    Raises:
        ProofError: If it is cut short.
    """
    entries: list[bytes] = []
    position = 0
    while position < len(raw):
        end = position + 2 + int.from_bytes(raw[position : position + 2])
        if end > len(raw) or position + 2 > len(raw):
            raise ProofError(f"the bundle ends within entry {len(entries)}")
        entries.append(raw[position + 2 : end])
        position = end
    return tuple(entries)


def read_tile(raw: bytes, width: int) -> Sequence[bytes]:
    """Split a tile into its hashes.

    Raises:
        ProofError: If it has not that width.
    """
    if len(raw) != width * 32:
        raise ProofError(f"a tile of width {width} has {width * 32} bytes, this one {len(raw)}")
    return [raw[i : i + 32] for i in range(0, len(raw), 32)]
