"""The gazetteer finds every known name, longest first."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.model.actors import ActorKind
from detente.reading import gazetteer, lexicon


def found(text: str, on: dt.date | None = None) -> list[tuple[str, str]]:
    mentions = gazetteer.find(text, lexicon.load(), on)
    return [(m.text, m.actor.id if m.actor else "") for m in mentions]


def test_a_bloc_a_collective_and_a_state_are_three_actors() -> None:
    text = "The West, NATO and the United States were named."
    assert [ident for _, ident in found(text)] == ["west", "NATO", "USA"]


def test_the_longest_name_wins() -> None:
    assert found("Papua New Guinea and Guinea-Bissau") == [
        ("Papua New Guinea", "PNG"),
        ("Guinea-Bissau", "GNB"),
    ]


def test_case_matters_for_short_names() -> None:
    assert found("They told us that the US had left.") == [("US", "USA")]


def test_a_capital_stands_for_its_state() -> None:
    assert found("Warsaw and Canberra agreed.") == [("Warsaw", "POL"), ("Canberra", "AUS")]


def test_demonyms_name_their_state() -> None:
    assert found("Kenyan and Peruvian envoys met.") == [("Kenyan", "KEN"), ("Peruvian", "PER")]


@pytest.mark.parametrize("text", ["U.S. troops", "the U.S. said"])
def test_dotted_acronyms_keep_their_last_dot(text: str) -> None:
    assert found(text) == [("U.S.", "USA")]


def test_a_group_may_rule_at_one_time_and_rebel_at_another() -> None:
    lex = lexicon.load()
    then = gazetteer.find("the Taliban", lex, dt.date(2005, 1, 1))[0].actor
    now = gazetteer.find("the Taliban", lex, dt.date(2023, 1, 1))[0].actor
    assert then and now
    assert (then.id, then.sector, now.id, now.sector) == (
        "AFG-TALIBAN",
        "REB",
        "AFG-TALIBAN",
        "GOV",
    )


def test_alliances_know_their_kind() -> None:
    actor = lexicon.load().actor("NATO")
    assert actor is not None
    assert actor.kind is ActorKind.ALLIANCE


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Shelling was heard near Kharkiv overnight.", "UKR"),
        ("Shelling was heard near Kharkov overnight.", "UKR"),
        ("Port workers in Karachi went on strike.", "PAK"),
    ],
)
def test_towns_belong_to_a_state(text: str, country: str) -> None:
    (mention,) = gazetteer.find(text, lexicon.load())
    assert mention.actor
    assert mention.actor.country == country


@pytest.mark.parametrize(
    "text",
    [
        "Most of them may split before reading the same nice orange book.",
        "Mobile phones and Crystal glass stood beside the Bath.",
        "Aurora Jackson and Warren Lincoln met Charlotte.",
        "My neighbour Karachi Smith left.",
    ],
)
def test_ordinary_words_and_names_of_persons_are_no_towns(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("day", "actor", "former"),
    [
        (dt.date(2003, 5, 1), "person:barack-obama", False),
        (dt.date(2012, 5, 1), "USA-PRESIDENT", False),
        (dt.date(2020, 5, 1), "person:barack-obama", True),
    ],
)
def test_an_office_is_held_from_its_first_day_to_its_last(
    day: dt.date, actor: str, *, former: bool
) -> None:
    (mention,) = gazetteer.find("Barack Obama", lexicon.load(), day)
    assert mention.actor
    assert (mention.actor.id, mention.former) == (actor, former)


def test_between_two_terms_somebody_is_out_of_office() -> None:
    (mention,) = gazetteer.find("Robert Fico", lexicon.load(), dt.date(2019, 1, 1))
    assert mention.actor
    assert mention.actor.id == "person:robert-fico"


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("In May the talks with Brown failed.", []),
        ("Gordon Brown left early; Brown was tired.", ["GBR-PRIME-MINISTER"] * 2),
        ("Gordon Brown left early; Ann Brown stayed.", ["GBR-PRIME-MINISTER"]),
        ("Macron spoke.", ["FRA-PRESIDENT"]),
    ],
)
def test_a_common_surname_needs_the_full_name(text: str, actors: list[str]) -> None:
    assert [ident for _, ident in found(text)] == actors


def test_a_surname_after_anothers_given_name_is_not_the_president():
    known = lexicon.load()
    assert not any(m.holder for m in gazetteer.find("Michelle Obama spoke.", known))
    assert any(m.holder for m in gazetteer.find("President Obama spoke.", known))
    assert any(m.holder for m in gazetteer.find("For Obama that was new.", known))
