"""The files that an instructor puts into the classroom's repository, for each assignment.

<assignment>/autograder.py     what the runner executes: `entry`
<assignment>/...               the engine, its installer, and the public half of this assignment alone
<assignment>/classroom.yml     for GitHub Classroom instead: a workflow with one step per part

The bundles are on public pages: nothing of solutions/ is in them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from autograder.classroom50 import entry
from autograder.course import REQUIREMENTS, Assignment, Course
from autograder.errors import UserError
from autograder.grading.public_checks import PublicChecks
from autograder.grading.stated_marks import stated_marks
from autograder.packing.contents import folder_files, installation_files
from autograder.packing.engine import engine_wheel

MOST_BYTES: Final = 10_000_000  # packed, by Classroom 50's rules
WORKFLOW: Final = "classroom.yml"
_STEP: Final = """\
      - name: "{part}"
        id: {part}
        uses: classroom-resources/autograding-command-grader@v1
        with:
          test-name: "{part}"
          command: autograder check {assignment}.py --course . --part {part}
          timeout: 5
          max-score: {marks}
"""
_WORKFLOW: Final = """\
# GitHub Classroom: the public checks of {assignment}. The template repository is the unpacked zip for students, with
# the file to hand in, {assignment}.py, at its root; this file is its .github/workflows/classroom.yml.
name: public checks
on: [push, workflow_dispatch]
permissions:
  checks: write
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
          cache: pip
      - run: pip install -r requirements.txt
{steps}      - uses: classroom-resources/autograding-grading-reporter@v1
        env:
{results}
        with:
          runners: {runners}
"""


def bundle_files(course: Course, assignment: Assignment) -> dict[str, bytes]:
    """The content of every file of an assignment's bundle, by its path there.

    Raises:
        UserError: the engine's wheel cannot be made, the handout states no marks, or the bundle is too large.
    """
    marks = marks_of(assignment)
    wheel, content = engine_wheel()
    files = {
        "autograder.py": Path(entry.__file__).read_bytes(),
        WORKFLOW: workflow(assignment.name, marks).encode(),
        wheel: content,
        **installation_files(course),
        **dict(folder_files(assignment.public, f"assignments/{assignment.name}/")),
    }
    requirements = course.folder / REQUIREMENTS
    if requirements.is_file():
        files[REQUIREMENTS] = requirements.read_bytes()
    if (size := sum(map(len, files.values()))) > MOST_BYTES:
        raise UserError(f"the bundle of {assignment.name} has {size:,} bytes; Classroom 50 takes {MOST_BYTES:,}")
    return files


def marks_of(assignment: Assignment) -> dict[str, int]:
    """The marks of every part of the public checks.

    Raises:
        UserError: the handout states none for some part.
    """
    parts = PublicChecks(assignment).parts
    marks = stated_marks(assignment, parts)
    if missing := [part for part in parts if part not in marks]:
        raise UserError(
            f"{assignment.handout} states no marks for {missing[0]}: it needs a row `| {missing[0]} | 10 |`"
        )
    return {part: marks[part] for part in parts}


def workflow(assignment: str, marks: dict[str, int]) -> str:
    """GitHub Classroom's workflow."""
    steps = "".join(_STEP.format(part=part, assignment=assignment, marks=worth) for part, worth in marks.items())
    names = [part.upper() for part in marks]
    results = "\n".join(
        f'          {name}_RESULTS: "${{{{ steps.{part}.outputs.result }}}}"'
        for name, part in zip(names, marks, strict=True)
    )
    return _WORKFLOW.format(assignment=assignment, steps=steps, results=results, runners=",".join(marks))
