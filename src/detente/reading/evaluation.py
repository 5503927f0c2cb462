"""What ``detente evaluate`` hands to every stage's scoring module."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """Options of one evaluation; a task uses those that concern it.

    Attributes:
        actors: The user's own ``actors.csv``; None without one.
        only_actors: Whether that table replaces the built-in actors.
        scorer: Name of the learned scorer, "" for the default.
    """

    actors: Path | None = None
    only_actors: bool = False
    scorer: str = ""
