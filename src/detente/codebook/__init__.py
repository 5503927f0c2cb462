"""The knowledge as data: tables with a source in every row, and one typed loader."""

from detente.codebook.loader import Verified, load_table, open_table

__all__ = ["Verified", "load_table", "open_table"]
