"""Ends of a run that are wrong, or wrongly described."""

from __future__ import annotations

import itertools
import math

import torch

from .descent import EITHER_STOP, Call, Run, is_over, right_step, run, wrong_stop, wrong_train


@wrong_stop("It looks as if converged were False for every run. Look at a run that the tolerance ended.")
def never_converged(call: Call) -> Run:
    return run(call)._replace(converged=False)


@wrong_train(
    "It looks as if converged were judged by the loss after the last step. Look at which loss the assignment compares "
    "with the tolerance.",
    "stopping",
    EITHER_STOP,
)
def converged_by_the_loss_after(call: Call) -> Run:
    done = run(call)
    after = right_step(call.inputs, call.targets, done.weight)[0]
    return done._replace(converged=after < call.tolerance)


@wrong_stop(
    "It looks as if converged were True where the run ended because its loss was not finite. Look at what such a loss "
    "is below."
)
def overflow_counts_as_converged(call: Call) -> Run:
    done = run(call)
    return done._replace(converged=is_over(done.losses[-1], call.tolerance))


@wrong_stop(
    "It looks as if a run whose loss was not finite returned the weight that it began with. Look at which weight the "
    "assignment asks for, whatever became of it."
)
def the_first_weight_after_an_overflow(call: Call) -> Run:
    done = run(call)
    overflowed = len(done.losses) > 1 and not math.isfinite(done.losses[-1])
    return done._replace(weight=call.weight.clone()) if overflowed else done


@wrong_stop(
    "It looks as if only NaN ended a run, and an infinite loss did not. Look at what a loss is on its way to NaN."
)
def infinity_is_overlooked(call: Call) -> Run:
    return run(call, over=lambda loss, tolerance: loss < tolerance or math.isnan(loss))


@wrong_stop(
    "It looks as if one more loss were recorded after the last epoch. Look at how many losses an epoch has.",
)
def a_loss_after_the_end(call: Call) -> Run:
    done = run(call)
    return done._replace(losses=[*done.losses, right_step(call.inputs, call.targets, done.weight)[0]])


@wrong_train(
    "It looks as if the run went on for an epoch after the loss was below the tolerance. Look at which loss is "
    "compared with it, and when.",
    "stopping",
    ({"step_at_stop": True},),
)
def stops_one_epoch_late(call: Call) -> Run:
    ended = [False]

    def over(loss: float, tolerance: float) -> bool:
        before, ended[0] = ended[0], is_over(loss, tolerance)
        return before

    done = run(call, over=over)
    return done._replace(converged=done.losses[-1] < call.tolerance)


@wrong_train(
    "It looks as if a run ended as soon as its loss hardly changed. Look at what the tolerance is compared with.",
    "stopping",
    may_cost=["convergence", "fit_line", "gradient_step"],
)
def ends_at_a_plateau(call: Call) -> Run:
    last = [math.inf]

    def over(loss: float, tolerance: float) -> bool:
        before, last[0] = last[0], loss
        return abs(before - loss) < tolerance or not math.isfinite(loss)

    return run(call, over=over)


@wrong_train(
    "It looks as if the last epoch that max_epochs allows took no step. Look at the weight after max_epochs=1.",
    "gradient_step",
    [{**way, "steps": steps} for way, steps in itertools.product(EITHER_STOP, (1,))],
    ["convergence", "fit_line"],
)
def last_step_is_missing(call: Call, steps: int) -> Run:
    done = run(call)
    if len(done.losses) < call.max_epochs or is_over(done.losses[-1], call.tolerance):
        return done
    before = run(call._replace(max_epochs=call.max_epochs - steps)).weight if call.max_epochs > steps else call.weight
    return done._replace(weight=before)


@wrong_train(
    "It looks as if the weight before the run came back. Look at which tensor the steps change, and which is returned.",
    "gradient_step",
    may_cost=["convergence", "fit_line"],
)
def the_initial_weight_comes_back(call: Call) -> Run:
    return run(call)._replace(weight=call.weight.clone())


@wrong_train(
    "It looks as if training started from another weight than initial_weight. Look at what the first loss should be.",
    "gradient_step",
    [{**way, "start": start} for way, start in itertools.product(EITHER_STOP, (0.0, 1.0))],
    ["convergence", "fit_line"],
)
def another_start(call: Call, start: float) -> Run:
    return run(call._replace(weight=call.weight * 0 + start))


@wrong_train(
    "It looks as if lr were not used: the steps are the same whatever is given. Look at where lr stands in the loop.",
    "gradient_step",
    [{**way, "rate": rate} for way, rate in itertools.product(EITHER_STOP, (1e-4, 1e-3, 1e-2, 0.1, 5e-3, 0.05))],
    ["convergence", "fit_line", "stopping"],
)
def lr_is_not_used(call: Call, rate: float) -> Run:
    return run(call._replace(lr=rate))


@wrong_train(
    "It looks as if the average of all weights came back. Look at which weight the assignment asks for.",
    "gradient_step",
    may_cost=["convergence", "fit_line"],
)
def average_of_all_weights(call: Call) -> Run:
    seen: list[torch.Tensor] = []

    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        seen.append(weight)
        return right_step(inputs, targets, weight)

    done = run(call, step)
    return done._replace(weight=torch.stack([*seen[1:], done.weight]).mean(dim=0))


@wrong_train(
    "It looks as if the weight of the smallest loss came back, though the losses rose after it. Look at which weight "
    "the assignment asks for.",
    "gradient_step",
    [{**way, "stepped": stepped} for way, stepped in itertools.product(EITHER_STOP, (False, True))],
    ["convergence", "fit_line"],
)
def the_best_weight_comes_back(call: Call, stepped: bool) -> Run:
    seen: list[torch.Tensor] = []

    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        seen.append(weight)
        return right_step(inputs, targets, weight)

    done = run(call, step)
    candidates = [*seen[1:], done.weight] if stepped else seen
    best = min(candidates, key=lambda weight: right_step(call.inputs, call.targets, weight)[0])
    return done._replace(weight=best)


@wrong_train(
    "It looks as if the weight were solved for once the loss was below the tolerance. Look at which weight has the "
    "last loss.",
    "convergence",
    [{**way, "after": after} for way, after in itertools.product(EITHER_STOP, (0, 1_000))],
)
def solved_at_the_end(call: Call, after: int) -> Run:
    done = run(call)
    if not done.converged or len(done.losses) <= after:
        return done
    solution = torch.linalg.lstsq(call.inputs, call.targets[:, None]).solution
    return done._replace(weight=solution.T)


@wrong_train(
    "It looks as if a small gradient ended the run, though its loss was not below the tolerance. Look at what may end "
    "a run.",
    "stopping",
    [{**way, "limit": limit} for way, limit in itertools.product(EITHER_STOP, (1e-4, 1e-3, 1e-5, 1e-6, 1e-8))],
    ["convergence", "fit_line"],
)
def a_small_gradient_ends_the_run(call: Call, limit: float) -> Run:
    small = [False]

    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        loss, slope = right_step(inputs, targets, weight)
        small[0] = float(slope.norm()) < limit
        return loss, slope

    return run(call, step, lambda loss, tolerance: is_over(loss, tolerance) or small[0])


@wrong_train(
    "It looks as if steps were still taken after the loss was below the tolerance. Look at which weights the "
    "assignment allows at the stop.",
    "convergence",
    [{"step_at_stop": True, "steps": steps} for steps in (1, 9, 10, 99, 100)],
)
def steps_after_the_stop(call: Call, steps: int) -> Run:
    done = run(call)
    if not done.converged:
        return done
    beyond = run(call._replace(weight=done.weight, max_epochs=steps), over=lambda loss, tolerance: False)
    return done._replace(weight=beyond.weight)
