"""What belongs to the page, what is a heading, and what is the article."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.spans import Span
from detente.reading.furniture import is_heading, layout, row_of

ARTICLE = """Two boats leave the bay

Harbour Gazette Updated on 2031-05-04

The harbour master said on Monday that two patrol boats had left the bay of Port Ellin.

What happens next?

A spokeswoman for the coast guard said that the fishing season would open as planned.

Advertisement

Nobody was hurt, she said, and the boats were on their way home by nightfall.

Proofreading: A. Reader.

Related Pages

Minister opens new pier

Storm warning for the north coast"""


def parts(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [span.of(text) for span in spans]


def test_furniture_and_headings_are_told_from_the_article() -> None:
    plan = layout(ARTICLE)
    assert parts(ARTICLE, plan.furniture) == [
        "Harbour Gazette Updated on 2031-05-04",
        "What happens next?",
        "Advertisement",
        "Proofreading: A. Reader.",
        "Related Pages",
        "Minister opens new pier",
        "Storm warning for the north coast",
    ]
    assert parts(ARTICLE, plan.headlines) == ["Two boats leave the bay", "What happens next?"]
    assert plan.title == "Two boats leave the bay"
    assert plan.byline == "Harbour Gazette Updated on 2031-05-04"
    assert plan.published == dt.date(2031, 5, 4)


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Minister opens new pier",
        "READ MORE",
        "Share this article",
        "We use cookies to improve your experience.",
        "By Ada Brook and Tom Field",
        "Published: 4 May 2031, 10:15",
        "© 2031 Harbour Gazette. All rights reserved.",
        "Subscribe to our newsletter",
        "Home > News > Sea",
        "3 min read",
        "Facebook | Telegram | X",
    ],
)
def test_lines_that_belong_to_the_page(line: str) -> None:
    assert row_of(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell after the talks broke down.",
        "By Monday the fleet had left.",
        "The list published on 4 May 2031 is wrong, the ministry said.",
        "Home guards shelled the pier.",
        "Related charges were dropped by the prosecutor.",
        "Print works in the capital were shelled.",
        "The minister read more from the report than it holds.",
    ],
)
def test_lines_that_belong_to_the_article(line: str) -> None:
    assert row_of(line) is None


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("The role of the coast guard", True),
        ("What happens next?", True),
        ("He said the following:", False),
        ("Q: Will you leave the bay?", False),
        ("The boats have left.", False),
        ("The boats have left ...", False),
        ("12.45", False),
    ],
)
def test_a_heading_is_short_and_no_finished_sentence(line: str, *, heading: bool) -> None:
    assert is_heading(line) is heading


def test_a_feed_of_headlines_is_all_headlines_and_no_furniture() -> None:
    feed = "Boats leave the bay\nMinister denies shelling the pier\nTalks to resume in Ostwick"
    plan = layout(feed)
    assert len(plan.headlines) == 3
    assert plan.furniture == ()


@pytest.mark.parametrize(
    "first",
    ["4 May 2031", "Sunday, May 4, 2031", "OSTWICK, 4 May 2031 (CNA) - The boats have left."],
)
def test_a_date_alone_or_in_a_dateline_is_the_day_of_publication(first: str) -> None:
    text = f"{first}\nThe harbour master said on Monday that two patrol boats had left the bay.\n"
    assert layout(text).published == dt.date(2031, 5, 4)


def test_a_line_that_is_only_a_date_is_furniture_and_no_headline() -> None:
    text = "Boats leave the bay\nSunday, May 4, 2031, 10:15\nThe boats left, she said on Monday."
    plan = layout(text)
    assert parts(text, plan.furniture) == ["Sunday, May 4, 2031, 10:15"]
    assert parts(text, plan.headlines) == ["Boats leave the bay"]


def test_a_date_inside_a_sentence_is_not_the_day_of_publication() -> None:
    assert (
        layout("The treaty of 4 May 2031 is still in force, the minister said.").published is None
    )


@given(st.text(max_size=400))
def test_every_part_lies_in_the_text_in_order(text: str) -> None:
    plan = layout(text)
    for spans in (plan.furniture, plan.headlines):
        assert list(spans) == sorted(set(spans))
        assert all(span.end <= len(text) for span in spans)
