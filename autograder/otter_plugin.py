"""The old names of `autograder.otter.plugin`, used in zips that instructors have; kept for a term."""

from autograder.otter.plugin import AutograderPlugin
from autograder.otter.plugin import stash_notebooks as put_notebooks_by

__all__ = ["AutograderPlugin", "put_notebooks_by"]
