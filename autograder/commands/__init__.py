"""The commands: each strings intake, grading and reports together.

A command is a module of its name with `Options`, a frozen dataclass, and `run`, which returns the exit code; a line in
the table of `autograder.cli` makes it known. `run` imports what it works with: torch alone takes a second, for which
`--help` should not wait.
"""
