"""Reads a bargaining table from TOML; the schema is described in docs/settlement.md."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from detente.adapters.sealed_table import Fields, field_names, merged
from detente.adapters.settlement_terms import (
    coalitions,
    contradiction,
    detection,
    links,
    membership,
    ratifiers,
    side_payments,
    verifier,
)
from detente.adapters.toml_place import (
    WORTH,
    Place,
    known_keys,
    known_range,
    number,
    option_of,
    tables,
    word,
)
from detente.model.errors import TableError
from detente.model.settlement import (
    BargainingTable,
    Combination,
    Interest,
    Issue,
    IssueKind,
    Party,
    Range,
)

_STEPS: Final = 11
AS_TODAY: Final = "as today"
_TOP: Final = {
    "schema", "title", "issue", "party", "together", "constraint", "link", "side_payment",
    "coalition", "ratifier",
}  # fmt: skip
_ISSUE: Final = {
    "key", "name", "kind", "options", "low", "high", "steps", "division", "shares", "today", "verified_by",
    "detection",
}  # fmt: skip
_PARTY: Final = {
    "key", "name", "walk_away", "without_agreement", "entitlement", "member_of", "interest",
    "breaks_away", "strength", "loss_if_caught",
}  # fmt: skip
_INTEREST: Final = {
    "weight", "rank", "values", "ranking", "inferred_by", "position", "red_lines",
}  # fmt: skip


def read_table(path: Path, *, sealed: Fields | None = None) -> BargainingTable:
    """Read the table in a file.

    Raises:
        TableError: If something cannot be used; file, line and key are named.
    """
    return parse_table(path.read_text(encoding="utf-8"), file=str(path), sealed=sealed)


def parse_table(text: str, *, file: str = "-", sealed: Fields | None = None) -> BargainingTable:
    """Read a table from TOML text.

    Args:
        text: The table.
        file: Its name, for messages.
        sealed: Confidential fields by party; they take the place of the open ones.

    Raises:
        TableError: If something cannot be used; file, line and key are named. With sealed fields
            the message says where and withholds what.
        SealError: If the sealed fields name a party that is not there.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise TableError(file, 0, "TOML", str(problem)) from problem
    if not sealed:
        return _table(data, Place(file, text, ""))
    wrong = None
    try:
        table = _table(merged(data, sealed), Place(file, text, ""))
    except TableError as problem:
        wrong = _withheld(problem, text)
    if wrong is not None:  # outside the handler, so that no traceback holds a confidence
        raise wrong
    return replace(table, confidential=tuple(field_names(sealed)))


def _withheld(problem: TableError, text: str) -> TableError:
    known = _TOP | _ISSUE | _PARTY | _INTEREST
    parts = [part if part in known or part in text else "?" for part in problem.field.split(".")]
    return TableError(
        problem.file, problem.line, ".".join(parts),
        "cannot be used together with the sealed fields; what it says is withheld",
        "`detente settle unseal` shows them on the terminal",
    )  # fmt: skip


def _table(data: Mapping[str, Any], top: Place) -> BargainingTable:
    known_keys(data, _TOP, top)
    issues = tuple(
        _issue(entry, Place(top.file, top.text, "issue", number))
        for number, entry in enumerate(tables(data, "issue", top))
    )
    if not issues:
        raise top.wrong("the table has no issue", "add [[issue]] with key and options")
    parties = _parties(data, issues, top)
    if len(parties) < 2:
        raise top.wrong("two parties are needed", "add [[party]] with key and walk_away")
    _shares_name_parties(issues, parties, top)
    whole = (*issues, *side_payments(data, issues, parties, top))
    table = BargainingTable(
        title=str(data.get("title", "")),
        issues=whole,
        parties=parties,
        together=_combinations(data, "together", whole, parties, top),
        constraints=(
            *_combinations(data, "constraint", whole, parties, top), *links(data, whole, top),
        ),
        coalitions=coalitions(data, parties, top),
        ratifiers=ratifiers(data, parties, top),
    )  # fmt: skip
    contradiction(table, data, top)
    return table


def _issue(entry: Mapping[str, Any], place: Place) -> Issue:
    known_keys(entry, _ISSUE, place)
    key = word(entry, "key", place)
    try:
        kind = IssueKind(str(entry.get("kind", "categorical")))
    except ValueError as problem:
        raise place.down("kind").wrong(str(problem), f"one of {', '.join(IssueKind)}") from problem
    options = _options(entry, kind, place)
    if len(set(options)) != len(options):
        raise place.down("options").wrong("an option stands twice")
    today = entry.get("today", AS_TODAY if AS_TODAY in options else "")
    if today != "":
        option_of(str(today), Issue(key, key, kind, options), place.down("today"))
    return Issue(
        key=key,
        name=str(entry.get("name", key)),
        kind=kind,
        options=options,
        division=bool(entry.get("division")) or "shares" in entry,
        shares=_shares(entry, options, place.down("shares")),
        today=str(today),
        verified_by=verifier(entry, place),
        detection=detection(entry, place),
    )


def _shares_name_parties(issues: Sequence[Issue], parties: Sequence[Party], top: Place) -> None:
    known = [party.key for party in parties]
    for n, issue in enumerate(issues):
        strange = sorted({key for shares in issue.shares for key in shares} - set(known))
        if strange:
            place = Place(top.file, top.text, "issue", n).down("shares")
            raise place.wrong(f"no party is called {strange[0]!r}", f"one of {', '.join(known)}")


def _shares(
    entry: Mapping[str, Any], options: Sequence[str], place: Place
) -> tuple[Mapping[str, float], ...]:
    """What each party gets under each option of a division."""
    given = entry.get("shares")
    if given is None:
        return ()
    if not isinstance(given, dict) or set(given) != set(options):
        hint = "shares = { option = { party = 50 } }, with every option"
        raise place.wrong("the shares do not name each option once", hint)
    return tuple(
        {party: number(share, place.down(option)) for party, share in given[option].items()}
        for option in options
    )


def _options(entry: Mapping[str, Any], kind: IssueKind, place: Place) -> tuple[str, ...]:
    if kind in (IssueKind.CATEGORICAL, IssueKind.ORDINAL):
        options = entry.get("options")
        if not isinstance(options, list) or not options:
            raise place.down("options").wrong("the issue has no option", 'options = ["a", "b"]')
        return tuple(str(option) for option in options)
    low, high = (number(entry.get(key), place.down(key)) for key in ("low", "high"))
    if high < low:
        raise place.down("high").wrong(f"{high:g} is below low = {low:g}")
    if kind is IssueKind.INTEGER:
        return tuple(str(value) for value in range(int(low), int(high) + 1))
    steps = int(entry.get("steps", _STEPS))
    if steps < 2:
        raise place.down("steps").wrong("at least 2 steps are needed")
    return tuple(f"{low + (high - low) * step / (steps - 1):g}" for step in range(steps))


def _parties(data: Mapping[str, Any], issues: Sequence[Issue], top: Place) -> tuple[Party, ...]:
    read = tuple(
        _party(entry, issues, Place(top.file, top.text, "party", number))
        for number, entry in enumerate(tables(data, "party", top))
    )
    for kind, names in (("issue", [i.key for i in issues]), ("party", [p.key for p in read])):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise Place(top.file, top.text, kind).down("key").wrong(f"{twice[0]!r} stands twice")
    return read


def _party(entry: Mapping[str, Any], issues: Sequence[Issue], place: Place) -> Party:
    known_keys(entry, _PARTY, place)
    key = word(entry, "key", place)
    given = entry.get("interest", {})
    unknown = sorted(set(given) - {issue.key for issue in issues})
    if unknown:
        raise place.down("interest", unknown[0]).wrong(
            "no issue has this key", f"issues are {', '.join(issue.key for issue in issues)}"
        )
    if "walk_away" not in entry:
        raise place.wrong(
            f"party {key!r} has no walk_away", "walk_away = 40 or [35, 45], on the scale 0 to 100"
        )
    entitlement = number(entry.get("entitlement", 1.0), place.down("entitlement"))
    if entitlement <= 0:
        raise place.down("entitlement").wrong(f"{entitlement:g} is not positive")
    return Party(
        key=key,
        name=str(entry.get("name", key)),
        walk_away=known_range(entry["walk_away"], place.down("walk_away")),
        interests=_interests(given, issues, place),
        without_agreement=str(entry.get("without_agreement", "")),
        entitlement=entitlement,
        member_of=str(entry.get("member_of", "")),
        **membership(entry, place),
    )


def _interests(
    given: Mapping[str, Any], issues: Sequence[Issue], place: Place
) -> dict[str, Interest]:
    ranks = {
        key: int(number(entry["rank"], place.down("interest", key, "rank")))
        for key, entry in given.items()
        if "rank" in entry
    }
    weights = rank_weights(ranks)
    return {
        issue.key: _interest(given[issue.key], issue, weights, place.down("interest", issue.key))
        for issue in issues
        if issue.key in given
    }


def rank_weights(ranks: Mapping[str, int]) -> dict[str, float]:
    """Weights from a ranking: the centre of all weights that keep the order.

    Source: Barron & Barrett (1996), Decision Quality Using Ranked Attribute Weights,
    Management Science 42:1515.
    """
    count = len(ranks)
    ordered = sorted(ranks, key=lambda key: (ranks[key], key))
    centre = [sum(1 / later for later in range(place, count + 1)) for place in range(1, count + 1)]
    alike: dict[int, list[float]] = {}
    for key, weight in zip(ordered, centre, strict=True):
        alike.setdefault(ranks[key], []).append(weight)
    return {key: sum(alike[rank]) / len(alike[rank]) / count for key, rank in ranks.items()}


def _interest(
    entry: Mapping[str, Any], issue: Issue, weights: Mapping[str, float], place: Place
) -> Interest:
    known_keys(entry, _INTEREST, place)
    if "weight" not in entry and "rank" not in entry:
        raise place.wrong("no weight", "weight = 3, weight = [2, 4] or rank = 1")
    weight = (
        Range(weights[issue.key], weights[issue.key])
        if "rank" in entry
        else known_range(entry["weight"], place.down("weight"), high=1e9)
    )
    position = str(entry.get("position", ""))
    red = tuple(str(option) for option in entry.get("red_lines", ()))
    for option in (*((position,) if position else ()), *red):
        option_of(option, issue, place.down("position" if option == position else "red_lines"))
    return Interest(
        weight=weight,
        values=_values(entry, issue, place),
        inferred_by=str(entry.get("inferred_by", "")),
        position=position,
        red_lines=red,
        rank=int(entry.get("rank", 0)),
        ranked="ranking" in entry,
    )


def _values(entry: Mapping[str, Any], issue: Issue, place: Place) -> tuple[Range, ...]:
    if "ranking" in entry:
        return _ranked(entry["ranking"], issue, place.down("ranking"))
    values = entry.get("values")
    if isinstance(values, list) and len(values) == 2 and issue.kind in _LINES:
        ends = [number(value, place.down("values")) for value in values]
        return _line(ends[0], ends[1], issue, place.down("values"))
    if not isinstance(values, Mapping):
        raise place.wrong(
            "no values", "values = { option = 0 to 100, ... } or ranking = [best, ...]"
        )
    for option in values:
        option_of(option, issue, place.down("values"))
    missing = [option for option in issue.options if option not in values]
    if missing:
        raise place.down("values").wrong(f"nothing about option {missing[0]!r}")
    return tuple(known_range(values[option], place.down("values")) for option in issue.options)


_LINES: Final = (IssueKind.INTEGER, IssueKind.CONTINUOUS)


def _line(first: float, last: float, issue: Issue, place: Place) -> tuple[Range, ...]:
    """Worth along a straight line from the least to the largest option."""
    steps = max(len(issue.options) - 1, 1)
    worths = [first + (last - first) * step / steps for step in range(len(issue.options))]
    return tuple(known_range(worth, place) for worth in worths)


def _ranked(ranking: Sequence[Any], issue: Issue, place: Place) -> tuple[Range, ...]:
    """Best first, evenly spaced from 100 to 0."""
    names = [str(option) for option in ranking]
    for option in names:
        option_of(option, issue, place)
    if sorted(names) != sorted(issue.options):
        raise place.wrong("the ranking must name every option once")
    steps = max(len(names) - 1, 1)
    worth = {name: WORTH * (1 - at / steps) for at, name in enumerate(names)}
    return tuple(Range(worth[option], worth[option]) for option in issue.options)


def _combinations(
    data: Mapping[str, Any],
    table: str,
    issues: Sequence[Issue],
    parties: Sequence[Party],
    top: Place,
) -> tuple[Combination, ...]:
    return tuple(
        _combination(entry, issues, parties, Place(top.file, top.text, table, number))
        for number, entry in enumerate(tables(data, table, top))
    )


def _combination(
    entry: Mapping[str, Any], issues: Sequence[Issue], parties: Sequence[Party], place: Place
) -> Combination:
    worth = place.table == "together"
    field = "when" if worth else "never"
    known_keys(entry, {"name", field} | ({"party", "adds"} if worth else set()), place)
    when = entry.get(field)
    if not isinstance(when, Mapping) or not when:
        raise place.down(field).wrong("no options named", f"{field} = {{ issue = [option, ...] }}")
    known = {issue.key: issue for issue in issues}
    for key, options in when.items():
        if key not in known:
            raise place.down(field).wrong(f"no issue is called {key!r}")
        for option in options:
            option_of(str(option), known[key], place.down(field))
    party = str(entry.get("party", ""))
    if worth and party not in {one.key for one in parties}:
        raise place.down("party").wrong(f"no party is called {party!r}")
    return Combination(
        when={key: tuple(str(option) for option in options) for key, options in when.items()},
        party=party,
        adds=number(entry.get("adds", 0.0), place.down("adds")) if worth else 0.0,
        name=str(entry.get("name", "")),
    )
