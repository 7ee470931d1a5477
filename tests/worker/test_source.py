"""Running a submission's source: cells that build on each other, and what is left when one of them fails."""

from __future__ import annotations

import pickle

import pytest

from autograder.worker import exceptions
from autograder.worker.wire import Problem
from tests.helpers.source_runs import STEM, run_cells, run_file


def test_a_cell_can_use_what_earlier_cells_defined() -> None:
    module, problems = run_cells("first = 1", "def second():\n    return first + 1", "third = second() + 1")
    assert problems == []
    assert module.third == 3


def test_the_other_cells_count_when_one_raises() -> None:
    module, problems = run_cells("first = 1", "before = 2\nfirst / 0\nafter = 3", "third = 3")
    assert problems == [Problem("cell 2, line 2", "ZeroDivisionError: division by zero")]
    assert (module.first, module.before, module.third) == (1, 2, 3)
    assert not hasattr(module, "after")


def test_the_other_cells_count_when_one_has_a_syntax_error() -> None:
    module, problems = run_cells("first = 1", "second = 2\ndef broken(:\n    pass", "third = 3")
    assert [problem.where for problem in problems] == ["cell 2, line 2"]
    assert problems[0].error.startswith("SyntaxError: ")
    assert (module.first, hasattr(module, "second"), module.third) == (1, False, 3)


UNFINISHED = {
    "a bracket": ("x = [1, (2, 3\ny = 2\n", "'(' was never closed"),
    "a bracket in the last line": ("x = 1\nprint(x", "'(' was never closed"),
    "a text": ("x = 1\n\ny = '", "unterminated string literal"),
    "a function": ("def f():\n", "expected an indented block after function definition"),
}


@pytest.mark.parametrize(("text", "said"), UNFINISHED.values(), ids=UNFINISHED)
def test_what_was_not_written_to_its_end_is_told_as_python_tells_it(text: str, said: str) -> None:
    for _, problems in (run_file(text), run_cells(text)):
        assert said in problems[0].error


def test_a_block_may_end_without_a_new_line() -> None:
    module, problems = run_cells("if True:\n    x = 1")
    assert (module.x, problems) == (1, [])


def test_every_cell_that_raised_is_reported() -> None:
    _, problems = run_cells("1 / 0", "fine = 1", "unknown_name", "import no_such_module_anywhere")
    assert [problem.where for problem in problems] == ["cell 1, line 1", "cell 3, line 1", "cell 4, line 1"]


def test_the_other_statements_of_a_file_count_when_one_raises() -> None:
    module, problems = run_file("def first():\n    return 1\n\n1 / 0\n\ndef second():\n    return 2\n")
    assert problems == [Problem(f"{STEM}.py, line 4", "ZeroDivisionError: division by zero")]
    assert (module.first(), module.second()) == (1, 2)


def test_the_innermost_line_of_the_student_is_reported_when_a_library_raises() -> None:
    _, problems = run_file("import json\n\ndef read(text):\n    return json.loads(text)\n\nread('[')\n")
    assert problems[0].where == f"{STEM}.py, line 4"


def test_the_line_in_the_defining_cell_is_reported_when_its_function_raises() -> None:
    _, problems = run_cells("def broken():\n    pass\n    return 1 / 0", "broken()")
    assert problems[0].where == "cell 1, line 3"


def test_line_numbers_are_right_below_a_magic() -> None:
    _, problems = run_cells("%matplotlib inline\n!ls\n\n1 / 0")
    assert problems[0].where == "cell 1, line 4"


STOPPERS = {
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


@pytest.mark.parametrize("text", STOPPERS.values(), ids=STOPPERS)
def test_the_next_cell_runs_however_one_stops(text: str) -> None:
    module, problems = run_cells(text, "after = 1")
    assert len(problems) == 1
    assert problems[0].where.startswith("cell 1")
    assert module.after == 1


def test_a_long_message_is_cut() -> None:
    _, problems = run_cells("raise ValueError('x' * 100_000)")
    assert len(problems[0].error) < 1_000


def test_code_under_main_does_not_run() -> None:
    module, problems = run_file("value = 1\nif __name__ == '__main__':\n    value = 2\n    1 / 0\n")
    assert problems == []
    assert (module.value, module.__name__) == (1, STEM)


def test_await_works_at_the_top_level_of_a_cell() -> None:
    module, problems = run_cells("import asyncio\nawait asyncio.sleep(0)\nvalue = 2", "after = value + 1")
    assert problems == []
    assert (module.value, module.after) == (2, 3)


def test_async_loops_work_at_the_top_level_of_a_cell() -> None:
    text = "async def count():\n    yield 1\n    yield 2\ntotal = 0\nasync for n in count():\n    total += n"
    module, problems = run_cells(text)
    assert problems == []
    assert module.total == 3


def test_a_cell_can_call_asyncio_run_itself() -> None:
    module, problems = run_cells("import asyncio\nasync def f():\n    return 2\nvalue = asyncio.run(f())")
    assert problems == []
    assert module.value == 2


def test_the_line_is_reported_when_a_cell_with_await_raises() -> None:
    _, problems = run_cells("import asyncio\nawait asyncio.sleep(0)\n1 / 0")
    assert problems == [Problem("cell 1, line 3", "ZeroDivisionError: division by zero")]


def test_a_future_import_holds_for_later_cells() -> None:
    later = "def f(x: Unknown) -> AlsoUnknown:\n    return x"
    module, problems = run_cells("from __future__ import annotations", later)
    assert problems == []
    assert module.f.__annotations__ == {"x": "Unknown", "return": "AlsoUnknown"}


def test_annotations_are_evaluated_without_a_future_import() -> None:
    module, problems = run_cells("def f(x: int) -> float:\n    return x")
    assert problems == []
    assert module.f.__annotations__ == {"x": int, "return": float}


def test_a_future_import_does_not_reach_the_next_submission() -> None:
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


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_a_cell_that_does_not_end_is_interrupted(text: str) -> None:
    module, problems = run_cells("before = 1", text, "after = 2", seconds=0.2)
    assert [problem.where.split(",")[0] for problem in problems] == ["cell 2"]
    assert problems[0].error == "Interrupted: still running after 0.2 s"
    assert (module.before, module.after) == (1, 2)


def test_every_cell_has_the_full_time_to_itself() -> None:
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


@pytest.mark.parametrize("text", IPYTHON.values(), ids=IPYTHON)
def test_calls_of_ipython_in_an_exported_notebook_do_nothing(text: str) -> None:
    module, problems = run_file(f"{text}\nvalue = 2\n")
    assert problems == []
    assert module.value == 2


def test_dataclasses_and_pickle_find_the_module() -> None:
    text = "from dataclasses import dataclass\n\n@dataclass\nclass Run:\n    loss: 'float'\n"
    module, problems = run_file(text)
    assert problems == []
    assert pickle.loads(pickle.dumps(module.Run(1.0))) == module.Run(1.0)


def test_inspect_finds_the_source_of_a_cell() -> None:
    module, problems = run_cells("import inspect\ndef f():\n    return 1\ntext = inspect.getsource(f)")
    assert problems == []
    assert module.text == "def f():\n    return 1\n"


def test_cells_without_code_cause_no_problem() -> None:
    _, problems = run_cells("", "\n\n", "# only a comment", "   ", "%matplotlib inline")
    assert problems == []


def test_windows_line_ends_do_not_matter() -> None:
    module, problems = run_file("%matplotlib inline\r\ndef f():\r\n    return 2\r\n")
    assert problems == []
    assert module.f() == 2


def test_a_lone_surrogate_in_a_message_is_escaped() -> None:
    assert exceptions.message(ValueError("\ud800")).encode() == b"\\ud800"
