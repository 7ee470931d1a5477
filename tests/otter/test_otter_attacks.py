"""Attacks on otter: what is handed in runs nowhere in its reach, and earns nothing."""

from __future__ import annotations

import json
import pickle
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest

from tests.helpers.otter_runs import UNWRITTEN, OtterRun, notebook, otter_run, written, zipped
from tests.helpers.small_course import RIGHT

_TRACE: Final = "open({trace!r}, 'a').write('ran\\n')\n"

# Each leaves a trace if its code runs in otter's reach. The first are cells of a notebook.
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
# These are beside a notebook in a zip.
BESIDE: Final = ("ipykernel_launcher.py", "sitecustomize.py", "otter.py", "logging/__init__.py", "__init__.py")


class Unpickled:
    """Runs code when it is unpickled."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return exec, (self.code,)


def earned_nothing(run: OtterRun) -> bool:
    return run.code == 0 and run.marks == {"halves": (0, 70), "zero": (0, 30)}


@pytest.mark.parametrize(
    ("attack", "suffix"),
    [
        ("patched_test_caller", ".ipynb"),
        pytest.param("patched_test_caller", ".py", marks=pytest.mark.long),
        pytest.param("forged_pickle", ".ipynb", marks=pytest.mark.long),
        pytest.param("reads_the_tests", ".ipynb", marks=pytest.mark.long),
    ],
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
    files: dict[str, str | bytes] = {"halving.ipynb": notebook(UNWRITTEN), ".OTTER_LOG": log}
    files["__zip_filename__"] = "export.zip"
    run = otter_run(halving, zipped(tmp_path / "export.zip", files))
    assert earned_nothing(run), run.errors
    assert not (tmp_path / "trace").exists()


@pytest.mark.long
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
    """The zip with other settings for otter."""
    with zipfile.ZipFile(autograder) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(files["otter_config.json"])
    files["otter_config.json"] = json.dumps(config | settings)
    return zipped(to, files)
