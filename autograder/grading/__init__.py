"""Grading: a hidden suite runs in a trusted process against a submission in a worker."""
