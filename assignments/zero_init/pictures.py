"""Pictures of zero_init, drawn from your own functions: the notebook shows each after the check of a part."""

from typing import Any, Final, NamedTuple

import torch
from matplotlib import pyplot as plt

from autograder import Slider, picture

INPUTS: Final = torch.tensor([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
TARGETS: Final = torch.tensor([5.0, 8.0, 17.0, -1.0])

# Colours that colour-blind readers can tell apart.
BLUE, RED = "#0072b2", "#d55e00"


@picture(after="trace")
def copies_and_a_fan(trace: Any) -> str:
    """**Six neurons of one linear layer, from an equal start and from different ones.** Each line is the path of
    one neuron in your `trace`. On the left all six lie on top of each other. On the right they start apart, and end
    as copies all the same: one linear layer has one minimum, so the equal start cost nothing.
    """
    neurons = 6
    # The mean runs over all neurons' predictions: this is lr 0.02 for each.
    lr = 0.02 * neurons
    angles = torch.arange(neurons) * 2 * torch.pi / neurons
    ring = torch.stack([3 + 2.6 * torch.cos(angles), 2 + 1.8 * torch.sin(angles)], dim=1)
    _, panels = plt.subplots(1, 2, figsize=(11, 4.2), sharex=True, sharey=True, layout="constrained")
    spreads = []
    for axes, start, title in (
        (panels[0], torch.zeros(neurons, 2), "all start from zero"),
        (panels[1], ring, "each starts elsewhere"),
    ):
        epochs = trace(INPUTS, TARGETS, start, lr=lr, epochs=300)
        paths = torch.stack([start, *(epoch.weight.detach() for epoch in epochs)]).numpy()
        spreads.append(float((paths[-1] - paths[-1, 0]).max() - (paths[-1] - paths[-1, 0]).min()))
        for neuron in range(neurons):
            # The first drawn is the widest, so that what lies on top of it does not hide it.
            width = 1 + 1.5 * (neurons - neuron)
            color = plt.get_cmap("plasma")(neuron / neurons)
            axes.plot(*paths[:, neuron].T, color=color, linewidth=width if start is not ring else 2)
            axes.plot(*paths[0, neuron], "o", color=color)
        axes.plot(3, 2, "*", color="black", markersize=16, zorder=3)
        axes.annotate("the minimum, (3, 2)", (3, 2), (14, 0), textcoords="offset points", va="center")
        axes.set(title=title, xlabel="slope")
    panels[0].set_ylabel("intercept")
    return (
        "Paths of six neurons in the plane of slope and intercept. Left, from zero: one path, six times. Right, from "
        f"six places on a ring: six paths that meet at (3, 2). At the end they differ by {spreads[0]:.1g} on the left "
        f"and by {spreads[1]:.1g} on the right."
    )


# A network with one hidden layer: 17 points of sin(3x).
CURVE_X: Final = torch.linspace(-2, 2, 17)
CURVE_INPUTS: Final = torch.stack([CURVE_X, torch.ones(17)], dim=1)
CURVE_TARGETS: Final = torch.sin(3 * CURVE_X)


class Trained(NamedTuple):
    """A network after its training, and the losses on the way."""

    hidden: torch.Tensor  # (h, 2)
    output: torch.Tensor  # (1, h)
    spread: list[float]  # the largest difference between hidden rows, after every step


def trained(
    hidden_gradients: Any,
    inputs: torch.Tensor,
    targets: torch.Tensor,
    hidden: torch.Tensor,
    *,
    lr: float,
    steps: int,
) -> Trained:
    """Train a network whose output weights start at 0.5, by your gradients."""
    output = torch.full((1, len(hidden)), 0.5, dtype=hidden.dtype)
    spread = []
    for _ in range(steps):
        gradients = hidden_gradients(inputs, targets, hidden, output)
        hidden = hidden - lr * gradients.hidden.detach()
        output = output - lr * gradients.output.detach()
        spread.append(float((hidden - hidden[0]).abs().max()))
    return Trained(hidden, output, spread)


@picture(after="hidden_gradients")
def drifting_apart(hidden_gradients: Any) -> str:
    """**Equality is an unstable balance.** Five equal tanh neurons with 7 features; a tiny number is added to one
    entry of one row. The curves show the largest difference between the rows, trained with your gradients on the
    samples of seed 2. It grows a hundred thousandfold and more. A float32 near 0.5 cannot be off by less than 3e-8, so
    its rows can never start very close together. In float64 they can start closer, and part later.
    """
    inputs, targets = nudged_samples()
    ends = []
    _, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    for dtype, nudge, color in ((torch.float32, "1e-6", RED), (torch.float64, "1e-12", BLUE)):
        hidden = torch.full((5, 7), 0.5, dtype=dtype)
        hidden[0, 0] += float(nudge)
        run = trained(hidden_gradients, inputs.to(dtype), targets.to(dtype), hidden, lr=0.05, steps=2000)
        name = str(dtype).removeprefix("torch.")
        axes.semilogy(range(1, 2001), run.spread, color=color, label=f"{name}, {nudge} added")
        ends.append(f"{name}, from {nudge} to {run.spread[-1]:.1g}")
    axes.set(xlabel="step", ylabel="largest difference between rows")
    axes.legend(loc="lower right")
    return f"The largest difference between the rows over 2000 steps, logarithmic: {'; '.join(ends)}."


@picture(
    after="hidden_gradients",
    scale=Slider("all weights", 0.05, 2.0, start=0.5, step=0.05),
    nudge=Slider("nudge", 1e-10, 1e-2, start=1e-8, step=0.5, logarithmic=True),
)
def nudged(hidden_gradients: Any, *, scale: float, nudge: float) -> str:
    """**Move the balance.** The same network in float64, for 1000 steps. How does the time until the rows part
    depend on the nudge? And what do larger weights do, whose tanh is saturated?
    """
    inputs, targets = nudged_samples()
    hidden = torch.full((5, 7), scale, dtype=torch.float64)
    hidden[0, 0] += nudge
    run = trained(hidden_gradients, inputs, targets, hidden, lr=0.05, steps=1000)
    _, axes = plt.subplots(figsize=(8, 4), layout="constrained")
    axes.semilogy(range(1, 1001), run.spread, color=BLUE)
    axes.set(xlabel="step", ylabel="largest difference between rows", ylim=(1e-11, 30))
    axes.set_title(f"all weights {scale:.3g}, {nudge:.1g} added: {run.spread[-1]:.1g} after 1000 steps")
    return (
        f"The largest difference between five rows of {scale:.3g}, one of them nudged by {nudge:.1g}: "
        f"{run.spread[0]:.1g} after 1 step, {run.spread[499]:.1g} after 500 and {run.spread[-1]:.1g} after 1000."
    )


def nudged_samples() -> tuple[torch.Tensor, torch.Tensor]:
    """The samples of the handout's last section."""
    generator = torch.Generator().manual_seed(2)
    inputs = torch.randn(32, 7, generator=generator, dtype=torch.float64)
    return inputs, torch.randn(32, generator=generator, dtype=torch.float64)


@picture(after="break_symmetry")
def eight_copies_are_one(hidden_gradients: Any, break_symmetry: Any) -> str:
    """**What eight copies can do, and what eight neurons can.** Both networks have 8 hidden neurons, and are
    trained with your gradients for 6000 steps. From equal weights they remain one neuron, counted eight times, and
    end near a straight line. From the rows of your `break_symmetry` they divide the work.
    """
    _, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    losses = []
    fine = torch.linspace(-2.3, 2.3, 200)
    fine_inputs = torch.stack([fine, torch.ones(200)], dim=1)
    for hidden, color, label in (
        (torch.full((8, 2), 0.5), BLUE, "8 copies"),
        (break_symmetry(8, 2, 3).detach(), RED, "8 different neurons"),
    ):
        network = trained(hidden_gradients, CURVE_INPUTS, CURVE_TARGETS, hidden, lr=0.1, steps=6000)
        loss = float((predicted(network, CURVE_INPUTS) - CURVE_TARGETS).square().mean())
        losses.append(f"{label} end at a loss of {loss:.3f}")
        axes.plot(fine, predicted(network, fine_inputs), color=color, linewidth=2, label=f"{label}: loss {loss:.3f}")
    axes.plot(CURVE_X, CURVE_TARGETS, "o", color="black", label="17 points of sin(3x)")
    axes.set(xlabel="x", ylabel="prediction and target", ylim=(-2.2, 2.2))
    axes.legend(loc="upper left", ncols=3, fontsize=9)
    return f"Two networks fitted to 17 points of sin(3x): {', '.join(losses)}."


def predicted(network: Trained, inputs: torch.Tensor) -> torch.Tensor:
    """What the network predicts: (n,)."""
    return (torch.tanh(inputs @ network.hidden.T) @ network.output.T)[:, 0]
