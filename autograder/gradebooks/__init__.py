"""Gradebooks of other systems, filled with what was graded."""
