"""The sandbox, tried with real processes."""
