"""The references reproduce what the source notebook printed, and the runs that the contract quotes."""

from pathlib import Path
from types import ModuleType
from typing import Final

import numpy as np
import pytest
import torch

from autograder.grading.loading import load_module

SOLUTIONS: Final = Path(__file__).parents[2] / "solutions"
INPUTS: Final = torch.tensor([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
TARGETS: Final = torch.tensor([5.0, 8.0, 17.0, -1.0])
DIGITS: Final = 6e-5  # numbers are quoted to four decimals


def reference(name: str) -> ModuleType:
    """The reference of an assignment."""
    return load_module(SOLUTIONS / name / f"{name}.py", f"{name}_reference")


@pytest.mark.parametrize(("start", "epoch"), [([3.1303, 1.4657], 17_695), ([0.0, 0.0], 24_732)])
def test_the_long_run_stops_where_it_should(start: list[float], epoch: int) -> None:
    """Within 0.1 %, as another order of summation moves it; the weight is then as quoted."""
    run = reference("training_loop").train(INPUTS, TARGETS, torch.tensor([start]))
    assert len(run.losses) == pytest.approx(epoch + 1, rel=1e-3)
    assert run.converged
    assert run.losses[-1] < 3e-3 <= min(run.losses[:-1])
    # 0.1 % of the epochs moves the weight by 2e-4 at most.
    assert run.weight.tolist()[0] == pytest.approx([3.0172, 1.9297], abs=2e-4)


def test_fit_line_finds_the_line_of_the_source() -> None:
    """From a zero weight, with a learning rate that gets there sooner."""
    line = reference("training_loop").fit_line(INPUTS[:, 0], TARGETS, lr=0.1, tolerance=1e-6)
    assert line == pytest.approx((3, 2), abs=2e-3)


def test_the_trace_of_three_equal_neurons() -> None:
    """The two epochs that the notebook printed."""
    first, second = reference("zero_init").trace(INPUTS, TARGETS, torch.zeros(3, 2))
    assert first.loss == pytest.approx(94.75, abs=DIGITS)
    assert first.prediction.tolist() == torch.zeros(4, 3).tolist()
    assert second.loss == pytest.approx(94.6476, abs=DIGITS)
    for epoch, gradient, weight in (
        (first, [-17.8333, -4.8333], [0.0018, 0.0005]),
        (second, [-17.8236, -4.8309], [0.0036, 0.0010]),
    ):
        assert epoch.weight_gradient.numpy() == pytest.approx(np.array([gradient] * 3), abs=DIGITS)
        assert epoch.weight.numpy() == pytest.approx(np.array([weight] * 3), abs=DIGITS)
        assert epoch.bias is None
        assert epoch.bias_gradient is None


@pytest.mark.parametrize(
    ("A", "b", "kind", "theta"),
    [
        ([[2070, 138], [138, 10]], [3717, 241], "unique", [2.36231884, -8.5]),
        ([[5, 7], [7, 10]], [4, 5], "unique", [5, -3]),
        ([[13, 13], [13, 13]], [36, 54], "none", None),
        ([[5, 5], [5, 5]], [15, 15], "infinite", [1.5, 1.5]),
    ],
)
def test_the_four_systems(A: list[list[float]], b: list[float], kind: str, theta: list[float] | None) -> None:
    """What kind each is, and its solution."""
    solution = reference("normal_equations").solve(np.array(A, dtype=float), np.array(b, dtype=float))
    assert solution.kind == kind
    if theta is None:
        assert solution.theta is None
    else:
        assert solution.theta == pytest.approx(np.array(theta), abs=1e-8)
