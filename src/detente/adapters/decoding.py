"""Bytes to text: byte order marks, declared and detected encodings, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from types import MappingProxyType
from typing import Final

import charset_normalizer

from detente.model.errors import UnreadableReport

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES: Final = MappingProxyType(
    {
        b"%PDF": "a PDF document",
        b"PK\x03\x04": "a ZIP archive or office document",
        b"\xd0\xcf\x11\xe0": "an old office document",
        b"\x1f\x8b": "a gzip archive",
        b"BZh": "a bzip2 archive",
        b"\xfd7zXZ": "an xz archive",
        b"\x89PNG": "a picture",
        b"\xff\xd8\xff": "a picture",
        b"GIF8": "a picture",
        b"{\\rtf": "a rich-text document",
        b"PAR1": "a Parquet table",
        b"SQLite format 3": "a database",
    }
)
_DECLARED: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE
)
_HEAD: Final = 4_096
_SAMPLE: Final = 200_000
_STRAY_SHARE: Final = 0.2
_CONTROL: Final = {
    code: " " for code in (*range(9), *range(11, 32), *range(127, 160)) if code != 133
}
_CONTROL.update({0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0xFEFF: " ", 0xFFFE: " ", 0xFFFF: " "})


def decode(raw: bytes, *, place: str) -> str:
    r"""Turn the bytes of a file into text.

    A byte order mark wins, then UTF-8, then an encoding the file declares, then UTF-8 with a few
    stray bytes (read as Windows-1252), then detection.

    Args:
        raw: The bytes of the file.
        place: Its name, for the message.

    Returns:
        Text with ``\n`` as the only line end and blanks for control characters.

    Raises:
        UnreadableReport: If these are no words: an archive, a picture, a document, noise.
    """
    for start, what in _OTHER_FILES.items():
        if raw.startswith(start):
            raise UnreadableReport(place, f"it is {what}, not text", "save it as .txt or .html")
    return tidy(_text(raw, place))


def tidy(text: str) -> str:
    """Text with one kind of line end, and a blank for each control character."""
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    return joined.translate(_CONTROL).encode("utf-8", "replace").decode("utf-8")


def _text(raw: bytes, place: str) -> str:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    if raw[:_HEAD].count(0):
        return _wide(raw, place)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _declared(raw) or _mostly_utf8(raw) or _detected(raw, place)


def _wide(raw: bytes, place: str) -> str:
    """UTF-16 without a mark, where every other byte of plain text is zero."""
    head = raw[:_HEAD]
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(zeros) and zeros.count(0) > len(zeros) // 2:
            return raw.decode(name, "replace")
    raise UnreadableReport(place, "it is binary, not text", "save it as .txt or .html")


def _declared(raw: bytes) -> str | None:
    match = _DECLARED.search(raw[:_HEAD])
    if match is None:
        return None
    try:
        return raw.decode(match.group(1).decode("ascii"))
    except (LookupError, UnicodeDecodeError):
        return None


def _mostly_utf8(raw: bytes) -> str | None:
    """UTF-8 pasted together with a few bytes of an older encoding."""
    lenient = raw.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= c <= "\udcff" for c in lenient)
    beyond = sum(c > "\x7f" for c in lenient)
    if stray > _STRAY_SHARE * beyond:
        return None
    return re.sub(r"[\udc80-\udcff]", _old_byte, lenient)


def _old_byte(match: re.Match[str]) -> str:
    return bytes([ord(match.group()) - 0xDC00]).decode("cp1252", "replace")


def _detected(raw: bytes, place: str) -> str:
    best = charset_normalizer.from_bytes(raw[:_SAMPLE]).best()
    if best is None:
        raise UnreadableReport(place, "no known encoding fits its bytes", "save it as UTF-8")
    return raw.decode(best.encoding, "replace")
