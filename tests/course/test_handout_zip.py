"""`autograder handout`: what students get works by itself, and holds nothing that they must not see."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from autograder.course import COURSE_VARIABLE
from tests.helpers.command import PROJECT, Run, reference, run_command
from tests.helpers.notebook_runs import answers, execute, read, save


def hand_out(course: Path, out: str | Path) -> Run:
    """Make the zip in the folder of a course."""
    return run_command("handout", "--out", out, cwd=course, environment={COURSE_VARIABLE: ""})


@pytest.fixture(scope="module")
def handout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked zip, with the wheel in it unpacked too."""
    folder = tmp_path_factory.mktemp("handout")
    run = hand_out(PROJECT, folder / "handout.zip")
    assert run.code == 0, run.errors
    with zipfile.ZipFile(folder / "handout.zip") as archive:
        archive.extractall(folder)
    with zipfile.ZipFile(next((folder / "handout").glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "handout"


def alone(handout: Path) -> dict[str, str]:
    """Variables with which the engine is the one in the wheel."""
    return {"PYTHONPATH": str(handout.parent / "site"), COURSE_VARIABLE: ""}


def test_the_same_files_make_the_same_bytes(handout: Path, tmp_path: Path) -> None:
    run = hand_out(PROJECT, tmp_path / "handout.zip")
    assert run.code == 0
    assert (tmp_path / "handout.zip").read_bytes() == (handout.parent / "handout.zip").read_bytes()


def test_students_get_the_public_half_as_it_stands_and_nothing_else(handout: Path) -> None:
    for path in (handout / "assignments").rglob("*.*"):
        assert path.read_bytes() == (PROJECT / path.relative_to(handout)).read_bytes()
    root = {path.name for path in handout.iterdir()}
    files = {"README.md", "CHANGES.md", "requirements.txt", "constraints.txt", "notebook.txt", "otter.txt"}
    assert root - files - {".devcontainer", "assignments"} == {
        path.name for path in handout.glob("autograder_kit-*.whl")
    }


def test_what_is_to_be_installed_is_in_the_zip(handout: Path) -> None:
    lines = (handout / "requirements.txt").read_text().splitlines()
    index, constraints, torch, engine, *packages = [line for line in lines if not line.startswith("#")]
    assert index == "--extra-index-url https://download.pytorch.org/whl/cpu"
    assert (handout / constraints.removeprefix("--constraint ")).is_file()
    assert torch == 'torch==2.13.0+cpu; sys_platform == "linux" and platform_machine == "x86_64"'
    assert (handout / engine).is_file()
    assert {line.partition(">")[0] for line in packages} == {"pandas", "scipy", "tqdm"}
    constraints, engine = (handout / "notebook.txt").read_text().splitlines()
    assert (handout / engine.removesuffix("[student]")).is_file()
    constraints, *without_dependencies = (handout / "otter.txt").read_text().splitlines()
    releases = (handout / constraints.removeprefix("--constraint ")).read_text().splitlines()
    for package in without_dependencies:  # whatever is newest would need other dependencies
        assert [line for line in releases if line.startswith(f"{package}==")]


def test_a_container_types_the_commands_of_the_readme(handout: Path) -> None:
    command = json.loads((handout / ".devcontainer/devcontainer.json").read_text())["postCreateCommand"]
    assert command == (
        "python3 -m venv .venv && .venv/bin/pip install --quiet --no-compile -r requirements.txt -r notebook.txt && "
        ".venv/bin/pip install --quiet --no-compile --no-deps -r otter.txt"
    )
    readme = (handout / "README.md").read_text(encoding="utf-8")
    for typed in command.replace("--quiet ", "").split(" && ")[::2]:
        assert f"$ {typed}\n" in readme


@pytest.mark.skipif(os.name == "nt", reason="Colab runs bash")
def test_the_cell_for_colab_finds_the_course_beside_what_colab_has_there(handout: Path, tmp_path: Path) -> None:
    readme = (handout / "README.md").read_text(encoding="utf-8")
    (cell,) = re.findall(r"^!(unzip .*)$", readme, re.MULTILINE)
    (tmp_path / "sample_data").mkdir()
    shutil.copy(handout.parent / "handout.zip", tmp_path)
    unpacked = 'unzip() { python3 -m zipfile -e "${@: -1}" "${@: -2:1}"; }'  # it is not everywhere
    script = f'{unpacked}; pip() {{ echo pip "$@"; }}; set -e; {cell.replace("/content", str(tmp_path))}'
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^pip install -q --no-deps \./autograder_kit-\S+\.whl$", done.stdout, re.MULTILINE)


MACS = {"sys_platform": "darwin", "platform_machine": "arm64", "platform_release": "24.1.0"}


@pytest.mark.parametrize(
    ("system", "releases"),
    [
        ({"sys_platform": "linux", "platform_machine": "x86_64", "platform_release": "6.1"}, {"2.13.0", "2.4.6"}),
        ({"sys_platform": "win32", "platform_machine": "AMD64", "platform_release": "11"}, {"2.13.0", "2.4.6"}),
        (MACS, {"2.13.0", "2.4.6"}),
        ({**MACS, "platform_release": "22.6.0"}, {"2.11.0", "2.4.6"}),
        ({**MACS, "platform_machine": "x86_64"}, {"2.2.2", "1.26.4"}),
    ],
    ids=["linux", "windows", "mac", "macOS 13", "intel mac"],
)
def test_every_system_gets_the_newest_torch_that_there_is_for_it(
    handout: Path, system: dict[str, str], releases: set[str]
) -> None:
    lines = (handout / "constraints.txt").read_text().splitlines()
    pins = [Requirement(line.partition(" #")[0]) for line in lines if re.match("(torch|numpy)==", line)]
    chosen = [pin for pin in pins if pin.marker is None or pin.marker.evaluate(system)]
    assert {str(pin.specifier).removeprefix("==") for pin in chosen} == releases
    assert len(chosen) == 2


def test_on_intel_macs_allowed_packages_may_be_older_since_the_newest_need_a_newer_numpy(handout: Path) -> None:
    """The pandas of the constraints needs numpy 2, and the last torch there needs numpy 1."""
    lines = (handout / "constraints.txt").read_text().splitlines()
    pins = [Requirement(line) for line in lines if re.match("(pandas|scipy|tqdm)==", line)]
    assert len(pins) == 3
    assert not any(pin.marker and pin.marker.evaluate({**MACS, "platform_machine": "x86_64"}) for pin in pins)
    assert all(pin.marker and pin.marker.evaluate(MACS) for pin in pins)


def test_the_first_check_in_a_file_turns_green_from_the_zip_alone(handout: Path) -> None:
    readme = (handout / "README.md").read_text(encoding="utf-8").replace("NAME", "training_loop")
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
    assert "design_matrix: passed" in run.text('grader.check("design_matrix")')


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
    assert hand_out(clone, "out.zip").code == 0
    with zipfile.ZipFile(clone / "out.zip") as archive:
        texts = {name: archive.read(name) for name in archive.namelist()}
    assert b"left behind" not in texts.values()
    assert texts["out/assignments/zero_init/data.csv"] == b"kept"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("zero_init.py", 'raise NotImplementedError("TODO: draw', 'return print("', "`break_symmetry` is written"),
        ("zero_init.ipynb", "TODO: draw the weights", "TODO: draw weights", "does not have the functions of the stub"),
    ],
)
def test_an_assignment_that_somebody_solved_in_place_is_not_handed_out(
    clone: Path, file: str, old: str, new: str, message: str
) -> None:
    path = clone / "assignments" / "zero_init" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    run = hand_out(clone, "out.zip")
    assert run.code == 2
    assert message in run.errors
    assert not (clone / "out.zip").exists()


@pytest.mark.parametrize(("out", "message"), [("handout", "must end in .zip"), ("nowhere/h.zip", "is not a folder")])
def test_why_a_zip_cannot_be_written_is_one_line(out: str, message: str) -> None:
    run = hand_out(PROJECT, out)
    assert run.code == 2
    assert message in run.errors
