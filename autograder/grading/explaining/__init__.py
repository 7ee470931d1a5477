"""What is behind a failed check: a misconception, a relation between got and expected, or a boundary.

All of it is judged on the trusted side, after the checks are played, and holds for all answers of the check: what is
only likely is not told. No mark depends on it.
"""
