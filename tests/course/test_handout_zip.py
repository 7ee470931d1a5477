"""`autograder handout`: what students get works by itself, and holds nothing that they must not see."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from tests.helpers.command import PROJECT, reference, run_command
from tests.helpers.notebook_runs import answers, execute, read, save


@pytest.fixture(scope="module")
def handout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip, unpacked; the wheel in it, too."""
    folder = tmp_path_factory.mktemp("handout")
    run = run_command("handout", "--out", folder / "handout.zip", cwd=PROJECT)
    assert run.code == 0, run.errors
    with zipfile.ZipFile(folder / "handout.zip") as archive:
        archive.extractall(folder)
    with zipfile.ZipFile(next((folder / "handout").glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "handout"


def alone(handout: Path) -> dict[str, str]:
    """An environment in which the engine is the one of the wheel."""
    return {"PYTHONPATH": str(handout.parent / "site"), "AUTOGRADER_COURSE": ""}


def test_the_same_files_make_the_same_bytes(handout: Path, tmp_path: Path) -> None:
    run = run_command("handout", "--out", tmp_path / "handout.zip", cwd=PROJECT)
    assert run.code == 0
    assert (tmp_path / "handout.zip").read_bytes() == (handout.parent / "handout.zip").read_bytes()


def test_students_get_the_public_half_as_it_stands_and_nothing_else(handout: Path) -> None:
    for path in (handout / "assignments").rglob("*.*"):
        assert path.read_bytes() == (PROJECT / path.relative_to(handout)).read_bytes()
    root = {path.name for path in handout.iterdir()}
    assert root - {"README.md", "CHANGES.md", "assignments", "requirements.txt", "constraints.txt"} == {
        path.name for path in handout.glob("*.whl")
    }


def test_the_wheel_is_the_engine_and_nothing_else(handout: Path) -> None:
    site = handout.parent / "site"
    modules = {path.relative_to(site) for path in site.rglob("*.py")}
    assert modules == {path.relative_to(PROJECT) for path in (PROJECT / "autograder").rglob("*.py")}
    for module in modules:
        assert (site / module).read_bytes() == (PROJECT / module).read_bytes()


def test_what_is_to_be_installed_is_in_the_zip(handout: Path) -> None:
    first, second = (handout / "requirements.txt").read_text().splitlines()
    assert (handout / first.removeprefix("--constraint ")).is_file()
    assert (handout / second.removesuffix("[student]")).is_file()
    assert "torch==" in (handout / "constraints.txt").read_text()


def test_the_first_check_in_a_file_turns_green_from_the_zip_alone(handout: Path) -> None:
    readme = (handout / "README.md").read_text(encoding="utf-8")
    command = next(line for line in readme.splitlines() if line.startswith("$ .venv/bin/autograder ")).split()[2:]
    name = Path(command[-1]).stem
    assert f"{name}\n\n" in (untouched := run_command(*command, cwd=handout, environment=alone(handout))).output
    assert untouched.output.count(": not written yet") >= 5
    (handout / command[-1]).write_text(reference(name))
    run = run_command(*command, cwd=handout, environment=alone(handout))
    assert run.code == 0, run.output


def test_the_first_check_in_a_notebook_turns_green_from_the_zip_alone(handout: Path) -> None:
    folder = handout / "assignments" / "training_loop"
    notebook = read(folder)
    first = answers(notebook)[0]
    first.source = first.source[: first.source.index("    raise")] + "    return torch.stack([x, x**0], dim=1)\n"
    save(notebook, folder)
    check = next(place for place, cell in enumerate(notebook.cells) if 'grader.check("design_matrix")' in cell.source)
    run = execute(folder, cells=check + 1, environment=alone(handout))
    assert "All test cases passed!" in run.text('grader.check("design_matrix")')


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The course, and work that was done in it."""
    for name in ("assignments", "handout"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    return tmp_path


def test_what_work_leaves_behind_stays_behind(clone: Path) -> None:
    folder = clone / "assignments" / "zero_init"
    for name in (".OTTER_LOG", "zero_init_2026.zip", "__pycache__/checks.pyc", ".ipynb_checkpoints/zero_init.ipynb"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("left behind")
    (folder / "data.csv").write_text("kept")
    assert run_command("handout", "--out", "out.zip", cwd=clone).code == 0
    with zipfile.ZipFile(clone / "out.zip") as archive:
        texts = {name: archive.read(name) for name in archive.namelist()}
    assert b"left behind" not in texts.values()
    assert texts["out/assignments/zero_init/data.csv"] == b"kept"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("zero_init.py", 'raise NotImplementedError("TODO: draw', 'return print("', "`break_symmetry` is written"),
        ("zero_init.ipynb", "TODO: draw the weights", "TODO: draw weights", "has other functions than the stub"),
    ],
)
def test_an_assignment_that_somebody_solved_in_place_is_not_handed_out(
    clone: Path, file: str, old: str, new: str, said: str
) -> None:
    path = clone / "assignments" / "zero_init" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    run = run_command("handout", "--out", "out.zip", cwd=clone)
    assert run.code == 2
    assert said in run.errors
    assert not (clone / "out.zip").exists()


@pytest.mark.parametrize(("out", "said"), [("handout", "must end in .zip"), ("nowhere/h.zip", "is no folder")])
def test_a_zip_that_cannot_be_written_is_said_in_one_line(out: str, said: str) -> None:
    run = run_command("handout", "--out", out, cwd=PROJECT)
    assert run.code == 2
    assert said in run.errors
