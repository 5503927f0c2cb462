"""Web pages and Markdown without the page around the article."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.adapters.html import as_day, from_markdown, pages
from detente.model.errors import UnreadableReport

PAGE = """<!doctype html><html lang="en"><head><title>Two boats leave the bay | Harbour Gazette</title>
<meta property="og:site_name" content="Harbour Gazette">
<meta property="article:published_time" content="2031-05-04T10:00:00Z">
<link rel="canonical" href="https://gazette.example/boats"></head>
<body><nav><a href="/">Home</a> <a href="/sea">Sea</a></nav>
<div class="cookie">We use cookies to improve your experience.</div>
<article><h1>Two boats leave the bay</h1>
<p>The harbour master said on Monday that <b>two patrol boats</b> had left the bay of Port Ellin,
and that <a href="/crew">their crews</a> were on their way home.</p>
<h2>What happens next?</h2>
<p>A spokeswoman for the coast guard said that the fishing season would open as planned.</p>
<blockquote><p>“Nobody was hurt. Nobody was even cross,” she said.</p></blockquote>
</article>
<script>var spy = "The minister resigned.";</script>
<aside><h3>Related Pages</h3><a href="/pier">Minister opens new pier</a></aside>
<footer>© 2031 Harbour Gazette. All rights reserved.</footer></body></html>"""


def test_the_article_is_taken_from_the_page_with_what_is_known_of_it() -> None:
    (page,) = pages(PAGE, place="a.html")
    assert (page.title, page.outlet, page.published, page.language, page.url) == (
        "Two boats leave the bay",
        "Harbour Gazette",
        dt.date(2031, 5, 4),
        "en",
        "https://gazette.example/boats",
    )
    assert "two patrol boats had left the bay of Port Ellin, and that their crews were" in page.text
    assert "cookies" not in page.text
    assert "resigned" not in page.text
    assert [span.of(page.text) for span in page.headings] == [
        "Two boats leave the bay",
        "What happens next?",
    ]


def test_a_page_without_an_article_gives_its_words() -> None:
    (page,) = pages("<p>One <i>word</i>.<script>x</script><p>And another.", place="a.html")
    assert page.text == "One word.\n\nAnd another."


@pytest.mark.parametrize(
    "broken",
    [
        "<div>" * 5_000 + "Two boats left the bay on Monday." + "</p>" * 300,
        "<html><body><p>Two boats left the bay on Monday.<table><tr><td>x</body",
        "<p>Two boats left the bay on Monday.</p><![CDATA[ <b>]]> <!-- never closed",
        "Two boats left the bay on Monday. <<<>>> &&& &#xFFFFFFFF; &nosuch;",
        '<p class="' + "a" * 50_000 + '">Two boats left the bay on Monday.</p>',
    ],
)
def test_broken_pages_are_read_as_far_as_they_go(broken: str) -> None:
    texts = [page.text for page in pages(broken, place="a.html")]
    assert "Two boats left the bay on Monday." in "\n".join(texts)


@pytest.mark.parametrize("empty", ["", "<!-- -->", "   "])
def test_a_page_without_anything_is_named(empty: str) -> None:
    with pytest.raises(UnreadableReport):
        list(pages(empty, place="a.html"))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<article>",
                "</article>",
                "<h2>",
                "<b>",
                "<",
                ">",
                "&",
                "word. ",
                "<!--",
            ]
        )
        | st.text(max_size=8),
        max_size=30,
    ).map("".join)
)
def test_any_markup_is_read_or_named(source: str) -> None:
    try:
        found = list(pages(source, place="a.html"))
    except UnreadableReport:
        return
    for page in found:
        assert all(span.end <= len(page.text) for span in page.headings)


MARKDOWN = """---
title: "Two boats leave the bay"
outlet: Harbour Gazette
date: 2031-05-04
language: en
---
# Two boats leave the bay

The harbour master **said** on Monday that [two patrol boats](https://x.example) had left.

## What happens next?

> “Nobody was hurt,” she said.

- One boat is grey.
- One boat is blue.
"""


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    page = from_markdown(MARKDOWN, place="a.md")
    assert page.text.split("\n\n") == [
        "Two boats leave the bay",
        "The harbour master said on Monday that two patrol boats had left.",
        "What happens next?",
        "“Nobody was hurt,” she said.",
        "One boat is grey.",
        "One boat is blue.",
    ]
    assert (page.title, page.outlet, page.published) == (
        "Two boats leave the bay",
        "Harbour Gazette",
        dt.date(2031, 5, 4),
    )
    assert [span.of(page.text) for span in page.headings] == [
        "Two boats leave the bay",
        "What happens next?",
    ]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.sampled_from("#*_->[]()`!| \nab<&1."), max_size=200))
def test_any_markdown_is_read_or_named(source: str) -> None:
    try:
        page = from_markdown(source, place="a.md")
    except UnreadableReport:
        return
    assert all(span.end <= len(page.text) for span in page.headings)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2031-05-04", dt.date(2031, 5, 4)),
        ("20310504", dt.date(2031, 5, 4)),
        ("2031-05-04T23:30:00Z", dt.date(2031, 5, 4)),
        ("2031-05-04 23:30", dt.date(2031, 5, 4)),
        ("soon", None),
        ("", None),
    ],
)
def test_days_of_publication(value: str, day: dt.date | None) -> None:
    assert as_day(value) == day
