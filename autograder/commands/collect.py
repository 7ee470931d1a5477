"""`autograder collect`: what was handed in, laid out as tools that compare programs want it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from autograder.commands.arguments import Argument, CourseFolder, Only
from autograder.errors import EXIT_DONE, UserError
from autograder.intake.records import HandIn, Source

_BASE: Final = "base"
_SHELL_LINE: Final = re.compile(r"^([ \t]*)([%!])", re.M)


@dataclass(frozen=True)
class Options:
    """Collect what was handed in, for JPlag, Dolos, copydetect and readers: DIR/ASSIGNMENT/STUDENT/ASSIGNMENT.py, with
    notebooks as scripts, and the stubs in DIR/base/ASSIGNMENT. The first member of a group stands for all of them.

    Exit codes: 0 collected; 2 wrong usage, or nothing was found.
    """

    paths: Annotated[
        tuple[Path, ...],
        Argument(positional=True, nargs="+", metavar="PATH", help="a class, a student's folder or zip, or a file"),
    ]
    out: Annotated[Path, Argument(required=True, metavar="DIR", help="a new folder")]
    anonymous: Annotated[
        Path | None,
        Argument(metavar="RECORD", help="name the folders by the numbers that students have in this record"),
    ]
    only: Only
    course: CourseFolder


def run(options: Options) -> int:
    """Write the folder.

    Raises:
        UserError: there is no course, a path cannot be used, or the folder holds something already.
    """
    from rich.console import Console

    from autograder.course import find_course
    from autograder.intake.students import find_hand_ins
    from autograder.reports.terminal import say
    from autograder.system.atomic import make_folder, write_atomically

    console, out = Console(), options.out
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UserError(f"{out} is not empty: what was handed in earlier would be compared too; name a new folder")
    course = find_course(options.course, with_solutions=False, only=options.only)
    hand_ins = find_hand_ins(
        options.paths,
        course.names,
        lambda note: say(console, f"note: {note}"),
        without=out,
        functions=course.functions,
    )
    folders = _folders(hand_ins, options.anonymous)
    for place, assignment in enumerate(course.assignments):
        works = list(_works(hand_ins, place))
        files = {out / assignment.name / folders[student] / f"{assignment.name}.py": work for student, work in works}
        for path, work in files.items():
            make_folder(path.parent)
            write_atomically(path, _as_script(work))
        base = out / _BASE / assignment.name
        make_folder(base)
        write_atomically(base / f"{assignment.name}.py", assignment.stub.read_text(encoding="utf-8"))
        say(console, f"{out / assignment.name}: {len(works)} hand-in{'' if len(works) == 1 else 's'}")
    return EXIT_DONE


def _folders(hand_ins: Sequence[HandIn], record: Path | None) -> dict[str, str]:
    """The name of each student's folder; by numbers if there is a record that has them.

    Raises:
        UserError: the record does not know somebody.
    """
    from autograder.record.people import People, numbers_in, read_people

    if record is None:
        people = People()
        return {hand_in.student: people.meet(hand_in.student, ()).key for hand_in in hand_ins}
    called, people = numbers_in(record), read_people(record / "state" / "people.json")
    keys = people.add(hand_ins, lambda note: None)
    unknown = sum(key not in called for key in keys.values())
    if unknown:
        raise UserError(f"{record} does not know {unknown} of those who handed in: grade the same paths into it first")
    return {student: called[key] for student, key in keys.items()}


def _works(hand_ins: Iterable[HandIn], place: int) -> Iterator[tuple[str, Source]]:
    """Each work for an assignment, and whose it is; once for the members of a group."""
    seen = set()
    for hand_in in hand_ins:
        work = hand_in.work[place]
        if isinstance(work, Source) and (not hand_in.groups or (hand_in.groups, work.cells) not in seen):
            seen.add((hand_in.groups, work.cells))
            yield hand_in.student, work


def _as_script(work: Source) -> str:
    """The code as one Python file: a notebook's cells one after the other, magics and shell lines as comments."""
    if not work.is_notebook:
        return work.cells[0][1]
    return "\n\n".join(f"# {label}\n{_SHELL_LINE.sub(_in_a_comment, text)}" for label, text in work.cells) + "\n"


def _in_a_comment(match: re.Match[str]) -> str:
    return f"{match[1]}# {match[2]}"
