"""What authors import from `autograder`, and what importing it costs everybody else."""

from __future__ import annotations

import subprocess
import sys

import autograder

HEAVY = {"hypothesis", "matplotlib", "pytest", "torch"}


def heavy_after(statement: str) -> set[str]:
    """Which of the heavy packages are loaded after a statement in a new interpreter."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return HEAVY & set(done.stdout.split())


def test_every_name_is_there_and_no_other() -> None:
    values = [getattr(autograder, name) for name in autograder.__all__]
    assert all(callable(value) for value in values)
    assert set(autograder.__all__) <= set(dir(autograder))
    assert not hasattr(autograder, "assert_nothing")


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert heavy_after("import autograder") == set()


def test_a_name_imports_its_own_module_alone() -> None:
    assert heavy_after("from autograder import misconception") == set()
    assert "matplotlib" in heavy_after("from autograder import picture")
