"""`autograder otter`: what the real `otter run` makes of right, wrong and hostile work with the zip."""

from __future__ import annotations

import functools
import json
import os
import pickle
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import nbformat
import pytest

from tests.helpers.command import ASSIGNMENTS, PROJECT, Grade, reference, run_command
from tests.helpers.small_course import RIGHT, make_course

WRONG: Final = {  # with marks in some parts and not in others
    "training_loop": "wrong/half_loss.py",
    "zero_init": "half/trace_without_bias.py",
    "normal_equations": "wrong/ls_intercept.py",
}
UNWRITTEN: Final = "def halve(x):\n    raise NotImplementedError\n"


@dataclass(frozen=True)
class OtterRun:
    """A finished `otter run`."""

    code: int
    output: str
    errors: str
    folder: Path

    @property
    def wrote_results(self) -> bool:
        return (self.folder / "results.json").exists()

    @property
    def document(self) -> dict[str, Any]:
        """The results.json that it wrote."""
        document: dict[str, Any] = json.loads((self.folder / "results.json").read_text(encoding="utf-8"))
        return document

    @property
    def marks(self) -> dict[str, tuple[float, float]]:
        """Of each part what was earned, and what could be."""
        return {test["name"]: (test["score"], test["max_score"]) for test in self.document["tests"]}

    @property
    def texts(self) -> dict[str, str]:
        """What a student reads of each part."""
        assert {test["visibility"] for test in self.document["tests"]} == {"visible"}
        return {test["name"]: test["output"] for test in self.document["tests"]}

    @property
    def last_error(self) -> str:
        return self.errors.strip().splitlines()[-1]


def otter_run(autograder: Path, submission: Path, *options: str, folder: Path | None = None) -> OtterRun:
    """Run otter on a submission, in its folder, with an own folder for temporary files."""
    folder = folder or submission.parent
    (folder / "tmp").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "otter", "run", "-a", str(autograder), *options, submission.name],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return OtterRun(done.returncode, done.stdout, done.stderr, folder)


def container_run(autograder: Path, submission: Path) -> OtterRun:
    """Run what the zip has for a container, with its folder /autograder elsewhere."""
    place = submission.parent / "autograder"
    for name in ("submission", "results", "tmp"):
        (place / name).mkdir(parents=True)
    with zipfile.ZipFile(autograder) as archive:
        archive.extractall(place / "source")
    (place / "submission_metadata.json").write_text("{}")
    submission.rename(place / "submission" / submission.name)
    program = (place / "source/run_otter.py").read_text().replace("/autograder", str(place))
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=place,
        env={**os.environ, "TMPDIR": str(place / "tmp")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return OtterRun(done.returncode, done.stdout, done.stderr, place / "results")


def make_zip(course: Path, folder: Path, *options: str) -> Path:
    path = folder / "otter.zip"
    run = run_command("otter", "--out", path, "--course", course, *options, cwd=folder)
    assert run.code == 0, run.errors
    return path


@functools.cache
def zip_of(*assignments: str) -> Path:
    """The zip of the course, or of some of its assignments, made once."""
    return make_zip(PROJECT, Path(tempfile.mkdtemp(prefix="otter-zips-")), *assignments)


@pytest.fixture(scope="module")
def halving(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of a small course's assignment."""
    folder = tmp_path_factory.mktemp("halving")
    make_course(folder)
    return make_zip(folder / "course", folder)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def notebook(*cells: str, kernel: str = "python3") -> str:
    kernelspec = {"name": kernel, "display_name": kernel, "language": "python"}
    code = [nbformat.v4.new_code_cell(cell) for cell in cells]
    return nbformat.writes(nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": kernelspec}))


def zipped(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


# --- marks ---


@pytest.mark.long
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_reference_gets_full_marks(assignment: str, tmp_path: Path) -> None:
    run = otter_run(zip_of(), written(tmp_path / f"{assignment}.py", reference(assignment)))
    assert run.code == 0, run.errors
    assert sum(score for score, _ in run.marks.values()) == 100
    assert all(score == possible for score, possible in run.marks.values())
    assert "Total Score: 100.000 / 100.000" in run.output


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_wrong_work_gets_the_marks_and_the_text_of_autograder_grade(
    assignment: str, grade: Grade, tmp_path: Path
) -> None:
    text = (PROJECT / "solutions" / assignment / "submissions" / WRONG[assignment]).read_text(encoding="utf-8")
    graded = grade({"ada": {f"{assignment}.py": text}}, "--only", assignment).tests("ada")
    run = otter_run(zip_of(), written(tmp_path / f"{assignment}.py", text))
    expected = {name.split(": ")[1]: test for name, test in graded.items()}
    assert run.marks == {name: (test["score"], test["max_score"]) for name, test in expected.items()}
    for name, test in expected.items():
        assert flat(test["output"]) in flat(run.texts[name])
        assert ("All test cases passed!" in run.texts[name]) == (test["score"] == test["max_score"])


@pytest.mark.long
def test_a_file_that_is_named_after_no_assignment_is_told_so(tmp_path: Path) -> None:
    run = otter_run(zip_of(), written(tmp_path / "homework.py", reference("zero_init")))
    assert (run.code, run.wrote_results) == (1, False)
    assert run.last_error.endswith(
        "homework.py is the file of no assignment: name it after one of training_loop, zero_init, normal_equations"
    )


def flat(text: str) -> str:
    """Without indentation, which otter adds."""
    return "\n".join(line.strip() for line in text.splitlines())


@pytest.mark.long
def test_a_part_that_is_not_written_never_passes(halving: Path, tmp_path: Path) -> None:
    run = otter_run(halving, written(tmp_path / "halving.py", UNWRITTEN))
    assert run.marks == {"halves": (0, 70), "zero": (0, 30)}
    assert all("not written yet" in text and "passed" not in text for text in run.texts.values())


# --- what can be handed in ---

HAND_INS: Final[dict[str, bytes]] = {
    "halving.ipynb": notebook("# a note", RIGHT, kernel="nowhere").encode(),
    "halving (1).py": f"# -*- coding: latin-1 -*-\n# caf\xe9\n{RIGHT}".encode("latin-1"),
}


@pytest.mark.long
@pytest.mark.parametrize("name", HAND_INS)
def test_right_work_gets_full_marks_as(name: str, halving: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HAND_INS[name])
    run = otter_run(halving, tmp_path / name)
    assert run.code == 0, run.errors
    assert run.marks == {"halves": (70, 70), "zero": (30, 30)}
    assert ("halving (1).py was taken for halving.py" in run.document["output"]) == (name == "halving (1).py")


@pytest.mark.long
def test_a_script_that_is_no_text_is_told_so(halving: Path, tmp_path: Path) -> None:
    run = otter_run(halving, written(tmp_path / "halving.py", "def halve(x):\0"))
    assert run.code == 0, run.errors
    assert run.marks == {"halves": (0, 70), "zero": (0, 30)}
    assert "halving.py is not a text file: it contains NUL bytes" in run.texts["halves"]


@pytest.mark.long
def test_otter_itself_ends_with_the_reason_at_a_notebook_that_is_none(halving: Path, tmp_path: Path) -> None:
    run = otter_run(halving, written(tmp_path / "halving.ipynb", '{"cells": ['))
    assert run.code != 0
    assert "Notebook does not appear to be JSON" in run.last_error
    assert not run.wrote_results


@pytest.mark.long
def test_in_a_container_a_notebook_that_is_none_is_told_so(halving: Path, tmp_path: Path) -> None:
    run = container_run(halving, written(tmp_path / "halving.ipynb", '{"cells": ['))
    assert run.code == 0, run.errors
    assert run.marks == {"halves": (0, 70), "zero": (0, 30)}
    assert "halving.ipynb is not a notebook: it is not valid JSON" in run.texts["halves"]


@pytest.mark.long
def test_in_a_container_a_notebook_is_graded(halving: Path, tmp_path: Path) -> None:
    run = container_run(halving, written(tmp_path / "halving.ipynb", notebook(RIGHT)))
    assert run.code == 0, run.errors
    assert run.marks == {"halves": (70, 70), "zero": (30, 30)}


# --- attacks on otter ---

_TRACE: Final = "open({trace!r}, 'a').write('ran\\n')\n"

# Every one leaves a trace where its code runs in otter's reach. The first are cells of a notebook.
CELLS: Final = {
    "patched_test_caller": """
import otter.execute, otter.test_files
otter.test_files.TestFile.score = property(lambda self: self.possible)
otter.execute.Checker.check_if_not_already_checked = classmethod(lambda *arguments: None)
""",
    "forged_pickle": """
import pickle
class Forged:
    def __reduce__(self):
        return exec, ({code!r},)
pickle.dump = lambda results, file, dump=pickle.dump: dump(Forged(), file)
""",
    "reads_the_tests": """
import glob
RuntimeError.found = [open(path).read() for path in glob.glob("**", recursive=True) if path.endswith((".txt", ".py"))]
raise RuntimeError(RuntimeError.found)
""",
}
# These lie in a zip beside a notebook.
BESIDE: Final = ("ipykernel_launcher.py", "sitecustomize.py", "otter.py", "logging/__init__.py", "__init__.py")


class Unpickled:
    """Runs code where it is unpickled."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return exec, (self.code,)


def earned_nothing(run: OtterRun) -> bool:
    return run.code == 0 and run.marks == {"halves": (0, 70), "zero": (0, 30)}


@pytest.mark.parametrize(
    ("attack", "suffix"), [(attack, ".ipynb") for attack in CELLS] + [("patched_test_caller", ".py")]
)
def test_an_attack_from_within_earns_nothing_and_writes_nothing(
    attack: str, suffix: str, halving: Path, tmp_path: Path
) -> None:
    code = _TRACE.format(trace=str(tmp_path / "trace"))
    source = f"try:\n    {code}except OSError:\n    pass\n{UNWRITTEN}\n{CELLS[attack].replace('{code!r}', repr(code))}"
    text = notebook(source) if suffix == ".ipynb" else source
    run = otter_run(halving, written(tmp_path / f"halving{suffix}", text))
    assert earned_nothing(run), run.errors
    assert not (tmp_path / "trace").exists()
    assert "Otter runs no tests" not in str(run.document)


def test_a_forged_log_is_never_unpickled(halving: Path, tmp_path: Path) -> None:
    log = pickle.dumps(Unpickled(_TRACE.format(trace=str(tmp_path / "trace"))))
    files = {"halving.ipynb": notebook(UNWRITTEN), ".OTTER_LOG": log, "__zip_filename__": "export.zip"}
    run = otter_run(halving, zipped(tmp_path / "export.zip", files))
    assert earned_nothing(run), run.errors
    assert not (tmp_path / "trace").exists()


def test_nothing_beside_the_notebook_is_run(halving: Path, tmp_path: Path) -> None:
    code = _TRACE.format(trace=str(tmp_path / "trace"))
    files: dict[str, str | bytes] = {name: code for name in BESIDE}
    files |= {"halving.ipynb": notebook(UNWRITTEN), "tests/forged.py": f"OK_FORMAT = False\n{code}"}
    run = otter_run(halving, zipped(tmp_path / "export.zip", files))
    assert earned_nothing(run), run.errors
    assert not (tmp_path / "trace").exists()


@pytest.mark.long
def test_otter_reads_no_log_and_prints_no_pdf_whatever_it_is_told(halving: Path, tmp_path: Path) -> None:
    changed = edited(halving, tmp_path / "changed.zip", pdf=True, pdf_via_html=True, grade_from_log=True)
    run = otter_run(changed, written(tmp_path / "halving.ipynb", notebook(RIGHT)))
    assert run.code == 0, run.errors
    assert run.marks == {"halves": (70, 70), "zero": (30, 30)}
    assert "PDF" not in run.output


def edited(autograder: Path, to: Path, **settings: object) -> Path:
    """The zip with other settings of otter's."""
    with zipfile.ZipFile(autograder) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(files["otter_config.json"])
    files["otter_config.json"] = json.dumps(config | settings)
    return zipped(to, files)


# --- where nothing can be graded ---


@pytest.mark.long
def test_below_the_minimum_of_protection_otter_says_why_it_refuses(tmp_path: Path) -> None:
    make_course(tmp_path)
    autograder = make_zip(tmp_path / "course", tmp_path, "--protection", "none")
    run = container_run(autograder, written(tmp_path / "halving.py", RIGHT))
    assert run.code != 0
    assert "OtterRuntimeError: autograder: student code cannot be kept from your files" in run.last_error
    assert [test["name"] for test in run.document["tests"]] == ["Autograder Error"]
    assert "student code cannot be kept from your files" in run.document["tests"][0]["output"]


@pytest.mark.long
def test_without_protection_it_grades_where_that_was_allowed(tmp_path: Path) -> None:
    make_course(tmp_path)
    autograder = make_zip(tmp_path / "course", tmp_path, "--protection", "none", "--allow-unsandboxed")
    run = otter_run(autograder, written(tmp_path / "halving.py", RIGHT))
    assert run.marks == {"halves": (70, 70), "zero": (30, 30)}
    assert "NOT SANDBOXED" in run.document["output"]


def test_where_the_grader_breaks_there_is_no_mark_and_otter_fails(tmp_path: Path) -> None:
    make_course(tmp_path)
    suite = tmp_path / "course/solutions/halving/test_halving.py"
    suite.write_text(suite.read_text() + "    [1.0, 2.0][int(submission.halve(x=2.0))]\n")
    autograder = make_zip(tmp_path / "course", tmp_path)
    odd = "def halve(x):\n    return 5.0 if x == 2 else x / 2"
    run = otter_run(autograder, written(tmp_path / "halving.py", odd))
    assert run.code != 0
    assert "GraderBroke: the grader broke (exit code 3): there is no mark" in run.errors
    assert "IndexError" in run.errors
    assert not run.wrote_results


# --- the zip ---


@pytest.mark.long
def test_a_run_leaves_nothing_and_its_pickle_can_be_read_without_the_engine(halving: Path, tmp_path: Path) -> None:
    run = otter_run(halving, written(tmp_path / "halving.py", RIGHT), "--pickle-results")
    assert run.code == 0, run.errors
    assert list((tmp_path / "tmp").iterdir()) == []
    # As `otter grade` does with what a container leaves.
    program = "import sys; sys.modules['autograder'] = None; import dill; print(dill.load(sys.stdin.buffer).total)"
    with (tmp_path / "results.pkl").open("rb") as pickled:
        done = subprocess.run(
            [sys.executable, "-c", program], stdin=pickled, capture_output=True, text=True, check=False
        )
    assert done.stdout == "100\n", done.stderr


@pytest.mark.long
def test_the_same_course_makes_the_same_bytes(tmp_path: Path) -> None:
    assert make_zip(PROJECT, tmp_path, "zero_init").read_bytes() == zip_of("zero_init").read_bytes()


def test_otter_can_put_no_test_and_no_solution_beside_a_submission() -> None:
    with zipfile.ZipFile(zip_of("zero_init")) as archive:
        names = archive.namelist()
    assert [name for name in names if "/" in name] == ["tests/README.txt"]


def test_one_assignment_and_the_engine_are_in_the_archive_without_test_submissions() -> None:
    with zipfile.ZipFile(zip_of("zero_init")) as outer:
        archive = zipfile.ZipFile(BytesIO(outer.read("requirements.autograder.zip")))
    names = archive.namelist()
    assert {"assignments/zero_init/contract.py", "solutions/zero_init/zero_init.py", "constraints.txt"} <= set(names)
    assert not [name for name in names if "training_loop" in name or "submissions/" in name]
    (wheel,) = [name for name in names if name.endswith(".whl")]
    assert "autograder/otter_plugin.py" in zipfile.ZipFile(BytesIO(archive.read(wheel))).namelist()


def test_a_container_installs_the_engine_with_torch_for_the_cpu_and_metadata_that_otter_can_read() -> None:
    with zipfile.ZipFile(zip_of("zero_init")) as archive:
        environment, setup = (archive.read(name).decode() for name in ("environment.yml", "setup.sh"))
    assert "- pytorch-cpu <=2.13.0,>=2.9\n" in environment
    assert "echo '{}' > /autograder/submission_metadata.json" in setup
    assert "pip install --constraint /tmp/engine/constraints.txt /tmp/engine/autograder-" in setup
    done = subprocess.run(["bash", "-n"], input=setup, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_assignment_that_is_not_there_is_an_error_in_one_line(tmp_path: Path) -> None:
    run = run_command("otter", "fourth", "--out", "fourth.zip", "--course", PROJECT, cwd=tmp_path)
    assert run.code == 2
    assert "has no assignment 'fourth'" in run.errors
    assert run.errors.count("\n") == 1
    assert not (tmp_path / "fourth.zip").exists()
