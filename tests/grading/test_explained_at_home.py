"""Explanations on a student's own machine: known symptoms, and relations to the numbers of the public checks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from autograder.course import Assignment, read_course
from autograder.errors import UserError
from autograder.grading.explaining.at_home import read_mistakes
from autograder.grading.loading import load_file
from autograder.grading.public_checks import PublicChecks
from autograder.grading.symptoms import hints_text
from autograder.results import PartResult
from tests.helpers.command import PROJECT

(ASSIGNMENT,) = read_course(PROJECT, with_solutions=True).only(["training_loop"]).assignments
ASSIGNMENT_MODULE = load_file(ASSIGNMENT.reference, "reference_of_training_loop")
Train = Callable[..., tuple[torch.Tensor, list[float], bool]]


@pytest.fixture(scope="module")
def checks() -> PublicChecks:
    return PublicChecks(ASSIGNMENT)


def training(*, zero_grad: bool = True, factor: float = 1.0, twice: bool = False) -> Train:
    def train(
        inputs: Any, targets: Any, initial_weight: Any, lr: float = 1e-4, tolerance: float = 3e-3, max_epochs: int = 9
    ) -> Any:
        weight, losses = initial_weight.clone().requires_grad_(), []
        for _ in range(max_epochs):
            loss = ((inputs @ weight[0] - targets) ** 2).mean()
            loss.backward()
            losses.append(factor * loss.item())
            with torch.no_grad():
                weight -= (2 if twice else 1) * lr * weight.grad
            if zero_grad:
                weight.grad = None
        return weight, losses, False

    return train


def gradient_step(checks: PublicChecks, train: Train) -> PartResult:
    return checks.check_here("gradient_step", {"train": train}, str)


def test_a_forgotten_zero_grad_is_named_at_home(checks: PublicChecks) -> None:
    part = gradient_step(checks, training(zero_grad=False))
    explanations = {check.explanation for check in part.checks if check.explanation}
    (explanation,) = explanations
    assert explanation.kind == "misconception"
    assert explanation.text.startswith("It looks as if gradients of earlier epochs were added to those of later ones.")


def test_right_work_is_told_nothing_at_home(checks: PublicChecks) -> None:
    assert all(check.explanation is None for check in gradient_step(checks, training()).checks)


def test_what_two_mistakes_show_together_is_named_by_neither(checks: PublicChecks) -> None:
    part = gradient_step(checks, training(zero_grad=False, factor=3.0, twice=True))
    assert all(check.explanation is None for check in part.checks)


def test_a_relation_to_the_expected_numbers_is_told_at_home(checks: PublicChecks) -> None:
    def ones_and_x(x: torch.Tensor) -> torch.Tensor:
        return -torch.stack([x, torch.ones_like(x)], dim=1)

    (check,) = checks.check_here("design_matrix", {"design_matrix": ones_and_x}, str).checks
    assert check.explanation is not None
    assert check.explanation == ("relation", "The design matrix has the wrong sign, everywhere.")


def test_symptoms_that_were_tampered_with_are_refused(tmp_path: Path) -> None:
    (tmp_path / "hints.json").write_text("[{]")
    with pytest.raises(UserError, match=r"hints\.json cannot be read"):
        read_mistakes(tmp_path / "hints.json")


@pytest.mark.long
@pytest.mark.parametrize("assignment", read_course(PROJECT, with_solutions=True).assignments, ids=lambda one: one.name)
def test_the_symptoms_are_those_of_the_misconceptions(assignment: Assignment) -> None:
    assert assignment.hints.read_text(encoding="utf-8") == hints_text(assignment)


def test_a_part_that_fails_because_another_does_says_which(checks: PublicChecks) -> None:
    part = checks.check_here("convergence", {"train": training(zero_grad=False)}, str)
    (explanation,) = {check.explanation for check in part.checks}
    assert explanation is not None
    assert explanation.text == "This may follow from what fails in `gradient_step` and `stopping`: mend that first."


def test_a_part_that_fails_alone_is_sent_nowhere(checks: PublicChecks) -> None:
    def fit_line(x: Any, y: Any, lr: float = 1e-4, tolerance: float = 3e-3, max_epochs: int = 9) -> Any:
        return 7.0, 7.0

    functions = {"train": ASSIGNMENT_MODULE.train, "design_matrix": ASSIGNMENT_MODULE.design_matrix}
    part = checks.check_here("fit_line", {**functions, "fit_line": fit_line}, str)
    texts = [check.explanation.text for check in part.checks if check.explanation]
    assert not any("may follow" in text for text in texts)


def test_what_is_not_written_follows_from_nothing(checks: PublicChecks) -> None:
    def train(*_: Any, **__: Any) -> Any:
        raise NotImplementedError

    part = checks.check_here("convergence", {"train": train}, str)
    assert all(check.explanation is None for check in part.checks)


def test_a_function_that_is_not_defined_follows_from_nothing(checks: PublicChecks) -> None:
    part = checks.check_here("fit_line", {"train": training(zero_grad=False)}, str)
    messages = {check.message for check in part.checks}
    assert messages == {"`fit_line` is not defined"}
    assert all(check.explanation is None for check in part.checks)
