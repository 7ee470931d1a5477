"""Common mistakes in the step of `train`."""

from __future__ import annotations

import itertools

import torch

from autograder import misconception

from .descent import EITHER_STOP, Call, Run, is_over, right_step, run, wrong_step, wrong_train


@wrong_train(
    "It looks as if gradients of earlier epochs were added to those of later ones. Look at what the gradient holds at "
    "the start of the second epoch, before it is computed.",
    "gradient_step",
)
def gradients_accumulate(call: Call) -> Run:
    total = torch.zeros_like(call.weight)

    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        loss, slope = right_step(inputs, targets, weight)
        total.add_(slope)
        return loss, total.clone()

    return run(call, step)


@wrong_train(
    "It looks as if the squared errors were summed, not averaged. Look at how the loss and the step change when every "
    "sample is listed twice.",
    "gradient_step",
    ways=[{**way, "recorded": recorded} for way, recorded in itertools.product(EITHER_STOP, ("sum", "mean"))],
)
def sum_for_mean(call: Call, recorded: str) -> Run:
    n = len(call.targets)

    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        loss, slope = right_step(inputs, targets, weight)
        return loss * (n if recorded == "sum" else 1), slope * n

    return run(call, step)


@wrong_step("It looks as if the step were half as long as it should be. Look at the derivative of a square.")
def missing_factor_two(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
    loss, slope = right_step(inputs, targets, weight)
    return loss, slope / 2


@wrong_step(
    "It looks as if the loss were half the mean squared error. Some books define it so; look at what this assignment "
    "calls the loss."
)
def half_the_squared_error(
    inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor
) -> tuple[float, torch.Tensor]:
    loss, slope = right_step(inputs, targets, weight)
    return loss / 2, slope / 2


@wrong_step(
    "It looks as if the gradient were averaged over the features too. Look at which sum the mean belongs to, and how "
    "many terms it has."
)
def mean_over_features_too(
    inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor
) -> tuple[float, torch.Tensor]:
    loss, slope = right_step(inputs, targets, weight)
    return loss, slope / inputs.shape[1]


@wrong_train(
    "It looks as if the loss of an epoch were computed after its step. Look at the order of the lines in the loop, and "
    "at what the very first loss should be.",
    "gradient_step",
    ways=({"step_at_stop": True},),
)
def loss_after_the_step(call: Call) -> Run:
    weight = call.weight
    losses: list[float] = []
    for _ in range(call.max_epochs):
        weight = weight - call.lr * right_step(call.inputs, call.targets, weight)[1]
        losses.append(right_step(call.inputs, call.targets, weight)[0])
        if is_over(losses[-1], call.tolerance):
            break
    return Run(weight, losses, losses[-1] < call.tolerance)


@wrong_train(
    "It looks as if every sample got a step of its own. Look at how many steps an epoch of full-batch descent has.",
    "gradient_step",
)
def a_step_for_every_sample(call: Call) -> Run:
    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        moved = weight
        for one, target in zip(inputs[:, None], targets[:, None], strict=True):
            moved = moved - call.lr * right_step(one, target, moved)[1]
        return right_step(inputs, targets, weight)[0], (weight - moved) / call.lr

    return run(call, step)


@wrong_train(
    "It looks as if the mean were taken of the means of parts of the samples. Look at what a sample in a smaller last "
    "part counts, and at what it should.",
    "gradient_step",
    [{**way, "size": size} for way, size in itertools.product(EITHER_STOP, (8, 16, 32, 64, 10, 4, 5, 2))],
)
def mean_of_means(call: Call, size: int) -> Run:
    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        begins = range(0, len(targets), size)
        parts = [right_step(inputs[at : at + size], targets[at : at + size], weight) for at in begins]
        return sum(loss for loss, _ in parts) / len(parts), torch.stack([slope for _, slope in parts]).mean(dim=0)

    return run(call, step)


@wrong_step(
    "It looks as if the last weight moved as an intercept does: by the mean of the errors. Look at what the last "
    "column of inputs is when it is not ones.",
    may_cost=["convergence"],  # it goes to another weight, or away
)
def last_weight_is_an_intercept(
    inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor
) -> tuple[float, torch.Tensor]:
    loss, slope = right_step(inputs, targets, weight)
    if inputs.shape[1] > 1:
        slope[0, -1] = 2 * (inputs @ weight[0] - targets).mean()
    return loss, slope


@wrong_train(
    "It looks as if the steps were taken in the initial weight itself. Look at what the caller's tensor holds after "
    "the call.",
    "gradient_step",
)
def start_changed_in_place(call: Call) -> Run:
    done = run(call)
    call.weight.copy_(done.weight)
    return done


@misconception(
    "train",
    part="gradient_step",
    hint="It looks as if lr had another default than the assignment says. Look at the signature.",
    ways=[{**way, "default": lr} for way, lr in itertools.product(EITHER_STOP, (1e-5, 1e-3, 1e-2, 0.1))],
)
def another_default_of_lr(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    *,
    lr: float | None = None,
    tolerance: float = 3e-3,
    max_epochs: int = 100_000,
    step_at_stop: bool,
    default: float,
) -> Run:
    rate = default if lr is None else lr
    return run(Call(inputs, targets, initial_weight, rate, tolerance, max_epochs, step_at_stop))


@wrong_step(
    "It looks as if predictions of shape (n, 1) met targets of shape (n,), which broadcasts to (n, n) without an "
    "error. Look at the shape of their difference.",
    may_cost=["convergence"],  # it learns another weight, the same for all data
)
def predictions_against_all_targets(
    inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor
) -> tuple[float, torch.Tensor]:
    error = inputs @ weight.T - targets
    return error.square().mean().item(), (2 / len(targets)) * (error.mean(dim=1) @ inputs)[None]


@wrong_train(
    "It looks as if lr were never above some limit. Look at a run whose inputs are small and whose lr is large.",
    "gradient_step",
    [{**way, "most": most} for way, most in itertools.product(EITHER_STOP, (1.0, 0.5, 0.1))],
    ["convergence", "stopping", "fit_line"],
)
def lr_is_limited(call: Call, most: float) -> Run:
    return run(call._replace(lr=min(call.lr, most)))
