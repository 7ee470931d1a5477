"""The old name of `autograder.otter.checks`, used in notebooks that students have; kept for a term."""

from autograder.otter.checks import NotYet, check_part

__all__ = ["NotYet", "check_part"]
