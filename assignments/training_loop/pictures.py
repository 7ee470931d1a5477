"""Pictures of training_loop, drawn from your own functions: the notebook shows each after the check of a part."""

from typing import Any, Final, NamedTuple

import numpy as np
import torch
from matplotlib import pyplot as plt

from autograder import picture

X_VALUES: Final = torch.tensor([1.0, 2.0, 5.0, -1.0])
INPUTS: Final = torch.stack([X_VALUES, torch.ones(4)], dim=1)
TARGETS: Final = torch.tensor([5.0, 8.0, 17.0, -1.0])
ZERO: Final = torch.zeros(1, 2)
TOLERANCE: Final = 3e-3
SOLUTION: Final = np.array([3.0, 2.0])

HESSIAN: Final = 2 / 4 * (INPUTS.T @ INPUTS).double().numpy()
EIGENVALUES, EIGENVECTORS = np.linalg.eigh(HESSIAN)  # slow first, fast second
START_ERRORS: Final = EIGENVECTORS.T @ (np.zeros(2) - SOLUTION)  # along each eigenvector


def loss_in_theory(epochs: np.ndarray, lr: float) -> np.ndarray:
    """The loss along each eigenvector, slow and fast, after these numbers of epochs from zero: (2, how many)."""
    factors = (1 - lr * EIGENVALUES)[:, None] ** (2 * epochs)
    loss: np.ndarray = (EIGENVALUES * START_ERRORS**2 / 2)[:, None] * factors
    return loss


def spaced(count: int) -> str:
    """A whole number with a space at the thousands, as in the handout."""
    return f"{count:,}".replace(",", " ")


@picture(after="gradient_step")
def weight_path(train: Any) -> None:
    """**The path of the weight, on the lines of equal loss.** The arrows are the two eigenvectors of H. With lr
    1e-4 the weight first slides down the steep side and then creeps along the valley, overshooting in the slope
    while the intercept lags behind; with 0.05 it goes almost directly; with 0.12, just below the wall, it zigzags
    across.
    """
    _, panels = plt.subplots(1, 3, figsize=(13, 3.6), sharex=True, sharey=True, layout="constrained")
    for axes, (lr, stride, strides) in zip(panels, ((1e-4, 400, 60), (0.05, 1, 49), (0.12, 1, 49)), strict=True):
        path = follow(train, lr, stride, strides)
        draw_ellipses(axes)
        axes.plot(*path.T, ".-", color="tab:red", linewidth=1.2, markersize=4)
        axes.plot(*path[0], "o", color="tab:red", markersize=6)
        every = f", a dot every {stride}" if stride > 1 else ""
        axes.set_title(f"lr {lr:g}: {spaced(stride * strides)} epochs{every}", size=11)
        axes.set_xlabel("slope")
    panels[0].set_ylabel("intercept")
    panels[0].set(xlim=(-0.7, 7), ylim=(-0.7, 4))


def follow(train: Any, lr: float, stride: int, strides: int) -> np.ndarray:
    """The weight after every `stride` epochs of a run from zero: (strides + 1, 2)."""
    weight = ZERO
    path = [weight]
    for _ in range(strides):
        weight = train(INPUTS, TARGETS, weight, lr=lr, tolerance=0.0, max_epochs=stride).weight.detach()
        path.append(weight)
    return torch.cat(path).numpy()


def draw_ellipses(axes: Any) -> None:
    """Lines of equal loss, the solution and the eigenvectors at it."""
    slope, intercept = np.meshgrid(np.linspace(-0.7, 7, 200), np.linspace(-0.7, 4, 120))
    error = np.stack([slope, intercept], axis=-1) - SOLUTION
    loss = np.einsum("...i,ij,...j->...", error, HESSIAN, error) / 2
    axes.contour(slope, intercept, loss, levels=np.geomspace(0.1, 100, 10), cmap="Blues_r", linewidths=0.8)
    axes.plot(*SOLUTION, "*", color="black", markersize=11)
    for vector, length in zip(EIGENVECTORS.T, (1.7, 1.7), strict=True):
        tip = SOLUTION + length * vector * np.sign(vector[np.argmax(abs(vector))])
        axes.annotate("", tip, SOLUTION, arrowprops={"arrowstyle": "->", "color": "black", "linewidth": 1.4})
    axes.set_aspect("equal")


class Stop(NamedTuple):
    """Where a run ended."""

    lr: float
    epoch: int
    converged: bool


@picture(after="stopping")
def epochs_by_learning_rate(train: Any) -> None:
    """**Epochs to a loss of 3e-3, against the learning rate.** Each dot is a run of yours; the line is what the
    eigenvalues predict. Ten times the learning rate takes a tenth of the epochs, until just before the wall at
    2/16.3535 = 0.1223. Beyond it no run converges: there a cross marks the epoch at which the loss is no longer
    finite.
    """
    best, wall = 2 / EIGENVALUES.sum(), 2 / EIGENVALUES[1]
    lrs = [*np.geomspace(1e-3, best, 16), 0.118, 0.12, 0.1215, 0.1228, 0.125, 0.13, 0.14, 0.16]
    stops = []
    for lr in lrs:
        run = train(INPUTS, TARGETS, ZERO, lr=float(lr), tolerance=TOLERANCE, max_epochs=50_000)
        stops.append(Stop(lr, len(run.losses) - 1, bool(run.converged)))
    _, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    fine = np.concatenate([np.geomspace(9e-4, best, 60), wall - np.geomspace(wall - best, 1e-5, 60)])
    axes.loglog(fine, [epochs_in_theory(lr) for lr in fine], color="tab:blue", label="in theory")
    for converged, mark, label in ((True, "o", "your run converges"), (False, "x", "your run overflows")):
        dots = [(stop.lr, stop.epoch) for stop in stops if stop.converged == converged]
        axes.loglog(*np.array(dots).reshape(-1, 2).T, mark, color="tab:red", label=label)
    axes.axvspan(wall, 0.2, color="black", alpha=0.08, linewidth=0)
    axes.axvline(wall, color="black", linewidth=1)
    axes.annotate("the wall, 0.1223", (wall, 2.5e4), (-6, 0), textcoords="offset points", ha="right", va="center")
    arrow = {"arrowstyle": "->"}
    text = "best in the long run, 0.1143"
    axes.annotate(text, (best, epochs_in_theory(best)), (0.045, 25), "data", "data", arrow, ha="right", va="center")
    axes.set(xlabel="learning rate", ylabel="epoch of the stop", xlim=(8e-4, 0.2), ylim=(20, 5e4))
    axes.legend(loc="lower left")


def epochs_in_theory(lr: float) -> int:
    """The first epoch whose loss is below the tolerance, from zero."""
    epochs = np.arange(50_000)
    return int(np.argmax(loss_in_theory(epochs, lr).sum(axis=0) < TOLERANCE))


@picture(after="convergence")
def loss_curve(train: Any) -> None:
    """**The loss of every epoch of the long run, lr 1e-4.** Your losses should hide the line of theory. Up to the
    knee at epoch 1538 the fast direction shrinks; from there on only the slow direction is left, on a straight
    line.
    """
    losses = train(INPUTS, TARGETS, ZERO).losses
    epochs = np.arange(len(losses))
    slow, fast = loss_in_theory(epochs, 1e-4)
    knee = int(np.argmax(fast < slow))
    _, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    axes.semilogy(losses, color="tab:red", linewidth=4, alpha=0.5, label="your losses")
    axes.semilogy(epochs, slow + fast, color="black", linewidth=1, label="in theory")
    axes.semilogy(epochs, slow, "--", color="tab:blue", linewidth=1.2, label="the slow direction alone")
    axes.semilogy(epochs, fast, "--", color="tab:green", linewidth=1.2, label="the fast direction alone")
    axes.axhline(TOLERANCE, color="grey", linewidth=0.8)
    axes.annotate("tolerance, 3e-3", (0, TOLERANCE), (4, 4), textcoords="offset points", color="grey")
    arrow = {"arrowstyle": "->"}
    axes.annotate(f"the knee, epoch {knee}", (knee, (slow + fast)[knee]), (30, 30), "data", "offset points", arrow)
    last = f"your stop, epoch {spaced(epochs[-1])}"
    axes.annotate(last, (epochs[-1], losses[-1]), (-20, 40), "data", "offset points", arrow, ha="right")
    axes.set(xlabel="epoch", ylabel="loss", ylim=(1e-3, 200))
    axes.legend(loc="upper right")


@picture(after="fit_line")
def line_through_the_points(fit_line: Any) -> None:
    """**The line swings into place.** Your `fit_line` with lr 0.01 and ever smaller tolerances: the slope is right
    early, the intercept comes last.
    """
    _, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    ends = torch.tensor([-1.5, 5.5])
    for tolerance, shade in zip((10.0, 1.0, 0.1, 3e-3), (0.3, 0.5, 0.7, 1.0), strict=True):
        slope, intercept = (float(value) for value in fit_line(X_VALUES, TARGETS, lr=0.01, tolerance=tolerance))
        label = f"loss below {tolerance:g}: {slope:.2f} x + {intercept:.2f}"
        axes.plot(ends, slope * ends + intercept, color=plt.get_cmap("Reds")(shade), label=label)
    axes.plot(X_VALUES, TARGETS, "o", color="black", markersize=7)
    axes.set(xlabel="x", ylabel="y")
    axes.legend(loc="upper left")
