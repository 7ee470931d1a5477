"""What can be said to the command `autograder`: its commands and their options."""

from __future__ import annotations

import argparse

from autograder.reports.feedback import Feedback
from autograder.reports.results_json import Visibility


def command_line() -> argparse.ArgumentParser:
    """The parser of the whole command; `command` in what it yields names the one that was given."""
    parser = argparse.ArgumentParser(
        prog="autograder", description="A course that grades itself, and the grader of its work."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_grade(commands)
    _add_export(commands)
    _add_check(commands)
    _add_doctor(commands)
    _add_judge(commands)
    _add_mutants(commands)
    _add_notebooks(commands)
    _add_handout(commands)
    _add_otter(commands)
    _add_gradescope(commands)
    _add_preview(commands)
    return parser


def _add_grade(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    grade = commands.add_parser(
        "grade",
        help="grade students' folders or files against the hidden suites",
        description="Grade every student found in the paths: what Gradescope, Canvas, Moodle or GitHub Classroom "
        "hand out, as a zip or a folder, folders or zips a student, or single files.",
        epilog="Exit codes: 0 graded; 2 wrong usage or course; 3 the grader itself broke somewhere, see the table.",
    )
    grade.add_argument("paths", nargs="+", metavar="PATH", help="a class, a student's folder or zip, or a file")
    grade.add_argument("--out", required=True, metavar="DIR", help="where the results are written")
    grade.add_argument("--roster", metavar="FILE", help="a CSV file of all students: who handed in nothing gets a row")
    _add_jobs(grade)
    grade.add_argument("--only", action="append", default=[], metavar="ASSIGNMENT", help="only this one (repeatable)")
    _add_course(grade)
    grade.add_argument(
        "--call-limit", type=_positive, default=5.0, metavar="S",
        help="seconds for one call, eightfold in checks with long runs (default: 5)",
    )  # fmt: skip
    grade.add_argument(
        "--check-limit", type=_positive, default=20.0, metavar="S",
        help="seconds for all calls of one check, likewise (default: 20)",
    )  # fmt: skip
    grade.add_argument(
        "--submission-limit", type=_positive, default=60.0, metavar="S",
        help="seconds for all calls of one submission (default: 60)",
    )  # fmt: skip
    _add_protection(grade)
    grade.add_argument(
        "--fresh", action="store_true", help="grade again also what was graded before and did not change"
    )
    grade.set_defaults(command="grade")


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = commands.add_parser(
        "export",
        help="put the marks into a gradebook of Canvas, Moodle or Gradescope",
        description="Show what the marks would change in a gradebook that you downloaded, and with --out write it "
        "filled: nothing else in the file is changed.",
        epilog="Exit codes: 0 shown or written; 2 wrong usage, results or gradebook.",
    )
    export.add_argument("results", metavar="DIR", help="the folder of `autograder grade --out`")
    export.add_argument(
        "--to", required=True, choices=("canvas", "moodle", "gradescope", "csv"),
        help="whose gradebook it is; csv is any table with a row a student",
    )  # fmt: skip
    export.add_argument("--gradebook", required=True, metavar="FILE", help="the gradebook as it was downloaded")
    export.add_argument("--out", metavar="FILE", help="where to write the filled one (default: only show the changes)")
    export.add_argument(
        "--column", action="append", default=[], metavar="ASSIGNMENT=HEADER",
        help="the column of this assignment, or of `total`, where its title does not tell (repeatable)",
    )  # fmt: skip
    export.add_argument("--only", action="append", default=[], metavar="ASSIGNMENT", help="only this one (repeatable)")
    export.add_argument("--overwrite", action="store_true", help="replace grades that are there and differ")
    export.add_argument("--missing-zero", action="store_true", help="write 0 for what was not handed in")
    export.set_defaults(command="export")


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check",
        help="check your own work with the public checks",
        description="Check your own files with the public checks. Without FILE: all assignments in this folder.",
        epilog="Exit codes: 0 every public check holds; 1 some do not yet; 2 wrong usage or file.",
    )
    check.add_argument("files", nargs="*", metavar="FILE", help="training_loop.py, or a notebook of the same stem")
    _add_course(check)
    check.set_defaults(command="check")


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    doctor = commands.add_parser("doctor", help="say how well this machine can protect the grading")
    doctor.set_defaults(command="doctor")


def _add_judge(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    judge = commands.add_parser(
        "judge",
        help="grade the course's own test submissions, and see whether each gets what it must",
        epilog="Exit codes: 0 all get what they must; 1 some do not; 2 wrong usage or course; 3 the grader broke.",
    )
    _add_assignments(judge)
    _add_jobs(judge)
    judge.add_argument(
        "--every", type=_positive_int, default=1, metavar="N", help="only every N-th submission and misconception"
    )
    judge.add_argument("--margins", action="store_true", help="show how far right and wrong are from every tolerance")
    judge.set_defaults(command="judge")


def _add_mutants(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    mutants = commands.add_parser(
        "mutants",
        help="change the references in many small ways, and see which changes the hidden suites catch",
        epilog="Exit codes: 0 every survivor has a reason in survivors.toml; 1 some have not; 2 wrong usage or course.",
    )
    _add_assignments(mutants)
    _add_jobs(mutants)
    mutants.add_argument("--update", metavar="FILE", help="put the table into this Markdown file, between its marks")
    mutants.set_defaults(command="mutants")


def _add_notebooks(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    notebooks = commands.add_parser(
        "notebooks",
        help="build students' notebooks and otter tests from handout, stub, reference and public checks",
        epilog="Exit codes: 0 all files are as built; 1 (--check) some are not; 2 wrong usage or course.",
    )
    _add_assignments(notebooks)
    notebooks.add_argument("--check", action="store_true", help="write nothing, only say which files are stale")
    notebooks.set_defaults(command="notebooks")


def _add_handout(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    handout = commands.add_parser("handout", help="make the zip that students get")
    handout.add_argument("--out", required=True, metavar="ZIP", help="the zip to write")
    _add_course(handout)
    handout.set_defaults(command="handout")


def _add_otter(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    otter = commands.add_parser(
        "otter",
        help="make the autograder zip for otter, in which the engine grades",
        description="Make the zip for `otter run -a ZIP SUBMISSION`. It holds the solutions: not for students.",
    )
    otter.add_argument("--out", required=True, metavar="ZIP", help="the zip to write")
    _add_protection(otter)
    _add_assignments(otter)
    otter.set_defaults(command="otter")


def _add_gradescope(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    gradescope = commands.add_parser("gradescope", help="make the zip that grades on Gradescope")
    gradescope.add_argument("--out", required=True, metavar="ZIP", help="the zip to write")
    _add_assignments(gradescope)
    gradescope.add_argument(
        "--visibility", default=str(Visibility.VISIBLE), choices=[*map(str, Visibility)],
        help="when students see the parts and their marks (default: visible, at once)",
    )  # fmt: skip
    gradescope.add_argument(
        "--feedback", default=str(Feedback.COUNTEREXAMPLES), choices=[*map(str, Feedback)],
        help="what they see of a part beside its marks (default: counterexamples, all there is)",
    )  # fmt: skip
    gradescope.set_defaults(command="gradescope")


def _add_preview(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    preview = commands.add_parser("preview", help="draw a results.json much as Gradescope shows it")
    preview.add_argument("results", metavar="FILE", help="a results.json")
    preview.add_argument("--out", metavar="HTML", help="the page to write (default: beside the file)")
    preview.set_defaults(command="preview")


def _add_assignments(parser: argparse.ArgumentParser) -> None:
    """The course, and some of its assignments."""
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="only these (default: all)")
    _add_course(parser)


def _add_jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=_positive_int, default=None, metavar="N", help="processes (default: all cores)")


def _add_protection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--protection", metavar="LEVEL", help="insist on this protection level")
    parser.add_argument(
        "--allow-unsandboxed", action="store_true",
        help="grade even where student code cannot be kept from files and network",
    )  # fmt: skip


def _add_course(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--course", metavar="DIR",
        help="the course (default: the environment's AUTOGRADER_COURSE, else the course around the current folder)",
    )  # fmt: skip


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("must be above 0")
    return number


def _positive_int(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number
