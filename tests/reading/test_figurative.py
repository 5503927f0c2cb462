"""Violence that is none."""

from __future__ import annotations

import pytest
from tests.reading import coded


@pytest.mark.parametrize(
    "text",
    [
        "Belmar beat Avaria 2-0 in the cup match.",
        "The storm hit the coast of Avaria.",
        "An earthquake killed 20 people in Avaria.",
        "Oil prices hit a record in Belmar.",
    ],
)
def test_games_and_nature_do_not_attack(text):
    assert [e for e in coded.code(text) if e.type == "ASSAULT"] == []


def test_missiles_do():
    (event,) = coded.code("The missiles hit a base in Avaria.")
    assert event.type == "ASSAULT"
