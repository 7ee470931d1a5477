"""Grading a class on the machines of a Dask cluster: the same graders as on one machine, each beside a Dask worker."""
