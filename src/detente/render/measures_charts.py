"""Pictures of a crisis simulation: fan charts, a tornado of effects, a heat map of pairs.

Each stands alone, with its own style, and comes with its table. Evidence is shown by colour, by
pattern and in words, so that it can be read in greyscale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Final

from detente.model.crisis_answer import Arm, CrisisAnswer, CrisisOutcome, Effect, Fan
from detente.model.evidence import Strength
from detente.render.measures import (
    effects_table,
    interactions_table,
    outcome_effects,
    reading,
    signed,
)
from detente.render.svg import element, number
from detente.render.tables import Chart, Table

_WIDE: Final = 760.0
_STYLE: Final = """
svg{background:#fdfcf9;font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1d1c1a}
.title{font-size:16px;font-weight:600}.soft{fill:#5d5952}.small{font-size:11.5px;fill:#5d5952}
.axis{stroke:#8b867c;stroke-width:1}.grid{stroke:#dcd7cc;stroke-width:1}.zero{stroke:#1d1c1a}
.wide-without{fill:#8b867c;opacity:.22}.near-without{fill:#8b867c;opacity:.38}
.wide-with{fill:#1f4467;opacity:.2}.near-with{fill:#1f4467;opacity:.36}
.line-without{fill:none;stroke:#5d5952;stroke-width:2;stroke-dasharray:5 3}
.line-with{fill:none;stroke:#1f4467;stroke-width:2.4}
.g0{fill:#0b3c5d}.g1{fill:#3f7cac}.g2{fill:#9db4c0}.g3{fill:url(#hatch);stroke:#6d6a63}
.whisker{stroke:#1d1c1a;stroke-width:1.3}
.cell{stroke:#fdfcf9;stroke-width:2}.value{font-size:12px;text-anchor:middle}
.on-dark{fill:#fdfcf9}
"""
_HATCH: Final = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#f4f1ea"/>'
    '<line x1="0" y1="0" x2="0" y2="6" stroke="#8b867c" stroke-width="2.4"/></pattern></defs>'
)
_GRADES: Final = {strength: f"g{at}" for at, strength in enumerate(Strength)}
_LEFT, _PLOT_TOP, _PLOT_HIGH = 56.0, 64.0, 210.0
_STEPS: Final = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25)


def fan_chart(answer: CrisisAnswer, outcome: CrisisOutcome) -> Chart:
    """How the share of runs at force, or at war, moves from week to week.

    One panel a structure; grey without measures, blue with all of them; the darker band holds half
    of the draws, the lighter nine tenths.
    """
    rung = 4 if outcome is CrisisOutcome.FORCE else 5
    words = "use force or are at war" if rung == 4 else "are at war"
    title = f"Share of runs that {words}, week by week"
    panels = [_ends(answer, structure, rung) for structure in ("spiral", "deterrence")]
    top = max(week.quantiles[4] for fans in panels for fan in fans for week in fan.weeks)
    top = next(step * 4 for step in _STEPS if step * 4 >= min(top, 1.0))
    marks = [_text(title, 8, 22, "title"), *_fan_key(len(panels[0]) > 1)]
    wide = (_WIDE - _LEFT - 24) / 2 - 18
    for at, (structure, fans) in enumerate(zip(("spiral", "deterrence"), panels, strict=True)):
        marks += _panel(structure, fans, _LEFT + at * (wide + 44), wide, top)
    caption = f"{title}; bands hold half and nine tenths of the draws of the parameters"
    return Chart(
        caption, _svg(title, _PLOT_TOP + _PLOT_HIGH + 50, *marks), _fan_table(answer, rung)
    )


def tornado_chart(answer: CrisisAnswer, outcome: CrisisOutcome) -> Chart:
    """Effects of single measures and pairs, coloured by the strength of the evidence.

    The order is the one in which the measures were asked for and no ranking: measures of different
    strength are not ranked in one list.
    """
    rows = [pair for size in (1, 2) for pair in outcome_effects(answer, outcome, size=size)]
    strengths = {grade.measure: grade.strength for grade in answer.grades}
    title = f"Change in the simulated chance of {outcome.value}, percentage points"
    ends = [
        value
        for pair in rows
        for effect in pair
        for value in (effect.difference.low, effect.difference.high, effect.difference.mean)
    ]
    span = max(0.01, *(abs(end) for end in ends)) * 1.08 if ends else 0.01
    marks, y = [_text(title, 8, 22, "title"), *_grade_key()], 92.0
    left, wide = 250.0, _WIDE - 250 - 24

    def across(value: float) -> float:
        return left + wide / 2 + value / span * wide / 2

    bottom = y + 56 * len(rows)
    marks += _tornado_axis(across, span, y - 14, bottom)
    for one, two in rows:
        weakest = max((strengths[m] for m in one.measures), key=list(Strength).index)
        marks += _bars(one, two, y, across, _GRADES[weakest])
        y += 56
    caption = f"{title}; bars are means, whiskers 90 % intervals, spiral above deterrence"
    return Chart(caption, _svg(title, bottom + 34, _HATCH, *marks), effects_table(answer))


def interaction_chart(answer: CrisisAnswer, outcome: CrisisOutcome) -> Chart:
    """What pairs do beyond the sum of both alone: one square a pair and structure."""
    names = [grade.measure for grade in answer.grades]
    title = f"Beyond the sum of both alone: chance of {outcome.value}, percentage points"
    found = {one.measures: (one, two) for one, two in outcome_effects(answer, outcome, size=2)}
    size = min(96.0, (_WIDE - 200) / max(len(names), 1))
    values = [
        abs(effect.more_than_sum.mean)
        for pair in found.values()
        for effect in pair
        if effect.more_than_sum
    ]
    top = max([0.001, *values])
    marks = [
        _text(title, 8, 22, "title"),
        _text("above the diagonal: spiral; below: deterrence; darker is larger, + or − in the "
              "square says which way", 8, 42, "small"),
    ]  # fmt: skip
    for at, name in enumerate(names):
        marks += [
            _text(name, 184, 78 + size * (at + 0.5), "soft", "end"),
            _text(str(at + 1), 194 + size * (at + 0.5), 66, "small", "middle"),
            _text(str(at + 1), 190, 62 + size * at + size / 2 + 16, "small", "start"),
        ]
    for i, j in combinations(range(len(names)), 2):
        for effect, row, column in zip(
            found.get((names[i], names[j]), ()), (i, j), (j, i), strict=False
        ):
            marks += _square(effect, 200 + column * size, 72 + row * size, size, top)
    height = 72 + size * len(names) + 24
    return Chart(title, _svg(title, height, *marks), interactions_table(answer))


def _svg(title: str, height: float, *inside: str) -> str:
    return element(
        "svg", element("title", _plain(title)), f"<style>{_STYLE}</style>", *inside,
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {number(_WIDE)} {number(height)}",
        width=_WIDE, height=height, role="img", aria_label=title,
    )  # fmt: skip


def _plain(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _text(words: str, x: float, y: float, kind: str, anchor: str = "start") -> str:
    return element("text", _plain(words), x=x, y=y, kind=kind, text_anchor=anchor)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, kind=kind)


def _ends(answer: CrisisAnswer, structure: str, rung: int) -> list[Fan]:
    """Without measures, and with all of them if there are any."""
    arms = [arm for arm in answer.arms if arm.structure == structure]
    chosen = [arms[0], _whole(arms)] if len(arms) > 1 else [arms[0]]
    return [fan for arm in chosen for fan in arm.fans if fan.rung == rung]


def _whole(arms: Sequence[Arm]) -> Arm:
    return max(arms, key=lambda arm: len(arm.measures))


def _fan_key(with_measures: bool) -> Iterator[str]:
    keys = [("without", "without measures (dashed)")]
    if with_measures:
        keys.append(("with", "with all measures asked for (solid)"))
    for at, (kind, words) in enumerate(keys):
        x = _LEFT + at * 230
        yield element("rect", x=x, y=34, width=26, height=12, kind=f"near-{kind}")
        yield element("path", d=f"M{number(x)} 40h26", kind=f"line-{kind}")
        yield _text(words, x + 34, 44.5, "small")


def _panel(
    structure: str, fans: Sequence[Fan], left: float, wide: float, top: float
) -> Iterator[str]:
    weeks = max(len(fan.weeks) - 1 for fan in fans)

    def at(week: int, share: float) -> str:
        x = left + wide * week / max(weeks, 1)
        y = _PLOT_TOP + 16 + _PLOT_HIGH * (1 - min(share / top, 1))
        return f"{number(x)} {number(y)}"

    yield _text(structure, left, _PLOT_TOP + 4, "soft")
    for tick in range(5):
        share = top * tick / 4
        y = _PLOT_TOP + 16 + _PLOT_HIGH * (1 - tick / 4)
        yield _line(left, y, left + wide, y, "axis" if tick == 0 else "grid")
        yield _text(f"{share:.2f}".rstrip("0").rstrip(".") or "0", left - 6, y + 4, "small", "end")
    for week in range(0, weeks + 1, max(weeks // 4, 1)):
        x = left + wide * week / max(weeks, 1)
        yield _text(f"{week}", x, _PLOT_TOP + _PLOT_HIGH + 34, "small", "middle")
    yield _text("week", left + wide, _PLOT_TOP + _PLOT_HIGH + 48, "small", "end")
    for fan, kind in zip(fans, ("without", "with"), strict=False):
        for low, high, band in ((0, 4, "wide"), (1, 3, "near")):
            there = [at(week.week, week.quantiles[high]) for week in fan.weeks]
            back = [at(week.week, week.quantiles[low]) for week in reversed(fan.weeks)]
            yield element("path", d=f"M{'L'.join([*there, *back])}Z", kind=f"{band}-{kind}")
        middle = "L".join(at(week.week, week.quantiles[2]) for week in fan.weeks)
        yield element("path", d=f"M{middle}", kind=f"line-{kind}")


def _fan_table(answer: CrisisAnswer, rung: int) -> Table:
    rows = [
        (
            arm.structure,
            " + ".join(arm.measures) or "none",
            str(week.week),
            *(f"{value:.4f}" for value in week.quantiles),
        )
        for arm in answer.arms
        for fan in arm.fans
        if fan.rung == rung
        for week in fan.weeks
    ]
    return Table(
        caption=f"Share of runs at rung {rung} or above by week: quantiles over the draws",
        columns=("structure", "measures", "week", "5 %", "25 %", "50 %", "75 %", "95 %"),
        rows=tuple(rows),
    )


def _grade_key() -> Iterator[str]:
    for at, strength in enumerate(Strength):
        x = 8 + at * 182
        yield element("rect", x=x, y=36, width=20, height=12, kind=_GRADES[strength])
        yield _text(strength.value, x + 27, 46.5, "small")
    yield _text("upper bar: spiral; lower bar: deterrence", 8, 66, "small")


def _tornado_axis(
    across: Callable[[float], float], span: float, top: float, bottom: float
) -> Iterator[str]:
    step = next(s for s in (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if s * 4 >= span)
    ticks = int(span / step)
    for tick in range(-ticks, ticks + 1):
        x = across(tick * step)
        yield _line(x, top, x, bottom, "zero" if tick == 0 else "grid")
        label = f"{round(tick * step * 100, 6):+g}".replace("-", "−") if tick else "0"
        yield _text(label, x, bottom + 16, "small", "middle")


def _bars(
    one: Effect, two: Effect, y: float, across: Callable[[float], float], kind: str
) -> Iterator[str]:
    for at, effect in enumerate((one, two)):
        found, row = effect.difference, y + at * 17
        ends = sorted((across(0), across(found.mean)))
        words = f"{effect.structure}: {signed(found)}"
        bar = element(
            "rect", element("title", _plain(words)),
            x=ends[0], y=row, width=max(ends[1] - ends[0], 0.8), height=13, kind=kind,
        )  # fmt: skip
        yield bar
        yield _line(across(found.low), row + 6.5, across(found.high), row + 6.5, "whisker")
    yield _text(" + ".join(one.measures), 240, y + 11, "name", "end")
    yield _text(reading(one, two), 240, y + 27, "small", "end")


def _square(effect: Effect, x: float, y: float, size: float, top: float) -> Iterator[str]:
    if effect.more_than_sum is None:
        return
    value = effect.more_than_sum.mean
    depth = min(abs(value) / top, 1.0)
    shade = round(244 - 190 * depth)
    tint = f"rgb({shade},{shade},{min(shade + 14, 255)})"
    yield element("rect", x=x, y=y, width=size, height=size, kind="cell", fill=tint)
    words = f"{value * 100:+.2f}".replace("-", "−")
    kind = "value on-dark" if depth > 0.55 else "value"
    yield _text(words, x + size / 2, y + size / 2 + 4, kind, "middle")
