"""The small assignment of docs/authors.md, written to files as it stands there, is one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.helpers.command import PROJECT, run_command

FILES = dict(
    re.findall(
        r"^`((?:assignments|solutions)/doubling/\S+)`\n\n```\w+\n(.*?)^```$",
        (PROJECT / "docs/authors.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)
STUB = FILES["assignments/doubling/doubling.py"]
WORK = {
    "right": (STUB.replace('raise NotImplementedError("TODO")', "return x + x"), 100),
    "wrong": (STUB.replace('raise NotImplementedError("TODO")', "return abs(x + x)"), 0),
    "unwritten": (STUB, 0),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of this assignment alone."""
    course = tmp_path_factory.mktemp("authors") / "course"
    for name, text in {**FILES, "solutions/doubling/__init__.py": ""}.items():
        path = course / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return course


def test_it_has_the_files_that_it_says_it_has() -> None:
    assert len(FILES) == 7


@pytest.mark.parametrize(("text", "score"), WORK.values(), ids=WORK)
def test_work_gets_its_marks(course: Path, tmp_path: Path, text: str, score: int) -> None:
    (tmp_path / "class/ada").mkdir(parents=True)
    (tmp_path / "class/ada/doubling.py").write_text(text, encoding="utf-8")
    run = run_command("grade", tmp_path / "class", "--course", course, "--out", tmp_path / "out", cwd=tmp_path)
    assert run.code == 0, run.errors
    assert f"ada, doubling: {score} of 100" in run.errors + run.output


def test_its_notebook_is_built_and_a_check_at_home_says_what_else_is_looked_at(course: Path, tmp_path: Path) -> None:
    copy = tmp_path / "course"
    shutil.copytree(course, copy, ignore=shutil.ignore_patterns(".rehearsed"))
    built = run_command("notebooks", cwd=copy)
    assert built.code == 0, built.errors
    assert (copy / "assignments/doubling/doubling.ipynb").is_file()
    (copy / "doubling.py").write_text(WORK["right"][0], encoding="utf-8")
    checked = run_command("check", "doubling.py", "--course", copy, cwd=copy)
    assert checked.code == 0, checked.output + checked.errors
    assert "The hidden suite also looks at: other numbers, and their signs" in checked.output
