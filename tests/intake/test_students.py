"""Students and their work are found in the paths that an instructor names."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.intake.records import Absent, HandIn, Source
from autograder.intake.students import find_hand_ins
from tests.helpers.hand_in_files import NAMES, files_of, text_of, work_in, write_work


def test_a_class_is_a_folder_of_students(tmp_path: Path) -> None:
    write_work(tmp_path / "ben" / "zero_init.py")
    write_work(tmp_path / "ada" / "training_loop.ipynb")
    assert files_of(work_in(tmp_path)) == {"ada": ["training_loop.ipynb"], "ben": ["zero_init.py"]}


def test_a_folder_with_work_in_it_is_a_student(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "zero_init.py")
    write_work(tmp_path / "ada" / "drafts" / "notes.txt")
    assert files_of(work_in(tmp_path / "ada")) == {"ada": ["zero_init.py"]}


@pytest.mark.parametrize("name", ["zero_init.py", "zero_init.ipynb"])
def test_a_file_belongs_to_the_student_named_by_its_folder(tmp_path: Path, name: str) -> None:
    write_work(tmp_path / "ada" / "training_loop.py")
    assert files_of(work_in(write_work(tmp_path / "ada" / name))) == {"ada": [name]}


def test_a_file_belongs_to_a_student_when_its_path_is_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_work(tmp_path / "ada" / "zero_init.py")
    monkeypatch.chdir(tmp_path / "ada")
    assert files_of(work_in(Path("zero_init.py"))) == {"ada": ["zero_init.py"]}


def test_a_student_is_named_after_the_folder_when_the_path_is_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_work(tmp_path / "ada" / "zero_init.py")
    monkeypatch.chdir(tmp_path / "ada")
    assert list(work_in(Path())) == ["ada"]


def test_several_paths_are_one_class(tmp_path: Path) -> None:
    write_work(tmp_path / "monday" / "ada" / "zero_init.py")
    write_work(tmp_path / "tuesday" / "ben" / "zero_init.py")
    assert list(work_in(tmp_path / "tuesday", tmp_path / "monday")) == ["ada", "ben"]


def test_work_of_one_student_in_two_paths_is_brought_together(tmp_path: Path) -> None:
    write_work(tmp_path / "first" / "ada" / "training_loop.py")
    write_work(tmp_path / "second" / "ada" / "zero_init.py")
    students = work_in(tmp_path / "first", tmp_path / "second")
    assert files_of(students) == {"ada": ["training_loop.py", "zero_init.py"]}


def test_a_student_is_graded_once_when_a_path_is_named_twice(tmp_path: Path) -> None:
    file = write_work(tmp_path / "ada" / "zero_init.py")
    assert find_hand_ins([tmp_path, tmp_path, file], NAMES) == find_hand_ins([tmp_path], NAMES)


def test_a_folder_inside_one_students_folder_is_not_added_to_another_students(tmp_path: Path) -> None:
    """As when the shell expands class/*, and one of the folders contains a folder with the name of another."""
    write_work(tmp_path / "aaron" / "ben" / "zero_init.py", "forged = 1")
    write_work(tmp_path / "aaron" / "work" / "training_loop.py")
    write_work(tmp_path / "ben" / "zero_init.py", "honest = 1")
    students = work_in(tmp_path / "aaron", tmp_path / "ben")
    assert text_of(students["ben"]["zero_init"]) == "honest = 1"
    assert text_of(students["ben (2)"]["zero_init"]) == "forged = 1"


def test_a_file_and_its_folder_belong_to_one_student(tmp_path: Path) -> None:
    file = write_work(tmp_path / "ada" / "zero_init.py")
    assert files_of(work_in(tmp_path / "ada", file)) == files_of(work_in(file)) == {"ada": ["zero_init.py"]}


def test_a_student_may_have_folders_in_two_paths(tmp_path: Path) -> None:
    write_work(tmp_path / "first" / "ada" / "training_loop.py")
    write_work(tmp_path / "second" / "ada" / "zero_init.py")
    students = work_in(tmp_path / "first" / "ada", tmp_path / "second" / "ada")
    assert files_of(students) == {"ada": ["training_loop.py", "zero_init.py"]}


def test_students_are_sorted_whatever_order_the_disk_has(tmp_path: Path) -> None:
    names = [f"student{number:02}" for number in range(30)]
    for name in random.Random(0).sample(names, len(names)):
        write_work(tmp_path / name / "zero_init.py")
    assert list(work_in(tmp_path)) == names


def test_an_assignment_that_was_not_handed_in_says_so(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "zero_init.py")
    assert work_in(tmp_path)["ada"]["training_loop"] == Absent("training_loop was not handed in")


def test_a_student_is_kept_when_nothing_was_handed_in(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "zero_init.py")
    write_work(tmp_path / "ben" / "notes.txt")
    (tmp_path / "carl").mkdir()
    assert files_of(work_in(tmp_path)) == {"ada": ["zero_init.py"], "ben": [], "carl": []}


def test_folders_of_assignments_may_belong_to_one_student(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "training_loop" / "training_loop.py")
    write_work(tmp_path / "ada" / "zero_init" / "zero_init.py")
    assert files_of(work_in(tmp_path / "ada")) == {"ada": ["training_loop.py", "zero_init.py"]}


def test_folders_of_assignments_may_each_hold_a_class(tmp_path: Path) -> None:
    for student in ("ada", "ben"):
        write_work(tmp_path / "training_loop" / student / "training_loop.py")
        write_work(tmp_path / "zero_init" / student / "zero_init.py")
    both = ["training_loop.py", "zero_init.py"]
    assert files_of(work_in(tmp_path)) == {"ada": both, "ben": both}


@pytest.mark.parametrize("folder", ["week_1", "a/b", "a/b/c/d"])
def test_work_in_subfolders_is_found(tmp_path: Path, folder: str) -> None:
    write_work(tmp_path / "ada" / folder / "zero_init.py")
    assert files_of(work_in(tmp_path)) == {"ada": ["zero_init.py"]}


def test_work_is_looked_for_only_to_a_certain_depth(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "/".join("abcdefgh") / "zero_init.py")
    assert files_of(work_in(tmp_path)) == {"ada": []}


@pytest.mark.parametrize("folder", [".git", ".ipynb_checkpoints", "__pycache__", "__MACOSX"])
def test_folders_made_by_tools_are_ignored(tmp_path: Path, folder: str) -> None:
    write_work(tmp_path / folder / "zero_init.py")
    write_work(tmp_path / "ada" / folder / "zero_init.py")
    write_work(tmp_path / "ada" / "training_loop.py")
    assert files_of(work_in(tmp_path)) == {"ada": ["training_loop.py"]}


def test_a_link_to_a_file_is_not_followed(tmp_path: Path) -> None:
    secret = write_work(tmp_path / "elsewhere" / "secret.py", "secret = 1")
    write_work(tmp_path / "class" / "ada" / "training_loop.py")
    (tmp_path / "class" / "ada" / "zero_init.py").symlink_to(secret)
    work = work_in(tmp_path / "class")["ada"]["zero_init"]
    assert work == Absent("zero_init.py is a link, and links are not followed: hand in the file itself")


@pytest.mark.parametrize("where", ["class", "class/ada"], ids=["among_the_students", "in_a_students_folder"])
def test_a_link_to_a_folder_is_not_followed(tmp_path: Path, where: str) -> None:
    write_work(tmp_path / "elsewhere" / "zero_init.py", "secret = 1")
    write_work(tmp_path / "class" / "ada" / "training_loop.py")
    (tmp_path / where / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert files_of(work_in(tmp_path / "class")) == {"ada": ["training_loop.py"]}


def test_a_link_from_a_folder_to_itself_does_no_harm(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "zero_init.py")
    (tmp_path / "ada" / "again").symlink_to(tmp_path / "ada", target_is_directory=True)
    assert files_of(work_in(tmp_path)) == {"ada": ["zero_init.py"]}


def test_the_class_is_found_when_the_instructor_names_a_link_to_it(tmp_path: Path) -> None:
    write_work(tmp_path / "class" / "ada" / "zero_init.py")
    (tmp_path / "link").symlink_to(tmp_path / "class", target_is_directory=True)
    assert list(work_in(tmp_path / "link")) == ["ada"]


ODD_NAMES = ("Ada Lovelace", "o'neill", "müller_12", "小明", "-rf", "a;b", "[bold]")


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_student_may_have_any_name(tmp_path: Path, name: str) -> None:
    write_work(tmp_path / name / "zero_init.py")
    assert files_of(work_in(tmp_path)) == {name: ["zero_init.py"]}


def test_the_work_comes_in_the_order_of_the_course(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "training_loop.py")
    write_work(tmp_path / "ada" / "zero_init.py")
    (hand_in,) = find_hand_ins([tmp_path], ("zero_init", "training_loop"))
    assert isinstance(hand_in, HandIn)
    assert [work.stem for work in hand_in.work if isinstance(work, Source)] == ["zero_init", "training_loop"]


def refusal_of(paths: Sequence[Path]) -> str:
    with pytest.raises(UserError) as caught:
        find_hand_ins(paths, NAMES)
    return str(caught.value)


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert refusal_of([tmp_path / "nowhere"]) == f"{tmp_path / 'nowhere'} does not exist"


@pytest.mark.parametrize("name", ["notes.txt", "zero_init.txt", "solution.py"])
def test_a_file_that_belongs_to_no_assignment_is_refused(tmp_path: Path, name: str) -> None:
    path = write_work(tmp_path / name)
    expected = "expected one of training_loop.py, zero_init.py (or .ipynb)"
    assert refusal_of([path]) == f"{path} does not belong to any assignment: {expected}"


def test_a_class_without_students_is_refused() -> None:
    assert refusal_of([]).startswith("no students in")
