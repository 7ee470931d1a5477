"""Common mistakes in the stop of `train`."""

from __future__ import annotations

import math

from .descent import Call, Run, is_over, run, wrong_stop


@wrong_stop(
    "It looks as if there were one epoch more than max_epochs allows. Look at the first and the last number that the "
    "loop counts."
)
def one_epoch_too_many(call: Call) -> Run:
    return run(call._replace(max_epochs=call.max_epochs + 1))


@wrong_stop(
    "It looks as if the last of max_epochs epochs were missing. Look at the first and the last number that the loop "
    "counts."
)
def one_epoch_too_few(call: Call) -> Run:
    return run(call._replace(max_epochs=call.max_epochs - 1))


@wrong_stop(
    "It looks as if a loss that equals the tolerance ended the run. Look at what *below* the tolerance means for it."
)
def equal_counts_as_below(call: Call) -> Run:
    return run(call, over=lambda loss, tolerance: loss <= tolerance or not math.isfinite(loss))


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
