"""Common mistakes in the stop of `train`."""

from __future__ import annotations

import itertools
import math
from typing import Final

import torch

from .descent import EITHER_STOP, Call, Run, is_over, right_step, run, wrong_stop, wrong_train

_LARGEST: Final = torch.finfo(torch.float32).max  # what nan_to_num makes of infinity; of NaN it makes 0
_PATIENCE: Final = 1_000  # epochs, of a run that is not ended by max_epochs


@wrong_stop(
    "It looks as if there were one epoch more than max_epochs allows. Look at the first and the last number that the "
    "loop counts."
)
def one_epoch_too_many(call: Call) -> Run:
    return run(call._replace(max_epochs=call.max_epochs + 1))


@wrong_train(
    "It looks as if the last of max_epochs epochs were missing. Look at the first and the last number that the loop "
    "counts.",
    "stopping",
    [{**way, "breaks": breaks} for way, breaks in itertools.product(EITHER_STOP, (False, True))],
)
def one_epoch_too_few(call: Call, breaks: bool) -> Run:
    done = run(call._replace(max_epochs=call.max_epochs - 1))
    if breaks and not done.losses:
        raise IndexError("there is no last loss")
    return done


@wrong_train(
    "It looks as if a loss that equals the tolerance ended the run. Look at what *below* the tolerance means for it.",
    "stopping",
    [{**way, "converged": converged} for way, converged in itertools.product(EITHER_STOP, (False, True))],
)
def equal_counts_as_below(call: Call, converged: bool) -> Run:
    done = run(call, over=lambda loss, tolerance: loss <= tolerance or not math.isfinite(loss))
    return done._replace(converged=done.losses[-1] <= call.tolerance) if converged else done


@wrong_stop(
    "It looks as if a loss that equals the tolerance counted as converged, though it did not end the run. Look at what "
    "*below* the tolerance means for both."
)
def equal_counts_as_converged(call: Call) -> Run:
    done = run(call)
    return done._replace(converged=done.losses[-1] <= call.tolerance)


@wrong_stop(
    "It looks as if converged meant that the last loss is finite. Look at a run that max_epochs ended, far from the "
    "tolerance."
)
def finite_means_converged(call: Call) -> Run:
    done = run(call)
    return done._replace(converged=math.isfinite(done.losses[-1]))


@wrong_stop(
    "It looks as if converged compared the last loss with 3e-3, whatever the tolerance is. Look at a run with another "
    "tolerance."
)
def converged_by_the_default(call: Call) -> Run:
    done = run(call)
    return done._replace(converged=done.losses[-1] < 3e-3)


@wrong_train(
    "It looks as if a large loss ended the run, though it was finite. Look at what the assignment says about a loss "
    "that grows.",
    "stopping",
    [
        {**way, "limit": limit, "nan": nan}
        for way, limit, nan in itertools.product(EITHER_STOP, (1e12, 1e10, 1e8), (False, True))
    ],
)
def a_large_loss_ends_the_run(call: Call, limit: float, nan: bool) -> Run:
    def over(loss: float, tolerance: float) -> bool:
        return loss < tolerance or loss > limit or (nan and math.isnan(loss))

    return run(call, over=over)


@wrong_train(
    "It looks as if a loss that is not finite ended the run without being recorded. Look at which losses the "
    "assignment asks for.",
    "stopping",
    [{**way, "step_at_overflow": step} for way, step in itertools.product(EITHER_STOP, (False, True))],
)
def overflow_is_not_recorded(call: Call, step_at_overflow: bool) -> Run:
    done = run(call)
    if step_at_overflow != call.step_at_stop and not math.isfinite(done.losses[-1]):
        done = run(call._replace(step_at_stop=step_at_overflow))
    losses = [loss for loss in done.losses if math.isfinite(loss)]
    return done._replace(losses=losses, converged=bool(losses) and losses[-1] < call.tolerance)


@wrong_stop(
    "It looks as if the run never ended at the tolerance. Look at whether the loop is left when the loss is small "
    "enough."
)
def tolerance_is_overlooked(call: Call) -> Run:
    return run(call, over=lambda loss, tolerance: not math.isfinite(loss))


@wrong_stop(
    "It looks as if the run went on after its loss was no longer finite. Look at what `nan < tolerance` gives, and "
    "`inf < tolerance`."
)
def goes_on_after_overflow(call: Call) -> Run:
    return run(call, over=lambda loss, tolerance: loss < tolerance)


@wrong_stop("It looks as if converged were True for every run. Look at a run that max_epochs ended.")
def always_converged(call: Call) -> Run:
    return run(call)._replace(converged=True)


@wrong_stop(
    "It looks as if converged meant that the run ended before max_epochs. Look at a run whose very last epoch reaches "
    "the tolerance, and at one that overflows."
)
def converged_means_early(call: Call) -> Run:
    done = run(call)
    return done._replace(converged=len(done.losses) < call.max_epochs)


@wrong_stop(
    "It looks as if the loss that ends a run were missing in losses. Look at whether the loop is left before or after "
    "the loss is recorded."
)
def last_loss_is_missing(call: Call) -> Run:
    done = run(call)
    return done._replace(losses=done.losses[:-1] if is_over(done.losses[-1], call.tolerance) else done.losses)


@wrong_train(
    "It looks as if a tolerance of 0 were taken for none. Look at what `tolerance or ...` does with 0.",
    "stopping",
    may_cost=["fit_line"],
)
def zero_tolerance_is_overlooked(call: Call) -> Run:
    return run(call._replace(tolerance=call.tolerance or 3e-3))


@wrong_stop("It looks as if a loss of exactly 0 ended the run at a tolerance of 0. Look at whether 0 is below 0.")
def a_loss_of_zero_ends_the_run(call: Call) -> Run:
    done = run(call, over=lambda loss, tolerance: is_over(loss, tolerance) or loss == 0)
    return done._replace(converged=done.losses[-1] < call.tolerance or done.losses[-1] == 0)


@wrong_train(
    "It looks as if losses that are not finite were replaced by numbers. Look at which loss should end such a run.",
    "stopping",
    [{**way, "largest": largest} for way, largest in itertools.product(EITHER_STOP, (_LARGEST, 1e30, 1e10))],
)
def infinite_losses_become_numbers(call: Call, largest: float) -> Run:
    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        loss, slope = right_step(inputs, targets, weight)
        if largest < _LARGEST or math.isfinite(loss):
            return min(loss, largest), slope
        return 0.0 if math.isnan(loss) else largest, torch.zeros_like(slope)  # it has no slope where it is replaced

    return run(call, step)


@wrong_train(
    "It looks as if large gradients were cut off, so that a run that diverges goes on for longer. Look at what keeps "
    "its loss finite.",
    "stopping",
    [{**way, "limit": limit} for way, limit in itertools.product(EITHER_STOP, (1e6, 1e8, 1e10))],
)
def huge_gradients_are_cut_off(call: Call, limit: float) -> Run:
    def step(inputs: torch.Tensor, targets: torch.Tensor, weight: torch.Tensor) -> tuple[float, torch.Tensor]:
        loss, slope = right_step(inputs, targets, weight)
        return loss, slope.clamp(-limit, limit)

    return run(call, step)


@wrong_train(
    "It looks as if max_epochs ended no run. Look at a run whose loss is not below the tolerance after max_epochs.",
    "stopping",
)
def max_epochs_is_overlooked(call: Call) -> Run:
    most = max(call.max_epochs, _PATIENCE)
    done = run(call._replace(max_epochs=most))
    if len(done.losses) == most > call.max_epochs:
        raise RuntimeError("it would never end")
    return done
