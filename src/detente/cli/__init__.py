"""The command `detente`: a thin shell over the use cases."""
