"""A file runs statement by statement: what raises costs nothing that other statements define."""

from __future__ import annotations

import time

import pytest

from autograder.worker import source, wire
from tests.helpers.source_runs import STEM, run_file


def run(text: str, *names: str, total: float = 20.0, by_statement: bool = True) -> wire.Loaded:
    """Run a file whose functions of these names will be called."""
    order = wire.Load(STEM, [(f"{STEM}.py", text)], 10.0, total, by_statement, list(names))
    return source.run(source.fresh_module(STEM), order)


def test_every_statement_that_raises_is_reported_with_its_line() -> None:
    module, problems = run_file("1 / 0\nvalue = 1\n\nunknown\n")
    assert [problem.where for problem in problems] == [f"{STEM}.py, line 1", f"{STEM}.py, line 4"]
    assert module.value == 1


@pytest.mark.parametrize(
    "block",
    [
        "if True:\n    first = 1\n    1 / 0\n    second = 2",
        "try:\n    first = 1\n    1 / 0\nfinally:\n    pass\nif False:\n    second = 2",
        "with open(__name__ + 'nowhere'):\n    second = 2\nfirst = 1",
        "for first in (1, 2):\n    1 / 0\n    second = 2",
    ],
)
def test_a_block_is_one_statement(block: str) -> None:
    module, problems = run_file(f"{block}\nthird = 3\n")
    assert len(problems) == 1
    assert (module.first, hasattr(module, "second"), module.third) == (1, False, 3)


def test_a_decorated_function_and_a_class_are_each_one_statement() -> None:
    module, problems = run_file("@unknown\ndef first():\n    pass\nclass Second:\n    1 / 0\ndef third():\n    pass\n")
    assert [problem.where for problem in problems] == [f"{STEM}.py, line 1", f"{STEM}.py, line 5"]
    assert [hasattr(module, name) for name in ("first", "Second", "third")] == [False, False, True]


@pytest.mark.parametrize("text", ["value = 1\ndef f(:\n    pass\n", "value = 1\nreturn 2\n", "value = '\0'\n"])
def test_nothing_of_a_file_that_cannot_be_compiled_is_used(text: str) -> None:
    module, problems = run_file(text)
    assert [problem.unusable for problem in problems] == [True]
    assert not hasattr(module, "value")


def test_an_error_of_syntax_while_a_statement_runs_spoils_nothing_else() -> None:
    module, problems = run_file("exec('1 +')\nvalue = 1\n")
    assert [problem.unusable for problem in problems] == [False]
    assert module.value == 1


def test_a_future_import_holds_for_the_whole_file() -> None:
    module, problems = run_file('"""About."""\nfrom __future__ import annotations\ndef f(x: Unknown): ...\n')
    assert problems == []
    assert (module.f.__annotations__, module.__doc__) == ({"x": "Unknown"}, "About.")


def test_a_text_that_stands_alone_is_not_the_docstring() -> None:
    module, problems = run_file('value = 1\n"""Automatically generated."""\nother = 2\n')
    assert problems == []
    assert (module.__doc__, module.other) == (None, 2)


def test_await_works_at_the_top_level_of_a_file() -> None:
    module, problems = run_file("import asyncio\nawait asyncio.sleep(0)\nvalue = 2\n")
    assert (problems, module.value) == ([], 2)


def test_magics_and_shell_lines_of_an_export_are_skipped() -> None:
    module, problems = run_file("!pip install torch\n%matplotlib inline\nvalue = 1\n")
    assert (problems, module.value) == ([], 1)


def test_what_is_needed_and_missing_is_told_of_each_problem() -> None:
    helper = "def helper():\n    return nx.one\n"
    loaded = run(f"import nowhere_x as nx\nimport nowhere_y\n{helper}@nx.wrap\ndef train():\n    helper()\n", "train")
    assert [(problem.lost, problem.lacks) for problem in loaded.problems] == [(["nx"], ""), ([], ""), (["train"], "nx")]


def test_a_local_variable_makes_no_name_of_the_module_needed() -> None:
    loaded = run("data = unknown\ndef train(x):\n    data = x\n    return [data for x in data]\n", "train")
    assert [problem.lost for problem in loaded.problems] == [[]]


def test_what_a_star_import_may_have_defined_is_missing_because_of_it() -> None:
    loaded = run("from nowhere import *\ndef train():\n    return helper()\n", "train")
    assert [problem.lost for problem in loaded.problems] == [["helper"]]


def test_a_cell_that_cannot_be_parsed_would_have_defined_what_it_seems_to() -> None:
    loaded = run("def train(x):\n    return (x\n", "train", by_statement=False)
    assert [problem.lost for problem in loaded.problems] == [["train"]]


def test_time_for_all_statements_costs_only_what_was_not_defined_by_then() -> None:
    text = "import time\nvalue = 1\ntime.sleep(5)\ndef train(): ...\ndef fit(): ...\n"
    start = time.monotonic()
    module, loaded = source.fresh_module(STEM), None
    order = wire.Load(STEM, [(f"{STEM}.py", text)], 10.0, 0.2, True, ["train", "fit"])
    loaded = source.run(module, order)
    assert time.monotonic() - start < 3
    assert (module.value, hasattr(module, "train")) == (1, False)
    (problem,) = loaded.problems
    assert problem.where == f"{STEM}.py, line 3"
    assert problem.error == "OutOfTime: running the file took all 0.2 s"
    assert problem.lost == ["fit", "train"]


def test_many_problems_still_fit_into_a_reply() -> None:
    loaded = run("\n".join(f"unknown_{number}" for number in range(3_000)) + "\n@nothing\ndef train(): ...\n", "train")
    assert len(loaded.problems) == wire.MOST_PROBLEMS
    assert loaded.problems[0].lost == ["train"]
    assert wire.decode_reply(wire.encode(loaded)) == loaded
