"""Reading with a language model in the place of the shipped event coder, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.ports.event_coder import Coded, EventCoder, Label


@dataclass(slots=True)
class Usage:
    """What was spent so far.

    Attributes:
        calls: Answers received, cached ones included.
        cached: Answers that came from the cache.
        refused: Events refused for invented words or illegal labels.
        tokens_in: Tokens sent.
        tokens_out: Tokens received.
        cost: In the currency of the price list.
    """

    calls: int = 0
    cached: int = 0
    refused: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0

    def line(self) -> str:
        """One line for a person."""
        return (
            f"language model: {self.calls} calls ({self.cached} from the cache), "
            f"{self.tokens_in} tokens in, {self.tokens_out} out, cost {self.cost:.4f}; "
            f"{self.refused} events refused because their words do not stand in the text"
        )


@dataclass(slots=True)
class Metered:
    """An event coder that keeps count.

    Attributes:
        coder: The coder behind it.
        usage: What was spent so far.
    """

    coder: EventCoder
    usage: Usage = field(default_factory=Usage)

    def code(self, text: str, *, labels: Sequence[Label]) -> Coded:
        """Events of ``text``, counted."""
        coded = self.coder.code(text, labels=labels)
        self.usage.calls += 1
        self.usage.cached += coded.cached
        self.usage.refused += coded.refused
        self.usage.tokens_in += 0 if coded.cached else coded.tokens_in
        self.usage.tokens_out += 0 if coded.cached else coded.tokens_out
        self.usage.cost += coded.cost
        return coded
