"""Magics and shell lines in a submission's source: they are skipped, and plain Python is left alone."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.worker import magics
from tests.helpers.source_runs import run_cells

IGNORED = {
    "line_magic": "%matplotlib inline",
    "line_magic_with_an_option": "%load_ext autoreload\n%autoreload 2",
    "shell_line": "!pip install torch",
    "shell_line_with_quotes": "!echo 'it is \"so\"'",
    "double_shell_line": "!!ls -l",
    "magic_in_a_block": "if True:\n    %matplotlib inline",
    "shell_line_in_a_function": "def fetch():\n    !wget data.csv",
    "assigned_shell_line": "files = !ls",
    "assigned_magic": "spent = %timeit -o 1 + 1",
    "assigned_to_an_attribute": "this.files = !ls -a",
    "help_before": "?print",
    "help_after": "print?",
    "double_help_after": "torch.nn.Linear??",
    "help_after_a_call": "print()?",
    "magic_after_a_comment": "# plots\n%matplotlib inline",
    "magic_after_a_docstring": '"""About\n% this."""\n%matplotlib inline',
    "magic_with_a_lone_quote": "%cd student's folder",
}


@pytest.mark.parametrize("line", IGNORED.values(), ids=IGNORED)
def test_lines_that_only_ipython_understands_are_skipped(line: str) -> None:
    module, problems = run_cells(f"before = 1\n{line}\nafter = 2\n")
    assert problems == []
    assert (module.before, module.after) == (1, 2)


@pytest.mark.parametrize("line", IGNORED.values(), ids=IGNORED)
def test_line_numbers_do_not_change_when_a_magic_is_skipped(line: str) -> None:
    text = f"before = 1\n{line}\nafter = 2\n"
    assert len(magics.without_magics(text).splitlines()) == len(text.splitlines())


PLAIN = {
    "percent_at_the_beginning_of_a_line": "value = (17\n% 5)",
    "percent_after_a_backslash": "value = 17 \\\n    % 5",
    "text_formatting_over_lines": "value = len('%d'\n    % 2) + 1",
    "exclamation_mark_in_a_string": 'text = """\n!ls\n%time\n"""\nvalue = text.count("!") + 1',
    "question_in_a_comment": "value = 2  # is that so?",
    "question_in_a_comment_of_its_own": "# right?\nvalue = 2",
    "not_equal": "value = 2 if 1\\\n!= 2 else 0",
    "question_mark_in_a_string": "value = len('?') + 1",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_plain_python_that_looks_like_a_magic_is_left_alone(text: str) -> None:
    module, problems = run_cells(text)
    assert problems == []
    assert module.value == 2


BESIDE_A_MAGIC = {
    "percent_at_the_beginning_of_a_line": "value = (17\n% 5)",
    "percent_after_a_backslash": "value = 17 \\\n    % 5",
    "magics_in_a_string": 'text = """\n!ls\n%time\n"""\nvalue = text.count("!") + 1',
    "help_in_a_string": "text = '''\nprint?\n'''\nvalue = text.count('?') + 1",
}


@pytest.mark.parametrize("text", BESIDE_A_MAGIC.values(), ids=BESIDE_A_MAGIC)
def test_an_expression_next_to_a_magic_is_left_alone(text: str) -> None:
    module, problems = run_cells(f"%matplotlib inline\n{text}\n!ls")
    assert problems == []
    assert module.value == 2


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 1", "%%capture out", "%%prun", "\n\n%%time"])
def test_the_body_of_a_cell_magic_runs_if_it_is_python(magic: str) -> None:
    module, problems = run_cells(f"{magic}\nvalue = 2")
    assert problems == []
    assert module.value == 2


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%javascript", "%%writefile notes.py", "%%latex", "%%"])
def test_the_body_of_a_cell_magic_is_skipped_if_it_is_not_python_of_the_submission(magic: str) -> None:
    module, problems = run_cells(f"{magic}\nvalue = 2", "other = 3")
    assert problems == []
    assert (hasattr(module, "value"), module.other) == (False, 3)


def test_magics_in_a_timed_cell_are_skipped() -> None:
    module, problems = run_cells("%%time\n!ls\nvalue = 2\n%matplotlib inline")
    assert problems == []
    assert module.value == 2


LINES = st.sampled_from(
    (
        *("x = 1", "%time x", "!ls", "y = !ls", "if x:", "    pass", "print?", "?x", "% 3", "x != 2", "# a", ""),
        *("'" * 3, '"' * 3, "x = (", ")", "\\", "x = 5 \\", "def f(", "):", "f'{", "}'"),
        *("%%time", "%%bash", "    %pwd", "\t!ls", "\x0c"),
    )
)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(lines=st.lists(LINES, max_size=8))
def test_any_combination_of_lines_is_accepted(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert isinstance(magics.without_magics(text), str)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(text=st.text(max_size=60))
def test_any_text_is_accepted(text: str) -> None:
    assert isinstance(magics.without_magics(text), str)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(lines=st.lists(LINES, max_size=8))
def test_valid_python_is_never_changed(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        ast.parse(text)
    except SyntaxError:
        return
    assert magics.without_magics(text) == text


def test_other_line_separators_inside_strings_are_left_alone() -> None:
    assert magics.without_magics("%pwd\ns = 'a\u2028b'\n") == "pass\ns = 'a\u2028b'\n"


def test_all_lines_of_a_continued_shell_line_are_skipped() -> None:
    assert magics.without_magics("!pip install \\\n   torch\nx = 1").split() == ["pass", "x", "=", "1"]


@pytest.mark.parametrize("line", ["a, b = !ls", "x: int = !ls", "files = %sx ls"])
def test_an_assignment_of_a_shell_line_is_skipped_as_a_whole(line: str) -> None:
    assert magics.without_magics(line).strip() == "pass"
