"""What a refit on a user's own file gives: associations with their warnings."""

from __future__ import annotations

from dataclasses import dataclass

from detente.model.evidence import Association


@dataclass(frozen=True, slots=True)
class Estimate:
    """How a measure goes together with what happened, in one file.

    Attributes:
        measure: Id of the measure.
        design: "daily acts" or "pair-years".
        file: Where the data came from.
        associations: One an outcome; intervals clustered by pair.
        warnings: What must be read with them.
        set_aside: Rows that could not be used, with line and reason.
    """

    measure: str
    design: str
    file: str
    associations: tuple[Association, ...]
    warnings: tuple[str, ...]
    set_aside: tuple[str, ...] = ()
