"""Pages with several articles are split; one article stays whole."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading.segmentation import articles

BAY = """\
The harbour master of Port Ellin said on Monday that two Tarvian patrol boats had left the bay, ending a stand-off with Brelin that began in April.
Captain Jana Holm told the Harbour Gazette that the boats had kept their guns covered while the Brelin Coast Guard followed them at a distance of two miles.
The fishing season will open as planned, Holm added, because neither Brelin nor Tarvia wants its crews to stay in Port Ellin for another month.
Brelin had accused the Tarvian boats of cutting nets. Tarvia rejected the charge and said that the nets had drifted into its waters.
Holm said that a joint patrol in the bay was now possible if both sides agreed in writing.""".splitlines()
RAIL = """\
Engineers of the Northern Railway Authority (NRA) began repairs on the Velden bridge, the government in Ostreva announced, after a flood carried away three of its pillars.
The NRA expects the line between Velden and Hochfurt to reopen in autumn, its director Paul Ritter told parliament during a hearing on the cost of the work.
Ritter put the damage at forty million crowns and asked the Ostreva treasury for a loan, since insurance covers only a third of it.
Passengers between Velden and Hochfurt take buses until then, and freight goes by way of the old line through the Kessel valley.""".splitlines()
VOTE = """\
Voters in the island republic of Sunda Mar chose a new assembly, and early counts put the Reform League of Ines Duarte ahead in eleven of twenty districts.
Duarte thanked her supporters in the old town and promised a budget that spares schools and clinics, which the outgoing cabinet had planned to cut.
Turnout was higher than five years ago on the island of Tavo, where fishing crews voted at sea by radio, and lower in the port of Lira.
The electoral commission of Sunda Mar will publish final figures after recounts in the southern districts, its chairwoman said.""".splitlines()


def starts(page: str) -> list[str]:
    return [span.of(page)[:24] for span in articles(page)]


def test_one_article_stays_whole() -> None:
    for story in (BAY, RAIL, VOTE):
        assert len(articles("\n".join(story))) == 1
        assert len(articles("\n\n".join(["A title for it", *story]))) == 1


def test_articles_that_run_into_each_other_are_told_apart_by_their_names() -> None:
    page = "\n".join([*BAY, *RAIL, *VOTE])
    assert starts(page) == [story[0][:24] for story in (BAY, RAIL, VOTE)]


def test_an_article_that_breaks_off_ends_there() -> None:
    page = "\n".join([*BAY[:3], BAY[3][:60] + " ...", *VOTE])
    assert starts(page) == [BAY[0][:24], VOTE[0][:24]]


def test_a_title_belongs_to_the_article_below_it() -> None:
    page = "\n\n".join([*BAY, "Flood takes three pillars of a bridge", *RAIL])
    assert starts(page)[1] == "Flood takes three pillar"


def test_headings_inside_an_article_begin_no_new_one() -> None:
    page = "\n\n".join([*BAY[:2], "What happens next?", *BAY[2:4], "A joint patrol", BAY[4]])
    assert len(articles(page)) == 1


def test_an_ellipsis_inside_an_article_does_not_tear_it_apart() -> None:
    page = "\n".join([*BAY[:2], "“We waited, and waited ...”", *BAY[2:]])
    assert len(articles(page)) == 1


def test_a_blank_page_has_no_article() -> None:
    assert articles(" \n ") == ()


@given(
    st.lists(
        st.sampled_from([*BAY, *RAIL, *VOTE, "Read more", "* * *", "Title here", ""]), max_size=12
    )
)
def test_every_word_lies_in_exactly_one_article(lines: list[str]) -> None:
    page = "\n".join(lines)
    spans = articles(page)
    assert bool(spans) == bool(page.strip())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    left = page
    for span in reversed(spans):
        left = left[: span.start] + left[span.end :]
    assert not left.strip()


@settings(deadline=None)
@given(st.text(max_size=500))
def test_any_text_can_be_split(text: str) -> None:
    assert articles(text) == articles(text)


@pytest.mark.parametrize("swap", [("Brelin", "Tarvia"), ("Velden", "Brelin")])
def test_swapping_two_names_moves_no_boundary(swap: tuple[str, str]) -> None:
    page = "\n".join([*BAY, *RAIL, *VOTE])
    one, other = swap
    swapped = page.replace(one, "\0").replace(other, one).replace("\0", other)
    assert len(articles(swapped)) == len(articles(page)) == 3


def test_the_real_page_of_four_articles(shared: Path) -> None:
    page, single = (
        (shared / "data" / "reports" / name).read_text(encoding="utf-8")
        for name in ("004_15af42dfbc59fb50.txt", "000_59e163a3f1bf2906.txt")
    )
    assert len(articles(page)) == 4
    assert len(articles(single)) == 1
