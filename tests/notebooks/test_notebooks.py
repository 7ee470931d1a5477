"""Students' notebooks, run by a real Jupyter kernel: with nothing written, with the reference, with mistakes."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell

from autograder.system.cores import cores
from tests.helpers.command import ASSIGNMENTS, PROJECT, run_command
from tests.helpers.notebook_runs import Executed, answers, execute, fill_in, otter, read, save

MISTAKES = {
    "trace": 'def trace(inputs, targets, initial_weight, initial_bias=None, **options):\n    raise ValueError("odd")',
    "symmetry_groups": "def symmetry_groups(rows, tolerance=1e-6):\n    return [list(range(len(rows)))]",
    "hidden_gradients": "def hidden_gradients(inputs, targets, hidden_weight, output_weight):\n    return None",
}


pytestmark = pytest.mark.long  # a grader or a kernel starts for nearly every test

# Moves the slider of the only picture with sliders that was shown, and prints the alt texts before and after.
MOVED = """\
# moved by the test
import re
import ipywidgets

widgets = [*ipywidgets.widgets.widget._instances.values()]
(image,) = [one for one in widgets if isinstance(one, ipywidgets.HTML) and "<img" in one.value]
(slider,) = [one for one in widgets if getattr(one, "description", "").startswith("angle")]
before = re.search('alt="(.*?)"', image.value)[1]
slider.value = 0
print(before, "|", re.search('alt="(.*?)"', image.value)[1])
"""


def cell_with(source: str) -> Any:
    """A cell as notebooks of format 4.4 have it, without an id."""
    cell = new_code_cell(source)  # type: ignore[no-untyped-call]
    del cell["id"]
    return cell


MOST_SECONDS = 60  # while another notebook keeps the other of two cores busy
PARTS = ("design_matrix", "gradient_step", "stopping", "convergence", "fit_line")


class Runs:
    """All runs, started at once, two at a time."""

    def __init__(self, folder: Path, pool: ThreadPoolExecutor) -> None:
        self._folder = folder
        for name in ASSIGNMENTS:
            fill_in(self.course("written") / name)
            shutil.copy(PROJECT / "solutions" / name / f"{name}.py", self.course("written") / name)
        self._make_mistakes()
        states = [(state, name) for state in ("written", "untouched") for name in ASSIGNMENTS]
        self.notebooks = {
            (state, name): pool.submit(self._execute, state, name) for state, name in [*states, ("wrong", "zero_init")]
        }
        self.notebooks |= {
            ("moved", "normal_equations"): pool.submit(self._move_a_slider),
            ("away", "zero_init"): pool.submit(self._away),
            ("overwritten", "zero_init"): pool.submit(self._overwritten),
        }
        self.otter = {
            (state, file): pool.submit(otter, "check", file, cwd=self.course(state) / Path(file).stem)
            for state, file in (("written", "normal_equations.py"), ("untouched", "normal_equations.ipynb"))
        }

    def course(self, state: str) -> Path:
        """The assignments in this state."""
        folder = self._folder / state / "assignments"
        if not folder.exists():
            shutil.copytree(PROJECT / "assignments", folder, ignore=shutil.ignore_patterns(".*", "*.zip"))
        return folder

    def _execute(self, state: str, name: str) -> Executed:
        # The last cells export the notebook, which runs it again: one assignment is enough for that.
        return execute(self.course(state) / name, cells=None if name == "training_loop" else -3)

    def _move_a_slider(self) -> Executed:
        folder = self.course("moved") / "normal_equations"
        fill_in(folder)
        notebook = read(folder)
        (shown,) = [place for place, cell in enumerate(notebook.cells) if "pictures.two_lines(" in cell.source]
        notebook.cells = [notebook.cells[0], *answers(notebook)[:1], notebook.cells[shown], cell_with(MOVED)]
        save(notebook, folder)
        return execute(folder)

    def _away(self) -> Executed:
        folder = self._folder / "away" / "zero_init"
        folder.mkdir(parents=True)
        shutil.copy(PROJECT / "assignments/zero_init/zero_init.ipynb", folder)
        notebook = read(folder)
        (check,) = [cell for cell in notebook.cells if cell.source == 'grader.check("trace")']
        notebook.cells = [notebook.cells[0], check]
        save(notebook, folder)
        return execute(folder)

    def _overwritten(self) -> Executed:
        folder = self.course("overwritten") / "zero_init"
        notebook = read(folder)
        (check,) = [cell for cell in notebook.cells if cell.source == 'grader.check("trace")']
        notebook.cells = [notebook.cells[0], cell_with("trace = 3"), check]
        save(notebook, folder)
        return execute(folder)

    def _make_mistakes(self) -> None:
        folder = self.course("wrong") / "zero_init"
        notebook = read(folder)
        for cell in answers(notebook):
            name = cell.source.removeprefix("def ").split("(")[0]
            cell.source = MISTAKES.get(name, cell.source)
        save(notebook, folder)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    with ThreadPoolExecutor(2) as pool:
        yield Runs(tmp_path_factory.mktemp("notebooks"), pool)


def executed(future: Future[Executed]) -> Executed:
    return future.result(timeout=500)


def parts_of(name: str) -> list[str]:
    return sorted(path.stem for path in (PROJECT / "assignments" / name / "tests").glob("*.py"))


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_check_passes_and_every_picture_is_drawn_with_the_reference(runs: Runs, name: str) -> None:
    run = executed(runs.notebooks["written", name])
    assert parts_of(name)
    for part in parts_of(name):
        output = run.text(f'grader.check("{part}")')
        assert output.startswith(f"{part}: passed\n")
    assert bool(run.pictures()) == (PROJECT / "assignments" / name / "pictures.py").is_file()
    for cell in run.pictures():
        assert any("image/png" in output.get("data", {}) for output in cell.outputs), cell.source
    assert run.warnings() == []


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_run_all_of_a_finished_notebook_takes_less_than_a_minute(runs: Runs, name: str) -> None:
    seconds = executed(runs.notebooks["written", name]).seconds
    if (load := os.getloadavg()[0]) > 2 * cores():
        pytest.skip(f"{load:.0f} processes want {cores()} cores, and it took {seconds:.0f} s")
    assert seconds < MOST_SECONDS


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_an_untouched_notebook_finishes_and_says_what_is_not_written(runs: Runs, name: str) -> None:
    run = executed(runs.notebooks["untouched", name])
    for part in parts_of(name):
        assert "not written yet" in run.text(f'grader.check("{part}")')
    for cell in run.pictures():
        data = cell.outputs[0].data
        assert data["text/plain"].startswith("No picture yet: write `")
        assert "word-break: normal" in data["text/html"]  # what is printed is broken in the middle of words


def test_the_export_holds_the_notebook_and_its_checks_pass(runs: Runs) -> None:
    name = "training_loop"
    run = executed(runs.notebooks["written", name])
    output = run.text("grader.export(pdf=False)")
    order = [word for word in re.findall(r"^(\w+): passed$", output, re.MULTILINE)]
    assert order == list(PARTS)
    assert output.count("The hidden suite also looks at: ") == len(PARTS)
    (path,) = run.folder.glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == [".OTTER_LOG", "__zip_filename__", f"{name}.ipynb"]
        assert archive.read("__zip_filename__").decode() == path.name


@pytest.mark.parametrize(
    ("state", "name"),
    [*(("written", name) for name in ASSIGNMENTS), ("untouched", "normal_equations"), ("wrong", "zero_init")],
)
def test_grader_check_says_the_same_of_every_part_as_autograder_check(runs: Runs, state: str, name: str) -> None:
    run = executed(runs.notebooks[state, name])
    check = run_command("check", f"{name}.ipynb", cwd=run.folder, environment={"AUTOGRADER_COURSE": ""})
    blocks = ["\n".join(line.strip() for line in block.splitlines()) for block in check.output.strip().split("\n\n")]
    assert sorted(block.split(":")[0] for block in blocks[1:]) == parts_of(name)
    assert "stopped at" not in check.output  # the notebook's checks and pictures are not run
    for block in blocks[1:]:
        assert block in run.text(f'grader.check("{block.split(":")[0]}")')


def test_a_mistake_is_located_by_the_function_of_its_cell(runs: Runs) -> None:
    run = executed(runs.notebooks["wrong", "zero_init"])
    output = run.text('grader.check("trace")')
    assert "ValueError in trace, line 2 of its cell: odd" in output


def test_a_failure_is_shown_without_otters_lines_and_without_breaking_a_call(runs: Runs) -> None:
    run = executed(runs.notebooks["wrong", "zero_init"])
    output = run.text('grader.check("trace")')
    assert output.startswith("trace: failed\n[--] ")
    assert "Test case failed" not in output
    assert "NotYet" not in output
    (cell,) = [cell for cell in run.notebook.cells if cell.source == 'grader.check("trace")']
    page = next(output.data["text/html"] for output in cell.outputs if "text/html" in output.get("data", {}))
    call = next(block for block in page.split("<div") if "      trace(torch.tensor(" in block)
    assert "white-space: pre; overflow-x: auto" in call


def test_a_picture_has_an_alt_text_with_numbers(runs: Runs) -> None:
    run = executed(runs.notebooks["written", "training_loop"])
    for cell in run.pictures():
        (output,) = [output for output in cell.outputs if "image/png" in output.get("data", {})]
        assert re.search(r"\d", output.metadata["image/png"]["alt"])


def test_a_slider_that_is_moved_draws_the_picture_anew(runs: Runs) -> None:
    run = executed(runs.notebooks["moved", "normal_equations"])
    before, after = run.text("# moved by the test").split(" | ")
    assert "angle of 10 degrees" in before
    assert "angle of 0 degrees" in after
    assert "condition number infinite" in after


def test_away_from_its_folder_a_notebook_says_in_a_line_where_it_belongs(runs: Runs) -> None:
    run = executed(runs.notebooks["away", "zero_init"])
    for cell in ("grader = otter.Notebook", 'grader.check("trace")'):
        (line,) = run.text(cell).strip().splitlines()
        assert "Move it back to assignments/zero_init" in line


def test_a_function_that_was_overwritten_is_said_to_be(runs: Runs) -> None:
    run = executed(runs.notebooks["overwritten", "zero_init"])
    assert "TypeError in trace: it is 3 now: another cell uses its name" in run.text('grader.check("trace")')


def test_a_picture_of_a_wrong_function_says_what_it_needs(runs: Runs) -> None:
    run = executed(runs.notebooks["wrong", "zero_init"])
    output = run.text("pictures.drifting_apart(hidden_gradients)")
    assert output.startswith("No picture yet: it needs `hidden_gradients` as the handout describes.")


def test_otter_check_passes_a_right_file(runs: Runs) -> None:
    assert runs.otter["written", "normal_equations.py"].result(timeout=500) == "All tests passed!"


def test_otter_check_says_what_is_not_written(runs: Runs) -> None:
    output = runs.otter["untouched", "normal_equations.ipynb"].result(timeout=500)
    assert output.count(": not written yet") >= len(parts_of("normal_equations"))
