"""An assignment whose files are missing, unusable, or do not fit each other is refused in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from autograder.course import Course, read_course
from autograder.errors import UserError
from autograder.handout import handout_files
from autograder.notebooks.material import material_of
from tests.helpers.command import run_command
from tests.helpers.halving_course import make_course

README = "assignments/halving/README.md"
STUB = "assignments/halving/halving.py"
CONTRACT = "assignments/halving/contract.py"
PICTURES = "assignments/halving/pictures.py"
REFERENCE = "solutions/halving/halving.py"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return make_course(tmp_path)


def build_material(course: Course) -> None:
    material_of(course.assignments[0])


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (README, "Write", "<!-- parts: thirds -->\n\nWrite", "has a part 'thirds', but the parts .* are halves$"),
        (README, "Write", "<!-- parts: halves halves -->\n\nWrite", "has the part 'halves' twice$"),
        (STUB, "def halve", "def half", r"halving\.py does not define halve, which the contract has$"),
        (REFERENCE, "x / 2", "x / 3", "the reference fails the public check 'halves ten': half of 10"),
        (CONTRACT, "def", "def other() -> int: ...\ndef", "never calls other: every function needs a check"),
    ],
)
def test_files_that_do_not_fit_each_other_are_refused(
    course: Path, file: str, old: str, new: str, message: str
) -> None:
    (course / file).write_text((course / file).read_text().replace(old, new, 1))
    with pytest.raises(UserError, match=message):
        build_material(read_course(course, with_solutions=True))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('@picture(after="thirds")\ndef shape(halve): ...', "shape comes after 'thirds', which is not a part$"),
        (
            '@picture(after="halves")\ndef shape(third): ...',
            "shape takes 'third', which is not a function of the contract$",
        ),
    ],
)
def test_a_picture_that_fits_nowhere_is_refused(course: Path, source: str, message: str) -> None:
    (course / PICTURES).write_text(f"from autograder.pictures import picture\n\n{source}\n")
    with pytest.raises(UserError, match=message):
        build_material(read_course(course, with_solutions=True))


@pytest.mark.parametrize("use", [build_material, handout_files])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, f"{STUB} is missing: every assignment needs this file$"),
        (b"def halve(x:\n", f"{STUB} is not valid Python: .*line 1"),
        (b"# \xe9\n", f"{STUB} cannot be read: it is not UTF-8$"),
    ],
    ids=["missing", "not_python", "not_utf_8"],
)
def test_a_stub_that_cannot_be_used_is_refused(
    course: Path, use: Callable[[Course], object], content: bytes | None, message: str
) -> None:
    if content is None:
        (course / STUB).unlink()
    else:
        (course / STUB).write_bytes(content)
    with pytest.raises(UserError, match=message):
        use(read_course(course, with_solutions=True))


def test_a_missing_handout_is_refused(course: Path) -> None:
    (course / README).unlink()
    with pytest.raises(UserError, match=f"{README} is missing: every assignment needs this file$"):
        build_material(read_course(course, with_solutions=True))


CONTRACTS: Mapping[str, tuple[str, str]] = {
    "a_type_that_no_contract_can_use": (
        "def halve(x: float) -> dict[str, int]: ...\n",
        r"contract\.py, in halve: dict\[str, int\] cannot be used in a contract: use None, bool, int, ",
    ),
    "a_type_that_is_not_defined": ('def halve(x: float) -> "Half": ...\n', "in halve: name 'Half' is not defined$"),
}


@pytest.mark.parametrize(("contract", "message"), CONTRACTS.values(), ids=CONTRACTS)
def test_an_unknown_annotation_is_refused(course: Path, contract: str, message: str) -> None:
    (course / CONTRACT).write_text(contract)
    with pytest.raises(UserError, match=message):
        build_material(read_course(course, with_solutions=True))


@pytest.mark.parametrize("command", [("notebooks",), ("handout", "--out", "handout.zip")], ids=" ".join)
def test_the_command_ends_in_one_line_when_a_stub_is_missing(course: Path, command: tuple[str, ...]) -> None:
    (course / STUB).unlink()
    run = run_command(*command, "--course", course, cwd=course)
    message = f"autograder: {course / STUB} is missing: every assignment needs this file\n"
    assert (run.code, run.errors) == (2, message)
