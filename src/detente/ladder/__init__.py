"""From incidents to the ladder: where each dyad stands, and which way it moves."""

from detente.ladder.placing import positions

__all__ = ["positions"]
