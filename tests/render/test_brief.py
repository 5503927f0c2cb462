"""What a brief must say of the invented crisis, in whichever form it is printed."""

import dataclasses
import datetime as dt
import json
import re
from html.parser import HTMLParser

import pytest

from detente.model.incidents import Assessment, FacetStatus
from detente.model.reading import Reading
from detente.model.serialise import from_plain, to_plain
from detente.render.compose import cited, compose
from detente.render.happenings import ordered
from detente.render.html import html_brief
from detente.render.terminal import text_brief

LOADED = "stolen shore"


class Page(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.ids, self.links, self.words, self.tags, self.attributes = [], [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.attributes += found
        if "id" in found:
            self.ids.append(found["id"])
        if "href" in found:
            self.links.append(found["href"])

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def page(brief):
    return html_brief(brief)


@pytest.fixture(scope="module")
def text(brief):
    return text_brief(brief)


def flat(text):
    return " ".join(text.split())


def test_every_link_of_the_page_leads_somewhere_on_the_page(page):
    seen = Page(page)
    assert seen.links
    assert {link.removeprefix("#") for link in seen.links} <= set(seen.ids)
    assert len(seen.ids) == len(set(seen.ids))


def test_the_page_fetches_and_runs_nothing(page):
    seen = Page(page)
    assert "script" not in seen.tags
    assert not {"src", "onclick", "onload"} & set(seen.attributes)
    assert "@import" not in page
    assert "url(" not in page


def test_the_page_is_marked_unreviewed(page, text):
    assert "Unreviewed" in page
    assert "UNREVIEWED" in text


def test_every_line_but_those_on_absence_leads_back(brief):
    absent = (
        "one-sided",
        "no statement",
        "No demand",
        "War threshold",
        "(none)",
        "say?",
        "no dated",
    )
    lines = [*brief.judgements, *(line for pair in brief.pairs for line in pair.lines), *brief.gaps]
    for line in lines:
        assert line.cites or any(words in line.text for words in absent), line.text


def test_every_cited_statement_has_its_passage(brief):
    assert {p.statement for p in brief.passages} == set(cited(brief))
    assert [p.number for p in brief.passages] == list(range(1, len(brief.passages) + 1))


def test_passages_are_verbatim(brief, reading):
    labels = {label: reading.report(report) for report, label in brief.labels.items()}
    for passage in brief.passages:
        words = "".join(piece.text for piece in passage.pieces)
        assert words in labels[passage.report].text


def test_a_passage_marks_what_was_said_and_the_cue(brief, reading):
    passage = next(p for p in brief.passages if p.statement == "s7")
    marks = {piece.mark: piece.text for piece in passage.pieces if piece.mark}
    assert marks == {"cue": "warned", "said": "that any further strike would be answered in kind"}


def test_the_terminal_marks_report_and_offsets(text, reading):
    span = reading.statement("s6").content[0]
    assert f"[R2:{span.start}-{span.end}]" in flat(text)


def test_loaded_words_stand_in_quotation_marks_only(page, text):
    visible = "".join(Page(page).words).replace("\n", " ")
    for printed in (visible, flat(text)):
        assert LOADED in printed
        outside = re.sub(r"“[^“”]*(?:“[^“”]*”[^“”]*)*”", "", printed)
        assert LOADED not in outside


def test_corroborated_claimed_and_alleged_stand_apart(brief):
    groups = {h.id: h.group for h in brief.happenings}
    assert groups == {"i1": "corroborated", "i2": "alleged", "i3": "corroborated", "i4": "said"}


def test_a_claim_of_ones_own_deed_is_called_so(brief):
    strike = next(h for h in brief.happenings if h.id == "i1")
    author = next(f for f in strike.facets if f.question == "author")
    assert author.note == "self-claimed; one source in 2 statements"


def test_said_twice_by_one_source_is_one_source(brief):
    strike = next(h for h in brief.happenings if h.id == "i1")
    effect = next(f for f in strike.facets if f.question == "effect")
    assert "one source in 2 statements" in effect.note


def test_only_authorised_demands_are_a_position(brief):
    positions = {a.heading: a.position for a in brief.asked}
    assert positions == {
        "Position of Aldoria": True,
        "Asked by others on the side of Aldoria, not its position": False,
    }
    adviser = next(a for a in brief.asked if not a.position)
    assert "not authorised to speak for Aldoria" in adviser.lines[0].text


def test_the_whole_chain_is_kept(brief):
    head = next(p for p in brief.passages if p.statement == "s16")
    assert head.chain == (
        "unnamed outlet of R4",
        "Strait Wire",
        "Market Post",
        "Head of the Coastal League",
    )


def test_in_whose_name_someone_speaks_is_contested_side_by_side(brief):
    contest = next(c for c in brief.contests if c.question.startswith("In whose name"))
    assert [side.heading for side in contest.sides] == [
        "Head of the Coastal League", "Ines Varga, lawmaker",
    ]  # fmt: skip


def test_contests_are_set_out_by_camp(brief):
    contest = next(c for c in brief.contests if c.question == "With what effect?")
    assert [side.heading for side in contest.sides] == ["Aldoria", "Brevia"]
    assert not contest.sides[1].voices[0].asserts


def test_one_sided_pictures_are_named(text):
    assert "one-sided: no statement by Coastal League was read" in flat(text)


def test_an_opening_shows_its_answer(brief):
    offer, hotline = brief.offered
    assert offer.answers[0].text.startswith("Foreign Ministry of Aldoria rejected")
    assert hotline.heading == "Recommendation to Aldoria and Brevia"
    assert not hotline.answers


def test_no_likelihood_without_an_outlook(text):
    assert not re.search(r"\b(?:likely|unlikely|probable|almost certain)\b", text)
    assert "%" not in text


def test_the_same_reading_gives_the_same_bytes(reading, page, text):
    assert html_brief(compose(reading)) == page
    assert text_brief(compose(reading)) == text


def test_an_empty_reading_makes_an_empty_brief(empty):
    brief = compose(empty)
    assert brief.title == "From 0 reports"
    assert "Unreviewed" in html_brief(brief)
    assert "UNREVIEWED" in text_brief(brief)


def test_no_side_is_treated_in_another_way(reading):
    """Renaming two actors into each other changes their names on the page and nothing else."""
    names = {"Aldoria": "Xenar", "Brevia": "Yotal"}
    renamed = html_brief(compose(_renamed(reading, names), title="T"))
    swapped = html_brief(
        compose(_renamed(reading, {"Aldoria": "Yotal", "Brevia": "Xenar"}), title="T")
    )
    swap = {"Xenar": "Yotal", "Yotal": "Xenar"}
    crossed = re.sub("Xenar|Yotal", lambda match: swap[match.group()], renamed)
    assert _without_fingerprint(crossed) == _without_fingerprint(swapped)


def _renamed(reading, names):
    """The reading with two names changed for others of five letters, so that offsets hold."""
    plain = json.dumps(to_plain(reading))
    for old, new in names.items():
        plain = plain.replace(old, new + "x" * (len(old) - len(new)))
    return from_plain(Reading, json.loads(plain))


def _without_fingerprint(page):
    return re.sub(r"reading [0-9a-f]{16}", "", page)


def test_incidents_come_in_one_order_whatever_the_order_of_input(reading, found):
    backwards = tuple(reversed(reading.incidents))
    assert ordered(found, backwards) == ordered(found, reading.incidents)


def test_a_human_assessment_is_shown_as_such(reading):
    judged = dataclasses.replace(
        reading.incidents[0], assessment=Assessment("A. Nalyst", dt.date(2031, 4, 20), "imagery")
    )
    more = dataclasses.replace(reading, incidents=(judged, *reading.incidents[1:]))
    assert "Assessed by A. Nalyst, 20 April 2031: imagery" in html_brief(compose(more))


@pytest.mark.parametrize("status", FacetStatus)
def test_every_status_can_be_shown(reading, status):
    incident = reading.incidents[0]
    facet = dataclasses.replace(incident.occurrence, status=status)
    changed = dataclasses.replace(incident, occurrence=facet)
    more = dataclasses.replace(reading, incidents=(changed, *reading.incidents[1:]))
    assert status.value in html_brief(compose(more))
