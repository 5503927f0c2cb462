"""What a stage needs from outside, as protocols, each with a conformance check."""
