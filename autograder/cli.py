"""The command `autograder`: from the command line to an exit code.

Exit codes: 0 everything is done; 1 (check, judge, mutants, notebooks, doctor) something does not hold; 2 wrong usage,
or something that you can fix, said in one line; 3 the grader itself broke: the table says where; 4 (verify) not
comparable here; 5 another run holds the record; 130 interrupted (143 by SIGTERM, 129 by a terminal that was closed).
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from autograder import __version__
from autograder.commands.arguments import parse
from autograder.errors import EXIT_BROKE, EXIT_BUSY, EXIT_USAGE, GraderBroke, RecordBusy, UserError
from autograder.system.stops import Stopped, orderly_stops, unbreakable_output
from autograder.text import visible
from autograder.worker import garbage

# A command is a module of its name (with _ for -) in `autograder.commands`: `Options`, and `run`, which returns the
# exit code.
COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "grade": "grade students' folders or files against the hidden suites",
        "merge": "put the shares of a class together that `grade --shard` graded apart",
        "override": "give a student other marks than grading gave, with a reason",
        "diff": "show whose marks move between two runs, by which checks, and why",
        "publish": "make what the newest run graded what everybody may see",
        "verify": "grade hand-ins again, and compare with the marks of a record",
        "archive": "put all that the marks of a record rest on into one zip",
        "show": "show what a student handed in, and what it does where a check fails",
        "report": "make the report of a class, and of every student",
        "export": "put the marks into a gradebook of Canvas, Moodle or Gradescope",
        "collect": "lay out what was handed in for tools that compare programs",
        "check": "check your own work with the public checks",
        "pictures": "draw the pictures of an assignment from your own functions",
        "doctor": "show how well this machine can protect the grading",
        "judge": "grade the course's own test submissions, and see whether each gets what it must",
        "mutants": "change the references in many small ways, and see which changes the hidden suites catch",
        "new-term": "make the course's seed, so that a new term is asked other cases",
        "notebooks": "build students' notebooks and otter tests from handout, stub, reference and public checks",
        "handout": "make the zip that students get",
        "otter": "make the autograder zip for otter, in which the engine grades",
        "classroom50": "make the bundles with the public checks for Classroom 50",
        "gradescope": "make the zip that grades on Gradescope",
        "preview": "draw a results.json much as Gradescope shows it",
    }
)
_NO_SPACE: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of any script on any terminal
    command, options = parse(sys.argv[1:] if arguments is None else arguments, COMMANDS, f"autograder {__version__}")
    # One thread a process: cores are shared out among processes, and sums do not depend on their number.
    os.environ["OMP_NUM_THREADS"] = "1"
    with unbreakable_output(), orderly_stops() as stops, garbage.looked_for_rarely():
        try:
            return int(command.run(options))
        except Stopped as stopped:
            return _interrupted(stopped)
        except (UserError, GraderBroke) as error:
            if stops:  # pytest, which collects the suites, turns an interruption into an error of its own
                return _interrupted(stops[0])
            return _failed(error)
        except ModuleNotFoundError as error:
            package = (error.name or "").partition(".")[0]
            if package in ("", "autograder"):
                raise
            install = f"install the course for {sys.executable}, as its README.md says"
            print(f"autograder: {visible(package)} is not installed: {install}", file=sys.stderr)
            return EXIT_USAGE
        except OSError as error:
            if error.errno not in _NO_SPACE:
                raise
            print(f"autograder: {error}; make room, and run the same command again", file=sys.stderr)
            return EXIT_USAGE


def _interrupted(stopped: Stopped) -> int:
    print("autograder: interrupted", file=sys.stderr)
    return stopped.exit_code


def _failed(error: UserError | GraderBroke) -> int:
    # A traceback comes with what broke; everything else is one line.
    keep, exit_code = ("\n\t", EXIT_BROKE) if isinstance(error, GraderBroke) else ("", EXIT_USAGE)
    if isinstance(error, RecordBusy):
        exit_code = EXIT_BUSY
    print(f"autograder: {visible(str(error), keep)}", file=sys.stderr)
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
