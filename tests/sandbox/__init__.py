"""The sandbox, tested with real processes."""
