"""Only English is read; another language is named."""

from __future__ import annotations

import pytest

from detente.adapters.language import detect, named

ENGLISH = [
    "The harbour master said on Monday that two patrol boats had left the bay.",
    "Brelin accuses Tarvia of shelling pier",
    "Boats leave",
    "Tarvia: 3 killed",
    "José Muñoz told Le Journal that the pier is closed until Friday, and that no boat will leave.",
]
OTHERS = [
    (
        "fr",
        "Le porte-parole du ministère a déclaré lundi que les deux navires avaient quitté la baie.",
    ),
    (
        "de",
        "Der Sprecher des Ministeriums sagte am Montag, die beiden Boote hätten die Bucht verlassen.",
    ),
    (
        "es",
        "El portavoz del ministerio dijo el lunes que los dos barcos habían salido de la bahía.",
    ),
    ("ru", "Представитель министерства заявил в понедельник, что оба катера покинули бухту."),
    (
        "uk",
        "Речник міністерства повідомив у понеділок, що обидва катери залишили бухту та повернулись.",
    ),
    ("ar", "قال المتحدث باسم الوزارة يوم الاثنين إن الزورقين غادرا الخليج وعادا إلى القاعدة."),
    ("fa", "سخنگوی وزارت روز دوشنبه گفت که هر دو قایق خلیج را ترک کرده‌اند و به پایگاه بازگشته‌اند."),
    ("zh", "外交部发言人周一表示，两艘巡逻艇已经离开海湾，正在返回基地。"),
    (
        "tr",
        "Bakanlık sözcüsü pazartesi günü yaptığı açıklamada iki teknenin koydan ayrıldığını söyledi.",
    ),
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english_even_where_it_is_short(text: str) -> None:
    assert detect(text).english


@pytest.mark.parametrize(("code", "text"), OTHERS)
def test_other_languages_are_named(code: str, text: str) -> None:
    assert detect(text).code == code


def test_what_the_publisher_declares_counts_where_the_text_leaves_a_doubt() -> None:
    assert detect("Tarvia Brelin Ostwick", declared="nl").code == "nl"
    assert detect(ENGLISH[0], declared="nl").english
    assert not detect(OTHERS[0][1], declared="en").english


def test_a_language_has_a_name_in_words() -> None:
    assert named("fr-CA").name == "French"
    assert named("xx").name == "xx"
