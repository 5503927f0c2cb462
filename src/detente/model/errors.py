"""Every error Détente raises by name, in one tree.

::

    DetenteError
    ├── InputError            something handed in cannot be used
    │   ├── UnreadableReport  a file or line that cannot be read as a report
    │   ├── EmptyInput        nothing to read was found
    │   └── TableError        a user's CSV or TOML has a wrong field
    ├── Confidential          something computed with sealed fields would leave the room
    ├── SealError             a sealed file cannot be opened
    ├── CodebookError         a row of the shipped knowledge is wrong
    ├── ModelFileError        a shipped model or coefficient file is missing or damaged
    ├── MissingExtra          an optional library is not installed
    ├── DownloadError         an original cannot be fetched, or is not what it was
    └── ChannelError          the channel cannot do, or does not believe, something
        ├── ProofError        a proof does not show what it should
        ├── NoteError         a signed note is malformed or not signed by a known key
        ├── KeyRefused        a public key with which one could deny a signature
        ├── Refusal           the log does not take a message, with an HTTP status
        └── StoreError        the log cannot be written or read

Each message says what was wrong, where (file, line, field) and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence


class DetenteError(Exception):
    """Something Détente cannot do, said in words a user can act on."""


class InputError(DetenteError):
    """Something handed in by the user cannot be used."""


class UnreadableReport(InputError):
    """One file or line that cannot be read as a report; the rest of a batch goes on."""

    def __init__(self, place: str, reason: str, advice: str = "") -> None:
        super().__init__(f"{place}: {reason}" + (f"; {advice}" if advice else ""))
        self.place = place
        self.reason = reason
        self.advice = advice


class EmptyInput(InputError):
    """Nothing to read was found where the user pointed."""


class TableError(InputError):
    """A user's table has a field that cannot be used."""

    def __init__(self, file: str, line: int, field: str, problem: str, advice: str = "") -> None:
        tail = f"; {advice}" if advice else ""
        super().__init__(f"{file}, line {line}, field {field!r}: {problem}{tail}")
        self.file = file
        self.line = line
        self.field = field


class Confidential(DetenteError):
    """Something computed with sealed fields would leave the room."""

    def __init__(self, where: str, fields: Sequence[str]) -> None:
        super().__init__(
            f"refused: {where} would carry what was computed with sealed fields "
            f"({', '.join(fields)}) out of the room; leave out --sealed, or read it on the terminal"
        )


class SealError(DetenteError):
    """A sealed file is missing, damaged, or the passphrase is another."""


class CodebookError(DetenteError):
    """A row of the shipped knowledge is wrong: a defect of Détente, not of the input."""


class ModelFileError(DetenteError):
    """A shipped model or coefficient file is missing or damaged."""


class MissingExtra(DetenteError):
    """An optional library is needed and not installed."""

    def __init__(self, purpose: str, extra: str) -> None:
        super().__init__(f"{purpose} needs an optional part: pip install 'detente[{extra}]'")
        self.extra = extra


class DownloadError(DetenteError):
    """A publisher's original cannot be fetched, or is not what it was at first."""


class ChannelError(DetenteError):
    """Something the channel cannot do, or does not believe."""


class ProofError(ChannelError):
    """A Merkle proof or a proof of a random function does not show what it should."""


class NoteError(ChannelError):
    """A signed note is malformed, or no known key signed it."""


class KeyRefused(ChannelError):
    """A public key or key file that must not be used."""


class Refusal(ChannelError):
    """The log does not take a message.

    Attributes:
        status: HTTP status code that says of what kind the refusal is.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class StoreError(ChannelError):
    """The log's store cannot be written or read; nothing was acknowledged."""
