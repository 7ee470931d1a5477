"""Gradebooks of other systems, filled with marks."""
