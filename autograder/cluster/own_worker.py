"""Loaded by the workers of a cluster that we have started ourselves: they leave Ctrl-C to us, and then end with us."""

from __future__ import annotations

from autograder.system.stops import leave_stops_to_parent


def dask_setup(worker: object) -> None:
    """Called by Dask in the main thread of a worker that begins."""
    leave_stops_to_parent()
