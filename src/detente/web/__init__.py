"""HTTP routes: thin shells over the use cases."""
