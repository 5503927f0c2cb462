"""Calendars of honest activities: seeded, with nothing split and nothing held down."""

from __future__ import annotations

import random
from collections import Counter

from tests.channel.scene import START

from detente.channel.activities import Activity
from detente.channel.levels import levels
from detente.channel.questions import ask

DAY = 86400
PARTIES = ("ALD", "BRV", "CTL")
ROOTS = ("Heron", "Crane", "Anvil", "Harbour", "Lantern", "Granite", "Juniper", "Falcon")


def calendar(seed: int, *, each: int, voluntary: bool) -> list[Activity]:
    """One year of three parties.

    Sizes are log-normal with a median of 3,000 troops, rounded to hundreds; five commands and eight
    training areas a party; names are a root and a number. With ``voluntary`` every activity is
    notified, the small ones 5 to 60 days ahead; without, only those of 9,000 and more, in time.
    """
    draw = random.Random(seed)
    found = []
    for party in PARTIES:
        for number in range(each):
            troops = round(draw.lognormvariate(8.0, 0.9), -2)
            start = START + draw.randrange(365) * DAY
            ahead = draw.randrange(42, 90) if troops >= 9000 else draw.randrange(5, 60)
            body = {"activity": f"{draw.choice(ROOTS)} {number}", "troops": int(troops),
                    "tanks": int(troops * draw.uniform(0, 0.025)),
                    "command": f"{party} command {draw.randrange(5)}",
                    "area": f"{party} range {draw.randrange(8)}"}  # fmt: skip
            if voluntary or troops >= 9000:
                end = start + draw.randrange(3, 14) * DAY
                found.append(Activity("", party, 0, start, end, body, ahead * DAY))
    return [Activity(f"{n:04}", a.sender, n, a.start, a.end, a.body, a.lead)
            for n, a in enumerate(found)]  # fmt: skip


def rates(calendars: int, *, each: int, voluntary: bool) -> dict[str, float]:
    """Questions for one party and year, by pattern, and activities for one party and year."""
    sizes, counts, total = levels("VD2011"), Counter[str](), 0
    for seed in range(calendars):
        known = calendar(seed, each=each, voluntary=voluntary)
        total += len(known)
        for question in ask(known, sizes):
            counts["questions"] += 1
            counts.update(question.asks)
    years = calendars * len(PARTIES)
    return {"activities": total / years} | {k: n / years for k, n in sorted(counts.items())}


if __name__ == "__main__":
    for voluntary in (False, True):
        for each in (20, 60):
            print(voluntary, each, rates(200, each=each, voluntary=voluntary))  # noqa: T201
