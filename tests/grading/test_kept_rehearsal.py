"""What a suite drew and its reference answered is kept as data, and never believed where anything has changed."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.course import read_course
from autograder.grading.calls import CallEncoder, CallKey
from autograder.grading.checks import rehearse as rehearse_check
from autograder.grading.contract import contract_of
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.kept_rehearsal import FOLDER, KeptRehearsal, kept_file, read_kept
from autograder.grading.loading import load_file
from autograder.grading.sessions import open_sessions, rehearse
from autograder.grading.snapshot import snapshot
from autograder.grading.subjects import Reference, Rehearsal
from tests.helpers.command import ASSIGNMENTS
from tests.helpers.halving_course import make_course
from tests.helpers.suites import course_of, suite_of


class Pair(NamedTuple):
    """A record as strategies draw them."""

    first: Any
    second: Any


class Named(Pair):
    """A record that holds more than its fields."""

    name: str


def named(name: str) -> Named:
    pair = Named(1, 2)
    pair.name = name
    return pair


ARRAYS = arrays.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_]),
    arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
)
PLAIN = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text()
DATA = st.recursive(
    PLAIN | ARRAYS | ARRAYS.map(np.asfortranarray) | ARRAYS.map(torch.from_numpy),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.builds(Pair, inner, inner)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


def kept_and_read(value: object) -> tuple[dict[str, Any], ...] | None:
    kept = KeptRehearsal()
    kept.keep_cases("check", [{"x": value}])
    return KeptRehearsal(kept.content).cases("check")


@given(value=DATA)
def test_what_is_drawn_comes_back_as_it_was(value: object) -> None:
    cases = kept_and_read(value)
    assert cases is not None
    assert snapshot(cases[0]["x"]) == snapshot(value)


@pytest.mark.parametrize("order", ["C", "F"])
def test_an_array_comes_back_in_the_order_in_which_it_lay_in_memory(order: Any) -> None:
    array = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], order=order)
    for value in (array, torch.from_numpy(array)):
        cases = kept_and_read(value)
        assert cases is not None
        strides = cases[0]["x"].stride() if isinstance(value, torch.Tensor) else cases[0]["x"].strides
        assert strides == (value.stride() if isinstance(value, torch.Tensor) else value.strides)


def test_what_comes_back_can_be_written_to() -> None:
    cases = kept_and_read((np.zeros(2), torch.zeros(2)))
    assert cases is not None
    for value in cases[0]["x"]:
        value += 1


NOT_DATA = {
    "an object": object(),
    "a set": {1},
    "half a character": "\ud800",
    "a record with an attribute": named("one"),
    "a class of an other module": type("Local", (Pair,), {})(1, 2),
    "a function": len,
    "a large number": 2**64,
    "every other entry of an array": np.arange(6.0)[::2],
    "texts in an array": np.array(["a"]),
    "a tensor with a gradient": torch.ones(1, requires_grad=True),
    "a number of numpy": np.float64(1.0),
    "a tensor of a type that numpy lacks": torch.ones(2, dtype=torch.bfloat16),
    "a sparse tensor": torch.ones(2).to_sparse(),
}


@pytest.mark.parametrize("value", NOT_DATA.values(), ids=NOT_DATA)
def test_what_is_not_data_is_drawn_again(value: object) -> None:
    assert kept_and_read([value]) is None


@pytest.mark.parametrize(
    "damage",
    [lambda data: b"", lambda data: data[:-1], lambda data: data[:50] + b"?" + data[51:], lambda data: b"nothing" * 9],
    ids=["empty", "cut off", "a byte", "something else"],
)
def test_of_a_damaged_file_nothing_is_believed(damage: Callable[[bytes], bytes]) -> None:
    kept = KeptRehearsal()
    kept.answers[b"a call"] = b"a reply"
    kept.keep_cases("check", [{"x": 1.0}])
    kept.keep_calls("check", [CallKey(b"a call", 0), CallKey(b"a call", 1)])
    assert KeptRehearsal(kept.content).size == (1, 1, 1)
    assert KeptRehearsal(damage(kept.content)).size == (0, 0, 0)


def sealed(*content: object) -> bytes:
    data = msgspec.msgpack.encode(content)
    return hashlib.sha256(data).digest() + data


DEEP = msgspec.Raw(b"\x91" * 100_000 + b"\xc0")
NONSENSE = {
    "nothing": sealed(),
    "a place beyond the answers": sealed({}, [(b"a call", b"a reply")], {"check": [(1, 0)]}),
    "a place before the answers": sealed({}, [(b"a call", b"a reply")], {"check": [(-1, 0)]}),
    "lists in lists": sealed({"check": [DEEP]}, [], {}),
    "cases that are numbers": sealed({"check": [1]}, [], {}),
    "an array of too few bytes": sealed({"check": [[("x", ["numpy", "<f8", "C", [3], b"123"])]]}, [], {}),
    "an array of no type": sealed({"check": [[("x", ["numpy", "<q9", "C", [3], b"123"])]]}, [], {}),
    "a list as a key": sealed({"check": [[("x", ["dict", [[["list", []], 1]]])]]}, [], {}),
    "a record of another length": sealed({"check": [[("x", ["record", __name__, "Pair", [1]])]]}, [], {}),
    "a class that is no record": sealed({"check": [[("x", ["record", __name__, "Path", [1]])]]}, [], {}),
}


@pytest.mark.parametrize("content", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_with_the_right_hash_is_not_believed(content: bytes) -> None:
    kept = KeptRehearsal(content)
    assert kept.cases("check") is None
    assert kept.calls("check") is None


# A reference that tells how often it was called.
REFERENCE = """
from pathlib import Path

def halve(x: float) -> float:
    with Path(__file__).parent.with_name("called.log").open("a") as log:
        log.write("|")
    return x / 2
"""


class Kept(NamedTuple):
    """A course, and how often its reference has been called."""

    course: Path

    @property
    def private(self) -> Path:
        return self.course / "solutions/halving"

    @property
    def files(self) -> list[Path]:
        return sorted((self.course / "solutions" / FOLDER).glob("*.msgpack"))

    def opened(self) -> HiddenSuite:
        return open_sessions(read_course(self.course, with_solutions=True), keep=True)["halving"]

    @property
    def fresh_files(self) -> list[Path]:
        return sorted((self.course / "solutions" / FOLDER).glob("*/*.msgpack"))

    def calls_to_open(self) -> int:
        log = self.course / "solutions/called.log"
        log.write_text("")
        self.opened()
        return len(log.read_text())


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    course = make_course(tmp_path)
    (course / "solutions/halving/halving.py").write_text(REFERENCE)
    return Kept(course)


def test_the_next_rehearsal_asks_the_reference_nothing_and_has_the_same_cases_and_calls(kept: Kept) -> None:
    first = kept.opened()
    assert kept.calls_to_open() == 0
    again = kept.opened()
    assert snapshot({name: one.cases for name, one in first.rehearsed.items()}) == snapshot(
        {name: one.cases for name, one in again.rehearsed.items()}
    )
    assert first.rehearsed_calls == again.rehearsed_calls


# Checks that tell how often they were run: one is drawn, one parametrised, one draws what is not data.
RUNS = """
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from autograder.suite import assert_close, part


def told(name):
    with (Path(__file__).parent.parent / "runs.log").open("a") as log:
        log.write(f"{name}\\n")


@part("drawn", marks=10)
@pytest.mark.parametrize("twice", [False, True])
@given(x=st.floats(-9, 9))
def test_drawn(submission, reference, x, twice):
    \"\"\"halves what is drawn\"\"\"
    told("drawn")
    assert submission.halve(x) == reference.halve(x)
    assert submission.halve(x) == reference.halve(x) or not twice


@part("given", marks=10)
@pytest.mark.parametrize("x", [1.0, 2.0])
def test_given(submission, x):
    \"\"\"halves what is given, and is not asked of the reference\"\"\"
    told("given")
    assert submission.halve(x) == x / 2


@part("odd", marks=10)
@given(x=st.sampled_from([object()]))
def test_odd(submission, x):
    \"\"\"draws what cannot be kept\"\"\"
    told("odd")
    assert submission.halve(4.0) == 2
"""


def test_a_check_whose_cases_and_calls_are_kept_is_not_run_again(kept: Kept) -> None:
    (kept.private / "test_runs.py").write_text(RUNS)
    log = kept.course / "solutions/runs.log"
    first = kept.opened()
    assert {"drawn", "given", "odd"} <= set(log.read_text().split())
    log.unlink()
    again = kept.opened()
    assert set(log.read_text().split()) == {"odd"}
    assert {name: one.calls for name, one in first.rehearsed.items()} == {
        name: one.calls for name, one in again.rehearsed.items()
    }
    drawn = [one.cases for name, one in again.rehearsed.items() if "test_drawn" in name]
    assert len(drawn) == 2
    assert drawn[0] is drawn[1]


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_with_the_cases_that_were_kept_the_checks_of_the_course_make_the_calls_that_were_kept(name: str) -> None:
    suite_of(name)  # from here on everything is kept
    course = course_of(name)
    again = open_sessions(course, keep=True)[name]
    module = load_file(again.assignment.reference, f"rehearsed_again_{name}")
    known = read_kept(kept_file(again.assignment, course.seed)).answers
    encoder = CallEncoder(contract_of(module))
    subjects = Rehearsal(module, encoder, known), Reference(module, encoder, known)
    for check in again.checks:
        kept = again.rehearsed[check.identity]
        assert rehearse_check(check, *subjects, kept.cases).calls == kept.calls


RECORDS = """
from typing import NamedTuple

from hypothesis import given, strategies as st

from autograder.suite import part


class Number(NamedTuple):
    x: float

    def seen(self):
        return self.x * FACTOR


@part("drawn", marks=10)
@given(number=st.builds(Number, st.floats(1, 9)))
def test_drawn(submission, reference, number):
    \"\"\"halves what a record says\"\"\"
    assert submission.halve(number.seen()) == reference.halve(number.seen())
"""


def test_two_courses_in_a_process_have_each_its_own_records(tmp_path: Path) -> None:
    factors = (1.0, 4.0)
    courses = [make_course(tmp_path / str(factor)) for factor in factors]
    for course, factor in zip(courses, factors, strict=True):
        (course / "solutions/halving/test_records.py").write_text(RECORDS.replace("FACTOR", str(factor)))
    for _ in range(2):  # the second time, all is kept
        suites = [Kept(course).opened() for course in courses]
        for suite, factor in zip(suites, factors, strict=True):
            (check,) = [check for check in suite.checks if check.function_name == "test_drawn"]
            drawn = (*suite.rehearsed[check.identity].cases, *suite.fresh.of(check), *suite.fresh.by_size(check))
            assert {case["number"].seen() / case["number"].x for case in drawn} == {factor}


CHANGES = {
    "a folder beside the assignments": lambda course: _append(course / "solutions/shared/numbers.py"),
    "the suite": lambda course: _append(course / "solutions/halving/test_halving.py"),
    "the reference": lambda course: _append(course / "solutions/halving/halving.py"),
    "the contract": lambda course: _append(course / "assignments/halving/contract.py"),
    "the seed": lambda course: (course / "solutions/seed.txt").write_text("autumn"),
}


def _append(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.touch()
    path.write_text(path.read_text() + "\n# changed\n")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_rehearsed_anew(kept: Kept, change: Callable[[Path], None]) -> None:
    kept.opened()
    change(kept.course)
    assert kept.calls_to_open() > 0


def fresh_cases(suite: HiddenSuite) -> dict[str, object]:
    drawing = [check for check in suite.checks if check.draws]
    assert drawing
    return {
        check.identity: snapshot((suite.fresh.of(check), suite.fresh.by_size(check)))
        for check in sorted(drawing, key=lambda check: check.identity)
    }


def test_fresh_cases_are_drawn_when_they_are_needed_and_kept_for_other_processes(kept: Kept) -> None:
    suite = kept.opened()
    assert kept.fresh_files == []
    cases = fresh_cases(suite)
    files = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in kept.fresh_files}
    assert len(files) == 2 * sum(check.draws for check in suite.checks)
    assert fresh_cases(kept.opened()) == cases
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in kept.fresh_files} == files


def test_damaged_fresh_cases_are_drawn_anew(kept: Kept) -> None:
    cases = fresh_cases(kept.opened())
    whole = [path.read_bytes() for path in kept.fresh_files]
    for path in kept.fresh_files:
        path.write_bytes(path.read_bytes()[:-1])
    assert fresh_cases(kept.opened()) == cases
    assert [path.read_bytes() for path in kept.fresh_files] == whole


def test_a_grader_that_sees_one_hand_in_gets_all_fresh_cases_along(kept: Kept) -> None:
    course = read_course(kept.course, with_solutions=True)
    assert len(rehearse(course).files) == 1
    drawn = rehearse(course, draw=True).files
    assert list(drawn)[1:] == [path.relative_to(kept.course).as_posix() for path in kept.fresh_files] != []


def test_a_suite_that_its_reference_fails_is_refused_however_often_it_was_tried(kept: Kept) -> None:
    suite = kept.private / "test_halving.py"
    kept.opened()
    suite.write_text(suite.read_text().replace("(x=0.0), 0.0", "(x=0.0), 7.0"))
    for _ in range(2):
        with pytest.raises(Exception, match="fails its own suite"):
            kept.opened()


def test_a_damaged_file_is_made_anew(kept: Kept) -> None:
    kept.opened()
    (file,) = kept.files
    whole = file.read_bytes()
    file.write_bytes(whole[:-10])
    assert kept.calls_to_open() > 0
    assert file.read_bytes() == whole


def test_where_the_folder_cannot_be_written_every_run_rehearses_for_itself(kept: Kept) -> None:
    (kept.course / "solutions" / FOLDER).write_text("in the way")
    assert kept.calls_to_open() > 0
    assert kept.calls_to_open() > 0


def test_of_many_seeds_the_last_few_stay(kept: Kept) -> None:
    for seed in range(6):
        (kept.course / "solutions/seed.txt").write_text(f"{seed}")
        fresh_cases(kept.opened())
    assert len(kept.files) == 4
    assert {path.parent.name for path in kept.fresh_files} == {path.stem for path in kept.files}
    assert kept.calls_to_open() == 0


def test_git_does_not_see_what_is_kept(kept: Kept) -> None:
    kept.opened()
    assert (kept.course / "solutions" / FOLDER / ".gitignore").read_text() == "*\n"


def test_a_copy_of_the_course_elsewhere_takes_the_rehearsal_along(kept: Kept, tmp_path: Path) -> None:
    files = rehearse(read_course(kept.course, with_solutions=True)).files
    assert list(files) == [path.relative_to(kept.course).as_posix() for path in kept.files]
    copy = tmp_path / "copy"
    shutil.copytree(kept.course, copy, ignore=shutil.ignore_patterns(FOLDER))
    for name, content in files.items():
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_bytes(content)
    assert Kept(copy).calls_to_open() == 0
