import pytest

from detente.model.events import Magnitude
from detente.model.spans import Span
from detente.render.happenings import magnitude_words


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("killed", "four workers", "four workers killed"),
        ("killed", "four killed", "four killed"),
        ("vehicles", "two tanks", "two tanks"),
        ("wave", "61st  wave", "61st wave"),
    ],
)
def test_harm_is_named_where_the_words_alone_do_not(kind, text, words):
    assert magnitude_words(Magnitude(kind, text, Span(0, 1))) == words
