"""The tables behind ladder, confidence, bargaining and corroboration are whole."""

from __future__ import annotations

import re

import pytest

from detente.codebook.bargaining import demand_patterns, gap_question, issue_patterns, opening_kinds
from detente.codebook.confidence import estimative_words, facet_confidence
from detente.codebook.corroboration import access_patterns, admissions, blame_patterns
from detente.codebook.happenings import happening
from detente.codebook.militarised_actions import (
    event_actions,
    filter_reasons,
    mid_actions,
    official_sectors,
    rung_of,
    rung_rows,
)
from detente.codebook.pressure import pressure_rows
from detente.codebook.wars_on_record import wars_on_record
from detente.ladder.actions import FILTERS
from detente.ladder.gauge import KINDS
from detente.model.events import EventType
from detente.model.incidents import FacetStatus


def test_all_22_actions_have_the_rung_of_their_hostility_level():
    assert sorted(mid_actions()) == list(range(22))
    levels = {1: [0], 2: range(1, 7), 3: range(7, 13), 4: range(13, 20), 5: (20, 21)}
    for level, actions in levels.items():
        assert all(rung_of(action) == level for action in actions)
    assert [row.rung for row in rung_rows()] == [1, 2, 3, 4, 5]


def test_no_single_event_stands_for_war():
    assert max(row.action for row in event_actions()) < 20
    assert {row.type for row in event_actions()} <= {kind.value for kind in EventType}


def test_every_filter_has_a_reason_and_every_reason_a_filter():
    assert set(FILTERS) == set(filter_reasons())


def test_every_pair_of_statuses_has_a_confidence():
    for occurrence in FacetStatus:
        for author in FacetStatus:
            assert facet_confidence(occurrence, author).confidence in ("high", "moderate", "low")


def test_likelihood_words_cover_probabilities_without_overlap():
    words = estimative_words()
    assert [word.high for word in words[:-1]] == [word.low for word in words[1:]]


def test_every_event_type_has_a_neutral_name():
    assert all(happening(kind, "no such mode").noun for kind in EventType)


def test_pressure_is_of_the_five_kinds():
    assert {row.kind for row in pressure_rows()} == set(KINDS)
    assert {row.level for row in pressure_rows()} == {"words", "acts"}


def test_wars_have_two_sides_and_days_in_order():
    for war in wars_on_record():
        assert not set(war.side_a) & set(war.side_b)
        assert war.end is None or war.start <= war.end


def test_patterns_compile_and_match_something():
    assert issue_patterns()
    assert access_patterns()
    assert blame_patterns()
    for part in ("cue", "condition", "goal", "advice"):
        assert demand_patterns(part)
    assert all("goal" in pattern.groupindex for pattern in demand_patterns("goal"))
    assert all(row.facet and row.side in ("author", "recipient") for row in admissions())
    assert {row.kind for row in opening_kinds()} == {
        "offer",
        "concession",
        "agreement to talk",
        "recommendation",
    }


def test_sectors_are_plover_codes():
    assert all(re.fullmatch(r"|[A-Z]{3}", sector) for sector in official_sectors())


def test_an_unknown_question_is_an_error():
    with pytest.raises(KeyError):
        gap_question("author", "nonsense")
