"""Pictures of training_loop, drawn from your own functions: the notebook shows each after the check of a part."""

from typing import Any, Final, NamedTuple

import numpy as np
import torch
from matplotlib import pyplot as plt

from autograder import Slider, picture

X_VALUES: Final = torch.tensor([1.0, 2.0, 5.0, -1.0])
INPUTS: Final = torch.stack([X_VALUES, torch.ones(4)], dim=1)
TARGETS: Final = torch.tensor([5.0, 8.0, 17.0, -1.0])
ZERO: Final = torch.zeros(1, 2)
TOLERANCE: Final = 3e-3
SOLUTION: Final = np.array([3.0, 2.0])

HESSIAN: Final = 2 / 4 * (INPUTS.T @ INPUTS).double().numpy()
EIGENVALUES, EIGENVECTORS = np.linalg.eigh(HESSIAN)  # slow first, fast second
START_ERRORS: Final = EIGENVECTORS.T @ (np.zeros(2) - SOLUTION)  # along each eigenvector
WALL: Final = 2 / EIGENVALUES[1]

# Colours that colour-blind readers can tell apart.
BLUE, RED, GREEN = "#0072b2", "#d55e00", "#009e73"


def loss_in_theory(epochs: np.ndarray, lr: float) -> np.ndarray:
    """The loss along each eigenvector, slow and fast, after these numbers of epochs from zero: (2, how many)."""
    factors = (1 - lr * EIGENVALUES)[:, None] ** (2 * epochs)
    loss: np.ndarray = (EIGENVALUES * START_ERRORS**2 / 2)[:, None] * factors
    return loss


def spaced(count: int) -> str:
    """A whole number with a space at the thousands, as in the handout."""
    return f"{count:,}".replace(",", " ")


@picture(after="convergence")
def loss_curve(train: Any) -> str:
    """**The loss of every epoch of the long run, lr 1e-4.** Your losses should hide the line of theory. Up to the
    knee at epoch 1538 the fast direction shrinks. From there on only the slow direction is left, on a straight
    line.
    """
    losses = train(INPUTS, TARGETS, ZERO).losses
    epochs = np.arange(len(losses))
    slow, fast = loss_in_theory(epochs, 1e-4)
    knee = int(np.argmax(fast < slow))
    _, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    axes.semilogy(losses, color=RED, linewidth=4, alpha=0.5, label="your losses")
    axes.semilogy(epochs, slow + fast, color="black", linewidth=1, label="in theory")
    axes.semilogy(epochs, slow, "--", color=BLUE, linewidth=1.2, label="the slow direction alone")
    axes.semilogy(epochs, fast, ":", color=GREEN, linewidth=1.6, label="the fast direction alone")
    axes.axhline(TOLERANCE, color="dimgrey", linewidth=0.8)
    axes.annotate("tolerance, 3e-3", (8000, TOLERANCE), (0, -12), textcoords="offset points", color="dimgrey")
    arrow = {"arrowstyle": "->"}
    axes.annotate(f"the knee, epoch {knee}", (knee, (slow + fast)[knee]), (30, 30), "data", "offset points", arrow)
    last = f"your stop, epoch {spaced(epochs[-1])}"
    axes.annotate(last, (epochs[-1], losses[-1]), (0, 60), "data", "offset points", arrow, ha="right")
    axes.set(xlabel="epoch", ylabel="loss", ylim=(1e-3, 200))
    axes.legend(loc="upper right")
    return (
        f"The loss against the epoch, on a logarithmic scale. Yours falls from {losses[0]:.4g} to {losses[-1]:.4g} in "
        f"{epochs[-1]} epochs: steeply up to the knee at epoch {knee}, then along a straight line."
    )


@picture(after="convergence")
def weight_path(train: Any) -> str:
    """**The path of the weight, on the lines of equal loss.** The arrows are the two eigenvectors of H. With lr
    1e-4 the weight first slides down the steep side. Then it creeps along the valley, from too large a slope and too
    small an intercept. With 0.05 it walks the same bent path, in 49 steps instead of 24 000. With 0.12, just below
    the wall, it jumps from one side of the valley to the other.
    """
    _, panels = plt.subplots(1, 3, figsize=(13, 3.6), sharex=True, sharey=True, layout="constrained")
    ends = []
    for axes, (lr, stride, strides) in zip(panels, ((1e-4, 400, 60), (0.05, 1, 49), (0.12, 1, 49)), strict=True):
        path = follow(train, lr, stride, strides)
        ends.append(f"lr {lr:g} ends at ({path[-1][0]:.2f}, {path[-1][1]:.2f})")
        draw_path(axes, path)
        every = f", a dot every {stride}" if stride > 1 else ""
        axes.set_title(f"lr {lr:g}: {spaced(stride * strides)} epochs{every}", size=11)
    panels[0].set_ylabel("intercept")
    return f"Three paths of the weight from (0, 0) towards (3, 2), over ellipses of equal loss: {', '.join(ends)}."


def follow(train: Any, lr: float, stride: int, strides: int) -> np.ndarray:
    """The weight after every `stride` epochs of a run from zero: (strides + 1, 2)."""
    weight = ZERO
    path = [weight]
    for _ in range(strides):
        weight = train(INPUTS, TARGETS, weight, lr=lr, tolerance=0.0, max_epochs=stride).weight.detach()
        path.append(weight)
    return torch.cat(path).numpy()


def draw_path(axes: Any, path: np.ndarray) -> None:
    """The weight on its way, lines of equal loss, the solution and the eigenvectors at it."""
    slope, intercept = np.meshgrid(np.linspace(-0.7, 7, 200), np.linspace(-0.7, 4, 120))
    error = np.stack([slope, intercept], axis=-1) - SOLUTION
    loss = np.einsum("...i,ij,...j->...", error, HESSIAN, error) / 2
    axes.contour(slope, intercept, loss, levels=np.geomspace(0.1, 100, 10), cmap="Blues_r", linewidths=0.8)
    axes.plot(*SOLUTION, "*", color="black", markersize=11)
    for vector in EIGENVECTORS.T:
        tip = SOLUTION + 1.7 * vector * np.sign(vector[np.argmax(abs(vector))])
        axes.annotate("", tip, SOLUTION, arrowprops={"arrowstyle": "->", "color": "black", "linewidth": 1.4})
    axes.plot(*path.T, ".-", color=RED, linewidth=1.2, markersize=4)
    axes.plot(*path[0], "o", color=RED, markersize=6)
    axes.set(xlim=(-0.7, 7), ylim=(-0.7, 4), xlabel="slope", aspect="equal")


@picture(after="convergence", lr=Slider("learning rate", 1e-3, 0.13, start=0.01, step=0.02, logarithmic=True))
def descent(train: Any, *, lr: float) -> str:
    """**Move the learning rate.** On the left the path of the weight, on the right the loss; the line is what the
    eigenvalues predict. Where is it fastest? Where does it begin to jump across the valley? What happens beyond
    0.1223?
    """
    strides = 60
    stride = max(1, round(0.05 / lr))
    path = follow(train, lr, stride, strides)
    losses = train(INPUTS, TARGETS, ZERO, lr=lr, tolerance=0.0, max_epochs=stride * strides).losses
    _, (left, right) = plt.subplots(1, 2, figsize=(11, 3.8), layout="constrained")
    draw_path(left, path)
    left.set(ylabel="intercept", title=f"lr {lr:.3g}: {spaced(stride * strides)} epochs")
    right.semilogy(losses, color=RED, linewidth=4, alpha=0.5, label="your losses")
    theory = loss_in_theory(np.arange(len(losses)), lr).sum(axis=0)
    right.semilogy(theory, color="black", linewidth=1, label="in theory")
    right.axhline(TOLERANCE, color="dimgrey", linewidth=0.8, label="tolerance, 3e-3")
    below = next((epoch for epoch, loss in enumerate(losses) if loss < TOLERANCE), None)
    reached = "not below 3e-3 so far" if below is None else f"below 3e-3 at epoch {spaced(below)}"
    right.set(xlabel="epoch", ylabel="loss", title=reached, ylim=(1e-8, max(200.0, 2 * float(theory[-1]))))
    right.legend(loc="upper right")
    return (
        f"Learning rate {lr:.3g}: after {stride * strides} epochs the weight is ({path[-1][0]:.3g}, {path[-1][1]:.3g}) "
        f"and the loss {losses[-1]:.3g}; it is {reached}."
    )


class Stop(NamedTuple):
    """Where a run ended."""

    lr: float
    epoch: int
    converged: bool


@picture(after="convergence")
def epochs_by_learning_rate(train: Any) -> str:
    """**Epochs to a loss of 3e-3, against the learning rate.** Each dot is a run of yours; the line is what the
    eigenvalues predict. Ten times the learning rate takes a tenth of the epochs, until just before the wall at
    2/16.3535 = 0.1223. The fewest epochs are at 0.105; 0.1143 is best only in the limit. Beyond the wall no run
    converges: there a cross marks the epoch at which the loss is no longer finite.
    """
    best = 2 / EIGENVALUES.sum()
    lrs = [*np.geomspace(1e-3, 0.1, 14), 0.105, best, 0.118, 0.12, 0.1215, 0.1228, 0.125, 0.13, 0.14, 0.16]
    stops = []
    for lr in lrs:
        run = train(INPUTS, TARGETS, ZERO, lr=float(lr), tolerance=TOLERANCE, max_epochs=50_000)
        stops.append(Stop(lr, len(run.losses) - 1, bool(run.converged)))
    _, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    fine = np.concatenate([np.geomspace(9e-4, best, 60), WALL - np.geomspace(WALL - best, 1e-5, 60)])
    axes.loglog(fine, [epochs_in_theory(lr) for lr in fine], color=BLUE, label="in theory")
    for converged, mark, label in ((True, "o", "your run converges"), (False, "x", "your run does not converge")):
        dots = [(stop.lr, stop.epoch) for stop in stops if stop.converged == converged]
        axes.loglog(*np.array(dots).reshape(-1, 2).T, mark, color=RED, label=label)
    axes.axvspan(WALL, 0.2, color="black", alpha=0.08, linewidth=0)
    axes.axvline(WALL, color="black", linewidth=1)
    axes.annotate("the wall, 0.1223", (WALL, 2.5e4), (-6, 0), textcoords="offset points", ha="right", va="center")
    arrow = {"arrowstyle": "->"}
    for text, lr, height in (("fewest, 0.105", 0.105, 16), ("best in the limit, 0.1143", best, 480)):
        spot, place = (lr, epochs_in_theory(lr)), (0.045, height)
        axes.annotate(text, spot, place, "data", "data", arrow, ha="right", va="center")
    axes.set(xlabel="learning rate", ylabel="epoch of the stop", xlim=(8e-4, 0.2), ylim=(12, 5e4))
    axes.legend(loc="lower left")
    arrived = [stop for stop in stops if stop.converged]
    if not arrived:
        return "None of your runs converges, at any learning rate."
    first, fewest = arrived[0], min(arrived, key=lambda stop: stop.epoch)
    return (
        f"Epochs until your run stops, against the learning rate, both logarithmic: {first.epoch} at lr {first.lr:g}, "
        f"fewest {fewest.epoch} at lr {fewest.lr:.3g}; {len(stops) - len(arrived)} of the runs do not converge."
    )


def epochs_in_theory(lr: float) -> int:
    """The first epoch whose loss is below the tolerance, from zero."""
    epochs = np.arange(50_000)
    return int(np.argmax(loss_in_theory(epochs, lr).sum(axis=0) < TOLERANCE))


@picture(after="fit_line")
def line_through_the_points(fit_line: Any) -> str:
    """**The line swings into place.** Your `fit_line` with lr 0.01 and ever smaller tolerances: the slope is right
    early, the intercept comes last.
    """
    _, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    ends = torch.tensor([-1.5, 5.5])
    lines = []
    for tolerance, shade in zip((10.0, 1.0, 0.1, 3e-3), (0.35, 0.55, 0.75, 1.0), strict=True):
        slope, intercept = (float(value) for value in fit_line(X_VALUES, TARGETS, lr=0.01, tolerance=tolerance))
        lines.append(f"loss below {tolerance:g}: {slope:.2f} x + {intercept:.2f}")
        axes.plot(ends, slope * ends + intercept, color=plt.get_cmap("Oranges")(shade), label=lines[-1])
    axes.plot(X_VALUES, TARGETS, "o", color="black", markersize=7, label="the four points")
    axes.set(xlabel="x", ylabel="y")
    axes.legend(loc="upper left")
    return f"Four points and the lines that your fit_line finds: {'; '.join(lines)}."
