"""What students can rely on: right work earns all, unwritten work is told so, harm is contained."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from tests.helpers.command import ASSIGNMENTS, FULL_MARKS, PROJECT, Grade, Run, reference, run_command, stub

DOUBLE = textwrap.dedent(
    """
    def design_matrix(x):
        {body}
    """
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A class of our solutions and of untouched stubs."""
    folder = tmp_path_factory.mktemp("students")
    for student, text in {"reference": reference, "new": stub}.items():
        (folder / "class" / student).mkdir(parents=True)
        for name in ASSIGNMENTS:
            (folder / "class" / student / f"{name}.py").write_text(text(name), encoding="utf-8")
    return run_command("grade", "class", "--out", "out", "--course", PROJECT, cwd=folder)


def test_the_references_earn_everything(graded: Run) -> None:
    assert graded.grades["reference"]["total"] == str(FULL_MARKS)


def test_untouched_stubs_earn_nothing_and_are_not_written_yet(graded: Run) -> None:
    assert graded.grades["new"]["total"] == "0"
    assert {test["extra_data"]["outcome"] for test in graded.tests("new").values()} == {"not written yet"}
    assert all("is not written yet" in test["output"] for test in graded.tests("new").values())


@pytest.mark.long
def test_right_work_in_other_styles_earns_everything(tmp_path: Path) -> None:
    """Exported notebooks, BOM and CRLF, classes, partials, enums, magics, demos, cells that fail, guards that would."""
    hand_ins = PROJECT / "tests" / "hand_ins" / "right"
    run = run_command("grade", hand_ins, "--out", "out", "--course", PROJECT, cwd=tmp_path)
    for path in hand_ins.iterdir():
        handed_in = [name for name in ASSIGNMENTS if [*path.glob(f"{name}.*")]]
        assert len(handed_in) >= 3
        assert {run.grades[path.name][name] for name in handed_in} == {"100"}


HARM = {
    "endless": "while True: pass",
    "deaf": "import signal\n    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\n    while True: pass",
    "exit": "import os\n    os._exit(0)",
    "crash": "import ctypes\n    ctypes.string_at(0)",
    "memory": "import torch\n    hoard = torch.ones(1_500_000_000)\n    return hoard",
    "recursion": "return design_matrix(x)",
    "leave": "raise SystemExit",
}


def test_harm_costs_its_own_part_and_nobody_elses(grade: Grade) -> None:
    """One function of each is replaced by harm; all else is ours, and an honest student is graded in between."""
    work = {}
    for name, body in HARM.items():
        text = reference("training_loop").replace("def design_matrix(", "def right_design_matrix(")
        text = text.replace("design_matrix(x)", "right_design_matrix(x)")
        work[f"harm_{name}"] = {"training_loop.py": text + DOUBLE.format(body=body)}
    work["honest"] = {"training_loop.py": reference("training_loop")}
    run = grade(work, "--only", "training_loop", "--call-limit", "2")
    assert run.code == 0
    scores = {name: run.scores(f"harm_{name}") for name in HARM}
    everything = run.scores("honest")
    assert sum(everything.values()) == 100
    assert scores == {name: everything | {"training_loop: design_matrix": 0} for name in HARM}


@pytest.mark.long
def test_results_are_not_kept_without_end_when_each_is_as_large_as_can_be(grade: Grade) -> None:
    text = (PROJECT / "tests" / "attacks" / "harm" / "large_results.py").read_text(encoding="utf-8")
    run = grade({"large": {"normal_equations.py": text}}, "--only", "normal_equations")
    assert "results so far take more than 64 MB" in run.tests("large")["normal_equations: bad_input"]["output"]


@pytest.mark.long
def test_a_submission_that_hangs_while_it_is_loaded_keeps_what_it_had_defined(grade: Grade) -> None:
    work = {"training_loop.py": reference("training_loop") + "\nwhile True:\n    pass\n"}
    run = grade({"loop": work}, "--only", "training_loop")
    assert sum(run.scores("loop").values()) == 100
    assert "still running" in run.grades["loop"]["notes"]


SPY = """
    import os, pathlib, socket
    seen = []
    for place in {places!r}:
        try:
            inside = os.listdir(place)[:3] if os.path.isdir(place) else open(place).read(9)
            seen.append(place + ": " + str(inside))
        except OSError:
            pass
    for family, address in ((socket.AF_INET, ("127.0.0.1", 9)), (socket.AF_UNIX, "\\0abstract")):
        try:
            socket.socket(family).connect(address)
            seen.append("connected")
        except ConnectionError:
            seen.append("reached the network")
        except OSError:
            pass
    raise RuntimeError("seen " + repr(seen))
"""


def test_student_code_sees_no_solution_no_other_student_and_no_network(grade: Grade, tmp_path: Path) -> None:
    places = [
        *(str(PROJECT / folder) for folder in ("solutions", "assignments", "tests", "examples", "README.md")),
        str(PROJECT / "solutions" / "zero_init" / "zero_init.py"),
        str(tmp_path / "class" / "victim" / "zero_init.py"),
        str(tmp_path),
        "/proc/1/environ",
        "/home",
    ]
    spy = "def is_symmetric(rows, tolerance=1e-6):" + SPY.format(places=places)
    run = grade({"spy": {"zero_init.py": spy}, "victim": {"zero_init.py": "secret = 1"}}, "--only", "zero_init")
    output = run.tests("spy")["zero_init: symmetry"]["output"]
    assert "RuntimeError in is_symmetric, line " in output
    assert ": seen []" in output
