"""What grading costs, as ratios from one run."""
