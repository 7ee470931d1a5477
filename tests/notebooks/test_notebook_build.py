"""`autograder notebooks`: from handout, stub, reference, public checks and pictures to what students open."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course import read_course
from autograder.errors import UserError
from autograder.notebooks.build import stale, write
from autograder.notebooks.material import material_of
from autograder.notebooks.pieces import pieces_of
from autograder.notebooks.story import Prose, Work, story
from tests.helpers.command import ASSIGNMENTS, PROJECT, run_command
from tests.helpers.halving_course import make_course
from tests.helpers.notebook_runs import otter

GENERATED = ("*/*.ipynb", "*/tests/*.py")
OTTERS_OWN = ("grader = otter.Notebook(", "grader.", "# Save your notebook first")
LONG_ENOUGH = 25  # a shorter line of code says nothing of where it comes from


def built_files() -> Iterator[Path]:
    for pattern in GENERATED:
        yield from sorted((PROJECT / "assignments").glob(pattern))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return make_course(tmp_path)


def test_what_is_committed_is_what_is_built() -> None:
    run = run_command("notebooks", "--check", cwd=PROJECT)
    assert run.code == 0, run.output + run.errors
    assert run.output.splitlines() == [f"{name}: nothing to change" for name in in_order()]


def in_order() -> list[str]:
    titles = {
        name: (PROJECT / "assignments" / name / "README.md").read_text(encoding="utf-8")[:4] for name in ASSIGNMENTS
    }
    return sorted(ASSIGNMENTS, key=titles.__getitem__)


@pytest.fixture(scope="module")
def built_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one assignment, without pictures, and its notebook built."""
    folder = make_course(tmp_path_factory.mktemp("fourth"))
    run = run_command("notebooks", cwd=folder)
    assert run.code == 0, run.errors
    return folder


def test_a_fourth_assignment_has_a_notebook_without_a_line_elsewhere(built_course: Path, tmp_path: Path) -> None:
    shutil.copytree(built_course / "assignments", tmp_path / "assignments")
    folder = tmp_path / "assignments" / "halving"
    assert 'grader.check(\\"halves\\")' in (folder / "halving.ipynb").read_text(encoding="utf-8")
    (folder / "halving.py").write_text("def halve(x):\n    return x / 2\n")
    assert otter("check", "halving.py", cwd=folder, environment={"AUTOGRADER_COURSE": ""}) == "All tests passed!"


def test_a_changed_stub_makes_the_notebook_stale(built_course: Path, tmp_path: Path) -> None:
    shutil.copytree(built_course, tmp_path / "course")
    folder = tmp_path / "course/assignments/halving"
    before = (folder / "halving.ipynb").read_text(encoding="utf-8")
    (folder / "halving.py").write_text((folder / "halving.py").read_text().replace("Half of x.", "One half of x."))
    (folder / "tests" / "thirds.py").write_text("left over\n")
    run = run_command("notebooks", "--check", cwd=folder)
    assert run.code == 1
    said = ["stale: assignments/halving/halving.ipynb", "stale: assignments/halving/tests/thirds.py"]
    assert run.output.splitlines() == said
    assert (folder / "halving.ipynb").read_text(encoding="utf-8") == before


def test_writing_makes_the_files_as_built_and_removes_what_is_left_over(course: Path) -> None:
    (assignment,) = read_course(course, with_solutions=True).assignments
    built = {assignment.notebook: "notebook\n", assignment.otter_tests / "halves.py": "test\n"}
    write(assignment, {**built, assignment.otter_tests / "thirds.py": "a part that is gone later\n"})
    assert stale(assignment, built) == [assignment.otter_tests / "thirds.py"]
    write(assignment, built)
    assert stale(assignment, built) == []
    assert [path.name for path in assignment.otter_tests.iterdir()] == ["halves.py"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("assignments/halving/README.md", "Write", "<!-- parts: thirds -->\n\nWrite", "places a part 'thirds'"),
        ("assignments/halving/README.md", "Write", "<!-- parts: halves halves -->\n\nWrite", "'halves' twice"),
        ("assignments/halving/halving.py", "def halve", "def half", "does not define halve"),
        ("solutions/halving/halving.py", "x / 2", "x / 3", "the reference fails a public check"),
        ("assignments/halving/contract.py", "def", "def other() -> int: ...\ndef", "never calls other"),
    ],
)
def test_files_that_do_not_fit_each_other_are_refused(course: Path, file: str, old: str, new: str, said: str) -> None:
    (course / file).write_text((course / file).read_text().replace(old, new, 1))
    with pytest.raises(UserError, match=said):
        material_of(read_course(course, with_solutions=True).assignments[0])


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('@picture(after="thirds")\ndef shape(halve): ...', "which is no part"),
        ('@picture(after="halves")\ndef shape(third): ...', "takes 'third', which is no function to write"),
    ],
)
def test_a_picture_that_fits_nowhere_is_refused(course: Path, source: str, said: str) -> None:
    pictures = course / "assignments/halving/pictures.py"
    pictures.write_text(f"from autograder.pictures import picture\n\n{source}\n")
    with pytest.raises(UserError, match=said):
        material_of(read_course(course, with_solutions=True).assignments[0])


def test_what_cannot_be_built_is_said_in_one_line(course: Path) -> None:
    (course / "assignments/halving/README.md").write_text("# 1. Halving\n\n<!-- parts: thirds -->\n")
    run = run_command("notebooks", cwd=course)
    assert run.code == 2
    assert len(run.errors.splitlines()) == 1


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_notebook_tells_the_whole_handout_in_its_order(name: str) -> None:
    folder = PROJECT / "assignments" / name
    cells = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    told = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    handout = (folder / "README.md").read_text(encoding="utf-8").splitlines()
    place = 0
    for line in handout:
        if line and not line.startswith("<!-- parts:"):
            place = told.index(line, place)


@pytest.mark.parametrize("path", list(built_files()), ids=lambda path: path.name)
def test_nothing_of_the_hidden_half_is_in_what_students_get(path: Path) -> None:
    assert [line for line in lines_of(path) if line in hidden_lines() - public_lines()] == []


def test_the_search_for_hidden_lines_finds_those_of_a_reference() -> None:
    found = lines_of(PROJECT / "solutions/training_loop/training_loop.py") & (hidden_lines() - public_lines())
    assert "return torch.stack([x, torch.ones_like(x)], dim=1)" in found


@functools.cache
def hidden_lines() -> set[str]:
    """The lines of code in the hidden half; some of its submissions are notebooks that otter has made."""
    found = [path for path in (PROJECT / "solutions").rglob("*") if path.suffix in (".py", ".ipynb")]
    assert len(found) > 100
    return {line for path in found for line in lines_of(path) if not line.startswith(OTTERS_OWN)}


@functools.cache
def public_lines() -> set[str]:
    """The lines of what is written by hand for students."""
    folder, built = PROJECT / "assignments", set(built_files())
    found = [path for path in folder.rglob("*") if path.suffix in (".py", ".md") and path not in built]
    return set().union(*map(lines_of, found))


def lines_of(path: Path) -> set[str]:
    """The lines of a file; of a notebook those of its cells, and of all texts in its metadata."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".ipynb":
        text = "\n".join(texts_in(json.loads(text)))
    return {line.strip() for line in text.splitlines() if len(line.strip()) >= LONG_ENOUGH}


def texts_in(value: Any) -> Iterator[str]:
    """All texts in a JSON value; a list of texts is one text in pieces."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        yield "".join(value)
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_in(item)


@pytest.mark.parametrize("path", list(built_files()), ids=lambda path: path.name)
def test_what_is_built_bears_no_time_id_or_version(path: Path) -> None:
    if path.suffix == ".py":
        return
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert all("id" not in cell for cell in notebook["cells"])
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook["cells"])


# --- the pieces that a notebook is made of ---

LINES = st.sampled_from(["# Title", "## Part", "text", "", "    ## code", "```", "<!-- parts: one -->", "| a | b |"])


@given(st.lists(LINES, max_size=12))
def test_a_story_loses_no_line_of_the_handout(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    handout = tmp_path_factory.mktemp("story") / "README.md"
    handout.write_text("\n".join(lines), encoding="utf-8")
    try:
        pieces = story(handout, ["one"])
    except UserError:
        assert lines.count("<!-- parts: one -->") > 1
        return
    assert [piece for piece in pieces if isinstance(piece, Work)] == [Work("one")]
    told = [line for piece in pieces if isinstance(piece, Prose) for line in piece.text.splitlines() if line]
    kept = [line for line in lines if line]
    assert [line for line in told if "parts:" not in line] == [line for line in kept if "parts:" not in line]


@pytest.mark.parametrize("text", ["```\n## no heading\n```", "> ## quoted", "- ## in a list", "    ## code"])
def test_a_heading_inside_of_something_is_no_place_to_cut(tmp_path: Path, text: str) -> None:
    handout = tmp_path / "README.md"
    handout.write_text(f"# One\n\n{text}\n\n## Two\n", encoding="utf-8")
    assert story(handout, []) == [Prose(f"# One\n\n{text}"), Prose("## Two")]


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_pieces_of_a_stub_are_all_of_it_but_its_docstring(name: str) -> None:
    source = (PROJECT / "assignments" / name / f"{name}.py").read_text(encoding="utf-8")
    contract = (PROJECT / "assignments" / name / "contract.py").read_text(encoding="utf-8")
    names = [line[4:].split("(")[0] for line in contract.splitlines() if line.startswith("def ")]
    pieces = pieces_of(source, names)
    assert list(pieces.functions) == names
    together = "\n".join([pieces.rest, *pieces.functions.values()])
    assert sorted(line for line in together.splitlines() if line) == sorted(
        line for line in source.split('"""', 2)[2].splitlines() if line
    )


def test_a_comment_goes_with_what_it_stands_above() -> None:
    pieces = pieces_of('"""Doc."""\n\n# of f\ndef f(): ...\n\n# of x\nx = 1\n', ["f"])
    assert (pieces.rest, pieces.functions) == ("# of x\nx = 1", {"f": "# of f\ndef f(): ..."})
