"""Other losses than the mean squared error, of which one is minimised or only recorded."""

from __future__ import annotations

import itertools

import torch

from .descent import EITHER_STOP, Call, Run, right_step, run, wrong_step, wrong_train


@wrong_step(
    "It looks as if the root of the mean squared error were minimised. Look at what this assignment calls the loss.",
    may_cost=["convergence", "fit_line", "stopping"],
)
def root_mean_square(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
    loss, slope = right_step(inputs, targets, weight)
    root = loss**0.5
    return root, slope / (2 * root) if root else slope * 0


@wrong_step(
    "It looks as if the mean of the absolute errors were minimised. Look at what this assignment calls the loss.",
    may_cost=["convergence", "fit_line", "stopping"],
)
def absolute_errors(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
    error = inputs @ weight[0] - targets
    return error.abs().mean().item(), ((error.sign() @ inputs) / len(targets))[None]


@wrong_step(
    "It looks as if the Huber loss were minimised, which is quadratic near zero only. Look at what this assignment "
    "calls the loss.",
    may_cost=["convergence", "fit_line", "stopping"],
)
def huber_loss(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
    error = inputs @ weight[0] - targets
    loss = torch.nn.functional.smooth_l1_loss(error, torch.zeros_like(error)).item()
    return loss, ((error.clamp(-1, 1) @ inputs) / len(targets))[None]


@wrong_train(
    "It looks as if the steps were right, and what is recorded beside them were not the mean squared error. Look at "
    "what is appended to losses.",
    "gradient_step",
    [{**way, "kept": kept} for way, kept in itertools.product(EITHER_STOP, ("sum", "half", "root"))],
    ["stopping", "convergence"],
)
def another_loss_recorded(call: Call, kept: str) -> Run:
    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        loss, slope = right_step(inputs, targets, weight)
        return {"sum": loss * len(targets), "half": loss / 2, "root": loss**0.5}[kept], slope

    return run(call, step)


@wrong_train(
    "It looks as if inputs were divided by their largest entry before training. Look at what the weight is multiplied "
    "by in the assignment.",
    "gradient_step",
    may_cost=["stopping", "convergence", "fit_line"],
)
def inputs_scaled_first(call: Call) -> Run:
    return run(call._replace(inputs=call.inputs / call.inputs.abs().max()))


@wrong_train(
    "It looks as if a small penalty on the size of the weight were part of the gradient. Look at what the loss "
    "consists of.",
    "gradient_step",
    [{**way, "penalty": penalty} for way, penalty in itertools.product(EITHER_STOP, (1e-3, 1e-2, 0.1))],
    ["stopping", "convergence", "fit_line"],
)
def absolute_penalty_in_the_gradient(call: Call, penalty: float) -> Run:
    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        loss, slope = right_step(inputs, targets, weight)
        return loss, slope + penalty * weight.sign()

    return run(call, step)


@wrong_step(
    "It looks as if a penalty on the weight were part of the loss. Look at what the loss consists of.",
    may_cost=["convergence", "fit_line", "stopping"],
)
def penalty_in_the_loss(
    inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor
) -> tuple[float, torch.Tensor]:
    loss, slope = right_step(inputs, targets, weight)
    return loss + 0.01 * float(weight.square().sum()), slope + 0.02 * weight


@wrong_step(
    "It looks as if the epoch's first sample alone made the gradient. Look at how many samples a full batch has.",
    may_cost=["convergence", "fit_line"],
)
def first_sample_alone(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
    return right_step(inputs, targets, weight)[0], right_step(inputs[:1], targets[:1], weight)[1]


@wrong_train(
    "It looks as if a bias were trained beside the weight. Look at the model that the assignment describes.",
    "gradient_step",
    may_cost=["convergence", "fit_line"],
)
def a_bias_is_trained_too(call: Call) -> Run:
    wide = torch.cat([call.inputs, torch.ones(len(call.targets), 1)], dim=1)
    start = torch.cat([call.weight, torch.zeros(1, 1)], dim=1)
    done = run(call._replace(inputs=wide, weight=start))
    return done._replace(weight=done.weight[:, :-1])
