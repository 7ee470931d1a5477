"""`autograder override`: give a student other marks than grading gave, with a reason that the student reads."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

from autograder.commands.arguments import Argument, CourseFolder, DecisionsFile
from autograder.commands.speaking import Speaker
from autograder.course import find_course
from autograder.errors import EXIT_DONE, UserError
from autograder.record.appending import append_overrides
from autograder.record.attempts import Archive
from autograder.record.attributing import Attributed
from autograder.record.decisions import DECISIONS, parse_decisions
from autograder.record.people import read_people


@dataclass(frozen=True)
class Options:
    """Append an override to decisions.toml; the next `autograder grade` applies it.

    Exit codes: 0 appended; 2 it names nobody or nothing, or contradicts another line; 5 another command is at the file.
    """

    student: Annotated[str, Argument(positional=True, metavar="STUDENT", help="an id, login, address or name")]
    assignment: Annotated[str, Argument(positional=True, metavar="ASSIGNMENT", help="of the course")]
    part: Annotated[str | None, Argument(positional=True, nargs="?", metavar="PART", help="default: the whole")]
    check: Annotated[str | None, Argument(metavar="NAME", help="a check, by the name of its test function")]
    marks: Annotated[str | None, Argument(metavar="N", help="marks in place of what was graded")]
    add: Annotated[str | None, Argument(metavar="N", help="marks more than were graded, beyond the maximum too")]
    why: Annotated[str, Argument(required=True, metavar="TEXT", help="the reason, which the student reads")]
    hand_in: Annotated[str | None, Argument(metavar="SHA256", help="only for the hand-in with this sha256")]
    record: Annotated[
        Path | None, Argument(metavar="DIR", help="a record, to make sure that student, part and check exist")
    ]
    course: CourseFolder
    decisions: DecisionsFile


def run(options: Options) -> int:
    """Append an override.

    Raises:
        UserError: it cannot be understood, or names nobody in the record.
    """
    course = find_course(options.course, with_solutions=True)
    path = options.decisions or course.folder / DECISIONS
    lines: dict[str, str | Decimal] = {"student": options.student, "assignment": options.assignment}
    lines |= {key: text for key, text in (("part", options.part), ("check", options.check)) if text}
    lines |= {
        key: _number(key, text) for key, text in (("marks", options.marks), ("add", options.add)) if text is not None
    }
    lines["why"] = options.why
    if options.hand_in:
        lines["for"] = f"sha256:{options.hand_in.removeprefix('sha256:')}"

    def check(text: str) -> None:
        decisions = parse_decisions(path, text, course.names)
        if options.record:
            attributed = Attributed(decisions, read_people(options.record / "state" / "people.json"))
            attributed.require_targets(Archive(options.record / "state").blanks())

    append_overrides(path, [lines], check)
    sure = "" if options.record else "; --record DIR would have made sure that student, part and check exist"
    Speaker(for_programs=False)(f"appended to {path}; the next `autograder grade` applies it{sure}")
    return EXIT_DONE


def _number(key: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise UserError(f"--{key} {text} is not a number") from None
