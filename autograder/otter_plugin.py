"""The old name of `autograder.otter.plugin`, which stands in zips that are in use; kept for a term."""

from autograder.otter.plugin import AutograderPlugin, put_notebooks_by

__all__ = ["AutograderPlugin", "put_notebooks_by"]
