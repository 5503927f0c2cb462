"""Report -> Statement -> Event -> Incident: who did what to whom, according to whom."""
