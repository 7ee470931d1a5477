"""The command `autograder`: from the command line to an exit code.

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
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from autograder.commands.arguments import command_line
from autograder.errors import EXIT_BROKE, EXIT_DONE, EXIT_FAILED, EXIT_USAGE, UserError
from autograder.system.stops import Stopped, orderly_stops, unbreakable_output
from autograder.text import visible

_NO_SPACE: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of any script on any terminal
    options = command_line().parse_args(arguments)
    # One thread a process: cores are shared out among processes, and sums do not depend on their number.
    os.environ["OMP_NUM_THREADS"] = "1"
    with unbreakable_output(), orderly_stops() as stops:
        try:
            return int(_RUN[options.command](options))
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


# The commands import what they need when they run: torch alone takes a second, which `--help` should not.


def _grade(options: argparse.Namespace) -> int:
    from autograder.commands.grade import grade

    return EXIT_BROKE if grade(options) else EXIT_DONE


def _export(options: argparse.Namespace) -> int:
    from autograder.commands.export import export

    export(options)
    return EXIT_DONE


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
    from autograder.judging.bench import Broken

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


def _otter(options: argparse.Namespace) -> int:
    from autograder.commands.otter import otter

    otter(options)
    return EXIT_DONE


def _gradescope(options: argparse.Namespace) -> int:
    from autograder.commands.gradescope import gradescope

    gradescope(options)
    return EXIT_DONE


def _preview(options: argparse.Namespace) -> int:
    from autograder.commands.preview import preview

    preview(options)
    return EXIT_DONE


_RUN: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = MappingProxyType(
    {
        "grade": _grade,
        "export": _export,
        "check": _check,
        "doctor": _doctor,
        "judge": _judge,
        "mutants": _mutants,
        "notebooks": _notebooks,
        "handout": _handout,
        "otter": _otter,
        "gradescope": _gradescope,
        "preview": _preview,
    }
)


if __name__ == "__main__":
    sys.exit(main())
