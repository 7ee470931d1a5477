"""A course is what stands in its folders: finding it, and the order of its assignments."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import COURSE_VARIABLE, Course, find_course, read_course
from autograder.errors import UserError


def add(course: Path, name: str, title: str | None = "# 1. A title", *, private: bool = True) -> Path:
    """An assignment with everything that makes it one."""
    public = course / "assignments" / name
    public.mkdir(parents=True)
    (public / f"{name}.py").write_text("")
    (public / "contract.py").write_text("")
    if title is not None:
        (public / "README.md").write_text(title, encoding="utf-8")
    if private:
        (course / "solutions" / name).mkdir(parents=True)
        (course / "solutions" / name / f"{name}.py").write_text("")
    return public


@pytest.fixture(autouse=True)
def nothing_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A current folder with no course around it, and none named by the environment."""
    (tmp_path / "nowhere").mkdir()
    monkeypatch.chdir(tmp_path / "nowhere")
    monkeypatch.delenv(COURSE_VARIABLE, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course of two assignments."""
    add(tmp_path / "course", "second", "# 2. Second")
    add(tmp_path / "course", "first", "# 1. First")
    return tmp_path / "course"


TITLES = {
    "# 3. Normal equations": 3,
    "#3": 3,
    "# Assignment 3: Normal equations": 3,
    "# assignment 12": 12,
    "\n\n# 3. After empty lines\n\n# 1. Not this": 3,
    "# Normal equations in 3 steps": 10**6,
    "## 3. A smaller title": 10**6,
    "Normal equations": 10**6,
    "": 10**6,
}


@pytest.mark.parametrize(("title", "number"), TITLES.items())
def test_the_place_of_an_assignment_is_the_number_in_its_title(tmp_path: Path, title: str, number: int) -> None:
    add(tmp_path, "zero_init", title)
    assert read_course(tmp_path, with_solutions=True).assignments[0].number == number


def test_assignments_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    titles = {"a": "# 10. Ten", "b": "# 2. Two", "c": None, "d": "# 2. Two again", "e": "No number"}
    for name, title in titles.items():
        add(tmp_path, name, title)
    assert read_course(tmp_path, with_solutions=True).names == ("b", "d", "a", "c", "e")


def test_an_assignment_knows_its_files(folder: Path) -> None:
    first = read_course(folder, with_solutions=True).assignments[0]
    public, private = folder / "assignments" / "first", folder / "solutions" / "first"
    assert (first.stub, first.public_checks) == (public / "first.py", public / "checks.py")
    assert (first.reference, first.contract) == (private / "first.py", public / "contract.py")
    assert first.course == folder


def test_an_assignment_without_a_solution_counts_only_when_none_is_needed(folder: Path) -> None:
    add(folder, "third", "# 3. Third", private=False)
    assert read_course(folder, with_solutions=True).names == ("first", "second")
    assert read_course(folder, with_solutions=False).names == ("first", "second", "third")


def test_a_solution_without_an_assignment_does_not_count(folder: Path) -> None:
    (folder / "solutions" / "third").mkdir()
    (folder / "solutions" / "third" / "third.py").write_text("")
    assert read_course(folder, with_solutions=True).names == ("first", "second")


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("week-1", "week_1"),
        ("1st", "week_1st"),
        ("two words", "two_words"),
        ("r\u00e9sum\u00e9-1", "r\u00e9sum\u00e9_1"),
    ],
)
def test_an_assignment_whose_name_is_not_an_identifier_is_refused(folder: Path, name: str, better: str) -> None:
    add(folder, name)
    with pytest.raises(UserError, match=f"{name} cannot be an assignment: .* such as {better}$"):
        read_course(folder, with_solutions=True)


@pytest.mark.parametrize("name", [".git", "old-notes", "__pycache__"])
def test_folders_that_hold_no_assignment_do_not_count(folder: Path, name: str) -> None:
    (folder / "assignments" / name).mkdir()
    assert read_course(folder, with_solutions=True).names == ("first", "second")


def test_a_folder_of_solutions_without_a_reference_is_refused(folder: Path) -> None:
    add(folder, "third", private=False)
    (folder / "solutions" / "third").mkdir()
    with pytest.raises(UserError, match=r"third\.py is missing: every assignment needs this file"):
        read_course(folder, with_solutions=True)


def test_files_beside_the_assignments_do_not_count(folder: Path) -> None:
    (folder / "assignments" / "README.md").write_text("# 1. All of them")
    (folder / "assignments" / "third").write_text("a file")
    (folder / "solutions" / "third").mkdir()
    (folder / "solutions" / "third" / "third.py").write_text("")
    assert read_course(folder, with_solutions=True).names == ("first", "second")


@pytest.mark.parametrize("names", [["second"], ["second", "first"], ["first", "first"]], ids=str)
def test_a_choice_of_assignments_keeps_the_order_of_the_course(folder: Path, names: list[str]) -> None:
    course = read_course(folder, with_solutions=True)
    assert course.only(names).names == tuple(name for name in ("first", "second") if name in names)


def refusal_of(course: Course, names: list[str]) -> str:
    with pytest.raises(UserError) as caught:
        course.only(names)
    return str(caught.value)


def test_an_assignment_that_is_not_there_is_said_with_those_that_are(folder: Path) -> None:
    course = read_course(folder, with_solutions=True)
    assert refusal_of(course, ["first", "third"]) == f"{folder} has no assignment 'third': it has first, second"


@pytest.mark.parametrize("made", ["", "assignments", "assignments/empty"], ids=["nothing", "no_assignment", "no_file"])
def test_a_folder_without_an_assignment_is_not_a_course(tmp_path: Path, made: str) -> None:
    (tmp_path / "course" / made).mkdir(parents=True)
    with pytest.raises(
        UserError, match="course is not a course: there is no assignment in both assignments/ and solutions/"
    ):
        read_course(tmp_path / "course", with_solutions=True)


def test_the_course_that_the_user_names_comes_first(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(tmp_path / "other", "third")
    monkeypatch.setenv(COURSE_VARIABLE, str(tmp_path / "other"))
    monkeypatch.chdir(tmp_path / "other")
    assert find_course(str(folder), with_solutions=True).names == ("first", "second")


def test_the_course_that_the_environment_names_comes_before_the_one_around(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(tmp_path / "other", "third")
    monkeypatch.setenv(COURSE_VARIABLE, str(tmp_path / "other"))
    monkeypatch.chdir(folder)
    assert find_course(None, with_solutions=True).names == ("third",)


@pytest.mark.parametrize("place", ["", "assignments", "assignments/first", "solutions/second"])
def test_a_course_is_found_around_the_current_folder(folder: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.chdir(folder / place)
    assert find_course(None, with_solutions=True).folder == folder


def test_a_course_is_found_when_its_name_is_relative(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert find_course("course", with_solutions=True).folder == folder


def test_a_course_is_found_around_a_file_that_is_near(folder: Path) -> None:
    file = folder / "assignments" / "first" / "first.py"
    assert find_course(None, with_solutions=True, near=[file]).folder == folder


def test_the_current_folder_comes_before_files_that_are_near(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    near = add(tmp_path / "other", "third") / "third.py"
    monkeypatch.chdir(folder)
    assert find_course(None, with_solutions=True, near=[near]).folder == folder


def test_the_public_half_is_a_course_for_students_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(add(tmp_path / "home", "first", private=False))
    assert find_course(None, with_solutions=False).names == ("first",)
    with pytest.raises(UserError):
        find_course(None, with_solutions=True)


@pytest.mark.parametrize(
    ("with_solutions", "halves"),
    [(True, "assignments/ and solutions/"), (False, "assignments/")],
    ids=["both", "public"],
)
def test_it_is_said_how_to_name_a_course_when_there_is_none_around(
    tmp_path: Path, with_solutions: bool, halves: str
) -> None:
    with pytest.raises(UserError) as caught:
        find_course(None, with_solutions=with_solutions)
    assert str(caught.value) == (
        f"no course around {tmp_path / 'nowhere'}: neither it nor a folder above it has {halves}; "
        "name the course with --course or AUTOGRADER_COURSE"
    )


def test_a_course_knows_the_functions_of_all_its_assignments(folder: Path) -> None:
    contract = "class Row: ...\n\ndef first(x): ...\n\ndef second(x):\n    def inner(): ...\n"
    (folder / "assignments/first/contract.py").write_text(contract)
    course = read_course(folder, with_solutions=True).only(["second"])
    assert course.functions == {"first": {"first", "second"}, "second": frozenset()}


def test_a_contract_that_is_not_python_is_an_error(folder: Path) -> None:
    (folder / "assignments/first/contract.py").write_text("def first(:\n")
    with pytest.raises(UserError, match=r"contract\.py is not valid Python"):
        _ = read_course(folder, with_solutions=True).functions


def test_grading_depends_on_the_packages_that_submissions_may_use(folder: Path) -> None:
    (assignment, _) = read_course(folder, with_solutions=True).assignments
    assert folder / "requirements.txt" in [*assignment.graded_by()]
