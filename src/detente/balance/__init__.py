"""Alliances: burdens and benefits, power, pledges, and where members differ. No single index."""
