"""Whatever lies in a folder: nothing stops the batch, and every input is read or named."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.adapters.inputs import load
from detente.ports.reports import check_reports

GOOD = "The harbour master said on Monday that two patrol boats had left the bay of Port Ellin."
NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "a.csv", "a"])
PIECES = st.sampled_from(
    [
        b"<p>",
        b"</p>",
        b"<article>",
        b'{"text": "',
        b'"}\n',
        b"\r\n",
        b"---\n",
        b"# ",
        b"\x00",
        b"\xff\xfe",
        b"\xe9",
        "Порт закрыт. ".encode(),
        "“No,” he said. ".encode(),
        GOOD.encode(),
        b" ...\n",
        b"Related Pages\n",
        b"Updated on 2031-05-04\n",
        b"%PDF-1.7",
    ]
)


def read(files: dict[str, bytes]) -> tuple[list[str], list[str]]:
    """Places of reports read and of inputs set aside, from a fresh folder with a good file."""
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        Path(folder, "z.txt").write_text(GOOD, encoding="utf-8")
        reports, aside = load([folder])
        assert check_reports(reports) == []
        assert all(one.reason and one.place for one in aside)
        places = [Path(report.path.split(",")[0]).name for report in reports]
        return places, [Path(one.place.split(",")[0]).name for one in aside]


@settings(deadline=None)
@given(NAMES, st.binary(max_size=300) | st.lists(PIECES, max_size=12).map(b"".join))
def test_any_bytes_are_read_or_named_and_the_good_file_is_read(name: str, raw: bytes) -> None:
    reports, aside = read({name: raw})
    assert "z.txt" in reports or (GOOD.encode() in raw and "z.txt" in aside)
    assert name in reports or name in aside or (not raw.strip() and name.endswith((".jsonl",)))


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda v: (
            st.lists(v, max_size=3)
            | st.dictionaries(
                st.sampled_from(["text", "published", "title", "source", "url", "x"]), v, max_size=4
            )
        ),
        max_leaves=8,
    )
)
def test_any_feed_item_is_read_or_named(item: object) -> None:
    raw = json.dumps(item).encode()
    reports, aside = load(["-"], stdin=io.BytesIO(b'{"text": "' + GOOD.encode() + b'"}\n' + raw))
    assert len(reports) >= 1
    assert len(reports) + len(aside) >= 2
    assert check_reports(reports) == []


HUGE = {
    "letters.txt": b"a" * 10_000_000,
    "words.txt": b"word " * 2_000_000,
    "blanks.txt": b" " * 10_000_000,
    "gap.txt": GOOD.encode() + b" " * 300_000 + GOOD.encode(),
    "dots.txt": b"." * 390_000,
    "names.txt": b"By Aaaaa Baaaaa " * 24_000,
    "brackets.txt": b"(Ab " * 90_000,
    "angles.html": b"<" * 10_000_000,
    "scripts.html": b"<script>" * 300_000,
    "divisions.html": b"<div>" * 600_000 + b"Storm warning for the north coast.",
    "line.jsonl": b'{"text": "' + b"a " * 5_000_000 + b'"}',
    "nested.jsonl": b"[" * 1_000_000,
    "stars.md": b"*a" * 190_000,
    "brackets.md": b"[" * 380_000,
    "quotes.md": b">" * 380_000,
}


@pytest.mark.parametrize("name", sorted(HUGE))
def test_ten_megabytes_of_one_line_end_in_seconds(name: str) -> None:
    begin = time.process_time()
    reports, aside = read({name: HUGE[name]})
    assert time.process_time() - begin < 20
    assert "z.txt" in reports
    assert name in reports or name in aside


def test_mixed_encodings_in_one_folder_are_all_read() -> None:
    text = (
        "“The pier is closed,” said José Łuk, and he added that it will stay closed — until Friday."
    )
    files = {f"{e}.txt": (text + f" Copy {e}.").encode(e) for e in ("utf-8", "utf-16", "utf-8-sig")}
    files["old.txt"] = (text.replace("Łuk", "Luk") * 4).encode("cp1252")
    files["pasted.txt"] = (text * 2).encode() + " It’s over. ".encode("cp1252") + text.encode()
    reports, aside = read(files)
    assert sorted(reports) == sorted([*files, "z.txt"])
    assert aside == []
