"""The shared vocabulary: frozen dataclasses and enums, standard library only."""
