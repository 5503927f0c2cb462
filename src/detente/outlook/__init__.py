"""Histories to probabilities: how likely escalation is, and how such forecasts have fared."""
