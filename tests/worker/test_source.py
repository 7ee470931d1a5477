"""Running a submission's source: cells, magics, and what is left when something goes wrong."""

from __future__ import annotations

import ast
import pickle
import sys
import types
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.worker import source
from autograder.worker.wire import Problem

STEM = "submission_under_test"
PLENTY = 20.0


@pytest.fixture(autouse=True)
def forget_the_module() -> Iterator[None]:
    yield
    sys.modules.pop(STEM, None)


def run_cells(*cells: str, seconds: float = PLENTY) -> tuple[types.ModuleType, list[Problem]]:
    module = source.fresh_module(STEM)
    labelled = [(f"cell {number}", text) for number, text in enumerate(cells, 1)]
    return module, source.run(module, labelled, seconds)


def run_file(text: str) -> tuple[types.ModuleType, list[Problem]]:
    module = source.fresh_module(STEM)
    return module, source.run(module, [(f"{STEM}.py", text)], PLENTY)


PASSED_OVER = {
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


@pytest.mark.parametrize("line", PASSED_OVER.values(), ids=PASSED_OVER.keys())
def test_lines_that_only_ipython_knows_are_passed_over(line: str) -> None:
    module, problems = run_cells(f"before = 1\n{line}\nafter = 2\n")
    assert problems == []
    assert (module.before, module.after) == (1, 2)


@pytest.mark.parametrize("line", PASSED_OVER.values(), ids=PASSED_OVER.keys())
def test_line_numbers_stay_when_a_magic_is_passed_over(line: str) -> None:
    text = f"before = 1\n{line}\nafter = 2\n"
    assert len(source.without_magics(text).splitlines()) == len(text.splitlines())


PLAIN = {
    "percent_at_the_beginning_of_a_line": "value = (17\n% 5)",
    "percent_after_a_backslash": "value = 17 \\\n    % 5",
    "text_formatting_over_lines": "value = len('%d'\n    % 2) + 1",
    "exclamation_mark_in_a_string": 'text = """\n!ls\n%time\n"""\nvalue = text.count("!") + 1',
    "question_in_a_comment": "value = 2  # is that so?",
    "only_a_question_in_a_comment": "# right?\nvalue = 2",
    "not_equal": "value = 2 if 1\\\n!= 2 else 0",
    "question_mark_in_a_string": "value = len('?') + 1",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN.keys())
def test_plain_python_is_left_as_it_is_when_it_looks_like_a_magic(text: str) -> None:
    module, problems = run_cells(text)
    assert problems == []
    assert module.value == 2


INSIDE = {
    "percent_at_the_beginning_of_a_line": "value = (17\n% 5)",
    "percent_after_a_backslash": "value = 17 \\\n    % 5",
    "magics_in_a_string": 'text = """\n!ls\n%time\n"""\nvalue = text.count("!") + 1',
    "help_in_a_string": "text = '''\nprint?\n'''\nvalue = text.count('?') + 1",
}


@pytest.mark.parametrize("text", INSIDE.values(), ids=INSIDE.keys())
def test_an_expression_is_left_as_it_is_when_a_magic_stands_beside_it(text: str) -> None:
    module, problems = run_cells(f"%matplotlib inline\n{text}\n!ls")
    assert problems == []
    assert module.value == 2


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 1", "%%capture out", "%%prun", "\n\n%%time"])
def test_the_body_of_a_cell_magic_runs_when_it_is_python(magic: str) -> None:
    module, problems = run_cells(f"{magic}\nvalue = 2")
    assert problems == []
    assert module.value == 2


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%javascript", "%%writefile notes.py", "%%latex", "%%"])
def test_the_body_of_a_cell_magic_is_passed_over_when_it_is_another_language(magic: str) -> None:
    module, problems = run_cells(f"{magic}\nvalue = 2", "other = 3")
    assert problems == []
    assert (hasattr(module, "value"), module.other) == (False, 3)


def test_magics_in_the_body_are_passed_over_when_the_cell_is_timed() -> None:
    module, problems = run_cells("%%time\n!ls\nvalue = 2\n%matplotlib inline")
    assert problems == []
    assert module.value == 2


def test_cells_see_each_other_when_one_uses_what_another_defined() -> None:
    module, problems = run_cells("first = 1", "def second():\n    return first + 1", "third = second() + 1")
    assert problems == []
    assert module.third == 3


def test_other_cells_count_when_one_raises() -> None:
    module, problems = run_cells("first = 1", "kept = 2\nfirst / 0\nlost = 3", "third = 3")
    assert problems == [Problem("cell 2, line 2", "ZeroDivisionError: division by zero")]
    assert (module.first, module.kept, module.third) == (1, 2, 3)
    assert not hasattr(module, "lost")


def test_other_cells_count_when_one_has_a_syntax_error() -> None:
    module, problems = run_cells("first = 1", "second = 2\ndef broken(:\n    pass", "third = 3")
    assert [problem.where for problem in problems] == ["cell 2, line 2"]
    assert problems[0].error.startswith("SyntaxError: ")
    assert (module.first, hasattr(module, "second"), module.third) == (1, False, 3)


def test_every_cell_that_raised_is_told_when_there_are_several() -> None:
    _, problems = run_cells("1 / 0", "fine = 1", "unknown_name", "import no_such_module_anywhere")
    assert [problem.where for problem in problems] == ["cell 1, line 1", "cell 3, line 1", "cell 4, line 1"]


def test_what_was_defined_stays_when_a_file_raises_half_way() -> None:
    module, problems = run_file("def first():\n    return 1\n\n1 / 0\n\ndef second():\n    return 2\n")
    assert problems == [Problem(f"{STEM}.py, line 4", "ZeroDivisionError: division by zero")]
    assert module.first() == 1
    assert not hasattr(module, "second")


def test_the_innermost_line_of_the_student_is_told_when_a_library_raises() -> None:
    _, problems = run_file("import json\n\ndef read(text):\n    return json.loads(text)\n\nread('[')\n")
    assert problems[0].where == f"{STEM}.py, line 4"


def test_the_line_in_another_cell_is_told_when_its_function_raises() -> None:
    _, problems = run_cells("def broken():\n    pass\n    return 1 / 0", "broken()")
    assert problems[0].where == "cell 1, line 3"


def test_the_line_is_the_students_when_a_magic_stood_above() -> None:
    _, problems = run_cells("%matplotlib inline\n!ls\n\n1 / 0")
    assert problems[0].where == "cell 1, line 4"


STOPS = {
    "exit": "raise SystemExit(0)",
    "sys_exit": "import sys\nsys.exit()",
    "keyboard_interrupt": "raise KeyboardInterrupt",
    "its_own_base_exception": "class Odd(BaseException): pass\nraise Odd",
    "a_string_that_cannot_be_read": "class Odd(Exception):\n    def __str__(self): return 1 / 0\nraise Odd",
    "a_string_that_exits": "class Odd(Exception):\n    def __str__(self): raise SystemExit\nraise Odd",
    "endless_recursion": "def f(): f()\nf()",
    "nul_in_the_source": "value = '\0'",
    "deep_nesting": "value = " + "(" * 500 + ")" * 500,
    "bad_indentation": "  value = 1",
    "tabs_and_blanks": "if True:\n\tvalue = 1\n        other = 2",
    "open_string": "value = 'open",
    "open_bracket": "value = (1,",
    "lone_surrogate": "value = '\ud800'",
}


@pytest.mark.parametrize("text", STOPS.values(), ids=STOPS.keys())
def test_the_next_cell_runs_when_one_stops_in_an_odd_way(text: str) -> None:
    module, problems = run_cells(text, "after = 1")
    assert len(problems) == 1
    assert problems[0].where.startswith("cell 1")
    assert module.after == 1


def test_a_long_message_is_cut_when_it_is_told() -> None:
    _, problems = run_cells("raise ValueError('x' * 100_000)")
    assert len(problems[0].error) < 1_000


def test_nothing_runs_when_it_stands_under_main() -> None:
    module, problems = run_file("value = 1\nif __name__ == '__main__':\n    value = 2\n    1 / 0\n")
    assert problems == []
    assert (module.value, module.__name__) == (1, STEM)


def test_await_works_when_it_stands_at_the_top_level_of_a_cell() -> None:
    module, problems = run_cells("import asyncio\nawait asyncio.sleep(0)\nvalue = 2", "after = value + 1")
    assert problems == []
    assert (module.value, module.after) == (2, 3)


def test_async_loops_work_when_they_stand_at_the_top_level() -> None:
    text = "async def count():\n    yield 1\n    yield 2\ntotal = 0\nasync for n in count():\n    total += n"
    module, problems = run_cells(text)
    assert problems == []
    assert module.total == 3


def test_asyncio_run_works_when_a_cell_calls_it_itself() -> None:
    module, problems = run_cells("import asyncio\nasync def f():\n    return 2\nvalue = asyncio.run(f())")
    assert problems == []
    assert module.value == 2


def test_the_line_is_told_when_a_cell_with_await_raises() -> None:
    _, problems = run_cells("import asyncio\nawait asyncio.sleep(0)\n1 / 0")
    assert problems == [Problem("cell 1, line 3", "ZeroDivisionError: division by zero")]


def test_a_future_import_holds_for_later_cells_when_an_earlier_one_has_it() -> None:
    later = "def f(x: Unknown) -> AlsoUnknown:\n    return x"
    module, problems = run_cells("from __future__ import annotations", later)
    assert problems == []
    assert module.f.__annotations__ == {"x": "Unknown", "return": "AlsoUnknown"}


def test_annotations_are_evaluated_when_nobody_imported_the_future() -> None:
    module, problems = run_cells("def f(x: int) -> float:\n    return x")
    assert problems == []
    assert module.f.__annotations__ == {"x": int, "return": float}


def test_a_future_import_does_not_reach_the_next_submission_when_one_had_it() -> None:
    run_cells("from __future__ import annotations")
    module, _ = run_cells("def f(x: int) -> float:\n    return x")
    assert module.f.__annotations__ == {"x": int, "return": float}


ENDLESS = {
    "plain": "while True: pass",
    "with_a_handler": "while True:\n    try:\n        while True: pass\n    except Exception:\n        pass",
    "sleeping": "import time\ntime.sleep(60)",
    "awaiting": "import asyncio\nawait asyncio.sleep(60)",
    "in_a_function": "def f():\n    n = 0\n    while True: n += 1\nf()",
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS.keys())
def test_a_cell_is_interrupted_when_it_does_not_end(text: str) -> None:
    module, problems = run_cells("before = 1", text, "after = 2", seconds=0.2)
    assert [problem.where.split(",")[0] for problem in problems] == ["cell 2"]
    assert problems[0].error == "Interrupted: still running after 0.2 s"
    assert (module.before, module.after) == (1, 2)


def test_every_cell_has_the_whole_time_when_there_are_many() -> None:
    cells = ["import time\ntime.sleep(0.2)\ndone = True"] * 4
    _, problems = run_cells(*cells, seconds=0.6)
    assert problems == []


IPYTHON = {
    "line_magic": "get_ipython().run_line_magic('matplotlib', 'inline')",
    "old_magic": "get_ipython().magic('time')",
    "system": "files = get_ipython().system('ls')",
    "nested": "get_ipython().events.register('pre_run_cell', print)",
    "display": "display(1, 2)",
}


@pytest.mark.parametrize("text", IPYTHON.values(), ids=IPYTHON.keys())
def test_calls_of_ipython_do_nothing_when_a_file_was_exported_from_a_notebook(text: str) -> None:
    module, problems = run_file(f"{text}\nvalue = 2\n")
    assert problems == []
    assert module.value == 2


def test_dataclasses_and_pickles_find_the_module_when_they_look_for_it() -> None:
    text = "from dataclasses import dataclass\n\n@dataclass\nclass Run:\n    loss: 'float'\n"
    module, problems = run_file(text)
    assert problems == []
    assert pickle.loads(pickle.dumps(module.Run(1.0))) == module.Run(1.0)


def test_tracebacks_show_the_students_line_when_something_asks_for_its_source() -> None:
    module, problems = run_cells("import inspect\ndef f():\n    return 1\ntext = inspect.getsource(f)")
    assert problems == []
    assert module.text == "def f():\n    return 1\n"


def test_an_empty_cell_costs_nothing_when_it_runs() -> None:
    _, problems = run_cells("", "\n\n", "# only a comment", "   ", "%matplotlib inline")
    assert problems == []


def test_line_ends_do_not_matter_when_a_file_comes_from_windows() -> None:
    module, problems = run_file("%matplotlib inline\r\ndef f():\r\n    return 2\r\n")
    assert problems == []
    assert module.f() == 2


LINES = st.sampled_from(
    (
        *("x = 1", "%time x", "!ls", "y = !ls", "if x:", "    pass", "print?", "?x", "% 3", "x != 2", "# a", ""),
        *("'" * 3, '"' * 3, "x = (", ")", "\\", "x = 5 \\", "def f(", "):", "f'{", "}'"),
        *("%%time", "%%bash", "    %pwd", "\t!ls", "\x0c"),
    )
)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(lines=st.lists(LINES, max_size=8))
def test_nothing_is_raised_when_lines_are_thrown_together(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert isinstance(source.without_magics(text), str)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(text=st.text(max_size=60))
def test_nothing_is_raised_when_a_cell_is_any_text(text: str) -> None:
    assert isinstance(source.without_magics(text), str)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(lines=st.lists(LINES, max_size=8))
def test_valid_python_is_never_touched_when_it_is_prepared(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        ast.parse(text)
    except SyntaxError:
        return
    assert source.without_magics(text) == text


def test_other_line_separators_inside_strings_are_left_alone() -> None:
    assert source.without_magics("%pwd\ns = 'a\u2028b'\n") == "pass\ns = 'a\u2028b'\n"


def test_a_shell_line_that_goes_on_is_passed_over_whole() -> None:
    assert source.without_magics("!pip install \\\n   torch\nx = 1").split() == ["pass", "x", "=", "1"]


@pytest.mark.parametrize("line", ["a, b = !ls", "x: int = !ls", "files = %sx ls"])
def test_what_a_shell_line_is_assigned_to_is_passed_over_with_it(line: str) -> None:
    assert source.without_magics(line).strip() == "pass"


def test_a_message_with_half_a_character_can_be_sent() -> None:
    assert source.message(ValueError("\ud800")).encode() == b"\\ud800"
