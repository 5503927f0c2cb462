"""A page and the reports on it: identity, language, outlet and day of publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from detente.adapters.pages import LONGEST_REPORT, Page, reports
from detente.codebook import load_table
from detente.codebook.outlets import OutletRow
from detente.model.errors import UnreadableReport
from detente.model.reports import Report, SetAside

TEXT = (
    "Two boats leave the bay\n\nHarbour Gazette Updated on 2031-05-04\n\n"
    "The harbour master said on Monday that two patrol boats had left the bay of Port Ellin.\n\n"
    "Nobody was hurt, a spokeswoman for the coast guard added.\n"
)
PAGE = Page(TEXT, "a.txt")


def only(page: Page) -> Report:
    (report,) = reports(page)
    assert isinstance(report, Report)
    return report


def test_an_id_is_made_of_the_content_and_not_of_the_place() -> None:
    assert only(PAGE).id == only(replace(PAGE, place="elsewhere/b.txt")).id
    assert only(PAGE).id != only(replace(PAGE, outlet="Evening Post")).id
    assert only(PAGE).id != only(replace(PAGE, text=TEXT + "More.")).id


def test_what_is_declared_wins_over_what_stands_in_the_text() -> None:
    report = only(
        replace(PAGE, outlet="Evening Post", published=dt.date(2031, 5, 6), title="Boats")
    )
    assert (report.outlet, report.published, report.title) == (
        "Evening Post",
        dt.date(2031, 5, 6),
        "Boats",
    )
    assert report.published_basis == "metadata"


def test_without_a_name_the_host_of_the_link_is_the_outlet() -> None:
    page = Page("The boats left the bay, the ministry said.", "a", url="https://www.post.example/x")
    assert only(page).outlet == "post.example"
    assert only(replace(page, url="https://[broken/")).outlet == ""


def test_an_outlet_of_the_codebook_has_its_id_whatever_name_it_goes_by() -> None:
    row = load_table("outlets", OutletRow)[0]
    names = (row.id, row.name, *row.aliases, row.name.upper())
    assert {only(replace(PAGE, outlet=name)).outlet for name in names} == {row.id}


def test_a_person_in_a_byline_is_no_outlet() -> None:
    page = Page(TEXT.replace("Harbour Gazette Updated on", "By Ada Brook Updated on"), "a.txt")
    assert only(page).outlet == ""


def test_one_foreign_article_on_a_page_is_set_aside_and_the_other_read() -> None:
    foreign = "Le porte-parole du ministère a déclaré lundi que les navires avaient quitté la baie."
    page = Page(TEXT + foreign, "a.txt", starts=(0, len(TEXT)))
    first, second = reports(page)
    assert isinstance(first, Report)
    assert second == SetAside(
        "a.txt, article 2",
        "it is in French (fr)",
        "only English is read; translate it first",
    )


def test_a_paragraph_in_another_script_makes_no_statement() -> None:
    russian = "Представитель министерства заявил в понедельник, что оба катера покинули бухту."
    report = only(replace(PAGE, text=TEXT + "\n" + russian))
    assert russian in [span.of(report.text) for span in report.furniture]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("12 345 | 67.8 | 90 ; 1" * 9, "it holds hardly any words"),
        ("QmFzZTY0" * 60, "it has no spaces between its words"),
        ("word " * LONGEST_REPORT, "it is too long for one report (2,000,000 characters)"),
    ],
)
def test_what_is_no_report_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UnreadableReport) as caught:
        list(reports(Page(text, "a.txt")))
    assert caught.value.reason == reason
