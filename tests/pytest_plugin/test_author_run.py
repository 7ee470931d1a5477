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
    path = tmp_path / "zero_init.py"
    path.write_text(reference("zero_init"))
    done = pytest_run("zero_init", "--submission", path)
    assert done.returncode == 0, done.stdout
    assert "total: 100 of 100" in done.stdout


def test_a_mistake_fails_its_checks_and_shows_a_call(tmp_path: Path) -> None:
    path = tmp_path / "zero_init.py"
    path.write_text(reference("zero_init") + "\n\ndef is_symmetric(rows, tolerance=1e-6):\n    return False\n")
    done = pytest_run("zero_init", "--submission", path)
    assert done.returncode == 1
    assert "trace: 25 of 25" in done.stdout
    assert "is_symmetric(torch.tensor(" in done.stdout


def test_a_suite_without_a_submission_asks_for_one() -> None:
    done = pytest_run("zero_init")
    assert done.returncode == 1
    assert "--submission FILE" in done.stdout
