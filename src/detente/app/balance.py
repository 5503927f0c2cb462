"""From the name of an alliance to its balance sheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from pathlib import Path

from detente.adapters.balance_file import FIGURE_COLUMNS, read_figures, read_votes
from detente.balance.sheet import balance
from detente.codebook.balance import Panel, PledgeRow, figures, indicators, pledges
from detente.codebook.loader import load_table
from detente.codebook.organisations import MembershipRow
from detente.codebook.states import StateRow
from detente.model.balance import BalanceSheet
from detente.model.errors import InputError
from detente.model.reading import Reading

SCHEMA = "detente-balance/1"
SEED = 7
_CODE = re.compile("[A-Z]{3}")
RECALLED_MEMBERS = "membership is from a table that was only recalled"


def sheet(
    group: str,
    *,
    against: str = "",
    figure_file: Path | None = None,
    vote_file: Path | None = None,
    reading: str = "",
    as_of: dt.date | None = None,
    seed: int = SEED,
) -> BalanceSheet:
    """Lay out an alliance or a list of states.

    Args:
        group: An organisation with members on file, such as NATO, or codes such as POL,DEU.
        against: The other side, written likewise.
        figure_file: The user's own figures; under a definition they replace all shipped ones.
        vote_file: Votes of the members.
        reading: A READING.json, or reports, from which stated positions are taken.
        as_of: Day on which membership is judged; without it, whoever has no end on file.
        seed: On which the intervals hang.

    Raises:
        InputError: If a group or a file cannot be used.
    """
    own_world = bool(figure_file or vote_file or reading)
    members = members_of(group, as_of, own_world=own_world)
    others = members_of(against, as_of, own_world=own_world) if against else ()
    shared = sorted(set(members) & set(others))
    if shared:
        raise InputError(f"{', '.join(shared)} stands on both sides; name sides without overlap")
    known, held = [*indicators()], [*figures()]
    if figure_file is not None:
        own = read_figures(figure_file, known)
        replaced = {row.indicator for row in own.figures}
        held = [row for row in held if row.indicator not in replaced] + [*own.figures]
        known += own.indicators
    organised = any(_is_organisation(name) for name in (group, against))
    return balance(
        group,
        members,
        against=others,
        other=against,
        indicators=known,
        figures=held,
        promised=_promised(members, as_of),
        ballots=read_votes(vote_file) if vote_file else (),
        reading=_reading(reading),
        notes=(RECALLED_MEMBERS,) if organised else (),
        seed=seed,
    )


def _reading(place: str) -> Reading | None:
    if not place:
        return None
    from detente.app.readings import obtain  # noqa: PLC0415 - the parser takes a second to load

    return obtain(place)


def members_of(
    group: str, as_of: dt.date | None = None, *, own_world: bool = False
) -> tuple[str, ...]:
    """Alpha-3 codes of an organisation's members, or of a list of states.

    Args:
        group: Name of the organisation, or codes with commas between.
        as_of: Day on which membership is judged.
        own_world: Whether three letters that no table knows may stand for a user's own actor.

    Raises:
        InputError: If it is neither.
    """
    if _is_organisation(group):
        rows = [row for row in _memberships() if row.organisation == group.upper()]
        return tuple(sorted({row.state for row in rows if _holds(row, as_of)}))
    codes = {row.code for row in load_table("states", StateRow)}
    named = [part.strip().upper() for part in group.split(",") if part.strip()]
    unknown = [
        name for name in named if name not in codes and not (own_world and _CODE.fullmatch(name))
    ]
    if unknown or not named:
        known = ", ".join(sorted({row.organisation for row in _memberships()}))
        raise InputError(
            f"{(unknown or [group])[0]!r} is no state and no organisation with members on file; "
            f"use three letters such as POL, or one of {known}"
        )
    return tuple(sorted(set(named)))


def _promised(members: Sequence[str], as_of: dt.date | None) -> tuple[PledgeRow, ...]:
    """Pledges of an organisation to which all of the members belong."""
    return tuple(
        row for row in pledges() if set(members) <= set(members_of(row.organisation, as_of))
    )


def _memberships() -> Sequence[MembershipRow]:
    return load_table("memberships", MembershipRow)


def _is_organisation(group: str) -> bool:
    return group.upper() in {row.organisation for row in _memberships()}


def _holds(row: MembershipRow, as_of: dt.date | None) -> bool:
    if as_of is None:
        return row.end is None
    return (row.start or dt.date.min) <= as_of <= (row.end or dt.date.max)


def template(panel: str) -> str:
    """An empty CSV for one panel: a row for each definition, to be filled in and repeated.

    Raises:
        InputError: If there is no such panel.
    """
    if panel not in {one.value for one in Panel}:
        raise InputError(f"no panel {panel!r}; use {', '.join(one.value for one in Panel)}")
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(FIGURE_COLUMNS)
    for row in indicators():
        if row.panel == panel:
            writer.writerow((row.id, "", "", "", ""))
    return buffer.getvalue()
