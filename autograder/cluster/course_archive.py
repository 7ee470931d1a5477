"""A course as one archive: all that a grader elsewhere needs of it, its rehearsals included."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.course import Course, read_course
from autograder.packing.archive import write_zip
from autograder.packing.contents import course_files


def pack_course(course: Course, rehearsals: Mapping[str, bytes]) -> bytes:
    """The archive. Not for students: it holds the hidden suites.

    Args:
        course: whose files they are.
        rehearsals: by their paths in the course.
    """
    packed = io.BytesIO()
    write_zip(packed, {**dict(course_files(course)), **rehearsals})
    return packed.getvalue()


def unpack_course(archive: bytes, folder: Path) -> Course:
    """The course, unpacked into a folder that only this user can read.

    Raises:
        UserError: it is not a course.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(folder)
    return read_course(folder, with_solutions=True)
