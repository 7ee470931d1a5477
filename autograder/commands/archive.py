"""`autograder archive`: all that marks rest on, in one file: what an examination office keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from autograder.commands.arguments import Argument, CourseFolder, RecordFolder, Wait, ZipName
from autograder.commands.speaking import Speaker
from autograder.course import REQUIREMENTS, Course, find_course
from autograder.errors import EXIT_DONE, UserError
from autograder.packing.archive import write_zip, zip_path
from autograder.packing.contents import course_files, installation_files
from autograder.packing.engine import engine_wheel
from autograder.record.decisions import DECISIONS
from autograder.record.opening import open_record
from autograder.record.runs import published_run
from autograder.system.one_run import LOCKS

_README: Final = """\
The record of a course, with all that its marks rest on.

record/       the record: grades.csv, parts.csv, students/, runs/, and in state/ what was handed in, as it was graded
course/       assignments/ and solutions/ as they graded, decisions.toml, requirements.txt and constraints.txt
submissions/  the hand-ins as they were downloaded, where they were given
*.whl         the engine that graded

To verify a mark, unpack this, install the wheel with course/constraints.txt, and run

    autograder verify record submissions/* STUDENT --course course
"""


@dataclass(frozen=True)
class Options:
    """Put a record, the course, the engine and the hand-ins into one zip; the same files give the same bytes.

    Exit codes: 0 written; 2 there is no such record, or nothing is published; 5 another run is writing to the record.
    """

    record: RecordFolder
    submissions: Annotated[
        tuple[Path, ...],
        Argument(positional=True, nargs="*", metavar="SUBMISSIONS", help="the hand-ins as they were downloaded"),
    ]
    out: ZipName
    course: CourseFolder
    wait: Wait


def run(options: Options) -> int:
    """Write the archive.

    Raises:
        UserError: a path does not exist, or nothing is published.
    """
    target = zip_path(options.out)
    course = find_course(options.course, with_solutions=True)
    if published_run(options.record) is None:
        raise UserError(f"{options.record}: no run was published, so there is nothing to keep")
    speaker = Speaker(for_programs=False)
    with open_record(options.record, speaker, wait=options.wait):
        files = {"README.txt": _README.encode(), **dict(_record_files(options.record, target))}
    files |= {f"course/{name}": data for name, data in _course_files(course)}
    wheel, data = engine_wheel()
    files[wheel] = data
    for path in options.submissions:
        files |= dict(_submission_files(path))
    write_zip(target, files)
    speaker(f"wrote {target}: {len(files)} files")
    return EXIT_DONE


def _record_files(record: Path, target: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(record.rglob("*")):
        inside = path.relative_to(record)
        is_ours = inside.parts[0] != "state" or inside.name not in LOCKS
        if path.is_file() and not path.is_symlink() and is_ours and path.resolve() != target.resolve():
            yield f"record/{inside.as_posix()}", path.read_bytes()


def _course_files(course: Course) -> Iterator[tuple[str, bytes]]:
    yield from course_files(course)
    yield from installation_files(course).items()
    for name in (DECISIONS, REQUIREMENTS):
        if (course.folder / name).is_file():
            yield name, (course.folder / name).read_bytes()


def _submission_files(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a hand-in as they are, hidden ones included: `.git` tells when something was handed in."""
    if path.is_file():
        yield f"submissions/{path.name}", path.read_bytes()
    elif path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and not file.is_symlink():
                yield f"submissions/{path.name}/{file.relative_to(path).as_posix()}", file.read_bytes()
    else:
        raise UserError(f"{path} does not exist")
