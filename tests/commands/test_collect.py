"""`autograder collect`: what was handed in, as tools that compare programs want it."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from tests.helpers.command import Run, run_command
from tests.helpers.hand_in_files import folder_of, zip_of
from tests.helpers.small_course import RIGHT, make_course

CELLS = [
    {"cell_type": "code", "source": "%matplotlib inline\n!pip install torch\n"},
    {"cell_type": "markdown", "source": "# Work"},
    {"cell_type": "code", "source": RIGHT},
]
METADATA = """
submission_1:
  :submitters: [{:name: Jane Doe, :email: jane@x.edu}, {:name: Ben, :email: ben@x.edu}]
"""


@pytest.fixture
def collected(tmp_path: Path) -> Run:
    """A class of all kinds, collected."""
    make_course(tmp_path)
    folder_of(
        tmp_path / "class",
        {
            "ada/halving.py": RIGHT,
            "zoë/halving.ipynb": json.dumps({"cells": CELLS}),
            "../up/halving.py": RIGHT,
            "none/notes.txt": "",
            "b\ni/halving.py": RIGHT,
        },
    )
    (tmp_path / "export.zip").write_bytes(
        zip_of({"submission_metadata.yml": METADATA, "submission_1/halving.py": "def halve(x): return x * 0.5\n"})
    )
    return run_command("collect", "class", "export.zip", "--out", "out", "--course", "course", cwd=tmp_path)


def test_every_student_has_a_folder_with_one_script(collected: Run) -> None:
    assert (collected.code, collected.errors) == (0, "")
    assert collected.output == "out/halving: 4 hand-ins\n"
    files = sorted(str(path.relative_to(collected.out)) for path in collected.out.rglob("*") if path.is_file())
    assert files == [
        "base/halving/halving.py",
        "halving/Ben/halving.py",
        "halving/ada/halving.py",
        "halving/b_i/halving.py",
        "halving/zoë/halving.py",
    ]


def test_a_notebook_is_a_script_without_its_magics(collected: Run) -> None:
    text = (collected.out / "halving/zoë/halving.py").read_text()
    assert text == f"# cell 1\n# %matplotlib inline\n# !pip install torch\n\n\n# cell 2\n{RIGHT}\n"
    assert [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)] == ["halve"]


def test_what_everybody_was_given_is_the_base(collected: Run) -> None:
    assert "raise NotImplementedError" in (collected.out / "base/halving/halving.py").read_text()


def test_a_folder_that_holds_something_is_refused(collected: Run) -> None:
    again = run_command("collect", "class", "--out", "out", "--course", "course", cwd=collected.out.parent)
    message = "out is not empty: what was handed in earlier would be compared too; name a new folder"
    assert (again.code, again.errors) == (2, f"autograder: {message}\n")


def test_an_empty_class_is_an_error(tmp_path: Path) -> None:
    make_course(tmp_path)
    (tmp_path / "class").mkdir()
    run = run_command("collect", "class", "--out", "out", "--course", "course", cwd=tmp_path)
    assert (run.code, run.out.exists()) == (2, False)
    assert run.errors == "autograder: class is empty: expected one folder or zip per student, or one student's files\n"
