"""What the zip for otter says about how it grades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from otter.run.run_autograder.utils import OtterRuntimeError

from autograder.intake.file_names import work_name
from autograder.text import visible

# The engine and the course, in the folder source/ of the zip for otter. Of a zip's root otter's Dockerfile takes what
# is called requirements.* and nothing else that otter does not copy to the submission.
COURSE_ARCHIVE: Final = "requirements.autograder.zip"


class Setting(NamedTuple):
    """What is graded and how, as it stands in otter's configuration."""

    assignments: Sequence[str]
    protection: str | None = None  # a level to insist on, None for the best
    allow_unsandboxed: bool = False

    def options(self) -> list[str]:
        """The options of `autograder grade`."""
        level = ["--protection", self.protection] if self.protection else []
        return [*level, *(["--allow-unsandboxed"] if self.allow_unsandboxed else [])]

    def assignment_of(self, name: str) -> str:
        """What a file of this name is for: the only assignment, or the one that it is named after.

        Raises:
            OtterRuntimeError: there are several, and it is named after none.
        """
        if len(self.assignments) == 1:
            return self.assignments[0]
        if found := work_name(name, self.assignments):
            return found.assignment
        stems = ", ".join(self.assignments)
        raise OtterRuntimeError(f"{visible(name)} is the file of no assignment: name it after one of {stems}")
