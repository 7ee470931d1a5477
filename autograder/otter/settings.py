"""The settings in the zip for otter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from otter.run.run_autograder.utils import OtterRuntimeError

from autograder.intake.file_names import work_name
from autograder.text import visible

# The engine and the course. Besides otter's own files, its Dockerfile takes from the zip's root only what is called
# requirements.*; files in folders of the zip are copied to the submission.
COURSE_ARCHIVE: Final = "requirements.autograder.zip"


class Setting(NamedTuple):
    """What is graded and how, as otter's configuration stores it."""

    assignments: Sequence[str]
    protection: str | None = None  # the level to require; None for the best
    allow_unsandboxed: bool = False

    def options(self) -> list[str]:
        """The options of `autograder grade`."""
        level = ["--protection", self.protection] if self.protection else []
        return [*level, *(["--allow-unsandboxed"] if self.allow_unsandboxed else [])]

    def assignment_of(self, name: str) -> str:
        """The assignment that a file of this name is for: the only one, or the one that the file is named after.

        Raises:
            OtterRuntimeError: there are several, and the file is not named after any.
        """
        if len(self.assignments) == 1:
            return self.assignments[0]
        if work := work_name(name, self.assignments):
            return work.assignment
        names = ", ".join(self.assignments)
        raise OtterRuntimeError(f"{visible(name)} does not belong to any assignment: name it after one of {names}")
