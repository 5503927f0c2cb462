"""A year of a channel of 57 states, some 11,000 messages: how long each question to the log takes.

Every state cosigns once a day. Half of what begins something are notices of exercises, the rest
requests about unusual activities, test calls and requests for inspections; most are answered the
next day. Cosignatures are set down unsigned: checking them belongs to the mirror's figure.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable
from typing import Any

from detente.app.channel_party import record_of, standing
from detente.app.channel_rules import calendar, open_questions
from detente.channel.cosignatures import Cosignature
from detente.channel.hotline import hotline
from detente.channel.ledger import Ledger
from detente.channel.party import Author, KeyRing, with_proofs
from detente.channel.verify import Verdict

CHANNEL = "bench.example/year"
STATES = 57
DAYS = 365
BEGUN = 20
_DAY = 86_400
_START = int(dt.datetime(2031, 1, 2, tzinfo=dt.UTC).timestamp())
_REPLY = dict.fromkeys(
    ("objectives", "location", "completion", "designation", "subordination", "formations",
     "equipment"), "x",
)  # fmt: skip


def year() -> dict[str, float]:
    """Seconds for what a party asks of a year."""
    log = _Year()
    verdict = Verdict((), log.ledger, tuple(log.cosigned))
    now = _START + DAYS * _DAY
    return {
        "year_entries": float(log.ledger.size),
        "year_status_s": _timed(lambda: standing(verdict, now=now)),
        "year_calendar_s": _timed(lambda: calendar(verdict, now=now)),
        "year_questions_s": _timed(lambda: open_questions(verdict)),
        "year_hotline_s": _timed(lambda: hotline(record_of(verdict))),
    }


def _timed(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return round(time.perf_counter() - start, 2)


def _iso(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat()


class _Year:
    """The log of a year and who had seen how much of it when."""

    def __init__(self) -> None:
        self.ledger, self.draw = Ledger(CHANNEL), random.Random(1)
        rings = [
            KeyRing.from_secret(f"P{n:02d}", b"".join(bytes([n + 1, k]) * 16 for k in (1, 2, 3)))
            for n in range(STATES)
        ]
        self.authors = {ring.party: Author.new(ring, CHANNEL) for ring in rings}
        self.cosigned: list[Cosignature] = []
        self.waiting: list[tuple[int, str, str, str, str]] = []
        # One witness key each: two of 57 states would not fit one message.
        rows = [{**ring.row(), "witnesses": [str(ring.witnesses[0])]} for ring in rings]
        act = {"title": "bench", "quorum": "2/3", "instruments": [{"instrument": "VD2011"}],
               "parties": rows}  # fmt: skip
        self._say("P00", "charter", with_proofs(act, rings))
        for day in range(DAYS):
            self._live(day)

    def _say(self, party: str, kind: str, body: dict[str, Any], **more: Any) -> str:
        signed = self.authors[party].draft(kind, body, **more)
        self.ledger.append(signed)
        self.authors[party].sent(signed)
        return signed.digest

    def _live(self, day: int) -> None:
        now, still = _START + day * _DAY, []
        for due, kind, digest, party, to in self.waiting:
            if due > day:
                still.append((due, kind, digest, party, to))
                continue
            bodies = {"unusual-reply": _REPLY, "inspection-reply": {"accepted": "yes"}}
            self._say(party, kind, bodies.get(kind, {}), about=digest, to=[to])
        self.waiting = still
        for _ in range(BEGUN):
            self._begin(day, now)
        root = self.ledger.tree.root()
        self.cosigned += [
            Cosignature(f"{party}/witness", self.ledger.size, root, now + _DAY // 2)
            for party in self.authors
        ]

    def _begin(self, day: int, now: int) -> None:
        one, other = self.draw.sample(sorted(self.authors), 2)
        sort, late = self.draw.random(), self.draw.choice([1, 1, 1, 3])
        if sort < 0.5:
            self._say(one, "notice", self._exercise(one, now))
        elif sort < 0.7:
            body = {"concern": "columns", "activity": "movement", "area": "the gap"}
            digest = self._say(one, "unusual-activity", body, to=[other])
            self.waiting.append((day + late, "unusual-reply", digest, other, one))
        elif sort < 0.9:
            digest = self._say(one, "hotline-test", {"text": "test"}, to=[other])
            self.waiting.append((day + 1, "acknowledgement", digest, other, one))
        else:
            body = {"area": "the gap", "entry": _iso(now + 3 * _DAY), "team": "4"}
            digest = self._say(one, "inspection-request", body, to=[other])
            self.waiting.append((day + 1, "inspection-reply", digest, other, one))

    def _exercise(self, party: str, now: int) -> dict[str, Any]:
        start = now + self.draw.randrange(43, 90) * _DAY
        return {"activity": f"Exercise {self.draw.randrange(10**6)}", "start": _iso(start),
                "end": _iso(start + 7 * _DAY), "area": f"{party} range {self.draw.randrange(8)}",
                "troops": int(self.draw.lognormvariate(8, 0.9)),
                "command": f"{party} command {self.draw.randrange(5)}"}  # fmt: skip
