"""Grading on Gradescope: the zip that is uploaded, and what runs in the container."""
