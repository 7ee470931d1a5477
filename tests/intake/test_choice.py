"""Of all the files that a student hands in, one counts for each assignment, and a note tells which."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from autograder.intake.records import Absent, Source
from autograder.intake.students import find_hand_ins
from tests.helpers.hand_in_files import NAMES, files_of, text_of, work_in, write_work

LEFT = "def f():\n    raise NotImplementedError('TODO')\n"


NAMED_OTHERWISE = (
    *("my_zero_init.py", "zero_init", "zero_init.pyc", "zero_init_final.py", "zero-init.py", "Zero Init.ipynb"),
    *("zero_init.py.bak.txt", "zero_init2.py", "zero_init.docx", "zero_init.md"),
)


@pytest.mark.parametrize("name", NAMED_OTHERWISE)
def test_a_file_with_another_name_does_not_count_and_the_reason_says_which_do(tmp_path: Path, name: str) -> None:
    write_work(tmp_path / "ada" / name)
    write_work(tmp_path / "ada" / "training_loop.py")
    reason = f"zero_init was not handed in: {name} is not named zero_init.py or zero_init.ipynb"
    assert work_in(tmp_path)["ada"]["zero_init"] == Absent(reason)


@pytest.mark.parametrize("name", ["zero_init.rar", "Work.7Z", "all.tar.gz"])
def test_the_student_learns_that_archives_other_than_zips_are_not_opened(tmp_path: Path, name: str) -> None:
    write_work(tmp_path / "ada" / name)
    reason = f"zero_init was not handed in: {name} is not a zip and was not opened: hand in the files themselves"
    assert work_in(tmp_path)["ada"]["zero_init"] == Absent(reason)


def test_a_student_with_too_many_files_has_a_row_and_a_reason(tmp_path: Path) -> None:
    write_work(tmp_path / "ben" / "zero_init.py")
    (tmp_path / "ada").mkdir()
    for number in range(50_001):
        (tmp_path / "ada" / str(number)).touch()
    students = work_in(tmp_path)
    assert students["ada"]["zero_init"] == Absent("zero_init was not handed in: ada contains more than 50,000 files")
    assert text_of(students["ben"]["zero_init"]) == "x = 1\n"


def test_of_many_files_those_higher_up_are_read(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "zero_init.py")
    (tmp_path / "ada" / "a").mkdir()
    for number in range(10_001):
        (tmp_path / "ada" / "a" / str(number)).touch()
    write_work(tmp_path / "ada" / "b" / "training_loop.py")
    students = work_in(tmp_path)
    assert text_of(students["ada"]["zero_init"]) == "x = 1\n"
    reason = "training_loop was not handed in: only the first 10,000 files of the hand-in were looked at"
    assert students["ada"]["training_loop"] == Absent(reason)


def test_a_file_with_an_unrelated_name_is_ignored(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "notes.py")
    write_work(tmp_path / "ada" / "training_loop.py")
    assert work_in(tmp_path)["ada"]["zero_init"] == Absent("zero_init was not handed in")


RENAMED = (
    *("zero_init (1).py", "zero_init(2).py", "zero_init-1.py", "zero_init_(3).py", "zero_init+(1).ipynb"),
    *("zero_init - Copy.py", "zero_init - Copy (2).py", "zero_init copy 2.py", "zero_init (copy).py"),
    *("Copy of zero_init.ipynb", "Copy_of_zero_init.ipynb", "Kopie von zero_init.ipynb", "zero_init - Kopie.py"),
    *("zero_init-Copy1.ipynb", "zero_init (1)-1.py", "Zero_Init.py", "ZERO_INIT.PY", "zero_init.Ipynb"),
    *("zero_init.py.txt", "zero_init.ipynb.txt", "zero_init.ipynb.json"),
)


@pytest.mark.parametrize("name", RENAMED)
def test_a_file_that_a_browser_or_a_platform_renamed_counts_and_a_note_says_so(tmp_path: Path, name: str) -> None:
    plain = "zero_init.ipynb" if ".ipynb" in name.casefold() else "zero_init.py"
    write_work(tmp_path / plain).rename(tmp_path / "file")
    (tmp_path / "ada").mkdir()
    (tmp_path / "file").rename(tmp_path / "ada" / name)
    work = work_in(tmp_path / "ada")["ada"]["zero_init"]
    assert isinstance(work, Source)
    assert (work.file_name, work.notes) == (plain, (f"{name} was graded as {plain}",))


@pytest.mark.parametrize(
    ("left_in_first", "left_in_copy", "counts"),
    [(0, 0, "zero_init (1).py"), (0, 1, "zero_init.py"), (1, 0, "zero_init (1).py")],
    ids=["both_done", "the_copy_untouched", "the_first_untouched"],
)
def test_of_numbered_copies_the_later_counts_unless_more_is_left_to_write(
    tmp_path: Path, left_in_first: int, left_in_copy: int, counts: str
) -> None:
    write_work(tmp_path / "ada" / "zero_init.py", "x = 1\n" + LEFT * left_in_first)
    write_work(tmp_path / "ada" / "zero_init (1).py", "x = 2\n" + LEFT * left_in_copy)
    work = work_in(tmp_path)["ada"]["zero_init"]
    assert isinstance(work, Source)
    assert work.notes[0] == f"zero_init (1).py and zero_init.py were both handed in: {counts} was graded"


def test_the_file_itself_counts_rather_than_a_copy_made_by_hand(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "zero_init - Copy.py", "x = 'backup'")
    write_work(tmp_path / "ada" / "zero_init.py", "x = 'work'")
    assert text_of(work_in(tmp_path)["ada"]["zero_init"]) == "x = 'work'"


def test_identical_copies_are_not_noted(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "zero_init.py")
    write_work(tmp_path / "ada" / "src" / "zero_init.py")
    work = work_in(tmp_path)["ada"]["zero_init"]
    assert isinstance(work, Source)
    assert work.notes == ()


def test_the_student_learns_that_a_folder_was_named_like_the_file(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "training_loop.py")
    (tmp_path / "ada" / "zero_init.py").mkdir()
    reason = "zero_init was not handed in: zero_init.py is a folder, not a file"
    assert work_in(tmp_path)["ada"]["zero_init"] == Absent(reason)


def test_the_file_on_top_counts_when_there_is_a_copy_deeper_down(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "a_draft" / "zero_init.py", "old = 1")
    write_work(tmp_path / "ada" / "zero_init.py", "new = 1")
    assert text_of(work_in(tmp_path)["ada"]["zero_init"]) == "new = 1"


def test_the_first_folder_by_name_counts_when_copies_are_equally_deep(tmp_path: Path) -> None:
    names = [f"draft{number:02}" for number in range(30)]
    for name in random.Random(0).sample(names, len(names)):
        write_work(tmp_path / "ada" / name / "zero_init.py", f"{name} = 1")
    assert text_of(work_in(tmp_path)["ada"]["zero_init"]) == "draft00 = 1"


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
    write_work(tmp_path / "ada" / "zero_init.py", script)
    write_work(tmp_path / "ada" / "zero_init.ipynb", notebook)
    work = work_in(tmp_path)["ada"]["zero_init"]
    assert isinstance(work, Source)
    assert work.file_name == counts
    assert work.notes == (f"zero_init.py and zero_init.ipynb were both handed in: {counts} was graded",)


@pytest.mark.parametrize(("counts", "broken"), [(".py", ".ipynb"), (".ipynb", ".py")], ids=["script", "notebook"])
def test_the_other_counts_when_one_of_both_cannot_be_read(tmp_path: Path, counts: str, broken: str) -> None:
    write_work(tmp_path / "ada" / f"zero_init{counts}")
    (tmp_path / "ada" / f"zero_init{broken}").write_bytes(b"neither\0")
    assert files_of(work_in(tmp_path)) == {"ada": [f"zero_init{counts}"]}


def test_the_reason_is_given_when_the_only_file_cannot_be_read(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "training_loop.py")
    (tmp_path / "ada" / "zero_init.ipynb").write_text("not a notebook")
    reason = "zero_init.ipynb is not a notebook: it is not valid JSON"
    assert work_in(tmp_path)["ada"]["zero_init"] == Absent(reason)


FUNCTIONS = {"training_loop": {"train", "fit_line"}, "zero_init": {"trace", "is_symmetric"}, "other": {"is_symmetric"}}
TRACE = "import torch\n\ndef trace(x):\n    return x\n"


def work_by_functions(folder: Path, *assignments: str) -> dict[str, Source | Absent]:
    """What a student handed in for these assignments, where the course's functions are known."""
    (hand_in,) = find_hand_ins([folder], assignments or NAMES, functions=FUNCTIONS)
    return dict(zip(assignments or NAMES, hand_in.work, strict=True))


@pytest.mark.parametrize("assignments", [("zero_init",), NAMES], ids=["one_graded", "several_graded"])
@pytest.mark.parametrize("name", ["hw1_final_FINAL.py", "Untitled.ipynb", "my work.py.txt"])
def test_the_only_file_counts_under_any_name_if_it_can_be_nothing_else(
    tmp_path: Path, name: str, assignments: tuple[str, ...]
) -> None:
    write_work(tmp_path / "ada" / name, TRACE)
    (tmp_path / "ada" / "README.md").write_text("my work")
    work = work_by_functions(tmp_path / "ada", *assignments)
    assert isinstance(work["zero_init"], Source)
    assert text_of(work["zero_init"]) == TRACE
    assert work["zero_init"].notes == (f"{name} was graded as {work['zero_init'].file_name}",)
    assert work.get("training_loop") in (None, Absent("training_loop was not handed in"))


def test_the_only_file_of_another_name_counts_beside_the_work_for_others(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "training_loop.py")
    write_work(tmp_path / "ada" / "hw2.py", TRACE)
    assert text_of(work_by_functions(tmp_path / "ada")["zero_init"]) == TRACE


UNCLEAR = {
    "functions_of_two": "def trace(x): ...\ndef train(x): ...\n",
    "a_function_that_two_share": "def is_symmetric(x): ...\n",
    "no_function_of_any": "x = 1\n",
    "nothing_in_it": "",
}


@pytest.mark.parametrize("text", UNCLEAR.values(), ids=UNCLEAR)
def test_the_only_file_is_named_if_it_may_be_anything(tmp_path: Path, text: str) -> None:
    write_work(tmp_path / "ada" / "hw1.py", text)
    reason = "zero_init was not handed in: hw1.py is not named zero_init.py or zero_init.ipynb"
    assert work_by_functions(tmp_path / "ada", "zero_init")["zero_init"] == Absent(reason)


@pytest.mark.parametrize("beside", ["hw1_old.py", "src/hw1.py", "hw1.ipynb"])
def test_of_two_files_of_other_names_none_is_chosen_and_both_are_named(tmp_path: Path, beside: str) -> None:
    write_work(tmp_path / "ada" / "hw1.py", TRACE)
    write_work(tmp_path / "ada" / beside, TRACE)
    work = work_by_functions(tmp_path, "zero_init")["zero_init"]
    assert isinstance(work, Absent)
    named = "is not named zero_init.py or zero_init.ipynb"
    assert {*work.reason.removeprefix("zero_init was not handed in: ").split("; ")} == {
        f"hw1.py {named}",
        f"{beside} {named}",
    }


def test_a_file_of_another_name_beside_others_without_functions_is_named(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "hw1.py", TRACE)
    write_work(tmp_path / "ada" / "plots.py", "x = 1\n")
    reason = "zero_init was not handed in: hw1.py is not named zero_init.py or zero_init.ipynb"
    assert work_by_functions(tmp_path, "zero_init")["zero_init"] == Absent(reason)


def test_the_work_for_an_assignment_that_is_not_graded_now_is_not_taken_for_another(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "training_loop.py", TRACE)
    assert work_by_functions(tmp_path / "ada", "zero_init")["zero_init"] == Absent("zero_init was not handed in")


def test_a_file_under_its_own_name_counts_rather_than_another(tmp_path: Path) -> None:
    write_work(tmp_path / "ada" / "zero_init.py", "x = 1\n")
    write_work(tmp_path / "ada" / "hw1.py", TRACE)
    assert text_of(work_by_functions(tmp_path / "ada", "zero_init")["zero_init"]) == "x = 1\n"


DOCUMENTS = {
    "zero_init.qmd": "a Quarto document (`quarto convert` makes a notebook of it)",
    "Zero-Init.Rmd": "an R Markdown document",
    "zero_init.deepnote": "a Deepnote project (Deepnote can export a notebook)",
}


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS.items())
def test_a_document_with_code_in_it_is_named_as_what_it_is(tmp_path: Path, name: str, kind: str) -> None:
    write_work(tmp_path / "ada" / name, "```{python}\nx = 1\n```\n")
    write_work(tmp_path / "ada" / "training_loop.py")
    reason = f"zero_init was not handed in: {name} is {kind}: hand in zero_init.py or zero_init.ipynb"
    assert work_in(tmp_path)["ada"]["zero_init"] == Absent(reason)
