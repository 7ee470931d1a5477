"""What the terminal shows."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from autograder.reports.terminal import assignment_text, class_table, say
from autograder.results import CheckResult, StudentResult
from tests.helpers.made_results import (
    ADA,
    FAILED,
    PARTLY,
    RIGHT,
    UNDECIDED,
    UNREACHED,
    UNWRITTEN,
    WRONG,
    assignment,
    part,
)


def plain_console() -> Console:
    return Console(file=io.StringIO(), width=100, color_system=None)


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_table_of_a_class_says_where_marks_were_lost() -> None:
    console = plain_console()
    class_table(console, [ADA, UNDECIDED], ["zero_init", "normal_equations"])
    assert [line.split() for line in shown(console).splitlines()] == [
        ["student", "zero_init", "normal_equations", "total", "lost", "in"],
        ["ada", "20", "25", "45", "trace,", "bias"],
        ["ben", "?", "25", "?", "zero_init", "(the", "grader", "broke)"],
    ]


REASONS = {
    "not_handed_in": (UNREACHED, ("zero_init was not handed in",), "zero_init (not handed in)"),
    "not_written": (UNWRITTEN, (), "zero_init (not written yet)"),
    "not_reached": (UNREACHED, ("zero_init.py ended the program",), "zero_init (not reached)"),
    "failed": (WRONG, (), "trace"),
}


@pytest.mark.parametrize(("check", "notes", "words"), REASONS.values(), ids=REASONS)
def test_the_table_says_the_one_reason_when_there_is_one_for_all(
    check: CheckResult, notes: tuple[str, ...], words: str
) -> None:
    console = plain_console()
    class_table(console, [StudentResult("ada", (assignment(part(check), notes=notes),))], ["zero_init"])
    assert shown(console).splitlines()[1].rstrip().endswith(words)


@pytest.mark.parametrize("name", ["[bold]", ":smile:", "[/]", "[link=x]a[/link]"])
def test_the_terminal_takes_nothing_in_a_name_for_markup_or_emoji(name: str) -> None:
    console = plain_console()
    class_table(console, [StudentResult(name, (assignment(part(RIGHT)),))], ["zero_init"])
    say(console, name)
    assert [line.split()[0] for line in shown(console).splitlines()[1:]] == [name, name]


@pytest.mark.parametrize(("text", "said"), [("a\x1b[2J", "a\\x1b[2J"), ("a\u202eb", "a\\u202eb"), ("a\bb", "a\\x08b")])
def test_the_terminal_shows_control_characters_as_such(text: str, said: str) -> None:
    console = plain_console()
    class_table(console, [StudentResult(text, (assignment(part(RIGHT)),))], ["zero_init"])
    assignment_text(console, assignment(part(CheckResult("trace", "agrees", 5, FAILED, text)), notes=(text,)))
    assert shown(console).count(said) == 3
    assert text not in shown(console)


def test_the_terminal_shows_every_part_with_what_lies_beyond() -> None:
    console = plain_console()
    assignment_text(console, ADA.assignments[0], {"trace": "other shapes [a, b]"})
    assert shown(console) == (
        "zero_init\nzero_init: zero_init.py stopped at line 3\n"
        f"\ntrace: partly\n{PARTLY}\nThe hidden suite also looks at: other shapes [a, b]\n"
        "\nbias: not written yet\nnot written yet: `trace` is not written yet\n\n"
    )
