"""What must hold for every reading, whatever the reports say and whoever says it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.app.pipeline import read
from detente.model.ladder import DyadPosition
from detente.model.reading import Reading
from detente.model.serialise import from_plain, to_plain
from detente.render.reading_json import reading_json

CRISIS = Path(__file__).parents[2] / "examples" / "crisis"
PAIRS = (
    ("Kestria", "Tarvia"),
    ("KESTRIA", "TARVIA"),
    ("Vardin", "Molvino"),
    ("VARDIN", "MOLVINO"),
    ("KES", "TAR"),
)
"""Two states with their names, demonyms, capitals and codes: words that stand for an actor."""


def crisis(folder: Path = CRISIS) -> Reading:
    return read(folder, actors=folder / "actors.csv")


def copied(target: Path, change: Callable[[str], str], *, only: str = "*") -> Path:
    shutil.copytree(CRISIS, target, dirs_exist_ok=True)
    for path in sorted(target.glob(only)):
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def reading() -> Reading:
    return crisis()


def standing(position: DyadPosition) -> tuple[object, ...]:
    windows = (*position.windows, *([position.undated] if position.undated else []))
    rungs = tuple((w.days, w.corroborated.rung, w.claimed.rung) for w in windows)
    return (position.a, position.b, rungs, position.arrow)


# --- everything leads back ---------------------------------------------------------------------


def check(reading: Reading) -> None:
    """Every span lies in its report, every reference leads somewhere, every id is its own."""
    texts = {report.id: report.text for report in reading.reports}
    said = {statement.id: statement for statement in reading.statements}
    events = {event.id for event in reading.events}
    for many in (reading.reports, reading.statements, reading.events, reading.incidents):
        assert len({one.id for one in many}) == len(many)
    for statement in reading.statements:
        assert all(span.of(texts[statement.report]).strip() for span in statement.content)
        assert all(span.end <= len(texts[statement.report]) for span in statement.cue)
        assert statement.chain
        assert set(statement.contested_by) <= set(said)
        assert not statement.parent or statement.parent in said
    for event in reading.events:
        text = texts[said[event.statement].report]
        assert event.trail.report == said[event.statement].report
        assert event.trail.rule
        assert event.predicate_span.end <= len(text)
        assert not event.within or event.within in events
        for taker in (*event.actors, *event.recipients):
            assert taker.span is None or taker.span.end <= len(text)
    for incident in reading.incidents:
        assert incident.events
        assert set(incident.events) <= events


def test_the_example_leads_back(reading: Reading) -> None:
    check(reading)
    assert reading.events
    assert reading.incidents
    assert reading.dyads


WORDS = st.sampled_from(
    [
        "Kestria",
        "Tarvia's army",
        "the Northern Compact",
        "the minister",
        "She",
        "attacked",
        "denied that it had struck",
        "will withdraw from",
        "said that",
        "“We demand",
        "peace talks”",
        "according to",
        "on Monday",
        "the port",
        "61",
        ",",
        ".",
        "\n",
        "\n\n",
        "...",
        "(",
        "”",
        "—",
        "\u200b",
        "🙂",
    ]
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, min_size=3, max_size=60).map(" ".join) | st.text(max_size=300))
def test_any_text_gives_a_reading_that_leads_back(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.txt")
        path.write_text(text, encoding="utf-8")
        made = read(path, actors=CRISIS / "actors.csv")
        assert not any("could not be coded" in one.reason for one in made.set_aside)
        check(made)
        assert from_plain(Reading, to_plain(made)) == made


# --- deterministic -----------------------------------------------------------------------------


def test_the_same_reports_give_the_same_bytes_in_another_process(reading: Reading) -> None:
    program = (
        "import sys; from detente.app.pipeline import read;"
        "from detente.render.reading_json import reading_json;"
        "sys.stdout.write(reading_json(read(sys.argv[1], actors=sys.argv[2])))"
    )
    made = subprocess.run(
        [sys.executable, "-c", program, str(CRISIS), str(CRISIS / "actors.csv")],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "PYTHONIOENCODING": "utf-8"},
    )
    assert made.stdout == reading_json(reading)


def test_a_bad_file_changes_nothing_but_the_list_of_what_was_set_aside(
    reading: Reading, tmp_path: Path
) -> None:
    folder = copied(tmp_path / "crisis", str)
    (folder / "05a.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "zz.html").write_text("<", encoding="utf-8")
    made = crisis(folder)
    assert len(made.set_aside) == len(reading.set_aside) + 2
    assert made.events == reading.events
    assert list(map(standing, made.dyads)) == list(map(standing, reading.dyads))


# --- neutral -----------------------------------------------------------------------------------


def swapped(text: str) -> str:
    there = dict(PAIRS) | {b: a for a, b in PAIRS}
    return re.sub("|".join(sorted(there, key=len, reverse=True)), lambda m: there[m.group()], text)


def takers(reading: Reading, change: Callable[[str], str]) -> Iterator[tuple[str, ...]]:
    for event in reading.events:
        who = sorted(change(p.actor.country if p.actor else "?") for p in event.actors)
        whom = sorted(change(p.actor.country if p.actor else "?") for p in event.recipients)
        yield (event.type, event.mark, event.predicate, "+".join(who), "+".join(whom))


def test_two_states_that_change_places_change_places_in_the_result(
    reading: Reading, tmp_path: Path
) -> None:
    folder = copied(tmp_path / "crisis", swapped)
    assert swapped(swapped("Kestrian TARGOV of Molvino")) == "Kestrian TARGOV of Molvino"
    other = crisis(folder)
    assert Counter(takers(other, str)) == Counter(takers(reading, swapped))


def test_more_outlets_of_one_side_with_nothing_new_move_no_rung_and_no_arrow(
    reading: Reading, tmp_path: Path
) -> None:
    folder = copied(tmp_path / "crisis", str)
    for path in sorted(CRISIS.glob("*radio-one*")) + sorted(CRISIS.glob("*herald*")):
        for name in ("Vardin Evening", "Amber Mirror"):
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"(?m)^Kestria Radio One \|", f"{name} |", text)
            text = re.sub(r"Vardin Herald", name, text)
            (folder / f"{path.stem}-{name[:5].lower().strip()}{path.suffix}").write_text(
                text, encoding="utf-8"
            )
    made = crisis(folder)
    assert len(made.reports) == len(reading.reports) + 12
    assert list(map(standing, made.dyads)) == list(map(standing, reading.dyads))
