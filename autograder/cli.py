"""The command `autograder`: grade, check, doctor, judge, mutants, notebooks, handout, gradescope, preview.

Exit codes: 0 all is done; 1 (check, judge, mutants, notebooks) something does not hold; 2 wrong usage, or something
that you can mend, said in one line; 3 the grader itself broke in a grading: the table says where; 130 interrupted
(143 by SIGTERM, 129 by a terminal that was closed).
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import Final

from autograder.errors import UserError
from autograder.stops import Stopped, orderly_stops, unbreakable_output
from autograder.visible import visible

EXIT_DONE: Final = 0
EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_BROKE: Final = 3

_NO_SPACE: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of any script on any terminal
    options = _parser().parse_args(arguments)
    # One thread a process: cores are shared out among processes, and sums do not depend on their number.
    os.environ["OMP_NUM_THREADS"] = "1"
    with unbreakable_output(), orderly_stops() as stops:
        try:
            return int(options.run(options))
        except Stopped as stopped:
            return _interrupted(stopped)
        except UserError as error:
            if stops:  # pytest, which collects the suites, makes an error of its own of it
                return _interrupted(stops[0])
            print(f"autograder: {visible(str(error))}", file=sys.stderr)
            return EXIT_USAGE
        except OSError as error:
            if error.errno not in _NO_SPACE:
                raise
            print(f"autograder: {error}; make room, and run the same command again", file=sys.stderr)
            return EXIT_USAGE


def _interrupted(stopped: Stopped) -> int:
    print("autograder: interrupted", file=sys.stderr)
    return stopped.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_grade(commands)
    _add_check(commands)
    _add_doctor(commands)
    _add_judge(commands)
    _add_mutants(commands)
    _add_notebooks(commands)
    _add_handout(commands)
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
    grade.add_argument("--protection", metavar="LEVEL", help="insist on this protection level")
    grade.add_argument(
        "--allow-unsandboxed", action="store_true",
        help="grade even where student code cannot be kept from files and network",
    )  # fmt: skip
    grade.add_argument(
        "--fresh", action="store_true", help="grade again also what was graded before and did not change"
    )
    grade.set_defaults(run=_grade)


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check",
        help="check your own work with the public checks",
        description="Check your own files with the public checks. Without FILE: all assignments in this folder.",
        epilog="Exit codes: 0 every public check holds; 1 some do not yet; 2 wrong usage or file.",
    )
    check.add_argument("files", nargs="*", metavar="FILE", help="training_loop.py, or a notebook of the same stem")
    _add_course(check)
    check.set_defaults(run=_check)


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    doctor = commands.add_parser("doctor", help="say how well this machine can protect the grading")
    doctor.set_defaults(run=_doctor)


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
    judge.set_defaults(run=_judge)


def _add_mutants(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    mutants = commands.add_parser(
        "mutants",
        help="change the references in many small ways, and see which changes the hidden suites catch",
        epilog="Exit codes: 0 every survivor has a reason in survivors.toml; 1 some have not; 2 wrong usage or course.",
    )
    _add_assignments(mutants)
    _add_jobs(mutants)
    mutants.add_argument("--update", metavar="FILE", help="put the table into this Markdown file, between its marks")
    mutants.set_defaults(run=_mutants)


def _add_notebooks(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    notebooks = commands.add_parser(
        "notebooks",
        help="build students' notebooks and otter tests from handout, stub, reference and public checks",
        epilog="Exit codes: 0 all files are as built; 1 (--check) some are not; 2 wrong usage or course.",
    )
    _add_assignments(notebooks)
    notebooks.add_argument("--check", action="store_true", help="write nothing, only say which files are stale")
    notebooks.set_defaults(run=_notebooks)


def _add_handout(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    handout = commands.add_parser("handout", help="make the zip that students get")
    handout.add_argument("--out", required=True, metavar="ZIP", help="the zip to write")
    _add_course(handout)
    handout.set_defaults(run=_handout)


def _add_gradescope(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    gradescope = commands.add_parser("gradescope", help="make the zip that grades on Gradescope")
    gradescope.add_argument("--out", required=True, metavar="ZIP", help="the zip to write")
    _add_assignments(gradescope)
    gradescope.add_argument(
        "--visibility", default="visible", choices=("visible", "after_due_date", "after_published", "hidden"),
        help="when students see the parts and their marks (default: visible, at once)",
    )  # fmt: skip
    gradescope.add_argument(
        "--feedback", default="counterexamples", choices=("none", "names", "counterexamples"),
        help="what they see of a part beside its marks (default: counterexamples, all there is)",
    )  # fmt: skip
    gradescope.set_defaults(run=_gradescope)


def _add_preview(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    preview = commands.add_parser("preview", help="draw a results.json much as Gradescope shows it")
    preview.add_argument("results", metavar="FILE", help="a results.json")
    preview.add_argument("--out", metavar="HTML", help="the page to write (default: beside the file)")
    preview.set_defaults(run=_preview)


def _add_assignments(parser: argparse.ArgumentParser) -> None:
    """The course, and some of its assignments."""
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="only these (default: all)")
    _add_course(parser)


def _add_jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=_positive_int, default=None, metavar="N", help="processes (default: all cores)")


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


# The commands import what they need when they run: torch alone takes a second, which `--help` should not.


def _grade(options: argparse.Namespace) -> int:
    from autograder.commands.grade import grade

    return EXIT_BROKE if grade(options) else EXIT_DONE


def _check(options: argparse.Namespace) -> int:
    from autograder.commands.check import check

    return EXIT_DONE if check(options) else EXIT_FAILED


def _doctor(options: argparse.Namespace) -> int:
    from autograder.commands.doctor import doctor

    return EXIT_DONE if doctor() else EXIT_FAILED


def _judge(options: argparse.Namespace) -> int:
    from autograder.commands.judge import judge

    return _unless_broken(judge, options)


def _mutants(options: argparse.Namespace) -> int:
    from autograder.commands.mutants import mutants

    return _unless_broken(mutants, options)


def _unless_broken(command: Callable[[argparse.Namespace], bool], options: argparse.Namespace) -> int:
    from autograder.commands.bench import Broken

    try:
        return EXIT_DONE if command(options) else EXIT_FAILED
    except Broken as error:
        print(f"autograder: {error}", file=sys.stderr)
        return EXIT_BROKE


def _notebooks(options: argparse.Namespace) -> int:
    from autograder.commands.notebooks import notebooks

    return EXIT_DONE if notebooks(options) else EXIT_FAILED


def _handout(options: argparse.Namespace) -> int:
    from autograder.commands.handout import handout

    handout(options)
    return EXIT_DONE


def _gradescope(options: argparse.Namespace) -> int:
    from autograder.commands.gradescope import gradescope

    gradescope(options)
    return EXIT_DONE


def _preview(options: argparse.Namespace) -> int:
    from autograder.commands.preview import preview

    preview(options)
    return EXIT_DONE


if __name__ == "__main__":
    sys.exit(main())
