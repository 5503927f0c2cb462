"""The single-text procedure: one draft, criticised in rounds, changed only where nobody loses.

The mediator asks for criticism and not for concessions, mends the text, and asks again; when no
change helps one party without hurting another, the text is put to all for a yes or a no. Fisher
(1978), International Mediation: A Working Guide; Raiffa (1982), The Art and Science of Negotiation,
ch. 14 (the single negotiating text at Camp David).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.model.settlement import BargainingTable
from detente.model.settlement_rounds import Answer, Comment, Revision, SingleText, TextRound
from detente.settlement.problem import Problem, Values, allowed, utilities
from detente.settlement.tabulated import problem_of

Choice = NDArray[np.int32]

_NEAR: Final = 1e-9
_SHOWN: Final = 5
_MOST_TRIED: Final = 200_000
READY: Final = (
    "no change of one or two issues helps a party without hurting another: the text can be put to "
    "all for a yes or a no"
)
NOT_READY: Final = "the text still lies below the walk-away of {names}"


def single_text(table: BargainingTable, rounds: Sequence[TextRound]) -> SingleText:
    """Follow a text through its rounds, and say what could be changed next.

    Args:
        table: Issues and parties.
        rounds: Versions of the text with comments, the first one first.

    Raises:
        ValueError: If there is no round.
    """
    if not rounds:
        raise ValueError("a single text needs at least one round")
    problem = problem_of(table)
    choices = np.array([_choice(table, one.options) for one in rounds], np.int32)
    worths = utilities(problem, choices)
    last = rounds[-1]
    pending = tuple(one for one in last.comments if not _met(one, last.options))
    revisions = tuple(_revisions(table, problem, last, pending))
    return SingleText(
        table=table,
        rounds=tuple(rounds),
        worths=tuple(_by_party(table, row) for row in worths),
        below=tuple(_below(table, problem, row) for row in worths),
        ruled_out=tuple(bool(out) for out in ~allowed(problem, choices)),
        open_comments=pending,
        revisions=revisions[:_SHOWN],
        notes=tuple(_notes(table, problem, worths[-1], revisions)),
    )


def _notes(
    table: BargainingTable, problem: Problem, worths: Values, revisions: Sequence[Revision]
) -> Iterator[str]:
    names = {party.key: party.name for party in table.parties}
    if below := _below(table, problem, worths):
        yield NOT_READY.format(names=", ".join(names[key] for key in below))
    if not revisions:
        yield READY


def _choice(table: BargainingTable, options: Mapping[str, str]) -> list[int]:
    return [issue.options.index(options[issue.key]) for issue in table.issues]


def _met(comment: Comment, options: Mapping[str, str]) -> bool:
    return comment.answer is Answer.ACCEPTS or options[comment.issue] == comment.wants


def _by_party(table: BargainingTable, worths: Values) -> dict[str, float]:
    return {
        party.key: round(float(worth), 9) + 0.0
        for party, worth in zip(table.parties, worths, strict=True)
    }


def _below(table: BargainingTable, problem: Problem, worths: Values) -> tuple[str, ...]:
    return tuple(
        party.key
        for party, worth, floor in zip(table.parties, worths, problem.floors, strict=True)
        if worth < floor - _NEAR
    )


def _revisions(
    table: BargainingTable, problem: Problem, last: TextRound, pending: Sequence[Comment]
) -> list[Revision]:
    """Changes of one or two issues that help somebody and hurt nobody.

    Those that meet more comments come first, then those whose least gain is larger.
    """
    here = np.array(_choice(table, last.options), np.int32)
    tried = np.array(list(itertools.islice(_around(table, here), _MOST_TRIED)), np.int32)
    if not len(tried):
        return []
    tried = tried[allowed(problem, tried)]
    gains = utilities(problem, tried) - utilities(problem, here[None])
    better = (gains >= -_NEAR).all(axis=1) & (gains > _NEAR).any(axis=1)
    found = [
        _revision(table, last.options, tried[row], gains[row], pending)
        for row in np.flatnonzero(better)
    ]
    return sorted(
        found,
        key=lambda one: (
            -len(one.answers),
            len(one.changes),
            -min(one.gains.values()),
            -sum(one.gains.values()),
        ),
    )


def _around(table: BargainingTable, here: Choice) -> Iterator[Choice]:
    issues = range(len(table.issues))
    for size in (1, 2):
        for changed in itertools.combinations(issues, size):
            others = [
                [at for at in range(len(table.issues[issue].options)) if at != here[issue]]
                for issue in changed
            ]
            for chosen in itertools.product(*others):
                there = here.copy()
                there[list(changed)] = chosen
                yield there


def _revision(
    table: BargainingTable,
    options: Mapping[str, str],
    choice: Choice,
    gains: Values,
    pending: Sequence[Comment],
) -> Revision:
    after = {
        issue.key: issue.options[int(at)] for issue, at in zip(table.issues, choice, strict=True)
    }
    changes = {key: option for key, option in after.items() if options[key] != option}
    answers = tuple(one for one in pending if one.issue in changes and _met(one, after))
    return Revision(changes, _by_party(table, gains), answers)
