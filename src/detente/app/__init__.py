"""The use cases; the pipeline stands here in one readable file."""
