"""Names and offices in Arabic, Persian, Russian, Ukrainian and Chinese script."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codebook.languages import LanguageRow
from detente.codebook.loader import load_table
from detente.codebook.script_names import LetterRow, ScriptCategory
from detente.reading import gazetteer, known_actors, lexicon, script_names
from detente.reading.actor_coding import code_actor
from detente.reading.names import NameIndex, words_of


def found(text: str, on: dt.date | None = None) -> list[tuple[str, str]]:
    mentions = gazetteer.find(text, lexicon.load(), on)
    return [(m.text, m.actor.id if m.actor else "") for m in mentions]


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("МИД России", "RUS", "GOV"),
        ("премьер-министр Армении", "ARM", "GOV"),
        ("представитель Генштаба Польши", "POL", "MIL"),
        ("посол Великобритании в Москве", "GBR", "GOV"),
        ("бывший президент Молдавии", "MDA", "ELI"),
        ("сербский парламент", "SRB", "LEG"),
        ("Москва", "RUS", "GOV"),
        ("грузинские фермеры", "GEO", "AGR"),
    ],
)
def test_russian(text: str, country: str, sector: str) -> None:
    assert code_actor(text, lexicon.load()) == (country, sector)


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("МЗС Литви", "LTU", "GOV"),
        ("речниця Міністерства оборони України", "UKR", "GOV"),
        ("Збройні сили України", "UKR", "MIL"),
        ("польські прикордонники", "POL", ""),
        ("очільник МЗС Угорщини", "HUN", "GOV"),
        ("Служба безпеки України", "UKR", "SPY"),
    ],
)
def test_ukrainian(text: str, country: str, sector: str) -> None:
    assert code_actor(text, lexicon.load()) == (country, sector)


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("وزارة الخارجية العراقية", "IRQ", "GOV"),
        ("المتحدث باسم الجيش اللبناني", "LBN", "MIL"),
        ("رئيس الوزراء الباكستاني", "PAK", "GOV"),
        ("الرئيس المصري السابق", "EGY", "ELI"),
        ("حزب الله", "LBN", "REB"),
        ("الحرس الثوري الإيراني", "IRN", "MIL"),
        ("السفير الروسي", "RUS", "GOV"),
        ("الدوحة", "QAT", "GOV"),
    ],
)
def test_arabic(text: str, country: str, sector: str) -> None:
    assert code_actor(text, lexicon.load()) == (country, sector)


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("سپاه پاسداران انقلاب اسلامی", "IRN", "MIL"),
        ("سخنگوی وزارت امور خارجه", "", "GOV"),
        ("وزیر امور خارجه عمان", "OMN", "GOV"),
        ("رئیس‌جمهور ترکیه", "TUR", "GOV"),
        ("ارتش پاکستان", "PAK", "MIL"),
        ("نخست وزیر پیشین ژاپن", "JPN", "ELI"),
    ],
)
def test_persian(text: str, country: str, sector: str) -> None:
    assert code_actor(text, lexicon.load()) == (country, sector)


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("中国外交部", "CHN", "GOV"),
        ("俄外交部", "RUS", "GOV"),
        ("以色列国防军", "ISR", "MIL"),
        ("中国驻美国大使", "CHN", "GOV"),
        ("印度尼西亚前总统", "IDN", "ELI"),
        ("越南国会", "VNM", "LEG"),
        ("北约秘书长", "NATO", "GOV"),
        ("东京", "JPN", "GOV"),
    ],
)
def test_chinese(text: str, country: str, sector: str) -> None:
    assert code_actor(text, lexicon.load()) == (country, sector)


def test_chinese_names_are_found_where_no_space_divides_words() -> None:
    assert found("昨日日本与菲律宾在东京会谈") == [
        ("日本", "JPN"),
        ("菲律宾", "PHL"),
        ("东京", "JPN"),
    ]


@pytest.mark.parametrize(
    ("text", "ident"),
    [("马里乌波尔", "place:mariupol"), ("约旦河西岸", "place:west-bank"), ("南苏丹", "SSD")],
)
def test_a_longer_chinese_name_hides_the_state_within_it(text: str, ident: str) -> None:
    assert [one for _, one in found(text)] == [ident]


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    assert found("烏克蘭總統澤連斯基")[0] == ("烏克蘭", "UKR")
    assert found("烏克蘭總統澤連斯基")[1][0] == "澤連斯基"


@pytest.mark.parametrize("text", ["روسيا", "وروسيا", "لروسيا", "بروسيا", "فروسيا"])
def test_arabic_words_written_onto_a_name_do_not_hide_it(text: str) -> None:
    assert found(text) == [(text, "RUS")]


@pytest.mark.parametrize("text", ["الصين", "والصين", "للصين", "بالصين"])
def test_the_arabic_article_changes_after_to(text: str) -> None:
    assert found(text) == [(text, "CHN")]


@pytest.mark.parametrize("text", ["إيران", "ايران", "ایران", "إِيرَان"])
def test_arabic_letters_have_several_ways_of_writing(text: str) -> None:
    assert found(text) == [(text, "IRN")]


@pytest.mark.parametrize("text", ["Грузия", "Грузии", "Грузию", "Грузией", "грузинскому", "Грузії"])
def test_case_forms_name_the_same_state(text: str) -> None:
    assert found(text) == [(text, "GEO")]


def test_a_person_has_the_office_of_the_day() -> None:
    then = gazetteer.find("Джо Байден", lexicon.load(), dt.date(2022, 5, 1))[0]
    later = gazetteer.find("Джо Байден", lexicon.load(), dt.date(2025, 5, 1))[0]
    assert then.actor and then.actor.id == "USA-PRESIDENT"
    assert later.actor and later.actor.sector == "ELI"


def test_a_surname_below_the_highest_offices_needs_the_full_name() -> None:
    assert found("Лавров уехал") == []
    assert [t for t, _ in found("Сергей Лавров уехал. Лаврова ждут.")] == [
        "Сергей Лавров",
        "Лаврова",
    ]


def test_a_capital_in_another_script_is_a_place() -> None:
    place = lexicon.load().place("Варшава")
    assert place and place.name == "Warsaw"


def test_the_users_own_name_wins_in_any_script(tmp_path: Path) -> None:
    table = tmp_path / "actors.csv"
    table.write_text("name,aliases,code\nBretonia,Россия|中国,BRE\n", encoding="utf-8")
    own = lexicon.load(table)
    assert code_actor("МИД России", own) == ("RUS", "GOV")
    assert code_actor("Россия", own) == ("BRE", "")
    assert code_actor("中国外交部", own) == ("BRE", "GOV")


def test_a_world_of_its_own_knows_no_other_names(tmp_path: Path) -> None:
    table = tmp_path / "actors.csv"
    table.write_text("name,aliases,code\nBretonia,Бретония,BRE\n", encoding="utf-8")
    own = lexicon.load(table, only=True)
    assert code_actor("МИД России", own) == ("", "GOV")
    assert own.place("Варшава") is None
    assert code_actor("Бретония", own) == ("BRE", "")


def test_other_scripts_are_read_when_first_met() -> None:
    calls: list[str] = []

    def more() -> list[tuple[str, int]]:
        calls.append("read")
        return [("Осло", 2)]

    index = NameIndex([("Oslo", 1)], other_scripts=more)
    assert [m.values for m in index.matches("Oslo – naïve", words_of("Oslo – naïve"))] == [(1,)]
    assert calls == []
    for _ in range(2):
        assert [m.values for m in index.matches("в Осло", words_of("в Осло"))] == [(2,)]
    assert calls == ["read"]


def test_every_row_means_something_known() -> None:
    known = list(known_actors.spellings())
    named = {form for form, _ in script_names.spellings(known)}
    named |= {form for form, _ in script_names.role_spellings()}
    grammar = (ScriptCategory.PREFIX, ScriptCategory.ARTICLE)
    for row in script_names.rows():
        assert row.forms
        if row.category not in grammar:
            missing = (row.category.value, row.target)
            assert row.forms[0] in named, missing


def test_every_language_is_on_record() -> None:
    codes = {row.code for row in load_table("languages", LanguageRow)}
    assert {row.language for row in script_names.rows()} <= codes


def test_a_letter_is_read_in_one_way_only() -> None:
    letters = [x for row in load_table("script_letters", LetterRow) for x in row.written]
    assert all(len(letter) == 1 for letter in letters)
    assert len(letters) == len(set(letters))


@given(st.text(alphabet="ab Z9.-’éб中国وُعإ_", max_size=30))
def test_words_lie_where_they_say(text: str) -> None:
    words = words_of(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    assert all(one.end <= two.start for one, two in zip(words, words[1:], strict=False))


@given(st.text(alphabet="中国法外交部长", max_size=20))
def test_every_chinese_character_is_a_word(text: str) -> None:
    assert [word.text for word in words_of(text)] == list(text)
