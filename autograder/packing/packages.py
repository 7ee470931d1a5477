"""The packages that submissions may import besides those of the engine: a course's requirements.txt, if it has one.

It holds one package per line, as pip reads it, and no options or paths, which lead nowhere in a zip.
"""

from __future__ import annotations

import re
from importlib import metadata
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement

from autograder.course import REQUIREMENTS, Course
from autograder.course_files import required_text
from autograder.errors import UserError
from autograder.text import visible

_COMMENT: Final = re.compile(r"(?:^|\s)#.*")


def allowed_packages(course: Course) -> tuple[Requirement, ...]:
    """The packages that the course names; none if it has no such file.

    Raises:
        UserError: the file cannot be read, or a line of it does not name a package.
    """
    path = course.folder / REQUIREMENTS
    if not path.exists():
        return ()
    packages = []
    for number, line in enumerate(required_text(path).splitlines(), 1):
        if text := _COMMENT.sub("", line).strip():
            try:
                packages.append(Requirement(text))
            except InvalidRequirement:
                expected = "expected a package with the releases that will do, as in `scipy>=1.11`"
                raise UserError(f"{path}, line {number}: {visible(text)!r} is not a package: {expected}") from None
    return tuple(packages)


def require_packages(course: Course) -> None:
    """Make sure that submissions find the packages of the course, as whoever imports a missing one would lose marks.

    Raises:
        UserError: one of them is missing here, or a line of the file does not name a package.
    """
    for package in allowed_packages(course):
        if package.marker and not package.marker.evaluate():
            continue
        try:
            release = metadata.version(package.name)
        except metadata.PackageNotFoundError:
            release = ""
        if not release or not package.specifier.contains(release, prereleases=True):
            here = f"is {release} here" if release else "is not installed here"
            install = f"run `pip install -r {REQUIREMENTS}` (`make setup` does that)"
            raise UserError(f"{course.folder / REQUIREMENTS} asks for {package}, but {package.name} {here}: {install}")
