"""Finding students and their work in the paths that an instructor names."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.intake.records import Absent, HandIn, Source
from autograder.intake.students import find_hand_ins

NAMES = ("training_loop", "zero_init")
LEFT = "def f():\n    raise NotImplementedError('TODO')\n"


def put(path: Path, text: str = "x = 1\n") -> Path:
    """A file with this text, as a notebook of one cell where its name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = {"cells": [{"cell_type": "code", "source": text}]}
    path.write_text(json.dumps(book) if path.suffix == ".ipynb" else text)
    return path


def found(*paths: Path) -> dict[str, dict[str, Source | Absent]]:
    """The work of every student, by assignment."""
    return {hand_in.student: dict(zip(NAMES, hand_in.work, strict=True)) for hand_in in find_hand_ins(paths, NAMES)}


def text_of(work: Source | Absent) -> str:
    assert isinstance(work, Source)
    return "".join(text for _, text in work.cells)


def files_of(students: dict[str, dict[str, Source | Absent]]) -> dict[str, list[str]]:
    """The names of the files that count, by student."""
    return {
        student: [work.file_name for work in works.values() if isinstance(work, Source)]
        for student, works in students.items()
    }


def test_a_class_is_a_folder_of_students(tmp_path: Path) -> None:
    put(tmp_path / "ben" / "zero_init.py")
    put(tmp_path / "ada" / "training_loop.ipynb")
    assert files_of(found(tmp_path)) == {"ada": ["training_loop.ipynb"], "ben": ["zero_init.py"]}


def test_a_folder_with_work_in_it_is_a_student(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "zero_init.py")
    put(tmp_path / "ada" / "drafts" / "notes.txt")
    assert files_of(found(tmp_path / "ada")) == {"ada": ["zero_init.py"]}


@pytest.mark.parametrize("name", ["zero_init.py", "zero_init.ipynb"])
def test_a_file_belongs_to_the_student_named_by_its_folder(tmp_path: Path, name: str) -> None:
    put(tmp_path / "ada" / "training_loop.py")
    assert files_of(found(put(tmp_path / "ada" / name))) == {"ada": [name]}


def test_a_file_belongs_to_a_student_when_its_path_is_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "ada" / "zero_init.py")
    monkeypatch.chdir(tmp_path / "ada")
    assert files_of(found(Path("zero_init.py"))) == {"ada": ["zero_init.py"]}


def test_a_student_is_named_when_the_path_is_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "ada" / "zero_init.py")
    monkeypatch.chdir(tmp_path / "ada")
    assert list(found(Path())) == ["ada"]


def test_several_paths_are_one_class(tmp_path: Path) -> None:
    put(tmp_path / "monday" / "ada" / "zero_init.py")
    put(tmp_path / "tuesday" / "ben" / "zero_init.py")
    assert list(found(tmp_path / "tuesday", tmp_path / "monday")) == ["ada", "ben"]


def test_a_students_work_is_brought_together_when_it_lies_in_two_paths(tmp_path: Path) -> None:
    put(tmp_path / "first" / "ada" / "training_loop.py")
    put(tmp_path / "second" / "ada" / "zero_init.py")
    students = found(tmp_path / "first", tmp_path / "second")
    assert files_of(students) == {"ada": ["training_loop.py", "zero_init.py"]}


def test_a_student_is_graded_once_when_a_path_is_named_twice(tmp_path: Path) -> None:
    file = put(tmp_path / "ada" / "zero_init.py")
    assert find_hand_ins([tmp_path, tmp_path, file], NAMES) == find_hand_ins([tmp_path], NAMES)


def test_a_folder_in_a_students_is_not_added_to_another_students(tmp_path: Path) -> None:
    """As when the shell names every folder of the class: one of them holds a folder named like another."""
    put(tmp_path / "aaron" / "ben" / "zero_init.py", "forged = 1")
    put(tmp_path / "aaron" / "work" / "training_loop.py")
    put(tmp_path / "ben" / "zero_init.py", "honest = 1")
    students = found(tmp_path / "aaron", tmp_path / "ben")
    assert text_of(students["ben"]["zero_init"]) == "honest = 1"
    assert text_of(students["ben (2)"]["zero_init"]) == "forged = 1"


def test_a_file_and_its_folder_are_one_students(tmp_path: Path) -> None:
    file = put(tmp_path / "ada" / "zero_init.py")
    assert files_of(found(tmp_path / "ada", file)) == files_of(found(file)) == {"ada": ["zero_init.py"]}


def test_a_students_own_folder_may_lie_in_two_paths(tmp_path: Path) -> None:
    put(tmp_path / "first" / "ada" / "training_loop.py")
    put(tmp_path / "second" / "ada" / "zero_init.py")
    students = found(tmp_path / "first" / "ada", tmp_path / "second" / "ada")
    assert files_of(students) == {"ada": ["training_loop.py", "zero_init.py"]}


def test_students_come_in_the_same_order_whatever_order_the_disk_has(tmp_path: Path) -> None:
    names = [f"student{number:02}" for number in range(30)]
    for name in random.Random(0).sample(names, len(names)):
        put(tmp_path / name / "zero_init.py")
    assert list(found(tmp_path)) == names


def test_an_assignment_that_was_not_handed_in_says_so(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "zero_init.py")
    assert found(tmp_path)["ada"]["training_loop"] == Absent("training_loop was not handed in")


def test_a_student_is_kept_when_nothing_was_handed_in(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "zero_init.py")
    put(tmp_path / "ben" / "notes.txt")
    (tmp_path / "carl").mkdir()
    assert files_of(found(tmp_path)) == {"ada": ["zero_init.py"], "ben": [], "carl": []}


NAMED_OTHERWISE = (
    *("my_zero_init.py", "zero_init", "zero_init.pyc", "zero_init_final.py", "zero-init.py", "Zero Init.ipynb"),
    *("zero_init.py.bak.txt", "zero_init2.py", "zero_init.docx", "zero_init.md"),
)


@pytest.mark.parametrize("name", NAMED_OTHERWISE)
def test_a_file_does_not_count_when_its_name_is_another_and_the_student_is_told(tmp_path: Path, name: str) -> None:
    put(tmp_path / "ada" / name)
    put(tmp_path / "ada" / "training_loop.py")
    said = f"zero_init was not handed in: {name} is not named zero_init.py or zero_init.ipynb"
    assert found(tmp_path)["ada"]["zero_init"] == Absent(said)


@pytest.mark.parametrize("name", ["zero_init.rar", "Work.7Z", "all.tar.gz"])
def test_an_archive_of_another_kind_is_said_to_be_none_that_is_read(tmp_path: Path, name: str) -> None:
    put(tmp_path / "ada" / name)
    said = f"zero_init was not handed in: {name} is no zip, and is not looked into: hand in the files themselves"
    assert found(tmp_path)["ada"]["zero_init"] == Absent(said)


def test_a_folder_of_countless_files_has_a_row_and_a_reason(tmp_path: Path) -> None:
    put(tmp_path / "ben" / "zero_init.py")
    (tmp_path / "ada").mkdir()
    for number in range(50_001):
        (tmp_path / "ada" / str(number)).touch()
    students = found(tmp_path)
    assert students["ada"]["zero_init"] == Absent("zero_init was not handed in: ada holds more than 50,000 files")
    assert text_of(students["ben"]["zero_init"]) == "x = 1\n"


def test_of_many_files_those_higher_up_are_looked_at(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "zero_init.py")
    (tmp_path / "ada" / "a").mkdir()
    for number in range(10_001):
        (tmp_path / "ada" / "a" / str(number)).touch()
    put(tmp_path / "ada" / "b" / "training_loop.py")
    students = found(tmp_path)
    assert text_of(students["ada"]["zero_init"]) == "x = 1\n"
    said = "training_loop was not handed in: it holds more than 10,000 files: the rest was not looked at"
    assert students["ada"]["training_loop"] == Absent(said)


def test_a_file_of_another_name_altogether_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "notes.py")
    put(tmp_path / "ada" / "training_loop.py")
    assert found(tmp_path)["ada"]["zero_init"] == Absent("zero_init was not handed in")


RENAMED = (
    *("zero_init (1).py", "zero_init(2).py", "zero_init-1.py", "zero_init_(3).py", "zero_init+(1).ipynb"),
    *("zero_init - Copy.py", "zero_init - Copy (2).py", "zero_init copy 2.py", "zero_init (copy).py"),
    *("Copy of zero_init.ipynb", "Copy_of_zero_init.ipynb", "Kopie von zero_init.ipynb", "zero_init - Kopie.py"),
    *("zero_init-Copy1.ipynb", "zero_init (1)-1.py", "Zero_Init.py", "ZERO_INIT.PY", "zero_init.Ipynb"),
    *("zero_init.py.txt", "zero_init.ipynb.txt", "zero_init.ipynb.json"),
)


@pytest.mark.parametrize("name", RENAMED)
def test_a_file_counts_when_a_browser_or_a_platform_renamed_it_and_a_note_says_so(tmp_path: Path, name: str) -> None:
    plain = "zero_init.ipynb" if ".ipynb" in name.casefold() else "zero_init.py"
    put(tmp_path / plain).rename(tmp_path / "file")
    (tmp_path / "ada").mkdir()
    (tmp_path / "file").rename(tmp_path / "ada" / name)
    work = found(tmp_path / "ada")["ada"]["zero_init"]
    assert isinstance(work, Source)
    assert (work.file_name, work.notes) == (plain, (f"{name} was taken for {plain}",))


@pytest.mark.parametrize(
    ("left_in_first", "left_in_copy", "counts"),
    [(0, 0, "zero_init (1).py"), (0, 1, "zero_init.py"), (1, 0, "zero_init (1).py")],
    ids=["both_done", "the_copy_untouched", "the_first_untouched"],
)
def test_of_numbered_copies_the_later_counts_unless_it_is_less_done(
    tmp_path: Path, left_in_first: int, left_in_copy: int, counts: str
) -> None:
    put(tmp_path / "ada" / "zero_init.py", "x = 1\n" + LEFT * left_in_first)
    put(tmp_path / "ada" / "zero_init (1).py", "x = 2\n" + LEFT * left_in_copy)
    work = found(tmp_path)["ada"]["zero_init"]
    assert isinstance(work, Source)
    assert work.notes[0] == f"zero_init (1).py and zero_init.py were both handed in: {counts} was graded"


def test_of_a_copy_by_hand_and_the_file_the_file_counts(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "zero_init - Copy.py", "x = 'backup'")
    put(tmp_path / "ada" / "zero_init.py", "x = 'work'")
    assert text_of(found(tmp_path)["ada"]["zero_init"]) == "x = 'work'"


def test_no_note_is_made_of_copies_that_are_the_same(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "zero_init.py")
    put(tmp_path / "ada" / "src" / "zero_init.py")
    work = found(tmp_path)["ada"]["zero_init"]
    assert isinstance(work, Source)
    assert work.notes == ()


def test_a_folder_named_like_the_file_is_said_to_be_one(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "training_loop.py")
    (tmp_path / "ada" / "zero_init.py").mkdir()
    said = "zero_init was not handed in: zero_init.py is a folder, not a file"
    assert found(tmp_path)["ada"]["zero_init"] == Absent(said)


def test_folders_of_assignments_are_one_students(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "training_loop" / "training_loop.py")
    put(tmp_path / "ada" / "zero_init" / "zero_init.py")
    assert files_of(found(tmp_path / "ada")) == {"ada": ["training_loop.py", "zero_init.py"]}


def test_folders_of_assignments_may_hold_a_class_each(tmp_path: Path) -> None:
    for student in ("ada", "ben"):
        put(tmp_path / "training_loop" / student / "training_loop.py")
        put(tmp_path / "zero_init" / student / "zero_init.py")
    both = ["training_loop.py", "zero_init.py"]
    assert files_of(found(tmp_path)) == {"ada": both, "ben": both}


@pytest.mark.parametrize("folder", ["week_1", "a/b", "a/b/c/d"])
def test_work_is_found_when_it_lies_in_folders_of_a_students(tmp_path: Path, folder: str) -> None:
    put(tmp_path / "ada" / folder / "zero_init.py")
    assert files_of(found(tmp_path)) == {"ada": ["zero_init.py"]}


def test_work_is_not_looked_for_without_end(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "/".join("abcdefgh") / "zero_init.py")
    assert files_of(found(tmp_path)) == {"ada": []}


@pytest.mark.parametrize("folder", [".git", ".ipynb_checkpoints", "__pycache__", "__MACOSX"])
def test_folders_of_tools_are_passed_over(tmp_path: Path, folder: str) -> None:
    put(tmp_path / folder / "zero_init.py")
    put(tmp_path / "ada" / folder / "zero_init.py")
    put(tmp_path / "ada" / "training_loop.py")
    assert files_of(found(tmp_path)) == {"ada": ["training_loop.py"]}


def test_the_file_on_top_counts_when_a_copy_lies_deeper(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "a_draft" / "zero_init.py", "old = 1")
    put(tmp_path / "ada" / "zero_init.py", "new = 1")
    assert text_of(found(tmp_path)["ada"]["zero_init"]) == "new = 1"


def test_the_first_folder_by_name_counts_when_copies_lie_equally_deep(tmp_path: Path) -> None:
    names = [f"draft{number:02}" for number in range(30)]
    for name in random.Random(0).sample(names, len(names)):
        put(tmp_path / "ada" / name / "zero_init.py", f"{name} = 1")
    assert text_of(found(tmp_path)["ada"]["zero_init"]) == "draft00 = 1"


SCRIPT_OR_NOTEBOOK = {
    "both_done": ("x = 1", "x = 2", "zero_init.py"),
    "script_untouched": (LEFT, "x = 2", "zero_init.ipynb"),
    "notebook_untouched": ("x = 1", LEFT, "zero_init.py"),
    "notebook_further": (LEFT * 3, LEFT, "zero_init.ipynb"),
    "both_untouched": (LEFT, LEFT, "zero_init.py"),
}


@pytest.mark.parametrize(("script", "notebook", "counts"), SCRIPT_OR_NOTEBOOK.values(), ids=SCRIPT_OR_NOTEBOOK)
def test_the_one_with_less_left_to_write_counts_when_both_were_handed_in(
    tmp_path: Path, script: str, notebook: str, counts: str
) -> None:
    put(tmp_path / "ada" / "zero_init.py", script)
    put(tmp_path / "ada" / "zero_init.ipynb", notebook)
    work = found(tmp_path)["ada"]["zero_init"]
    assert isinstance(work, Source)
    assert work.file_name == counts
    assert work.notes == (f"zero_init.py and zero_init.ipynb were both handed in: {counts} was graded",)


@pytest.mark.parametrize(("counts", "broken"), [(".py", ".ipynb"), (".ipynb", ".py")], ids=["script", "notebook"])
def test_the_other_counts_when_one_of_both_cannot_be_read(tmp_path: Path, counts: str, broken: str) -> None:
    put(tmp_path / "ada" / f"zero_init{counts}")
    (tmp_path / "ada" / f"zero_init{broken}").write_bytes(b"neither\0")
    assert files_of(found(tmp_path)) == {"ada": [f"zero_init{counts}"]}


def test_the_reason_is_kept_when_the_only_file_cannot_be_read(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "training_loop.py")
    (tmp_path / "ada" / "zero_init.ipynb").write_text("no notebook")
    reason = "zero_init.ipynb is no notebook: it is not valid JSON"
    assert found(tmp_path)["ada"]["zero_init"] == Absent(reason)


def test_a_link_to_a_file_is_not_followed(tmp_path: Path) -> None:
    secret = put(tmp_path / "elsewhere" / "secret.py", "secret = 1")
    put(tmp_path / "class" / "ada" / "training_loop.py")
    (tmp_path / "class" / "ada" / "zero_init.py").symlink_to(secret)
    work = found(tmp_path / "class")["ada"]["zero_init"]
    assert work == Absent("zero_init.py is a link, and links are not followed: hand in the file itself")


@pytest.mark.parametrize("where", ["class", "class/ada"], ids=["among_the_students", "in_a_students_folder"])
def test_a_link_to_a_folder_is_not_followed(tmp_path: Path, where: str) -> None:
    put(tmp_path / "elsewhere" / "zero_init.py", "secret = 1")
    put(tmp_path / "class" / "ada" / "training_loop.py")
    (tmp_path / where / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert files_of(found(tmp_path / "class")) == {"ada": ["training_loop.py"]}


def test_a_folder_that_holds_itself_ends(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "zero_init.py")
    (tmp_path / "ada" / "again").symlink_to(tmp_path / "ada", target_is_directory=True)
    assert files_of(found(tmp_path)) == {"ada": ["zero_init.py"]}


def test_the_class_is_found_when_the_instructor_names_a_link_to_it(tmp_path: Path) -> None:
    put(tmp_path / "class" / "ada" / "zero_init.py")
    (tmp_path / "link").symlink_to(tmp_path / "class", target_is_directory=True)
    assert list(found(tmp_path / "link")) == ["ada"]


ODD_NAMES = ("Ada Lovelace", "o'neill", "müller_12", "小明", "-rf", "a;b", "[bold]")


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_student_may_have_any_name(tmp_path: Path, name: str) -> None:
    put(tmp_path / name / "zero_init.py")
    assert files_of(found(tmp_path)) == {name: ["zero_init.py"]}


def test_the_work_comes_in_the_order_of_the_course(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "training_loop.py")
    put(tmp_path / "ada" / "zero_init.py")
    (hand_in,) = find_hand_ins([tmp_path], ("zero_init", "training_loop"))
    assert isinstance(hand_in, HandIn)
    assert [work.stem for work in hand_in.work if isinstance(work, Source)] == ["zero_init", "training_loop"]


def said(paths: Sequence[Path]) -> str:
    with pytest.raises(UserError) as caught:
        find_hand_ins(paths, NAMES)
    return str(caught.value)


def test_a_path_that_does_not_exist_is_said(tmp_path: Path) -> None:
    assert said([tmp_path / "nowhere"]) == f"{tmp_path / 'nowhere'} does not exist"


@pytest.mark.parametrize("name", ["notes.txt", "zero_init.txt", "solution.py"])
def test_a_file_of_no_assignment_is_said(tmp_path: Path, name: str) -> None:
    path = put(tmp_path / name)
    expected = "expected one of training_loop.py, zero_init.py (or .ipynb)"
    assert said([path]) == f"{path} is the file of no assignment: {expected}"


def test_a_class_without_students_is_said() -> None:
    assert said([]).startswith("no student in")
