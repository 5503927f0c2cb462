"""A drafted crisis scenario as TOML, with what people must fill in left open."""

from __future__ import annotations

import json
from collections.abc import Iterator

from detente.measures.drafting import DraftSide, ScenarioDraft

_HEAD = """\
# A draft from what reports say: actors, rungs and demands. Rungs are the corroborated ones; what
# is only claimed stands beside them. Capabilities, growth, pressure, stakes, trade and commitments
# are not in reports: fill them in as a number or as [low, best, high].
schema = "detente-crisis/1"
"""


def scenario_toml(draft: ScenarioDraft) -> str:
    """Write the scenario; every rung stands with its reason, every demand with its mandate."""
    lines = [_HEAD + f"title = {_quoted(_title(draft))}", "weeks = 60", ""]
    if draft.left_out:
        lines += [f"# left out, since eight actors can be played: {', '.join(draft.left_out)}", ""]
    for key, name in draft.actors.items():
        lines += [
            "[[actor]]",
            f"key = {_quoted(key)}",
            f"name = {_quoted(name)}",
            "capability = 1.0 # not in the reports",
            "# pressure = [0.1, 0.3, 0.6]",
            "",
        ]
    for side in draft.sides:
        lines += [*_side(side), ""]
    for name, members in draft.alliances.items():
        lines += [*_alliance(name, members, recalled=name in draft.recalled), ""]
    return "\n".join(lines)


def _title(draft: ScenarioDraft) -> str:
    names = " and ".join(list(draft.actors.values())[:2])
    return f"{names}, as reported" + (f" until {draft.as_of}" if draft.as_of else "")


def _side(side: DraftSide) -> Iterator[str]:
    yield "[[quarrel]]"
    yield f"from = {_quoted(side.actor)}"
    yield f"to = {_quoted(side.target)}"
    claimed = f" # claimed: {side.claimed.value}" if side.claimed > side.rung else ""
    yield f"rung = {side.rung.value}{claimed}"
    if side.reason and side.claimed > 1:
        yield f"# why: {_one_line(side.reason)}"
    yield "# stakes = [0.3, 0.5, 0.7]"
    yield from (f"# asks: {_one_line(demand)}" for demand in side.demands)


def _alliance(name: str, members: tuple[str, ...], *, recalled: bool) -> Iterator[str]:
    """A membership that was only recalled is offered as a comment and not played."""
    mark = "# " if recalled else ""
    if recalled:
        yield f"# {name}: membership recalled, not verified; take the comment signs off if it holds"
    yield f"{mark}[[alliance]]"
    yield f"{mark}members = [{', '.join(_quoted(member) for member in members)}]"


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _quoted(words: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's."""
    return json.dumps(words, ensure_ascii=False)
