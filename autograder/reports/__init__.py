"""Reports: views of results. They only read."""
