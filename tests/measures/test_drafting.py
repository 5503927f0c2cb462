"""A scenario drafted from a reading can be read again, and its rungs lead back."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.adapters.crisis_toml import parse_scenario
from detente.app.measures import draft_crisis
from detente.measures.drafting import draft_scenario
from detente.model.errors import EmptyInput
from detente.model.statements import Mandate
from detente.render.measures_draft import scenario_toml

CRISIS = Path(__file__).resolve().parents[2] / "examples" / "crisis"


@pytest.fixture(scope="module")
def reading():
    from detente.app.readings import obtain

    return obtain(CRISIS, actors=CRISIS / "actors.csv")


def test_the_draft_of_the_example_crisis_can_be_played(reading):
    drafted = draft_scenario(reading)
    text = scenario_toml(drafted)
    scenario = parse_scenario(text)
    assert [actor.key for actor in scenario.actors] == list(drafted.actors)
    assert {(t.actor, t.target): t.rung for t in scenario.toward} == {
        (side.actor, side.target): side.rung.value for side in drafted.sides
    }


def test_rungs_and_demands_are_those_of_the_reading(reading):
    drafted = draft_scenario(reading)
    sides = {(side.actor, side.target): side for side in drafted.sides}
    kestria, tarvia = sides["KES", "TAR"], sides["TAR", "KES"]
    claimed = max(w.claimed.rung for d in reading.dyads if {d.a, d.b} == {"KES", "TAR"}
                  for w in d.windows)  # fmt: skip
    assert max(kestria.claimed, tarvia.claimed) == claimed
    asked = {
        f"{demand.what} (authorised)"
        for demand in reading.demands
        if demand.speaks_for == "TAR"
        and demand.mandate is Mandate.AUTHORISED
        and "KES" in {one.id for one in demand.of_whom}
    }
    assert asked
    assert asked <= set(tarvia.demands)
    assert "# asks: " in scenario_toml(drafted)
    assert all("(unknown)" not in demand for side in drafted.sides for demand in side.demands)


def test_nothing_to_draft_is_said(tmp_path):
    path = tmp_path / "calm.txt"
    path.write_text("The weather in the capital was fine on Monday.\n", encoding="utf-8")
    with pytest.raises(EmptyInput, match="no pair"):
        draft_crisis(str(path))
