"""The record of a course: people, their attempts, the runs, and what was decided. A run is an event in it."""
