"""The options of a command: the fields of a frozen dataclass declare them, and the command line is read into one.

A field's type says how it is read, and an `Argument` in its annotation how it is given:

    files: Annotated[tuple[Path, ...], Argument(nargs="*", positional=True)]
    out: Annotated[Path | None, Argument(metavar="FILE")]           # --out FILE
    fresh: Annotated[bool, Argument(help="grade everything again")]  # --fresh

The docstring of the dataclass is what `--help` says: a description, and after an empty line the exit codes.
"""

from __future__ import annotations

import argparse
import inspect
import math
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, TypeAlias, get_args, get_type_hints


class Argument:
    """How a field is given."""

    def __init__(self, *, positional: bool = False, **declaration: Any) -> None:
        """Declare it.

        Args:
            positional: whether it is given by position; else it is given as `--name`.
            declaration: keywords of `ArgumentParser.add_argument`.
        """
        self._positional = positional
        self._declaration = declaration

    def add_to(self, parser: argparse.ArgumentParser, name: str, hint: Any) -> None:
        """Add it to a parser, under the name and with the type of its field."""
        flag = name if self._positional else f"--{name.replace('_', '-')}"
        kind = _kind(hint)
        reading: dict[str, Any] = {"action": "store_true"} if kind is bool else {"type": kind}
        parser.add_argument(flag, **(reading | self._declaration))


def _kind(hint: Any) -> type:
    """The type of one value: `Path` of `Path`, `Path | None` and `tuple[Path, ...]`."""
    kind: type = (get_args(hint) or (hint,))[0]
    return kind


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return number


def whole_number(text: str) -> int:
    """Read a number of things, of which there must be one at least."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return number


def limit(seconds: float, text: str) -> Argument:
    """How a time limit is given that has a default."""
    return Argument(type=_seconds, default=seconds, metavar="S", help=f"{text} (default: {seconds:g})")


# Arguments that several commands share:
CourseFolder: TypeAlias = Annotated[
    str | None,
    Argument(
        metavar="DIR",
        help="the course (default: what AUTOGRADER_COURSE names, or else the course around the current folder)",
    ),
]
Assignments: TypeAlias = Annotated[
    tuple[str, ...], Argument(positional=True, nargs="*", metavar="ASSIGNMENT", help="only these (default: all)")
]
Anonymous: TypeAlias = Annotated[bool, Argument(help="call students by their numbers in the record, not by names")]
Only: TypeAlias = Annotated[
    tuple[str, ...], Argument(action="append", default=[], metavar="ASSIGNMENT", help="only this one (repeatable)")
]
Jobs: TypeAlias = Annotated[
    int | None, Argument(type=whole_number, metavar="N", help="how many processes to use (default: one per core)")
]
RecordFolder: TypeAlias = Annotated[
    Path, Argument(positional=True, metavar="RECORD", help="the folder of `autograder grade --out`")
]
DecisionsFile: TypeAlias = Annotated[
    Path | None, Argument(metavar="FILE", help="what was decided (default: decisions.toml in the course's folder)")
]
Wait: TypeAlias = Annotated[
    float,
    Argument(type=_seconds, default=0.0, metavar="SECONDS", help="how long to wait for another run to finish"),
]
FeedbackLevel: TypeAlias = Annotated[
    str,
    Argument(
        default="counterexamples",
        choices=["none", "names", "counterexamples"],
        help="what students' reports say beside their marks (default: counterexamples, everything there is)",
    ),
]
HandoutUrl: TypeAlias = Annotated[
    str | None,
    Argument(metavar="URL", help="where students find the folder `assignments`: links in their reports lead there"),
]
AsJson: TypeAlias = Annotated[bool, Argument(help="print the outcome as JSON, and what is for people to stderr")]
ZipName: TypeAlias = Annotated[str, Argument(required=True, metavar="ZIP", help="the zip to write")]
Level: TypeAlias = Annotated[
    str | None, Argument(metavar="LEVEL", help="use this protection level, or refuse to grade")
]
AllowUnsandboxed: TypeAlias = Annotated[
    bool, Argument(help="grade even where student code cannot be kept from files and network")
]


def parse(arguments: Sequence[str], commands: Mapping[str, str], version: str) -> tuple[ModuleType, Any]:
    """The module of the command that the arguments name, and its options.

    Only that module is imported, so that `--help` does not wait for the others.

    Args:
        arguments: the command line.
        commands: the modules of `autograder.commands`, each with a line for `--help`.
        version: what `--version` prints.
    """
    parser = argparse.ArgumentParser(
        prog="autograder", description="Grade a course's assignments, and make what students and graders need."
    )
    parser.add_argument("--version", action="version", version=version)
    names = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    modules = {}
    for name, line in commands.items():
        command = names.add_parser(name, help=line)
        if name in arguments:
            modules[name] = import_module(f"autograder.commands.{name.replace('-', '_')}")
            _declare(command, modules[name].Options)
    given = vars(parser.parse_args(arguments))
    module = modules[given.pop("command")]
    return module, module.Options(**{name: _frozen(value) for name, value in given.items()})


def _declare(parser: argparse.ArgumentParser, options: type[Any]) -> None:
    parser.description, _, parser.epilog = (inspect.getdoc(options) or "").partition("\n\n")
    for name, hint in get_type_hints(options, include_extras=True).items():
        plain_hint, argument = get_args(hint)
        argument.add_to(parser, name, plain_hint)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
