"""What the machine may say of a facet: claimed, corroborated, contested, denied, admitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.codebook.corroboration import Admission, admissions
from detente.model.incidents import Facet, FacetKind, FacetStatus
from detente.reading.facet_claims import Told
from detente.reading.independence import Parties, independent, sides_of
from detente.reading.witnesses import Witness

_CORROBORATED = 2
_RIVALS = frozenset({FacetKind.AUTHOR, FacetKind.EFFECT})
"""Facets on which two values cannot both be right."""


@dataclass(frozen=True, slots=True)
class _Version:
    """The claims that agree on one value."""

    told: tuple[Told, ...]

    @property
    def witnesses(self) -> list[Witness]:
        return [each.witness for each in self.told if each.witness]


def judge(kind: FacetKind, told: Sequence[Told], parties: Parties) -> Facet:
    """Weigh the claims on one facet.

    Args:
        kind: The facet.
        told: Every claim on it, in the order of reports.
        parties: Who is measured against whom.
    """
    versions = _versions([each for each in told if each.claim.asserts], kind)
    denials = [each for each in told if not each.claim.asserts]
    if not versions:
        status = FacetStatus.DENIED if denials else FacetStatus.UNKNOWN
        value = denials[0].claim.value if denials else ""
        return Facet(kind, value, status, tuple(each.claim for each in told))
    views = [_seen_from(version, kind, parties) for version in versions]
    weights = [independent(v.witnesses, view) for v, view in zip(versions, views, strict=True)]
    best = max(range(len(versions)), key=lambda at: (weights[at], len(versions[at].told), -at))
    rivals = [v for at, v in enumerate(versions) if at != best and _rival(kind, v, versions[best])]
    opposed = [*denials, *(each for rival in rivals for each in rival.told)]
    leading = versions[best]
    return Facet(
        kind=kind,
        value=leading.told[0].claim.value,
        status=_status(kind, leading, opposed, weights[best], views[best]),
        claims=tuple(each.claim for each in told),
        independent=weights[best],
    )


def one_sided(facet: Facet) -> Facet:
    """The facet of an accusation: however many outlets carry it, it stays one side's claim."""
    if facet.status is not FacetStatus.CORROBORATED:
        return facet
    return replace(facet, status=FacetStatus.CLAIMED, independent=1)


def _status(
    kind: FacetKind, leading: _Version, opposed: Sequence[Told], weight: int, parties: Parties
) -> FacetStatus:
    corroborated = weight >= _CORROBORATED
    if opposed and not (corroborated and _one_interested_side(opposed, parties)):
        return FacetStatus.CONTESTED
    if corroborated:
        return FacetStatus.CORROBORATED
    if any(_admitted(kind, each, parties) for each in leading.told):
        return FacetStatus.ADMITTED
    return FacetStatus.CLAIMED


def _seen_from(version: _Version, kind: FacetKind, parties: Parties) -> Parties:
    """The parties as this version has them: who did it differs from version to version."""
    if kind is not FacetKind.AUTHOR:
        return parties
    authors = sorted(frozenset[str]().union(*(each.key for each in version.told)))
    return replace(parties, authors=tuple(authors))


def _one_interested_side(opposed: Sequence[Told], parties: Parties) -> bool:
    """A denial that only one party to the happening makes takes nothing from corroboration."""
    sides = {sides_of(each.witness, parties) if each.witness else None for each in opposed}
    side = next(iter(sides)) if len(sides) == 1 else None
    return bool(side) and side is not None and len(side) == 1 and not _neutral(side)


def _neutral(side: frozenset[str]) -> bool:
    return any(name.startswith("neutral") for name in side)


def _versions(told: Sequence[Told], kind: FacetKind) -> list[_Version]:
    groups: list[list[Told]] = []
    for each in told:
        home = next((g for g in groups if all(_agree(kind, each, other) for other in g)), None)
        if home is None:
            groups.append([each])
        else:
            home.append(each)
    return [_Version(tuple(group)) for group in groups]


def _agree(kind: FacetKind, a: Told, b: Told) -> bool:
    if kind is FacetKind.EFFECT:
        pairs = [(x, y) for x in a.ranges for y in b.ranges if x[0] == y[0]]
        return all(_overlap(x, y) for x, y in pairs) and (
            bool(pairs) or not (a.ranges and b.ranges)
        )
    if kind is FacetKind.AUTHOR:
        return bool(a.key & b.key) or (not (a.key or b.key) and a.claim.value == b.claim.value)
    return True


def _overlap(x: tuple[str, float, float], y: tuple[str, float, float]) -> bool:
    return x[1] <= y[2] and y[1] <= x[2]


def _rival(kind: FacetKind, other: _Version, leading: _Version) -> bool:
    if kind not in _RIVALS:
        return False
    if kind is FacetKind.EFFECT and not _counted(other) & _counted(leading):
        return False  # killed and wounded are two counts, not two accounts of one
    ours = {each.claim.camp for each in leading.told}
    theirs = {each.claim.camp for each in other.told}
    # a side that gives a new number has counted again; it does not contradict itself
    return kind is FacetKind.AUTHOR or "" in theirs or not theirs <= ours


def _counted(version: _Version) -> set[str]:
    return {kind for each in version.told for kind, _, _ in each.ranges}


def _admitted(kind: FacetKind, told: Told, parties: Parties) -> bool:
    voucher = told.witness
    if voucher is None or not voucher.camp or any(c != voucher.camp for c in voucher.links):
        return False
    side = "author" if voucher.camp in parties.authors else ""
    side = side or ("recipient" if voucher.camp in parties.recipients else "")
    return any(row.about is kind and row.side == side and _fits(row, told) for row in admissions())


def _fits(row: Admission, told: Told) -> bool:
    event = told.account.event
    cue = told.witness.cue.split()[0] if told.witness and told.witness.cue else ""
    kinds = {magnitude.kind for magnitude in event.magnitudes}
    return (
        (not row.cues or cue in row.cues)
        and (not row.kinds or bool(kinds & set(row.kinds)))
        and (not row.predicates or event.predicate in row.predicates)
    )
