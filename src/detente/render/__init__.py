"""Model -> SVG charts, tables and the brief; one chart has one table."""
