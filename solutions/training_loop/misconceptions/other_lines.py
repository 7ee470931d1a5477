"""More mistakes in `fit_line`: lines that are not trained, or are trained on other points."""

from __future__ import annotations

import itertools

import torch

from autograder import misconception

from .descent import EITHER_STOP, Call, run
from .fit_line import Line, line, model_of_a_line


@model_of_a_line(
    "It looks as if the line were that of least squares, without any training. Look at what lr, tolerance and "
    "max_epochs change.",
    trained=False,
)
def line_of_least_squares(x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int) -> Line:
    inputs = torch.stack([x, torch.ones_like(x)], dim=1)
    slope, intercept = torch.linalg.lstsq(inputs, y[:, None]).solution[:, 0].tolist()
    return slope, intercept


@model_of_a_line(
    "It looks as if the intercept came from the means of x and y, and not from training. Look at a run that ends early."
)
def intercept_from_the_means(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    slope = line(x, y, lr, tolerance, max_epochs, step_at_stop=step_at_stop)[0]
    return slope, float(y.mean()) - slope * float(x.mean())


@model_of_a_line(
    "It looks as if x were divided by its largest entry, and the slope were that of the smaller x. Look at what the "
    "slope is per."
)
def slope_of_scaled_points(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    return line(x / x.abs().max(), y, lr, tolerance, max_epochs, step_at_stop=step_at_stop)


@model_of_a_line("It looks as if x and y were sorted, each by itself. Look at which y belongs to which x afterwards.")
def points_torn_apart(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    return line(x.sort().values, y.sort().values, lr, tolerance, max_epochs, step_at_stop=step_at_stop)


@model_of_a_line("It looks as if the slope had lost its sign. Look at a line that falls.")
def slope_without_its_sign(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    slope, intercept = line(x, y, lr, tolerance, max_epochs, step_at_stop=step_at_stop)
    return abs(slope), intercept


@model_of_a_line("It looks as if half of max_epochs were passed on. Look at the arguments of the call of train.")
def half_of_the_epochs(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    return line(x, y, lr, tolerance, max_epochs // 2, step_at_stop=step_at_stop)


@model_of_a_line(
    "It looks as if of several points with the same x only one counted. Look at what is kept of a point whose x has "
    "come before."
)
def one_point_for_each_x(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    points = dict(zip(x.tolist(), y.tolist(), strict=True))
    kept = torch.tensor(list(points)), torch.tensor(list(points.values()))
    return line(*kept, lr, tolerance, max_epochs, step_at_stop=step_at_stop)


@model_of_a_line(
    "It looks as if the line were not trained where all entries of y are equal. Look at what few epochs have learned "
    "of such a line."
)
def equal_values_are_not_trained(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    if bool((y == y[0]).all()):
        return 0.0, y[0].item()
    return line(x, y, lr, tolerance, max_epochs, step_at_stop=step_at_stop)


@model_of_a_line(
    "It looks as if the line were not trained where there are two points only. Look at what few epochs have learned "
    "of such a line."
)
def two_points_are_not_trained(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    if len(x) == 2 and x[0] != x[1]:
        slope = ((y[1] - y[0]) / (x[1] - x[0])).item()
        return slope, y[0].item() - slope * x[0].item()
    return line(x, y, lr, tolerance, max_epochs, step_at_stop=step_at_stop)


@model_of_a_line(
    "It looks as if the line were not trained where there is a single point. Look at what few epochs have learned "
    "of it."
)
def one_point_is_not_trained(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    if len(x) == 1:
        return 0.0, y[0].item()
    return line(x, y, lr, tolerance, max_epochs, step_at_stop=step_at_stop)


@model_of_a_line(
    "It looks as if the line were solved for once its loss was below the tolerance. Look at which line has the last "
    "loss.",
    trained=False,
)
def line_solved_at_the_end(x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int) -> Line:
    inputs = torch.stack([x, torch.ones_like(x)], dim=1)
    done = run(Call(inputs, y, torch.zeros(1, 2), lr, tolerance, max_epochs, step_at_stop=False))
    weight = torch.linalg.lstsq(inputs, y[:, None]).solution[:, 0] if done.converged else done.weight[0]
    slope, intercept = weight.tolist()
    return slope, intercept


@model_of_a_line(
    "It looks as if the line were trained with smaller steps than lr asks for, where these seemed too large. Look at "
    "what is passed on to train."
)
def line_with_limited_steps(
    x: torch.Tensor, y: torch.Tensor, lr: float, tolerance: float, max_epochs: int, step_at_stop: bool
) -> Line:
    inputs = torch.stack([x, torch.ones_like(x)], dim=1)
    steepest = float(torch.linalg.eigvalsh(2 / len(x) * inputs.T @ inputs)[-1])
    return line(x, y, min(lr, 1 / steepest), tolerance, max_epochs, step_at_stop=step_at_stop)


@misconception(
    "fit_line",
    part="fit_line",
    hint="It looks as if points far from the others were left out. Look at a point that lies far out, and on the line.",
    ways=[{**way, "spreads": spreads} for way, spreads in itertools.product(EITHER_STOP, (1.5, 2.0))],
)
def line_without_far_points(
    x: torch.Tensor,
    y: torch.Tensor,
    *,
    lr: float = 1e-4,
    tolerance: float = 3e-3,
    max_epochs: int = 100_000,
    step_at_stop: bool,
    spreads: float,
) -> Line:
    kept = (y - y.mean()).abs() <= spreads * y.std() if len(y) > 2 else y == y
    return line(x[kept], y[kept], lr, tolerance, max_epochs, step_at_stop=step_at_stop)
