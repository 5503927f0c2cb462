"""The head of the phrase decides what an actor string is."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.reading import lexicon
from detente.reading.actor_coding import code_actor


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("Peru", "PER", ""),
        ("a spokesman for the Peruvian interior ministry", "PER", "GOV"),
        ("the Peruvian army", "PER", "MIL"),
        ("Chad's police", "TCD", "COP"),
        ("a former Peruvian minister", "PER", "ELI"),
        ("armed rebels", "", "REB"),
        ("farmers in Chad", "TCD", "AGR"),
        ("LIMA", "PER", "GOV"),
        ("Arequipa", "PER", "CVL"),
        ("nothing at all", "", ""),
    ],
)
def test_country_and_sector(text: str, country: str, sector: str):
    assert code_actor(text, lexicon.load()) == (country, sector)


def test_a_fictional_world_is_coded_by_its_own_table(tmp_path):
    table = tmp_path / "actors.csv"
    table.write_text(
        "name,aliases,code,sector,start,end\n"
        "Bretonia,Bretonian|Bretonians,BRE,,,\n"
        "Ada Fenn,,BRE,GOV,2020-01-01,2021-12-31\n"
        "Ada Fenn,,BRE,ELI,2022-01-01,\n",
        encoding="utf-8",
    )
    known = lexicon.load(table, only=True)
    assert code_actor("the Bretonian foreign ministry", known) == ("BRE", "GOV")
    assert code_actor("Ada Fenn", known, dt.date(2021, 5, 1)) == ("BRE", "GOV")
    assert code_actor("Ada Fenn", known, dt.date(2023, 5, 1)) == ("BRE", "ELI")
    assert code_actor("Peru", known) == ("", "")
