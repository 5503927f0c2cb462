"""Issues and interests -> bargaining zone, frontier, solutions, predicted outcome.

Plain arrays go in and frozen dataclasses come out; :mod:`detente.settlement.frontier` and
:mod:`detente.settlement.solutions` need numpy alone.
"""
