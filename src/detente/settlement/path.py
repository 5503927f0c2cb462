"""The path to a package: reciprocal steps, what verifies each, and whether it enforces itself.

A party that leaves its part of a step undone while the others do theirs gains something; if it is
caught, the settlement ends and it loses what the settlement was worth to it beyond its walk-away,
and whatever else it said it would lose. The step holds by itself where detection times loss is at
least the gain. That settlements fail for want of a guarantor where it is not: Walter (1997), The
Critical Barrier to Civil War Settlement, International Organization 51:335; Fearon (1995),
Rationalist Explanations for War, International Organization 49:379.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from detente.codebook.channel_rules import channel_rules
from detente.codebook.loader import Verified
from detente.codebook.measures import measures
from detente.model.settlement import Assessment, BargainingTable, Issue, IssueKind, Range
from detente.model.settlement_path import Change, SettlementPath, Step, Temptation, Verdict
from detente.settlement.coalitions import holdings, ratification
from detente.settlement.problem import Problem, Values, utilities
from detente.settlement.steps import Choice, Exchange, NoPath, exchanges
from detente.settlement.tabulated import problem_of

_NEAR: Final = 1e-9
_MOST_UNDONE: Final = 6
AT_ONCE: Final = "the changes of one step are made at once; who goes first is not looked at"
UNVERIFIED: Final = "no measure or channel rule is named that verifies {issues}"


def path_to(
    table: BargainingTable, package: Mapping[str, str], *, picked_by: Sequence[str] = ()
) -> SettlementPath:
    """Find the way from today to a package, and say who could renege or refuse on it.

    Args:
        table: With ``today`` for every issue.
        package: Issue key -> option at the end.
        picked_by: Solution concepts that pick it.

    Raises:
        NoPath: If an issue has no option for today, or the package is outside the zone.
    """
    missing = [issue.key for issue in table.issues if not issue.today]
    if missing:
        raise NoPath(f'nobody said how {", ".join(missing)} stands today: add today = "OPTION"')
    problem = problem_of(table)
    today, target = (
        [issue.options.index(chosen[issue.key]) for issue in table.issues]
        for chosen in ({issue.key: issue.today for issue in table.issues}, package)
    )
    ordered = [issue.kind is not IssueKind.CATEGORICAL for issue in table.issues]
    way = exchanges(problem, today, target, ordered=ordered)
    ends = utilities(problem, np.array([today, target], np.int32))
    steps = tuple(_step(table, problem, one, at + 1, ends[1]) for at, one in enumerate(way))
    final = _by_party(table, ends[1])
    return SettlementPath(
        table=table,
        package=dict(package),
        picked_by=tuple(picked_by),
        today={issue.key: issue.today for issue in table.issues},
        worths_today=_by_party(table, ends[0]),
        steps=steps,
        ratification=ratification(table, final),
        coalitions=holdings(table, final),
        notes=tuple(_notes(table, problem, ends[0], steps)),
    )


def picked_package(assessment: Assessment, name: str) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The package that a solution concept picks, and all concepts that pick it.

    Raises:
        NoPath: If there is no zone, or no such concept.
    """
    if not assessment.zone:
        raise NoPath("there is no zone, so there is no package to go to: see what must move")
    for one in assessment.frontier:
        if name.lower() in {concept.lower() for concept in one.picked_by}:
            return one.options, one.picked_by
    known = sorted({concept for one in assessment.frontier for concept in one.picked_by})
    raise NoPath(f"{name!r} picks no package; choose among {', '.join(known)}")


def _by_party(table: BargainingTable, worths: Values) -> dict[str, float]:
    return {
        party.key: round(float(worth), 9) + 0.0
        for party, worth in zip(table.parties, worths, strict=True)
    }


def _notes(
    table: BargainingTable, problem: Problem, today: Values, steps: Sequence[Step]
) -> list[str]:
    below = [
        party.name
        for party, worth, floor in zip(table.parties, today, problem.floors, strict=True)
        if worth < floor - _NEAR
    ]
    bare = [c.issue for step in steps for c in step.changes if not c.verified_by]
    notes = [AT_ONCE]
    if below:
        notes.append(
            f"today lies below the walk-away of {', '.join(below)}; from the first step on nobody "
            "stands below"
        )
    if bare:
        notes.append(UNVERIFIED.format(issues=", ".join(dict.fromkeys(bare))))
    if alone := [str(step.number) for step in steps if not step.reciprocal]:
        notes.append(f"in step {', '.join(alone)} a party gives and is given nothing")
    return notes


def _step(
    table: BargainingTable, problem: Problem, one: Exchange, number: int, final: Values
) -> Step:
    moved = np.flatnonzero(one.before != one.after).tolist()
    after = utilities(problem, one.after[None])[0]
    tempted = (
        _worst(table, problem, one, party, float(final[party])) for party in range(len(after))
    )
    return Step(
        number=number,
        changes=tuple(_change(table, problem, one, at, after) for at in moved),
        worths=_by_party(table, after),
        reciprocal=one.reciprocal,
        temptations=tuple(worst for worst in tempted if worst is not None),
    )


def _undone(one: Exchange, issues: Sequence[int]) -> Choice:
    choice = one.after.copy()
    choice[list(issues)] = one.before[list(issues)]
    return choice


def _change(
    table: BargainingTable, problem: Problem, one: Exchange, at: int, after: Values
) -> Change:
    gains = utilities(problem, _undone(one, [at])[None])[0] - after
    issue = table.issues[at]
    name, recalled = _verifier(issue.verified_by)
    return Change(
        issue=issue.key,
        was=issue.options[one.before[at]],
        becomes=issue.options[one.after[at]],
        givers=tuple(p.key for p, gain in zip(table.parties, gains, strict=True) if gain > _NEAR),
        verified_by=issue.verified_by,
        verifier=name,
        recalled=recalled,
    )


def _verifier(named: str) -> tuple[str, bool]:
    rows = {one.id: (one.name, one.verified) for one in measures()}
    rows |= {one.rule: (one.title, one.verified) for one in channel_rules()}
    name, verified = rows.get(named, ("", Verified.FILE))
    return name, verified is Verified.RECALLED


def _worst(
    table: BargainingTable, problem: Problem, one: Exchange, party: int, final: float
) -> Temptation | None:
    """A party's worst temptation: any part, or all, of what it would rather leave undone."""
    moved = np.flatnonzero(one.before != one.after).tolist()
    own = [at for at in moved if _gain(problem, one, [at], party) > _NEAR]
    told = [
        _temptation(
            table,
            party,
            [table.issues[at] for at in undone],
            gain=_gain(problem, one, undone, party),
            loss=max(final - float(problem.floors[party]), 0.0),
        )
        for size in range(1, min(len(own), _MOST_UNDONE) + 1)
        for undone in itertools.combinations(own, size)
    ]
    order = list(Verdict)
    return max(
        (one for one in told if one.gain > _NEAR),
        key=lambda one: (order.index(one.verdict), one.guarantee, one.gain),
        default=None,
    )


def _gain(problem: Problem, one: Exchange, undone: Sequence[int], party: int) -> float:
    both = np.stack([_undone(one, undone), one.after])
    left, done = utilities(problem, both)[:, party]
    return float(left - done)


def _temptation(
    table: BargainingTable, party: int, issues: Sequence[Issue], *, gain: float, loss: float
) -> Temptation:
    whole = loss + table.parties[party].loss_if_caught
    detection = _caught(issues)
    least = detection.low if detection else 0.0
    return Temptation(
        party=table.parties[party].key,
        issues=tuple(issue.key for issue in issues),
        gain=round(gain, 9),
        loss=round(whole, 9),
        detection=detection,
        needed=round(gain / whole, 9) if whole > 0 else float("inf"),
        verdict=_verdict(gain, whole, detection),
        guarantee=round(max(gain - least * whole, 0.0), 9),
    )


def _caught(issues: Sequence[Issue]) -> Range | None:
    """At least as likely as the breach that is seen best."""
    known = [issue.detection for issue in issues if issue.detection is not None]
    if not known:
        return None
    return Range(max(one.low for one in known), max(one.high for one in known))


def _verdict(gain: float, loss: float, detection: Range | None) -> Verdict:
    if gain > loss + _NEAR:
        return Verdict.FAILS
    if detection is None:
        return Verdict.UNJUDGED
    if detection.low * loss >= gain - _NEAR:
        return Verdict.HOLDS
    return Verdict.HANGS if detection.high * loss >= gain - _NEAR else Verdict.FAILS
