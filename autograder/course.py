"""A course: the folders `assignments/` and `solutions/`, each with one folder per assignment.

Nothing about an assignment stands anywhere else: its place in the course is the number that the title of its handout
begins with.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from autograder.course_files import functions_of, required_text
from autograder.errors import UserError

COURSE_VARIABLE: Final = "AUTOGRADER_COURSE"
REQUIREMENTS: Final = "requirements.txt"  # of a course: the packages that submissions may use
SEED: Final = "seed.txt"  # in solutions/: enters every draw of the hidden suites
_UNNUMBERED: Final = 10**6
_ENGINE: Final = Path(__file__).resolve().parent
_NUMBER: Final = re.compile(r"#\s*(?:assignment\s*)?(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Assignment:
    """One assignment: what students see, and what they do not."""

    name: str
    public: Path  # assignments/<name>
    private: Path  # solutions/<name>

    @property
    def course(self) -> Path:
        """The folder that holds both halves."""
        return self.public.parent.parent

    @property
    def stub(self) -> Path:
        """The file that students start from."""
        return self.public / f"{self.name}.py"

    @property
    def contract(self) -> Path:
        """Signatures and types, for the public checks: the stub itself is where students write."""
        return self.public / "contract.py"

    @property
    def public_checks(self) -> Path:
        """The checks that students run at home."""
        return self.public / "checks.py"

    @property
    def hints(self) -> Path:
        """What common mistakes look like in the public checks, with a hint for each; a built file."""
        return self.public / "hints.json"

    @property
    def pictures(self) -> Path:
        """What the notebook draws with the student's functions; optional."""
        return self.public / "pictures.py"

    @property
    def notebook(self) -> Path:
        """The stub as a notebook, with the handout's text; a built file."""
        return self.public / f"{self.name}.ipynb"

    @property
    def otter_tests(self) -> Path:
        """The test files for otter, which run the public checks; built files."""
        return self.public / "tests"

    @property
    def reference(self) -> Path:
        """Our solution."""
        return self.private / f"{self.name}.py"

    @property
    def misconceptions(self) -> Path:
        """Wrong models with a hint each, in a file or a package; an assignment need not have them."""
        package = self.private / "misconceptions" / "__init__.py"
        return package if package.is_file() else self.private / "misconceptions.py"

    @property
    def features(self) -> Path:
        """What may tell the calls apart that a submission answers rightly and wrongly; optional."""
        return self.private / "features.py"

    @property
    def submissions(self) -> Path:
        """Test submissions with the marks that they must get; optional."""
        return self.private / "submissions"

    @property
    def explanations(self) -> Path:
        """What each wrong test submission may be told of its mistake; optional."""
        return self.submissions / "explanations.toml"

    @property
    def survivors(self) -> Path:
        """The mutants of the reference that no check can tell from it, with reasons; optional."""
        return self.private / "survivors.toml"

    @property
    def handout(self) -> Path:
        """What students read."""
        return self.public / "README.md"

    @property
    def answers(self) -> Path:
        """Model answers to the questions in the handout, which students get when it is time; optional."""
        return self.private / "answers.md"

    @property
    def number(self) -> int:
        """Its place in the course, from the title of its handout; unnumbered ones come last."""
        try:
            title = self.handout.read_text(encoding="utf-8-sig", errors="replace").lstrip().split("\n", 1)[0]
        except OSError:
            title = ""
        match = _NUMBER.match(title)
        return int(match[1]) if match else _UNNUMBERED

    def graded_by(self) -> Iterator[Path]:
        """What grading depends on: the contract, the packages that submissions may use, the course's seed, and the
        hidden half without test submissions, prose and other assignments.
        """
        yield self.contract
        yield self.course / REQUIREMENTS
        yield self.private.parent / SEED
        for path in self.private.parent.iterdir():
            if path.is_dir() and (path == self.private or not (path / f"{path.name}.py").is_file()):
                yield from self._graded_by_all_in(path)
            elif path.suffix == ".py":
                yield path

    def _graded_by_all_in(self, top: Path) -> Iterator[Path]:
        for folder, inner, names in os.walk(top):
            if Path(folder) == self.submissions or Path(folder).name.startswith((".", "__")):
                inner.clear()
                continue
            yield from (Path(folder, name) for name in names if not name.startswith(".") and not name.endswith(".md"))


@dataclass(frozen=True)
class Course:
    """The assignments of a course, in its order."""

    folder: Path
    assignments: tuple[Assignment, ...]
    seed: str = ""  # enters every draw of the hidden suites; "" where the course has none

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the assignments."""
        return tuple(assignment.name for assignment in self.assignments)

    @property
    def functions(self) -> dict[str, frozenset[str]]:
        """The functions of every assignment in the course's folder, by its name, those that are left out here included.

        Raises:
            UserError: a contract cannot be read.
        """
        contracts = sorted(self.folder.glob("assignments/*/contract.py"))
        return {path.parent.name: functions_of(path) for path in contracts}

    def only(self, names: Sequence[str]) -> Course:
        """The same course with only these assignments.

        Raises:
            UserError: it has no assignment of that name.
        """
        for name in names:
            if name not in self.names:
                raise UserError(f"{self.folder} has no assignment {name!r}: it has {', '.join(self.names)}")
        chosen = tuple(assignment for assignment in self.assignments if assignment.name in names)
        return replace(self, assignments=chosen)


def find_course(
    given: str | None,
    *,
    with_solutions: bool,
    near: Iterable[Path] = (),
    only: Sequence[str] = (),
    handed_in: Sequence[Path] = (),
) -> Course:
    """The course in the given folder, or else in the one that the environment names, or else around the current folder.

    Args:
        given: a folder named by the user, or None.
        with_solutions: whether the half that students do not have is needed.
        near: files around which to look, too.
        only: the names of the assignments that are wanted; all if none is named.
        handed_in: what students wrote. A course that was not named, but found around it or in it, may be theirs too.

    Raises:
        UserError: there is no course, it may be a student's, or it lacks a wanted assignment.
    """
    named = given or os.environ.get(COURSE_VARIABLE)
    folder = Path(named).resolve() if named else _found_folder(near, with_solutions=with_solutions)
    if not named:
        _refuse_the_course_of_a_student(folder, handed_in)
    course = read_course(folder, with_solutions=with_solutions)
    return course.only(only) if only else course


def _refuse_the_course_of_a_student(folder: Path, handed_in: Sequence[Path]) -> None:
    """The suites of a course are run without protection.

    A folder that holds this engine is nobody else's; one without solutions is a student's own copy of the handout.
    """
    if _ENGINE.is_relative_to(folder) or not (folder / "solutions").is_dir():
        return
    for path in (path.resolve() for path in handed_in):
        if path.is_relative_to(folder) or folder.is_relative_to(path):
            raise UserError(
                f"the only course found is {folder}, which may itself be handed in: it lies around or in what is to be "
                f"judged ({path}). Name your course with --course or {COURSE_VARIABLE}"
            )


def _found_folder(near: Iterable[Path], *, with_solutions: bool) -> Path:
    halves = ("assignments", "solutions") if with_solutions else ("assignments",)
    for start in (Path.cwd() / "here", *(path.resolve() for path in near)):
        for folder in start.parents:
            if all((folder / half).is_dir() for half in halves):
                return folder
    what = " and ".join(f"{half}/" for half in halves)
    raise UserError(
        f"no course around {Path.cwd()}: neither it nor a folder above it has {what}; "
        f"name the course with --course or {COURSE_VARIABLE}"
    )


def read_course(folder: Path, *, with_solutions: bool) -> Course:
    """The course in a folder: an assignment is a folder of the same name in both halves.

    Raises:
        UserError: the folder holds no assignment, or its seed cannot be read.
    """
    public, private = folder / "assignments", folder / "solutions"
    assignments = [
        Assignment(path.name, path, private / path.name)
        for path in (sorted(public.iterdir()) if public.is_dir() else [])
        if path.is_dir() and _is_named(path) and _is_complete(path, private, with_solutions=with_solutions)
    ]
    if not assignments:
        where = "both assignments/ and solutions/" if with_solutions else "assignments/"
        raise UserError(f"{folder} is not a course: there is no assignment in {where}")
    ordered = tuple(sorted(assignments, key=lambda assignment: (assignment.number, assignment.name)))
    return Course(folder, ordered, read_seed(private / SEED) if with_solutions else "")


def read_seed(path: Path) -> str:
    """The seed in a file of one line; "" if there is no such file.

    Raises:
        UserError: it cannot be read, or is empty.
    """
    if not path.exists():
        return ""
    seed = required_text(path).strip()
    if not seed:
        raise UserError(f"{path} is empty: `autograder new-term --replace` makes a new seed, or delete the file")
    return seed


def _is_named(public: Path) -> bool:
    """Whether a folder has a name that an assignment can have.

    Raises:
        UserError: it has not, and yet holds an assignment.
    """
    if not public.name.isidentifier() and not public.name.startswith(".") and (public / "contract.py").is_file():
        name = re.sub(r"\W", "_", public.name)
        better = name if name.isidentifier() else f"week_{name}"
        raise UserError(f"{public} cannot be an assignment: its name must be a Python identifier, such as {better}")
    return public.name.isidentifier()


def _is_complete(public: Path, private: Path, *, with_solutions: bool) -> bool:
    """Whether the files are there that make it an assignment.

    Raises:
        UserError: there is a folder of solutions, but no reference in it.
    """
    if with_solutions and (private / public.name).is_dir() and (public / "contract.py").is_file():
        required_text(private / public.name / f"{public.name}.py")
    if with_solutions:
        return (private / public.name / f"{public.name}.py").is_file()
    return (public / "contract.py").is_file()
