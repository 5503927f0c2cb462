"""The hand-made reading, as an object and as a brief."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.model.reading import Reading
from detente.render.compose import compose
from detente.render.index import Index, index
from detente.render.reading_json import load_reading_json
from detente.render.view import Brief

READING = Path(__file__).parent / "fixture" / "reading.json"


@pytest.fixture(scope="session")
def reading() -> Reading:
    return load_reading_json(READING)


@pytest.fixture(scope="session")
def found(reading: Reading) -> Index:
    return index(reading)


@pytest.fixture(scope="session")
def brief(reading: Reading) -> Brief:
    return compose(reading)


@pytest.fixture(scope="session")
def empty() -> Reading:
    return Reading(None, (), (), (), (), (), (), (), (), ())
