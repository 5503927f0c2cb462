"""Files, folders and standard input become reports; what cannot be read is named."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
from pathlib import Path

import pytest

from detente.adapters.inputs import load, stream
from detente.model.errors import EmptyInput
from detente.model.reports import Report
from detente.ports.reports import check_reports

STORY = (
    "The harbour master of Port Ellin said on Monday that two patrol boats had left the bay.\n"
    "A spokeswoman for the coast guard confirmed that the boats were on their way home.\n"
    "Nobody was hurt, she said, and the fishing season will open as planned.\n"
)


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_text_file_is_one_report_with_the_words_of_the_file(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", STORY)
    (report,), aside = load([path])
    assert report.text == STORY
    assert (report.path, report.part, report.offset) == (str(path), 0, 0)
    assert aside == ()


def test_a_folder_is_read_in_the_order_of_names_whatever_the_file_system_says(
    tmp_path: Path,
) -> None:
    for name in ("b.txt", "a/z.txt", "c.txt", "A.txt"):
        put(tmp_path, name, f"{name[0]} said so. " + STORY)
    reports, _ = load([tmp_path])
    names = [Path(report.path).relative_to(tmp_path).as_posix() for report in reports]
    assert names == ["A.txt", "b.txt", "c.txt", "a/z.txt"]


def test_the_same_input_gives_the_same_reports(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", STORY)
    put(tmp_path, "b.html", f"<html><body><p>{STORY}</p></body></html>")
    assert load([tmp_path]) == load([tmp_path])


def test_one_report_read_twice_counts_once(tmp_path: Path) -> None:
    first = put(tmp_path, "a.txt", STORY)
    put(tmp_path, "b.txt", STORY)
    reports, aside = load([first, tmp_path, first])
    assert len(reports) == 1
    assert [one.reason for one in aside] == [f"it is the same report as {first}"]


def test_a_bad_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", STORY)
    put(tmp_path, "b.pdf", b"%PDF-1.7 ...")
    put(tmp_path, "c.txt", b"%PDF-1.7 ...")
    put(tmp_path, "d.txt", "   \n")
    put(tmp_path, "e.txt", bytes(range(256)) * 50)
    put(tmp_path, "f.txt", "x" * 1_000_000)
    reports, aside = load([tmp_path, tmp_path / "gone.txt"])
    assert len(reports) == 1
    named = {Path(one.place).name: one.reason for one in aside}
    assert named == {
        "b.pdf": "its name does not end in .txt, .md, .html, .jsonl or .json",
        "c.txt": "it is a PDF document, not text",
        "d.txt": "it is empty",
        "e.txt": "it is binary, not text",
        "f.txt": "it is too long for one report (1,000,000 characters)",
        "gone.txt": "there is no such file or folder",
    }


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind are POSIX")
def test_a_file_that_may_not_be_opened_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", STORY)
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere.txt")
    os.mkfifo(tmp_path / "c.txt")
    reports, aside = load([tmp_path])
    assert len(reports) == 1
    assert [(Path(one.place).name, one.reason) for one in aside] == [
        ("b.txt", "it cannot be opened (No such file or directory)"),
        ("c.txt", "it is no regular file"),
    ]


def test_standard_input_may_hold_text_a_page_or_feed_items() -> None:
    for raw in (
        STORY.encode(),
        f"<!doctype html><html><body><p>{STORY}</p></body></html>".encode(),
        json.dumps({"text": STORY}).encode(),
    ):
        (report,), _ = load(["-"], stdin=io.BytesIO(raw))
        assert "patrol boats had left" in report.text
        assert report.path.startswith("-")


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(EmptyInput, match="nothing to read"):
        load([tmp_path])
    with pytest.raises(EmptyInput):
        load([])


def test_progress_is_told_after_each_file(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", STORY)
    put(tmp_path, "b.txt", "")
    told: list[tuple[int, int, str]] = []
    load([tmp_path], on_progress=lambda *step: told.append(step))
    assert [(done, total) for done, total, _ in told] == [(1, 2), (2, 2)]


def test_what_is_done_is_kept_when_work_is_interrupted(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", STORY)
    put(tmp_path, "b.txt", "Again. " + STORY)
    items = stream([tmp_path])
    kept = [next(items)]
    items.close()
    assert isinstance(kept[0], Report)


def test_feed_items_carry_their_fields_and_bad_lines_are_named(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {
                "text": STORY,
                "title": "Boats leave the bay",
                "source": "Harbour Gazette",
                "published": "2031-05-04T07:00:00Z",
                "url": "https://gazette.example/1",
                "language": "en",
                "extra": 1,
            }
        ),
        "",
        "{not json",
        '{"words": "no text"}',
        "[1, 2]",
        '{"text": {"a": 1}}',
        json.dumps({"text": STORY, "published": "soon"}),
    ]
    path = put(tmp_path, "feed.jsonl", "\n".join(lines))
    reports, aside = load([path])
    first, last = reports
    assert (first.title, first.outlet, first.url) == (
        "Boats leave the bay",
        "Harbour Gazette",
        "https://gazette.example/1",
    )
    assert (first.published, first.published_basis) == (dt.date(2031, 5, 4), "metadata")
    assert last.published is None
    places = [one.place.removeprefix(f"{path}, ") for one in aside]
    assert places == ["line 3", "line 4", "line 5", "line 6", "line 7"]


def test_another_language_is_set_aside_by_name(tmp_path: Path) -> None:
    french = (
        "Le porte-parole du ministère a déclaré lundi que les deux navires avaient quitté la"
        " baie et que la saison de pêche ouvrirait comme prévu."
    )
    put(tmp_path, "a.txt", french)
    reports, aside = load([tmp_path])
    assert reports == ()
    assert aside[0].reason == "it is in French (fr)"


def test_two_articles_on_one_page_keep_their_place_in_it(tmp_path: Path) -> None:
    page = "<html><body><nav>Home</nav>" + "".join(
        f"<article><h2>Story {n}</h2><time datetime='2031-05-0{n}'></time>"
        + "".join(f"<p>{line} Item {n}.</p>" for line in STORY.splitlines() * 2)
        + "</article>"
        for n in (1, 2)
    )
    path = put(tmp_path, "page.html", page + "</body></html>")
    reports, _ = load([path])
    assert [(r.title, r.published) for r in reports] == [
        ("Story 1", dt.date(2031, 5, 1)),
        ("Story 2", dt.date(2031, 5, 2)),
    ]


def test_loaded_reports_keep_the_promises_of_the_port(tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.txt",
        "Boats leave the bay\n\nHarbour Gazette Updated on 2031-05-04\n\n" + STORY,
    )
    put(
        tmp_path,
        "b.md",
        "# Boats leave the bay\n\n" + STORY.replace("\n", "\n\n") + "\n## More\n\nEnd.",
    )
    reports, _ = load([tmp_path])
    assert check_reports(reports) == []
    assert reports[0].outlet == "Harbour Gazette"
    assert reports[0].published == dt.date(2031, 5, 4)
    assert reports[0].published_basis == "text"
    assert reports[1].title == "Boats leave the bay"


def test_the_page_of_one_article_and_the_page_of_four(shared: Path) -> None:
    reports, aside = load([shared / "data" / "reports"])
    assert aside == ()
    first, *others = reports
    assert first.published == dt.date(2024, 1, 28)
    assert first.outlet.casefold().replace("-", " ") == "mondo military"
    assert len(first.furniture) == 6
    assert [report.part for report in others] == [0, 1, 2, 3]
    page = Path(others[0].path).read_text()
    assert all(page[one.offset :].startswith(one.text) for one in others)
    assert check_reports(reports) == []


def test_a_table_of_actors_beside_the_reports_is_no_report(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", STORY)
    put(tmp_path, "actors.csv", "name,aliases,code,sector,start,end\n")
    reports, aside = load([tmp_path])
    assert (len(reports), aside) == (1, ())


def test_the_example_crisis_is_read_whole_but_for_the_report_in_french() -> None:
    folder = Path(__file__).parents[2] / "examples" / "crisis"
    reports, aside = load([folder])
    assert len(reports) == 22
    assert [one.reason for one in aside] == ["it is in French (fr)"]
    assert [r.part for r in reports if r.path.endswith("15-selle-courier-page.txt")] == [0, 1]
    assert all(r.outlet and r.published for r in reports if "page" not in r.path)
    assert check_reports(reports) == []
