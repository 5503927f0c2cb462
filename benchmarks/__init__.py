"""What is timed: speed and memory, measured afresh at each call, rivals in the same run."""
