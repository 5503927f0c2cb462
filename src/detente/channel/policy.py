"""Which logs and witnesses are believed, and how many of them (C2SP tlog-policy)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from detente.channel.keys import SignatureType
from detente.channel.notes import VerifierKey, parse_vkey, told_apart
from detente.model.errors import InputError, NoteError

NONE = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """Names of which at least ``threshold`` must have seen a checkpoint."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A written policy.

    Attributes:
        logs: Keys of the logs that are accepted.
        witnesses: Keys of witnesses by their name in the policy.
        groups: Groups by name.
        quorum: Name of the witness or group that must have seen a checkpoint, or "none".
        urls: Address of a log or witness by verifier key, where one is given.
    """

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, VerifierKey]
    groups: Mapping[str, Group]
    quorum: str
    urls: Mapping[str, str] = field(default_factory=dict)

    def satisfied(self, seen: Iterable[VerifierKey]) -> bool:
        """Whether these witnesses are enough; they are known by their keys, not by a name."""
        return self._witnessed(self.quorum, frozenset(map(str, seen)))

    def asked(self) -> tuple[str, ...]:
        """Names of the witnesses that the quorum counts, in the order of the file."""
        wanted = self._below(self.quorum)
        return tuple(name for name in self.witnesses if name in wanted)

    def _below(self, name: str) -> set[str]:
        if name == NONE or name in self.witnesses:
            return {name} - {NONE}
        return set().union(*(self._below(member) for member in self.groups[name].members))

    def _witnessed(self, name: str, seen: frozenset[str]) -> bool:
        if name == NONE:
            return True
        if name in self.witnesses:
            return str(self.witnesses[name]) in seen
        group = self.groups[name]
        return sum(self._witnessed(member, seen) for member in group.members) >= group.threshold


class _Draft:
    """A policy while its lines are read."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, VerifierKey] = {}
        self.groups: dict[str, Group] = {}
        self.urls: dict[str, str] = {}
        self.quorum: str | None = None
        self._members: set[str] = set()

    def log(self, vkey: str, url: str = "") -> None:
        key = parse_vkey(vkey)
        if key.type is SignatureType.COSIGNATURE:
            raise NoteError(f"the key of log {key.name!r} is that of a witness")
        if any(key.public == other.public for other in self.logs):
            raise NoteError("the same log stands twice")
        told_apart([*self.logs, key])
        self.logs.append(key)
        self.urls[vkey] = url

    def witness(self, name: str, vkey: str, url: str = "") -> None:
        key = parse_vkey(vkey)
        if key.type is SignatureType.NOTE:
            raise NoteError(f"the key of witness {name!r} is no cosignature key")
        if any(key.public == other.public for other in self.witnesses.values()):
            raise NoteError("the same witness stands twice")
        told_apart([*self.witnesses.values(), key])
        self._free(name)
        self.witnesses[name] = key
        self.urls[vkey] = url

    def group(self, name: str, threshold: str, *members: str) -> None:
        self._free(name)
        for member in members:
            if member not in self.witnesses and member not in self.groups:
                raise NoteError(f"{member!r} is not defined above")
            if member in self._members:
                raise NoteError(f"{member!r} is a member twice")
            self._members.add(member)
        self.groups[name] = Group(_threshold(threshold, len(members)), members)

    def choose(self, name: str) -> None:
        if self.quorum is not None:
            raise NoteError("there are two quorum lines")
        if name not in (NONE, *self.witnesses, *self.groups):
            raise NoteError(f"{name!r} is not defined above")
        self.quorum = name

    def _free(self, name: str) -> None:
        if name in (NONE, *self.witnesses, *self.groups):
            raise NoteError(f"the name {name!r} is taken")


def parse_policy(text: str, *, place: str = "policy") -> Policy:
    """Read a policy file.

    Raises:
        InputError: With the line, if it cannot be used.
        KeyRefused: If a key must not be used.
    """
    draft = _Draft()
    verbs: dict[str, Callable[..., None]] = {
        "log": draft.log, "witness": draft.witness, "group": draft.group, "quorum": draft.choose,
    }  # fmt: skip
    for number, line in enumerate(text.split("\n"), 1):
        if any((char < " " and char != "\t") or char == "\x7f" for char in line):
            raise InputError(f"{place}, line {number}: a policy has no control characters")
        words = line.replace("\t", " ").split(" ")
        word, *rest = [word for word in words if word] or ["#"]
        if word.startswith("#"):
            continue
        try:
            verbs[word](*rest)
        except (KeyError, TypeError) as error:
            raise InputError(f"{place}, line {number}: {line.strip()[:60]!r} is no line") from error
        except NoteError as error:
            raise InputError(f"{place}, line {number}: {error}") from error
    if draft.quorum is None:
        raise InputError(f"{place}: there is no quorum line; write 'quorum none' for none")
    return Policy(tuple(draft.logs), draft.witnesses, draft.groups, draft.quorum, draft.urls)


def draft_policy(
    log: VerifierKey, parties: Mapping[str, Sequence[VerifierKey]], *, quorum: str,
    urls: Mapping[str, str], mirrors: Sequence[tuple[VerifierKey, str]] = (),
) -> str:  # fmt: skip
    """A policy file: enough of the parties must have seen a checkpoint, by any key of theirs.

    Args:
        log: Key of the log.
        parties: Witness keys by party.
        quorum: "all", "any" or how many of the parties.
        urls: Address of a party's witness, where it has one.
        mirrors: Keys of mirrors with their addresses; at least one of them must hold the log.

    Raises:
        InputError: If that makes no policy.
    """
    lines = [f"log {log}", ""]
    for party, keys in sorted(parties.items()):
        lines += [f"witness {k.name} {k} {urls.get(party, '')}".rstrip() for k in keys]
        lines += [f"group {party} any {' '.join(k.name for k in keys)}", ""]
    lines += [f"group parties {quorum} {' '.join(sorted(parties))}"]
    if mirrors:
        lines += [f"witness {key.name} {key} {url}".rstrip() for key, url in mirrors]
        lines += [f"group mirrors any {' '.join(key.name for key, _ in mirrors)}"]
        lines += ["group parties-and-mirrors all parties mirrors"]
    lines += [f"quorum {'parties-and-mirrors' if mirrors else 'parties'}", ""]
    text = "\n".join(lines)
    parse_policy(text, place="the drafted policy")
    return text


def _threshold(word: str, count: int) -> int:
    number = {"all": count, "any": 1}.get(word)
    if number is None:
        number = int(word) if word.isascii() and word.isdecimal() and len(word) < 10 else 0
    if not 1 <= number <= count:
        raise NoteError(f"a threshold of {word[:20]!r} does not fit {count} members")
    return number
