"""The course's own test submissions: there are many, and each gets what it must."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.command import PROJECT, Run, run_command

# An assignment need not have any; `make judge` grades all of them.
FOLDERS = sorted(PROJECT.glob("solutions/*/submissions"))
SAMPLED = ("zero_init", "normal_equations")


def test_assignments_have_test_submissions() -> None:
    assert len(FOLDERS) >= 3


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_there_are_many_right_wrong_and_half_finished_ones(folder: Path) -> None:
    assert len(list((folder / "right").iterdir())) >= 25
    assert len(list((folder / "right").glob("*.ipynb"))) >= 5
    assert len(list((folder / "wrong").iterdir())) >= 40
    assert len(list((folder / "half").iterdir())) >= 5


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("judged")
    return run_command("judge", *SAMPLED, "--every", "100", "--course", PROJECT, cwd=folder)


def test_every_hundredth_submission_gets_what_it_must(sample: Run) -> None:
    assert sample.code == 0, sample.output + sample.errors


@pytest.mark.parametrize("name", SAMPLED)
def test_no_mistake_costs_another_part_or_is_taken_for_another(sample: Run, name: str) -> None:
    (line,) = [line for line in sample.output.splitlines() if line.startswith(f"{name}: right ")]
    assert ", collateral 0, " in line
    assert line.endswith(", wrongly 0")
