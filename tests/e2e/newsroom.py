"""Small batches of invented reports, read as a desk officer would hand them in."""

from __future__ import annotations

import tempfile
from pathlib import Path

from detente.app.pipeline import read
from detente.model.events import Event
from detente.model.incidents import Incident
from detente.model.reading import Reading

ACTORS = """name,aliases,code,sector,start,end
Belmar,Belmaran|Belmarans|Bel City,BEL,,,
Avaria,Avarian|Avarians|Port Ava,AVA,,,
Corvia,Corvian|Corvians,COR,,,
Belmaran navy,Navy of Belmar,BEL,MIL,,
Avarian navy,Navy of Avaria,AVA,MIL,,
Mira Holt,Holt,BEL,GOV,,
Tomas Reed,Reed,AVA,GOV,,
Bel Herald,,BEL,JRN,,
Ava Post,,AVA,JRN,,
Corvian Courier,,COR,JRN,,
"""


def reading(*reports: str) -> Reading:
    """Read reports; each is a text of its own.

    "Bel Herald, 2031-05-03 :: words" is by that outlet and of that day.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "actors.csv").write_text(ACTORS, encoding="utf-8")
        for number, text in enumerate(reports, start=1):
            place = Path(folder) / "in" / f"{number:02}.md"
            place.parent.mkdir(exist_ok=True)
            place.write_text(_with_head(text), encoding="utf-8")
        return read(Path(folder) / "in", actors=Path(folder) / "actors.csv")


def _with_head(text: str) -> str:
    head, colon, words = text.partition(" :: ")
    if not colon:
        return text
    outlet, day = head.split(", ")
    return f"---\noutlet: {outlet}\npublished: {day}\nlanguage: en\n---\n{words}\n"


def told(found: Reading, kind: str) -> list[Incident]:
    """Incidents of one type."""
    return [incident for incident in found.incidents if incident.type.value == kind]


def short(event: Event) -> tuple[str, str]:
    """Type and mark of an event."""
    return event.type.value, event.mark.value
