"""What `pytest solutions/<name> --submission FILE` does."""
