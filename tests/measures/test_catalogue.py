"""The catalogue: complete, honest about its grounds, and never a ranking."""

import pytest

from detente.codebook.loader import Verified
from detente.codebook.measures import measures, own_associations
from detente.measures.catalogue import ESTIMATED, GROUPS, catalogue, dossier
from detente.measures.parameters import parameter_table
from detente.model.errors import InputError
from detente.model.evidence import Basis, Direction, Strength

IDS = {row.id for row in measures()}
NOT_ON_FILE = {"hotline", "notification", "people-exchange", "incidents-at-sea", "no-first-use"}


def test_every_measure_of_the_field_is_there():
    assert len(IDS) == 17
    assert {"hotline", "trade", "mediation", "collective-defence", "climate-cyber"} <= IDS


@pytest.mark.parametrize("name", sorted(IDS))
def test_a_measure_says_how_it_works_what_it_costs_and_how_it_fails(name):
    one = dossier(name)
    assert one.measure.mechanism
    assert one.measure.costs
    assert len(one.measure.fails) >= 2
    assert one.studies
    assert one.effects
    for row in one.effects:
        assert row.parameter in parameter_table()
        assert row.low <= row.best <= row.high
        assert row.direction == ("down" if row.best < 1 else "up")


@pytest.mark.parametrize("name", sorted(NOT_ON_FILE))
def test_what_has_no_data_never_looks_estimated(name):
    one = dossier(name)
    assert not one.associations
    assert one.group != ESTIMATED
    assert all(row.basis is not Basis.OWN for row in one.effects)
    assert "no data" in one.measure.data


def test_no_effect_rests_on_a_recalled_row():
    for one in catalogue():
        assert all(row.verified is not Verified.RECALLED for row in one.effects)
        assert all(row.verified is Verified.FILE for row in one.associations)


def test_own_figures_are_associations_and_nothing_stronger():
    for one in catalogue():
        for row in one.effects:
            if row.basis is Basis.OWN:
                assert row.strength is Strength.ADJUSTED_ASSOCIATION
                assert one.associations


def test_within_a_group_the_order_is_that_of_the_alphabet():
    found = catalogue()
    assert [GROUPS.index(one.group) for one in found] == sorted(
        GROUPS.index(o.group) for o in found
    )
    for group in GROUPS:
        names = [one.measure.name for one in found if one.group == group]
        assert names == sorted(names)


def test_contradictions_are_told():
    assert dossier("trade").contradicting
    assert {row.direction for row in dossier("trade").studies} >= {
        Direction.LOWER,
        Direction.HIGHER,
    }
    assert not dossier("counter-terrorism").contradicting


def test_where_nothing_is_detectable_the_rows_say_so():
    pacts = own_associations("collective-defence")
    assert all(row.direction is Direction.NONE for row in pacts)
    within = next(
        r for r in own_associations("trade") if r.specification.startswith("changes within")
    )
    assert within.direction is Direction.NONE


def test_an_unknown_measure_is_named_with_what_there_is():
    with pytest.raises(InputError, match="hotline"):
        dossier("hotlin")
