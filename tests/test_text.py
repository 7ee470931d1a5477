"""Words that every room shares."""

from __future__ import annotations

import pytest

from autograder.text import alphabetical, csv_cell, first_few, one_line, visible

LISTS = {
    "nothing": ([], []),
    "as_many_as_are_shown": (["a", "b"], ["a", "b"]),
    "one_more": (["a", "b", "c"], ["a", "b", "and 1 more"]),
    "several_more": (["a", "b", "c", "d", "e"], ["a", "b", "and 3 more"]),
}


@pytest.mark.parametrize(("items", "shown"), LISTS.values(), ids=LISTS)
def test_of_many_items_the_first_are_shown_and_the_rest_counted(items: list[str], shown: list[str]) -> None:
    assert first_few(items, 2) == first_few(iter(items), 2) == shown


def test_line_ends_and_tabs_are_shown_as_people_write_them() -> None:
    assert visible("two\nlines\tand\r") == csv_cell("two\nlines\tand\r") == r"two\nlines\tand\r"


LINES = {
    "several_lines": ("one\n\n  two\tthree\r\nfour", "one two three four"),
    "control_characters": ("\x1b[2Ja\u202eb", "?[2Ja?b"),
    "as_long_as_may_be": ("x" * 80, "x" * 80),
    "longer": ("x" * 81, "x" * 76 + " ..."),
    "endless": ("x" * 10_000_000, "x" * 76 + " ..."),
    "more_behind_white_space": ("x" + " " * 500 + "y", "x ..."),
    "marks_on_one_letter": ("e" + "\u0301" * 1_000, "e" + "\u0301" * 2 + " ..."),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "line"), LINES.values(), ids=LINES)
def test_any_text_becomes_one_line_of_80_printable_characters(text: str, line: str) -> None:
    assert one_line(text) == line
    assert len(one_line(text)) <= 80


def test_names_are_in_the_order_of_the_alphabet_whatever_their_capitals_and_accents() -> None:
    names = ["Zoe", "anna", "Émile", "Bo Li", "emil", "ß", "Ada", "ada"]
    assert sorted(names, key=alphabetical) == ["Ada", "ada", "anna", "Bo Li", "emil", "Émile", "ß", "Zoe"]
