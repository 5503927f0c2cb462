"""The crisis model written for Mesa: one agent an actor, one model a crisis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mesa

from detente.measures.board import Board
from detente.measures.chances import PHASE_WEEKS, Chances
from detente.measures.plan import Plan

_WORD = 2.0**32
_AT_WAR, _ATTACKER, _ATTACKED, _JOINS, _AFTER = 5, 6, 7, 8, 3


@dataclass(frozen=True)
class Odds:
    """Chances of one draw as plain lists of floats, which is what Python is quickest with."""

    perceive: list[Any]
    accident: list[Any]
    decide: list[Any]
    ending: list[Any]
    entangle: list[Any]
    join: list[Any]

    @classmethod
    def of(cls, given: Chances, draw: int) -> Odds:
        """One draw."""
        arrays = (given.perceive, given.accident, given.decide, given.ending, given.entangle,
                  given.join)  # fmt: skip
        return cls(*((array[draw] / _WORD).tolist() for array in arrays))


class Actor(mesa.Agent):
    """A side: what it does to each other side, and what it last saw of it."""

    def __init__(self, model: CrisisModel, number: int) -> None:
        super().__init__(model)
        self.pairs = [
            (at, model.back[at]) for at, (i, _) in enumerate(model.ready.pairs) if i == number
        ]

    def act(self) -> None:
        """Look at every other side and choose the next rung towards it."""
        model, draw, odds = self.model, self.model.random.random, self.model.odds
        for pair, back in self.pairs:
            shown = min(model.old[back], 4)
            word = draw()
            false, stale, right, above = odds.perceive[pair]
            if word < false:
                view = 4
            elif word < stale:
                view = model.seen[pair]
            elif word < right:
                view = shown
            else:
                view = min(shown + 1, 4) if word < above else max(shown - 1, 1)
            drawn = model.drawn[pair]
            view = max(view, min(drawn, 4))
            model.seen[pair] = view
            model.new[pair] = self.choose(pair, view, drawn, draw())

    def choose(self, pair: int, view: int, drawn: int, word: float) -> int:
        """The next rung towards one side."""
        model = self.model
        own = model.old[pair]
        if own >= _AT_WAR:
            return _AT_WAR
        if drawn == _JOINS:
            return _JOINS
        if word < model.odds.accident[pair]:
            return 4
        limits, state = model.odds.decide[model.phase][pair], (own - 1) * 4 + view - 1
        for rung in range(4):
            if word < limits[rung][state]:
                return rung + 1
        return _ATTACKER


class CrisisModel(mesa.Model):
    """One crisis."""

    def __init__(self, ready: Plan, table: Board, odds: Odds, *, seed: int) -> None:
        super().__init__(seed=seed)
        self.ready, self.odds = ready, odds
        self.pairs, self.ties = table.pairs.tolist(), table.ties.tolist()
        self.old = table.start.tolist()
        self.new = list(self.old)
        self.back = [0] * len(self.old)
        for one, two, _ in self.pairs:
            self.back[one], self.back[two] = two, one
        self.seen = [min(self.old[self.back[pair]], 4) for pair in range(len(self.old))]
        self.drawn = [0] * len(self.old)
        self.week, self.phase, self.force, self.war = 0, 0, -1, -1
        for number in range(len(ready.keys)):
            Actor(self, number)

    def step(self) -> None:
        """A week: allies are drawn in, every side acts, wars begin, spread or end."""
        self.week += 1
        self.phase = min((self.week - 1) // PHASE_WEEKS, len(self.odds.decide) - 1)
        self.draw_in()
        self.agents.do("act")
        for at, (one, two, _) in enumerate(self.pairs):
            self.settle(at, one, two)
        self.old, self.new = self.new, self.old
        top = max(self.old)
        if top >= 4 and self.force < 0:
            self.force = self.week
        if top >= 5 and self.war < 0:
            self.war = self.week

    def draw_in(self) -> None:
        """Allies are drawn in, or join a war."""
        self.drawn = [0] * len(self.old)
        for own, hostile, partner, alliance, _, _ in self.ties:
            shown = self.old[hostile]
            if shown >= 2 and self.random.random() < self.odds.entangle[alliance]:
                self.drawn[own] = max(self.drawn[own], min(shown, 4))
            begun = shown == _ATTACKER and self.old[partner] == _ATTACKED
            if begun and self.old[own] < 5 and self.random.random() < self.odds.join[alliance]:
                self.drawn[own] = _JOINS

    def settle(self, at: int, one: int, two: int) -> None:
        """War is mutual, and ends by chance."""
        a, b = self.new[one], self.new[two]
        if _JOINS in (a, b):
            self.new[one] = self.new[two] = _AT_WAR
        elif _ATTACKER in (a, b):
            self.new[one] = a if a == _ATTACKER else _ATTACKED
            self.new[two] = b if b == _ATTACKER else _ATTACKED
        if self.old[one] >= _AT_WAR and self.random.random() < self.odds.ending[at]:
            self.new[one] = self.new[two] = self.seen[one] = self.seen[two] = _AFTER
