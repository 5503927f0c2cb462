"""Confidence from the written table: one word from the status of two facets, with the reason."""

from __future__ import annotations

from detente.codebook.confidence import FacetConfidence, facet_confidence
from detente.codebook.loader import load_table
from detente.model.incidents import Incident
from detente.render.tables import Table


def incident_confidence(incident: Incident) -> tuple[str, str]:
    """The word and the reason for one incident."""
    row = facet_confidence(incident.occurrence.status, incident.author.status)
    return row.confidence, row.wording


def confidence_table() -> Table:
    """The table itself, so that a reader can check every word of confidence."""
    rows = tuple(
        (
            row.occurrence.value,
            row.author.value if row.author else "any",
            row.confidence,
            row.wording,
        )
        for row in load_table("facet_confidence", FacetConfidence)
    )
    columns = ("That it happened", "Who did it", "Confidence", "Because")
    return Table("How confidence follows from the status of the facets", columns, rows)
