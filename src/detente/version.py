"""The version, where every floor of the house can read it."""

from __future__ import annotations

__version__ = "0.1.0"
