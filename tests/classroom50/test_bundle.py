"""The bundle for Classroom 50, executed as its runner does, in a student's repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.command import PROJECT, reference, run_command

NAME = "normal_equations"
RUNNER = {
    "CLASSROOM": "linear-models-26",
    "ASSIGNMENT": "normal-equations",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-01Z-1a2b3c4",
    "COMMIT_URL": "https://github.com/x/y/commit/1a2b3c4",
    "RELEASE_URL": "https://github.com/x/y/releases/tag/submit",
    "REVIEW_URL": "",
    "USERNAME": "octocat",
}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundles")
    run = run_command("classroom50", "--out", folder, NAME, "--course", PROJECT, cwd=folder)
    assert run.code == 0, run.errors
    assert [path.name for path in folder.iterdir()] == [NAME]
    return folder / NAME


def run_bundle(bundle: Path, repository: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "AUTOGRADER_COURSE"}
    return subprocess.run(
        [sys.executable, bundle / "autograder.py"],
        cwd=repository,
        env={**environment, **RUNNER, "CLASSROOM50_BUNDLE_DIR": str(bundle)},
        capture_output=True,
        text=True,
        check=False,
    )


def execute(bundle: Path, repository: Path) -> dict[str, Any]:
    """What the runner takes: result.json, after the script has ended with 0."""
    done = run_bundle(bundle, repository)
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads((repository / "result.json").read_text(encoding="utf-8"))
    assert broken_rules(document) == []
    return document


def broken_rules(document: dict[str, Any]) -> list[str]:
    """Which rules a result.json breaks for which the runner, or whoever collects the scores, would turn it down."""
    texts = ("classroom", "assignment", "submission", "commit", "release", "review", "datetime")
    tests = document["tests"]
    rows = [document, *tests]
    rules = {
        "the schema is named": document["schema"] == "classroom50/result/v1",
        "texts are not empty": all(isinstance(document[name], str) and document[name] for name in texts),
        "the submission is its tag": document["submission"].startswith("submit/"),
        "the time is UTC to the second": bool(re.fullmatch(r"\d{4}(-\d\d){2}T\d\d(:\d\d){2}Z", document["datetime"])),
        "marks are whole": all(type(row[name]) is int for row in rows for name in ("score", "max-score")),
        "marks are in bounds": all(0 <= row["score"] <= row["max-score"] for row in rows),
        "marks add up": all(document[name] == sum(test[name] for test in tests) for name in ("score", "max-score")),
        "a test is named": all(isinstance(test["test-name"], str) and test["test-name"] for test in tests),
        "a test passed or did not": all(type(test["passed"]) is bool for test in tests),
        "what passed has all marks": all(test["passed"] == (test["score"] == test["max-score"]) for test in tests),
        "no number is infinite": "NaN" not in json.dumps(document) and "Infinity" not in json.dumps(document),
    }
    return [rule for rule, holds in rules.items() if not holds]


@pytest.fixture(scope="module")
def repository(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a mistake in one part, and a module that would take the engine's place."""
    folder = tmp_path_factory.mktemp("repository")
    wrong = reference(NAME).replace("return X.T @ X, X.T @ y", "return X.T @ X, X.T @ y + 1")
    (folder / f"{NAME}.py").write_text(wrong, encoding="utf-8")
    (folder / "autograder").mkdir()
    (folder / "autograder" / "__init__.py").write_text("raise SystemExit('taken over')\n")
    (folder / ".classroom50.yaml").write_text("assignment: normal-equations\n")
    execute(bundle, folder)
    return folder


def test_the_result_keeps_the_rules_of_the_runner(repository: Path) -> None:
    document = json.loads((repository / "result.json").read_text(encoding="utf-8"))
    tests = document.pop("tests")
    assert document.pop("datetime")
    assert document == {
        "schema": "classroom50/result/v1",
        "classroom": RUNNER["CLASSROOM"],
        "assignment": RUNNER["ASSIGNMENT"],
        "submission": RUNNER["SUBMISSION_TAG"],
        "commit": RUNNER["COMMIT_URL"],
        "release": RUNNER["RELEASE_URL"],
        "review": RUNNER["COMMIT_URL"],  # where there is no review
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
    }
    assert document["max-score"] == 100
    for test in tests:
        assert test.keys() == {"test-name", "passed", "score", "max-score"}


def test_a_mistake_costs_its_part(repository: Path) -> None:
    tests = json.loads((repository / "result.json").read_text(encoding="utf-8"))["tests"]
    assert {test["test-name"]: test["passed"] for test in tests} == {
        "normal_equations": False,
        "unique": True,
        "singular": True,
        "least_squares": True,
        "bad_input": True,
    }


def test_the_student_reads_the_call_and_that_these_are_not_the_marks(repository: Path) -> None:
    body = (repository / "release-body.md").read_text(encoding="utf-8")
    assert "      normal_equations(np.array([[1.0, 1.0]," in body
    assert "The marks of the course come from a hidden suite" in body


def test_a_repository_without_the_file_earns_nothing_and_is_no_error(bundle: Path, tmp_path: Path) -> None:
    document = execute(bundle, tmp_path)
    assert (document["score"], document["max-score"]) == (0, 100)
    assert f"there is no {NAME}.py" in (tmp_path / "release-body.md").read_text(encoding="utf-8")


def test_a_result_that_lies_in_the_repository_is_not_the_result(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.py").write_text("def solve(A, b:\n")
    (tmp_path / "result.json").write_text('{"schema": "classroom50/result/v1", "score": 100}')
    assert execute(bundle, tmp_path)["score"] == 0
    assert "SyntaxError" in (tmp_path / "release-body.md").read_text(encoding="utf-8")


def test_a_bundle_that_cannot_check_is_an_error_of_the_infrastructure(bundle: Path, tmp_path: Path) -> None:
    broken = tmp_path / "bundle"
    shutil.copytree(bundle, broken)
    (broken / "assignments" / NAME / "checks.py").unlink()
    (tmp_path / "repository").mkdir()
    done = run_bundle(broken, tmp_path / "repository")
    assert done.returncode != 0
    assert "checks.py" in done.stderr
    assert not (tmp_path / "repository" / "result.json").exists()


def test_a_bundle_is_small_and_holds_the_public_half_of_its_assignment_alone(bundle: Path) -> None:
    names = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert sum((bundle / name).stat().st_size for name in names) < 10_000_000
    top = {name for name in names if "/" not in name and not name.endswith(".whl")}
    assert top == {"autograder.py", "classroom.yml", "constraints.txt", "install_torch.py", "requirements.txt"}
    public = {path.name for path in (PROJECT / "assignments" / NAME).iterdir() if not path.name.startswith((".", "_"))}
    assert {name.split("/")[2] for name in names if "/" in name} == public
    assert {"/".join(name.split("/")[:2]) for name in names if "/" in name} == {f"assignments/{NAME}"}


def test_github_classroom_gets_a_step_per_part_with_its_marks(bundle: Path) -> None:
    workflow = (bundle / "classroom.yml").read_text(encoding="utf-8")
    steps = re.findall(r"command: autograder check (\S+) --course \. --part (\S+)\n.*\n +max-score: (\d+)", workflow)
    assert steps == [
        (f"{NAME}.py", part, marks)
        for part, marks in (
            ("normal_equations", "15"),
            ("unique", "25"),
            ("singular", "30"),
            ("least_squares", "20"),
            ("bad_input", "10"),
        )
    ]
    assert "runners: normal_equations,unique,singular,least_squares,bad_input\n" in workflow
