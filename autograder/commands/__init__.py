"""The commands: each strings intake, grading and reports together."""
