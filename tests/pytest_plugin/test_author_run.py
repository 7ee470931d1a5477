"""`pytest solutions/<name> --submission FILE`: a hidden suite under plain pytest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.helpers.command import PROJECT, reference


def pytest_run(suite: str, *options: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"solutions/{suite}", *map(str, options)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300, check=False)


def test_a_right_submission_passes_and_earns_all_marks(tmp_path: Path) -> None:
    path = tmp_path / "normal_equations.py"
    path.write_text(reference("normal_equations"))
    done = pytest_run("normal_equations", "--submission", path)
    assert done.returncode == 0, done.stdout
    assert "total: 100 of 100" in done.stdout


def test_a_mistake_fails_its_checks_and_shows_a_call(tmp_path: Path) -> None:
    path = tmp_path / "normal_equations.py"
    path.write_text(reference("normal_equations") + "\n\ndef normal_equations(X, y):\n    return X @ X.T, X.T @ y\n")
    done = pytest_run("normal_equations", "--submission", path)
    assert done.returncode == 1
    assert "unique: 25 of 25" in done.stdout
    assert "normal_equations(np.array(" in done.stdout


def test_a_suite_without_a_submission_asks_for_one() -> None:
    done = pytest_run("normal_equations")
    assert done.returncode == 1
    assert "--submission FILE" in done.stdout
