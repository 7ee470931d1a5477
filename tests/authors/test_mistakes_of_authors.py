"""Mistakes of authors: each is told in one line that names the file, before anything is graded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from autograder.course import read_course
from autograder.errors import UserError
from autograder.grading.sessions import open_sessions
from tests.helpers.command import PROJECT, run_command
from tests.helpers.small_course import RIGHT, make_course

IMPORTS: Final = """\
import random
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import part

ONE = (1.0,)
"""
MANY: Final = (
    "def many(n: int) -> list[float]:\n    return [0.0] * n\n\n\ndef wide(x: list[float]) -> float:\n    return x[0]\n"
)
ARRAY: Final = "import numpy as np\n\n\ndef many(n: int) -> np.ndarray:\n    return np.zeros(n)\n"
DEEP: Final = "def many(n: int) -> list[list[float]]:\n    return [[0.0] * 1000] * n\n"
MISCONCEPTION: Final = """\
from autograder import misconception


@misconception("{function}", part="{part}", hint="Look again.", may_cost=("{other}",))
def thirds(x):
    return x / 3
"""


class Mistake(NamedTuple):
    """A file that an author writes, and what is said of it."""

    place: str  # below the course, with NAME for the assignment's
    text: str
    said: str  # the end of the line, after the file


def check(body: str, *, decorators: str = "", takes: str = "") -> str:
    """A suite of one check more."""
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    head = f'@part("halves", marks=5)\n{decorators}def test_it(submission, reference{takes}):\n    """does it"""'
    return f"{IMPORTS}\n\n{head}\n{lines}"


UNSTABLE: Final = {
    "chance": "submission.halve(random.random())",
    "the time": "submission.halve(float(time.time_ns() % 10**9))",
}
HASHES: Final = "for word in {str(number) for number in range(40)}: submission.halve(float(word))"
CHANGES_IN_PLACE: Final = "it changes what was drawn, or a parameter, in place"
ASKS_SOMETHING_ELSE: Final = "it asks something else when it is run again"
AN_ARRAY: Final = "@given(x=st.just(3).map(np.zeros))\n"
DRAWN: Final = "@given(x=st.just([1.0, 2.0]))\n"
CONTRACT: Final = "assignments/halving/contract.py"
SUITE: Final = "solutions/halving/test_2_more.py"
REFERENCE: Final = "solutions/halving/halving.py"
MISTAKES: Final = {
    "a parameter of another name": Mistake(
        CONTRACT,
        "def halve(number: float) -> float: ...\n",
        "halve takes number, but in {course}/solutions/halving/halving.py it takes x; the names and their order must "
        "be the same",
    ),
    "another type": Mistake(CONTRACT, "def halve(x: float) -> str: ...\n", "halve returns a string, but in"),
    "no type in the contract": Mistake(CONTRACT, "def halve(x: float): ...\n", "halve has no return annotation"),
    "no type in the reference": Mistake(
        REFERENCE, "def halve(x: float):\n    return x / 2\n", "halve has no return annotation: write `-> ...`, since"
    ),
    "a function that the reference lacks": Mistake(
        REFERENCE, "def half(x: float) -> float:\n    return x / 2\n", "there is no function halve, since"
    ),
    "no marks": Mistake(
        SUITE, check("pass").replace(", marks=5", ""), "test_it earns 0 marks: write `part('halves', marks=...)`"
    ),
    "no promise": Mistake(
        SUITE, check("pass").replace('"""does it"""', "pass"), "test_it has no docstring, which is the promise"
    ),
    "a misconception of no part": Mistake(
        "solutions/halving/misconceptions.py",
        MISCONCEPTION.format(function="halve", part="nope", other="zero"),
        "'thirds' costs a part 'nope' that does not exist; there are halves, zero",
    ),
    "a misconception that may cost no part": Mistake(
        "solutions/halving/misconceptions.py",
        MISCONCEPTION.format(function="halve", part="halves", other="nope"),
        "'thirds' costs a part 'nope' that does not exist",
    ),
    "a misconception of no function": Mistake(
        "solutions/halving/misconceptions.py",
        MISCONCEPTION.format(function="third", part="halves", other="zero"),
        "'thirds' is one of a function 'third' that does not exist; there are halve",
    ),
    "a public part misspelt": Mistake(
        "assignments/halving/checks.py",
        f'{IMPORTS}\n\n@part("halfs")\ndef test_it(submission):\n    """does it"""\n',
        "test_it is of a part 'halfs' that does not exist; there are halves, zero",
    ),
    "a key of BEYOND misspelt": Mistake(
        "assignments/halving/checks.py",
        'BEYOND = {"halfs": "more"}\n',
        "BEYOND names a part 'halfs' that does not exist",
    ),
    "a part in FOLLOWS misspelt": Mistake(
        "assignments/halving/checks.py",
        'FOLLOWS = {"halves": ("nil",)}\n',
        "FOLLOWS names a part 'nil' that does not exist",
    ),
    "a check of no part": Mistake(
        SUITE,
        'def test_it(submission):\n    """does it"""\n',
        "test_it is of no part, so nothing would depend on it: write `@part(...)` above it",
    ),
    "a public check of no part": Mistake(
        "assignments/halving/checks.py",
        'def test_it(submission):\n    """does it"""\n',
        "test_it is of no part",
    ),
    "a check that changes its case": Mistake(
        SUITE,
        check("x.append(submission.halve(x[0]))", decorators=DRAWN, takes=", x"),
        f"test_it: {CHANGES_IN_PLACE}: all students share it, so change a copy",
    ),
    "a check that changes an array of its case": Mistake(
        SUITE,
        check("x += 1", decorators="@given(x=st.just(0).map(np.zeros_like))\n", takes=", x").replace(
            "np.zeros_like", "lambda n: np.zeros(3)"
        ),
        f"test_it: {CHANGES_IN_PLACE}",
    ),
    "a check that changes an array, calls, and changes it back": Mistake(
        SUITE,
        check("x += 1\nsubmission.halve(4.0)\nx -= 1", decorators=AN_ARRAY, takes=", x"),
        f"test_it: {CHANGES_IN_PLACE}",
    ),
    "the same before it asks the reference": Mistake(
        SUITE,
        check("x += 1\nreference.halve(4.0)\nx -= 1", decorators=AN_ARRAY, takes=", x"),
        f"test_it: {CHANGES_IN_PLACE}",
    ),
    "a check that changes its parameter": Mistake(
        SUITE,
        check("x += 1", decorators='@pytest.mark.parametrize("x", [np.zeros(3)])\n', takes=", x"),
        f"test_it: {CHANGES_IN_PLACE}",
    ),
    "a check that changes its parameter, calls, and changes it back": Mistake(
        SUITE,
        check(
            "x += 1\nsubmission.halve(4.0)\nx -= 1",
            decorators='@pytest.mark.parametrize("x", [np.zeros(3)])\n',
            takes=", x",
        ),
        f"test_it: {CHANGES_IN_PLACE}",
    ),
    "a check that changes the parameter of another, calls, and changes it back": Mistake(
        SUITE,
        check("LIST.append(3.0)\nsubmission.halve(4.0)\nLIST.pop()")
        + '\n\nLIST = [1.0]\n\n\n@part("halves", marks=5)\n@pytest.mark.parametrize("x", [LIST])\n'
        + 'def test_other(submission, x):\n    """does it, too"""\n',
        f"test_it: {CHANGES_IN_PLACE}",
    ),
    "a check that tells drawn objects apart that are equal": Mistake(
        SUITE,
        check(
            "submission.halve(3.0 if x is ONE else 4.0)",
            decorators="@given(x=st.sampled_from([ONE, (2.0,)]))\n",
            takes=", x",
        ),
        f"test_it: {ASKS_SOMETHING_ELSE}",
    ),
    "a check that draws random numbers as it runs": Mistake(
        SUITE,
        check(
            "submission.halve(float(x.normal()))",
            decorators="@given(x=st.integers(0, 9).map(np.random.default_rng))\n",
            takes=", x",
        ),
        f"test_it: {ASKS_SOMETHING_ELSE}",
    ),
    "a check that asks by chance": Mistake(SUITE, check(UNSTABLE["chance"]), f"test_it: {ASKS_SOMETHING_ELSE}"),
    "a check that asks by the time": Mistake(SUITE, check(UNSTABLE["the time"]), f"test_it: {ASKS_SOMETHING_ELSE}"),
}
TOO_LARGE: Final = {
    "an answer of too many bytes": (MANY, "submission.many(1_000_000)", "many"),
    "an answer of too many values": (
        DEEP,
        "submission.many(600)",
        "the result of many cannot be read: it has too many values",
    ),
    "an argument of too many bytes": (MANY, "submission.wide([0.5] * 300_000)", "a call of wide has 2,7"),
    "answers that are too large in all": (
        ARRAY,
        "for n in range(20): submission.many(450_000 + n)",
        "right answers of many take",
    ),
    "an answer of the reference that it changes": (
        MANY,
        "reference.many(2).append(1.0)",
        "it changes in place what many returned: other checks see that, so change a copy",
    ),
    "an answer of the submission that it changes": (
        MANY,
        "submission.many(2).append(1.0)",
        "it changes in place what many returned",
    ),
}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small course; of one before it pytest would remember the suite, whose modules have the same names."""
    make_course(tmp_path)
    for name in [name for name in sys.modules if "halving" in name.split(".")]:
        del sys.modules[name]
    return tmp_path / "course"


def refusal(course: Path) -> str:
    with pytest.raises(UserError) as caught:
        open_sessions(read_course(course, with_solutions=True))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_course_without_mistakes_is_opened(course: Path) -> None:
    (course / SUITE).write_text(check("assert submission.halve(4.0) == 2.0"))
    assert list(open_sessions(read_course(course, with_solutions=True))) == ["halving"]


ODD_PARAMETERS: Final = {
    "members of an enumeration": "Kind.ONE, Kind.TWO",
    "a module": "np",
    "a class and a function": "dict, len, np.add, make_cycle",
    "an object that holds itself": "make_cycle()",
    "a tensor of a type that numpy lacks": "torch.ones(2, dtype=torch.bfloat16)",
}
ODD_HELPERS: Final = """

class Kind(enum.Enum):
    ONE = 1
    TWO = 2


def make_cycle():
    cycle = types.SimpleNamespace()
    cycle.own = cycle
    return cycle
"""


@pytest.mark.parametrize("values", ODD_PARAMETERS.values(), ids=ODD_PARAMETERS)
def test_a_check_may_have_any_parameter(course: Path, values: str) -> None:
    decorator = f'@pytest.mark.parametrize("odd", [{values}])\n'
    text = check("assert submission.halve(4.0) == 2.0", decorators=decorator, takes=", odd")
    text = text.replace("import random\n", "import enum\nimport random\nimport types\n\nimport torch\n")
    (course / SUITE).write_text(text.replace("ONE = (1.0,)\n", ODD_HELPERS))
    assert list(open_sessions(read_course(course, with_solutions=True))) == ["halving"]


def test_a_public_check_may_have_the_part_of_its_module(course: Path) -> None:
    (course / "assignments/halving/checks.py").write_text(
        "import pytest\n\npytestmark = pytest.mark.part('halves')\ntest_types = dict\n\n\n"
        "def test_it(submission):\n    pass\n"
    )
    assert list(open_sessions(read_course(course, with_solutions=True))) == ["halving"]


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_before_anything_is_graded(course: Path, mistake: Mistake) -> None:
    (course / mistake.place).write_text(mistake.text)
    assert f"{course / mistake.place}: {mistake.said.format(course=course)}" in refusal(course)


@pytest.mark.parametrize(("functions", "body", "said"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_what_cannot_be_sent_or_kept_is_the_mistake_of_the_suite(
    course: Path, functions: str, body: str, said: str
) -> None:
    with (course / REFERENCE).open("a") as file:
        file.write(f"\n\n{functions}")
    (course / SUITE).write_text(check(body))
    assert said in refusal(course)


@pytest.mark.parametrize("missing", [CONTRACT, "assignments/halving/halving.py"])
def test_a_file_that_is_missing_is_named(course: Path, missing: str) -> None:
    (course / missing).unlink()
    assert f"{course / missing} is missing: every assignment needs this file" in refusal(course)


def test_a_suite_that_is_missing_is_named(course: Path) -> None:
    (course / "solutions/halving/test_halving.py").unlink()
    assert f"the suite in {course / 'solutions/halving'} cannot be run: it has no checks" in refusal(course)


def test_what_breaks_in_a_check_is_told_with_its_place(course: Path) -> None:
    helper = course / "solutions/halving/strategies.py"
    helper.write_text("def broken():\n    return Csae()\n")
    (course / "solutions/halving/__init__.py").touch()
    text = check("from .strategies import broken\nbroken()")
    (course / SUITE).write_text(text)
    told = refusal(course)
    assert f"{helper}, line 2: NameError: name 'Csae' is not defined; so `test_it` cannot be run" in told


def test_a_suite_that_cannot_be_imported_is_told_in_a_line_with_its_place(course: Path) -> None:
    (course / SUITE).write_text(f"{IMPORTS}\n\n@settings(max_examples=3)\n@given(x=st.just(1))\ndef test_it(x): ...\n")
    assert refusal(course).endswith(f"{Path(SUITE).name}:14: NameError: name 'settings' is not defined")


def test_what_says_more_than_a_line_is_told_in_one(course: Path) -> None:
    (course / SUITE).write_text(check("raise ValueError('no\\n\\ngood')"))
    assert "ValueError: no / good; so `test_it` cannot be run" in refusal(course)


AT_PLAIN_PYTEST: Final = ("a check of no part", "a parameter of another name", "no type in the reference", "no promise")


@pytest.mark.parametrize("name", AT_PLAIN_PYTEST)
def test_plain_pytest_with_a_submission_says_the_same_without_a_traceback(course: Path, name: str) -> None:
    mistake = MISTAKES[name]
    (course / mistake.place).write_text(mistake.text)
    (course / "solutions/halving/__init__.py").touch()
    (course / "halving.py").write_text(RIGHT)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "solutions/halving"]
    done = subprocess.run(
        [*command, "--submission", "halving.py"], cwd=course, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode != 0
    assert mistake.said.format(course=course) in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "INTERNALERROR" not in done.stdout + done.stderr


def test_plain_pytest_gives_no_marks_where_the_reference_fails_its_own_suite(course: Path) -> None:
    (course / SUITE).write_text(check("assert submission.halve(4.0) == 3.0"))
    (course / "solutions/halving/__init__.py").touch()
    (course / "halving.py").write_text(RIGHT)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "solutions/halving"]
    done = subprocess.run(
        [*command, "--submission", "halving.py"], cwd=course, capture_output=True, text=True, timeout=120, check=False
    )
    assert "fails its own suite" in done.stdout
    assert "no marks, because the suite is not sound: test_it" in done.stdout
    assert "total:" not in done.stdout


@pytest.mark.long
def test_plain_pytest_tells_of_strategies_that_draw_something_else_each_time(course: Path) -> None:
    (course / SUITE).write_text(
        check("submission.halve(x)", decorators="@given(x=st.builds(time.time))\n", takes=", x")
    )
    (course / "halving.py").write_text(RIGHT)
    line = [sys.executable, "-m", "pytest", "-q", "solutions/halving", "--submission", "halving.py"]
    done = subprocess.run(
        line, cwd=course, env={"PYTHONPATH": str(PROJECT), "PATH": ""}, capture_output=True, text=True, check=False
    )
    assert "test_it asks something else each time: every student would get other cases" in done.stdout, done.stdout


@pytest.mark.long
def test_judge_tells_of_every_check_that_asks_something_else_in_another_process(course: Path) -> None:
    for number in range(2):
        text = check(HASHES).replace("test_it", f"test_it_{number}")
        (course / f"solutions/halving/test_{number}.py").write_text(text)
    run = run_command("judge", cwd=course)
    assert run.code == 1, run.errors
    told = [line for line in run.output.replace("\n", " ").split("halving: ") if "asks something else" in line]
    assert len(told) == 2
