"""A drafted bargaining table as TOML, with what people must add left open."""

from __future__ import annotations

import json
from collections.abc import Iterator

from detente.settlement.drafting import Draft, DraftIssue, Said

_HEAD = """\
# A draft from what reports say. Positions are what parties demand in public; they are neither
# interests nor walk-aways. Add for every party: walk_away (elicited, 0 to 100), and for every
# interest: weight and values. Then: detente settle TABLE.toml
"""


def draft_toml(draft: Draft) -> str:
    """Write the table; every demand stands with its sentence, speaker and mandate."""
    lines = [_HEAD, 'title = ""', ""]
    for issue in draft.issues:
        lines += [*_issue(issue), ""]
    for key, name in draft.parties.items():
        lines += [*_party(key, name, draft.issues), ""]
    return "\n".join(lines)


def _issue(issue: DraftIssue) -> Iterator[str]:
    yield "[[issue]]"
    yield f"key = {_quoted(issue.key)}"
    yield f"name = {_quoted(issue.name)}"
    yield f"options = [{', '.join(_quoted(option) for option in issue.options)}]"
    for said in issue.signals:
        yield f"# signal, mandate {said.mandate}: {_cited(said)}"


def _party(key: str, name: str, issues: tuple[DraftIssue, ...]) -> Iterator[str]:
    yield "[[party]]"
    yield f"key = {_quoted(key)}"
    yield f"name = {_quoted(name)}"
    yield "# walk_away = [low, high]"
    for issue in issues:
        demands = [said for said in issue.positions if said.party == key]
        if demands:
            yield ""
            yield f"[party.interest.{issue.key}]"
            yield f"position = {_quoted(demands[-1].what)}"
            yield from (f"# {_cited(said)}" for said in demands)


def _cited(said: Said) -> str:
    return f"{said.speaker or 'unknown speaker'}: {_quoted(said.sentence)} ({said.report})"


def _quoted(words: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's."""
    return json.dumps(words, ensure_ascii=False)
