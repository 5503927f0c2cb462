"""A party's folder: its keys, its mirror of the log in the tlog-tiles layout, and its proofs."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from detente.channel.checkpoints import MAX_COSIGNATURES, parse_size
from detente.channel.cosignatures import outermost
from detente.channel.messages import read_message
from detente.channel.notes import Note, VerifierKey, parse_note, parse_vkey
from detente.channel.party import KeyRing, open_keys
from detente.channel.proofs import LogProof, parse_proof
from detente.channel.tiles import hash_tile, read_bundle, tiles_of, write_bundle
from detente.channel.tree import Tree
from detente.model.channel import SignedMessage
from detente.model.errors import DetenteError, InputError

_MAKERS: Final = {"keys.json": "init", "party.json": "init", "channel.json": "join"}
_MEND: Final = (
    "put back a copy of the folder, or put mirror/, checkpoints/ and known.json aside and run "
    "`detente channel mirror`, which cannot see then whether the log was rewound meanwhile"
)


@dataclass(frozen=True, slots=True)
class Trust:
    """Which log a party follows.

    Attributes:
        channel: Origin.
        url: Where its host answers.
        log: Key of the log.
    """

    channel: str
    url: str
    log: VerifierKey


class PartyFolder:
    """What one party keeps on its own disk; enough to check everything with the host gone."""

    def __init__(self, path: str | Path) -> None:
        """Use a folder."""
        self.path = Path(path)

    def keys(self, passphrase: str) -> KeyRing:
        """Open the key file."""
        return open_keys(self.text("keys.json"), passphrase)

    def keep_keys(self, text: str) -> None:
        """Write the key file; it takes the place of the one before in one step."""
        self.write("keys.json", text, private=True)

    def keep_row(self, row: Mapping[str, Any]) -> None:
        """Write what a charter or an enrolment says of this party."""
        self.write("party.json", json.dumps(row, indent=1) + "\n")

    def next_keys(self, passphrase: str) -> KeyRing | None:
        """Keys of a rotation that is not complete, None if there is none."""
        if not (self.path / "keys.next.json").is_file():
            return None
        return open_keys(self.text("keys.next.json"), passphrase)

    def keep_next(self, text: str) -> None:
        """Keep the keys of a rotation beside those in use."""
        self.write("keys.next.json", text, private=True)

    def drop_next(self) -> None:
        """Forget the file of a rotation that is complete: its keys are those in use."""
        (self.path / "keys.next.json").unlink(missing_ok=True)

    def trust(self) -> Trust:
        """Which log is followed.

        Raises:
            InputError: If the folder follows none.
        """
        with self._reading("channel.json"):
            plain = self.json("channel.json")
            return Trust(plain["channel"], plain["url"], parse_vkey(plain["log"]))

    def set_trust(self, trust: Trust) -> None:
        """Follow a log."""
        plain = {"channel": trust.channel, "url": trust.url, "log": str(trust.log)}
        self.write("channel.json", json.dumps(plain, indent=1) + "\n")

    def leaves(self) -> tuple[bytes, ...]:
        """Mirrored entries, first to last.

        Raises:
            InputError: If a bundle of them is missing or damaged.
        """
        bundles = (f"mirror/{tile}" for tile in tiles_of(self.size) if tile.level is None)
        return tuple(entry for name in bundles for entry in self._bundle(name))

    @property
    def size(self) -> int:
        """Number of mirrored entries."""
        known = self.known()
        return known[0] if known else 0

    def known(self) -> tuple[int, bytes] | None:
        """Size and root that were checked last.

        Raises:
            InputError: If the file that says so is damaged.
        """
        if not (self.path / "known.json").is_file():
            return None
        with self._reading("known.json"):
            plain = self.json("known.json")
            return parse_size(str(plain["size"])), bytes.fromhex(plain["root"])

    def state(self) -> tuple[object, ...]:
        """What changes whenever the mirror, what witnesses said of it or own messages do."""
        counts = (len(list((self.path / name).glob("*"))) for name in ("sealed", "sent"))
        notes = (self.path / "checkpoints").glob("*")
        return self.known(), *counts, sorted((p.name, p.stat().st_mtime_ns) for p in notes)

    def keep_log(self, tree: Tree, leaves: tuple[bytes, ...], note: str) -> None:
        """Write the log as tiles, then the checkpoint, then what is known: in that order."""
        for tile in tiles_of(tree.size, since=self.size):
            if tile.level is None:
                raw = write_bundle(leaves[tile.index * 256 : tile.index * 256 + tile.width])
            else:
                raw = hash_tile(tree, tile)
            self.write(f"mirror/{tile}", raw)
        self.write("mirror/checkpoint", note)
        self.keep_checkpoint(tree.size, note)
        plain = {"size": tree.size, "root": tree.root().hex()}
        self.write("known.json", json.dumps(plain) + "\n")

    def checkpoints(self) -> list[str]:
        """Checkpoints that were kept, from wherever they came.

        Raises:
            InputError: If one is no text.
        """
        names = sorted(path.name for path in (self.path / "checkpoints").glob("*"))
        return [self.text(f"checkpoints/{name}") for name in names]

    def keep_checkpoint(self, size: int, note: str, *, source: str = "") -> None:
        """Keep a checkpoint that came from somebody, with every line it ever came with.

        A host that shows it later with fewer cosignatures takes none away.
        """
        text = parse_note(note, most=MAX_COSIGNATURES).text
        mark = sha256(text.encode()).hexdigest()[:8]
        name = f"checkpoints/{size}.{source}.{mark}" if source else f"checkpoints/{size}"
        path = self.path / name
        self.write(name, _joined(path.read_text(), note) if path.is_file() else note)

    def sealed(self) -> dict[str, bytes]:
        """Sealed messages that may be read here, by digest."""
        return {p.stem: p.read_bytes() for p in sorted((self.path / "sealed").glob("*.json"))}

    def sealed_message(self, digest: str) -> bytes | None:
        """One sealed message, None if there is none that may be read here."""
        path = self.path / f"sealed/{digest}.json"
        return path.read_bytes() if digest.isalnum() and path.is_file() else None

    def keep_sealed(self, signed: SignedMessage) -> None:
        """Keep a sealed message."""
        self.write(f"sealed/{signed.digest}.json", signed.raw)

    def draft(self, signed: SignedMessage) -> None:
        """Keep a message before it is sent: after a crash it is sent again, not made again."""
        self.write(f"sent/{signed.digest}.json", signed.raw)

    def keep_sent(self, signed: SignedMessage, proof: LogProof) -> None:
        """Keep the proof of a message that was taken."""
        self.write(f"sent/{signed.digest}.tlog-proof", str(proof))
        if signed.message.audience is not None:
            self.keep_sealed(signed)

    def sent(self) -> Iterator[tuple[SignedMessage, LogProof | None]]:
        """Own messages with the proof of each; None for one that was not answered."""
        for path in sorted((self.path / "sent").glob("*.json")):
            proof = path.with_suffix(".tlog-proof")
            found = parse_proof(proof.read_text()) if proof.is_file() else None
            yield read_message(path.read_bytes()), found

    def discard(self, signed: SignedMessage) -> None:
        """Put a draft aside that the log refused; it is signed, so it is not forgotten."""
        self.write(f"refused/{signed.digest}.json", signed.raw)
        (self.path / f"sent/{signed.digest}.json").unlink(missing_ok=True)

    def refused(self) -> Iterator[SignedMessage]:
        """Drafts that the log refused."""
        for path in sorted((self.path / "refused").glob("*.json")):
            yield read_message(path.read_bytes())

    def keep_declaration(self, name: str, box: bytes) -> None:
        """Keep a declaration, closed with the party's keys."""
        self.write(f"declarations/{check_name(name)}.box", box, private=True)

    def declarations(self) -> list[str]:
        """Names of the kept declarations."""
        return [path.stem for path in sorted((self.path / "declarations").glob("*.box"))]

    def declaration(self, name: str) -> bytes | None:
        """A declaration, closed; None if there is none of that name."""
        path = self.path / f"declarations/{check_name(name)}.box"
        return path.read_bytes() if path.is_file() else None

    def write(self, name: str, content: str | bytes, *, private: bool = False) -> None:
        """Write a file so that it is whole or not there, and on disk.

        Args:
            name: Place in the folder.
            content: What it holds.
            private: Only the owner may read it, and its place in the folder is on disk as well.
        """
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(path.name + ".half")
        raw = content.encode() if isinstance(content, str) else content
        half.unlink(missing_ok=True)
        mode = 0o600 if private else 0o666
        with open(half, "wb", opener=lambda p, flags: os.open(p, flags, mode)) as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
        if private:
            _sync(path.parent)

    def json(self, name: str) -> Any:
        """A JSON file of the folder.

        Raises:
            InputError: If it is missing, or is no JSON.
        """
        with self._reading(name):
            return json.loads(self.text(name))

    def text(self, name: str) -> str:
        """A file of the folder.

        Raises:
            InputError: If it is missing, or is no text.
        """
        path = self.path / name
        if not path.is_file():
            raise InputError(
                f"{path} is missing; `detente channel {_MAKERS.get(name, 'mirror')}` makes it"
            )
        with self._reading(name):
            return path.read_text(encoding="utf-8")

    def _bundle(self, name: str) -> tuple[bytes, ...]:
        with self._reading(name):
            return read_bundle((self.path / name).read_bytes())

    @contextlib.contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        """Whatever a damaged file leads to is told as what it is."""
        try:
            yield
        except InputError:
            raise
        except (OSError, ValueError, KeyError, TypeError, DetenteError) as error:
            raise InputError(
                f"{self.path / name} is missing or damaged: {error}; {_MEND}"
            ) from error


def _sync(folder: Path) -> None:
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def _joined(one: str, other: str) -> str:
    """A checkpoint with the outermost cosignatures of two copies; the first if they differ."""
    first, second = (parse_note(x, most=MAX_COSIGNATURES) for x in (one, other))
    lines = outermost((*first.lines, *second.lines))
    if first.text != second.text or len(lines) > MAX_COSIGNATURES:
        return one
    return str(Note(first.text, lines))


def check_name(name: str) -> str:
    """The name of a declaration, if a file can bear it.

    Raises:
        InputError: If not.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", name):
        raise InputError(f"{name!r} is no name; use letters, digits, - and _")
    return name
