"""The tables of verbs, event nouns and operators hold together."""

from __future__ import annotations

from detente.codebook.event_nouns import event_nouns, noun_classes
from detente.codebook.event_words import context_words, weapon_modes
from detente.codebook.operators import modals, operator_row
from detente.codebook.verbs import ACT, verbs
from detente.model.events import EventType, Mark

_ROLES_WITHOUT_ROWS = {"say", "claim", "admit", "perform", "undergo", "begin", "use"}


def test_there_are_many_verbs():
    assert len({row.lemma for row in verbs()}) >= 700


def test_an_act_has_a_type_and_an_operator_has_none():
    for row in verbs():
        if row.role == ACT:
            assert row.type in set(EventType), row.name
        else:
            assert not row.type, row.name


def test_every_operator_has_rows():
    for role in {row.role for row in verbs()} - {ACT} - _ROLES_WITHOUT_ROWS:
        assert operator_row(role, "ASSAULT") or operator_row(role), role


def test_the_narrowest_row_of_an_operator_wins():
    yields, strikes = operator_row("demand", "RETREAT"), operator_row("promise", "ASSAULT")
    assert yields is not None
    assert strikes is not None
    assert (yields.type, yields.mode) == ("REQUEST", "yield")
    assert strikes.type == "THREATEN"


def test_operator_rows_name_types_and_marks():
    for role in {row.role for row in verbs()} - {ACT}:
        for kind in EventType:
            row = operator_row(role, kind)
            if row is not None:
                assert row.type in {"=", "none", "keep", "drop"} | set(EventType)
                assert row.mark in {"="} | set(Mark)


def test_words_have_their_classes():
    assert "troops" in noun_classes()["soldier"]
    assert event_nouns()["airstrike"].mode == "aerial"
    assert weapon_modes()["drone"] == "drone"
    assert context_words()["nuclear"] == "cbrn"
    assert modals()["must"] == "obligation"
