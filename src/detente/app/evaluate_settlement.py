"""Scores a folder tree of negotiation domains: one object, path to figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.adapters.genius import genius_folders, read_genius
from detente.model.errors import EmptyInput, InputError
from detente.settlement.domain_scoring import solve_domain


@dataclass(frozen=True, slots=True)
class DomainFigures:
    """One domain, solved or not.

    Attributes:
        path: Relative to the folder, with slashes.
        figures: As :func:`detente.settlement.domain_scoring.solve_domain` gives them, or
            ``{"error": reason}``.
    """

    path: str
    figures: dict[str, Any]

    @property
    def failed(self) -> bool:
        """Whether the domain could not be solved."""
        return "error" in self.figures


def evaluate_domains(root: Path) -> Iterator[DomainFigures]:
    """Solve every domain under a folder, one after the other, in sorted order.

    Raises:
        EmptyInput: If there is no XML file under the folder.
    """
    folders = genius_folders(root)
    if not folders:
        raise EmptyInput(f"{root}: no negotiation domain; give a folder tree of Genius XML files")
    for folder in folders:
        yield DomainFigures(folder.relative_to(root).as_posix(), _figures(folder))


def _figures(folder: Path) -> dict[str, Any]:
    try:
        return solve_domain(read_genius(folder).problem)
    except (InputError, ValueError, MemoryError) as problem:
        return {"error": str(problem)}
