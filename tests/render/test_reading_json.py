import importlib.util
import json
from pathlib import Path

import pytest

from detente.model.errors import InputError
from detente.render.reading_json import is_reading_file, load_reading_json, reading_json

FIXTURE = Path(__file__).parent / "fixture"


def test_a_reading_survives_the_way_to_json_and_back(reading, tmp_path):
    file = tmp_path / "READING.json"
    file.write_text(reading_json(reading), encoding="utf-8")
    assert is_reading_file(file)
    assert load_reading_json(file) == reading


def test_the_schema_stands_first(reading):
    assert list(json.loads(reading_json(reading)))[:2] == ["schema", "as_of"]


def test_the_fixture_is_what_its_script_makes(reading):
    spec = importlib.util.spec_from_file_location("build", FIXTURE / "build.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert reading == build.READING


@pytest.mark.parametrize("content", ["", "[]", "{", '{"schema": "other/1"}', "\x00"])
def test_other_files_are_refused_with_a_reason(tmp_path, content):
    file = tmp_path / "x.json"
    file.write_text(content, encoding="utf-8")
    assert not is_reading_file(file)
    with pytest.raises(InputError, match=r"x\.json"):
        load_reading_json(file)
