"""The engine of the course kit: it grades submissions against hidden suites, and names no assignment."""

__version__ = "0.1.0"
