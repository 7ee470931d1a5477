"""What the hidden suite of zero_init draws of small layers and tanh networks.

Floats are mapped from bounded integers, so that they are the same on every installation and shrink to numbers
that a student can read. Quarters are exact in float32.
"""

from functools import cache
from typing import Final, NamedTuple

import torch
from hypothesis import strategies as st


class Layer(NamedTuple):
    """The arguments of `trace`: a layer of k neurons without bias, and its samples."""

    inputs: torch.Tensor  # (n, d)
    targets: torch.Tensor  # (n,)
    weight: torch.Tensor  # (k, d)
    lr: float
    scale: float = 1.0  # of weights and targets; losses grow with its square

    @property
    def places(self) -> tuple[torch.Tensor, ...]:
        """The arguments of `trace` that are given by position."""
        return self.inputs, self.targets, self.weight


class BiasedLayer(NamedTuple):
    """The arguments of `trace`: a layer of k neurons with a bias, and its samples."""

    inputs: torch.Tensor  # (n, d)
    targets: torch.Tensor  # (n,)
    weight: torch.Tensor  # (k, d)
    bias: torch.Tensor  # (k,)
    lr: float
    scale: float = 1.0

    @property
    def places(self) -> tuple[torch.Tensor, ...]:
        """The arguments of `trace` that are given by position."""
        return self.inputs, self.targets, self.weight, self.bias


class Network(NamedTuple):
    """The arguments of `hidden_gradients`."""

    inputs: torch.Tensor  # (n, d)
    targets: torch.Tensor  # (n,)
    hidden_weight: torch.Tensor  # (h, d)
    output_weight: torch.Tensor  # (1, h)


# Cached, since hypothesis takes longer to validate a new strategy than to draw from it.
@cache
def quarters(limit: int) -> st.SearchStrategy[float]:
    """Multiples of 1/4 within +-limit."""
    return st.integers(-4 * limit, 4 * limit).map(lambda number: number / 4)


@cache
def vectors(length: int, limit: int) -> st.SearchStrategy[torch.Tensor]:
    """(length,) float32 quarters within +-limit."""
    return st.tuples(*[quarters(limit)] * length).map(torch.tensor)


@cache
def matrices(rows: int, columns: int, limit: int) -> st.SearchStrategy[torch.Tensor]:
    """(rows, columns) float32 quarters within +-limit."""
    return vectors(rows * columns, limit).map(lambda entries: entries.reshape(rows, columns))


# With 3 inputs within +-2 (or 2, and ones for a bias) the largest eigenvalue of the Hessian is at most 24: up
# to lr 0.05 every step is stable (lr * 24 < 2), so that numbers stay small.
RATES: Final = st.sampled_from((0.01, 0.05, 0.03, 0.002))

# Powers of two keep all numbers exact. A small one shows what is rounded to some decimals.
SCALES: Final = st.sampled_from((1.0, 1.0, 1.0, 2.0**-9, 16.0))


def scattered(rows: int, columns: int, key: int, *, most: int) -> torch.Tensor:
    """(rows, columns) float32 quarters within +-most that look unordered, and whose first is not zero."""
    numbers, state = [], key + 1
    for _ in range(rows * columns):
        state = (state * 48271 + 11) % 2147483647
        numbers.append(state // 1009 % (8 * most + 1) - 4 * most)
    numbers[0] = numbers[0] or most
    return torch.tensor(numbers).reshape(rows, columns) / 4


def large_layer(samples: int, features: int, neurons: int, key: int) -> Layer:
    """A layer of any size.

    Fair: the largest eigenvalue of the Hessian is at most 2 * 4 d / k, so that every step is stable, and stays small
    where a sum is taken for the mean.
    """
    return Layer(
        scattered(samples, features, key, most=2),
        scattered(1, samples, key + 3, most=5)[0],
        scattered(neurons, features, key + 5, most=2),
        lr=0.1 / features / max(1.0, samples * neurons / 12),
        scale=max(1.0, features / 2),
    )


def large_biased_layer(samples: int, features: int, neurons: int, key: int) -> BiasedLayer:
    """The same with a bias."""
    inputs, targets, weight, lr, scale = large_layer(samples, features, neurons, key)
    return BiasedLayer(inputs, targets, weight, scattered(1, neurons, key + 7, most=2)[0], lr, scale)


def unbiased_layer(samples: int, features: int, neurons: int, key: int) -> BiasedLayer:
    """A layer whose biases are zero, and nothing else is, with a last feature that is always 1."""
    layer = large_biased_layer(samples, features, neurons, key)
    ones = torch.cat([layer.inputs[:, :-1], torch.ones(samples, 1)], dim=1)
    return layer._replace(inputs=ones, bias=torch.zeros(neurons))


def _quiet(layer: BiasedLayer) -> BiasedLayer:
    """The same so small that four decimals leave little of a weight or a bias."""
    small = (layer.targets / 512, layer.weight / 512, layer.bias / 512)
    return BiasedLayer(layer.inputs, *small, layer.lr, layer.scale / 512)


# Layers whose biases alone are zero.
UNBIASED: Final = (
    unbiased_layer(4, 3, 2, 0),
    unbiased_layer(5, 2, 3, 1),
    unbiased_layer(3, 2, 1, 2),
    _quiet(unbiased_layer(4, 3, 2, 0)),
)

# Sizes that have to be there whatever is drawn, as samples, features, neurons: all ones, as many neurons as features or
# samples, one sample, one feature, one neuron, and more samples, features and neurons than an example shows.
SIZES: Final = ((1, 1, 1), (3, 3, 3), (4, 2, 2), (1, 4, 2), (5, 1, 3), (6, 3, 1), (40, 8, 2), (300, 2, 3), (2, 5, 12))


@st.composite
def layers(draw: st.DrawFn) -> Layer:
    """Layers of 1 to 4 neurons whose rows may differ.

    Fair: one layer, targets (n,), at least one sample and feature, and a stable learning rate.
    """
    samples, features, neurons = draw(st.integers(1, 5)), draw(st.integers(1, 3)), draw(st.integers(1, 4))
    scale = draw(SCALES)
    return Layer(
        draw(matrices(samples, features, 2)),
        scale * draw(vectors(samples, 5)),
        scale * draw(matrices(neurons, features, 2)),
        draw(RATES),
        scale,
    )


@st.composite
def copied_rows(draw: st.DrawFn) -> torch.Tensor:
    """(k, 2) weights of 2 to 4 equal neurons, every entry within +-2.

    Fair for the source data, whose minimum (3, 2) lies outside: the first step is never zero.
    """
    return draw(matrices(1, 2, 2)).repeat(draw(st.integers(2, 4)), 1)


@st.composite
def biased_layers(draw: st.DrawFn) -> BiasedLayer:
    """Layers with a bias, 1 to 2 features; rows and biases may differ.

    Fair: as `layers`; the bias has the shape (k,) that the contract names.
    """
    samples, features, neurons = draw(st.integers(1, 5)), draw(st.integers(1, 2)), draw(st.integers(1, 4))
    scale = draw(SCALES)
    return BiasedLayer(
        draw(matrices(samples, features, 2)),
        scale * draw(vectors(samples, 5)),
        scale * draw(matrices(neurons, features, 2)),
        scale * draw(vectors(neurons, 2)),
        draw(RATES),
        scale,
    )


@st.composite
def biased_layers_on_ones(draw: st.DrawFn) -> BiasedLayer:
    """Layers with a bias whose last feature is 1 in every sample.

    Fair: an input like any other. There are never as many neurons as features, so that a transposed gradient
    can be told apart from a right one.
    """
    samples, features = draw(st.integers(1, 5)), draw(st.integers(2, 3))
    neurons = draw(st.sampled_from([count for count in (1, 2, 3, 4) if count != features]))
    free = draw(matrices(samples, features - 1, 2))
    return BiasedLayer(
        torch.cat([free, torch.ones(samples, 1)], dim=1),
        draw(vectors(samples, 5)),
        draw(matrices(neurons, features, 2)),
        draw(vectors(neurons, 2)),
        draw(RATES),
    )


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Networks of 1 to 4 hidden neurons whose rows may differ.

    Fair: tanh is far from saturated (its argument is within +-3), and the sizes are those of the contract. Targets and
    output weights are small now and then, which shows what is rounded to some decimals.
    """
    samples, features, hidden = draw(st.integers(1, 5)), draw(st.integers(1, 3)), draw(st.integers(1, 4))
    scale = draw(st.sampled_from((1.0, 1.0, 2.0**-6)))
    return Network(
        draw(matrices(samples, features, 1)),
        scale * draw(vectors(samples, 3)),
        draw(matrices(hidden, features, 1)),
        scale * draw(matrices(1, hidden, 2)),
    )


def network_of(samples: int, features: int, hidden: int, key: int, *, steep: float = 1.0) -> Network:
    """A network of any size; `steep` multiplies what goes into tanh."""
    return Network(
        scattered(samples, features, key, most=1),
        scattered(1, samples, key + 3, most=3)[0],
        steep * scattered(hidden, features, key + 5, most=1) / max(1, features // 3),
        scattered(1, hidden, key + 7, most=2) / max(1, hidden // 4),
    )


# As samples, features, hidden neurons; and arguments of tanh from 3 to 8, and so large that exponentials overflow.
NETWORKS: Final = (
    network_of(1, 1, 1, 1),
    network_of(3, 3, 3, 2),
    network_of(1, 3, 2, 3),
    network_of(4, 1, 5, 4),
    network_of(5, 2, 1, 5),
    network_of(40, 6, 10, 6),
    network_of(100, 2, 3, 7),
    Network(
        torch.tensor([[1.0, 2.0], [2.0, -1.0], [0.5, 0.25]]),
        torch.tensor([3.0, -2.0, 0.5]),
        torch.tensor([[3.0, 0.25], [-2.0, -2.5], [1.0, 0.5]]),
        torch.tensor([[1.0, -2.0, 0.5]]),
    ),
    Network(
        torch.tensor([[60.0, 1.0], [-100.0, 2.0], [0.5, 0.25]]),
        torch.tensor([3.0, -2.0, 0.5]),
        torch.tensor([[2.0, 0.25], [-4.0, -2.5]]),
        torch.tensor([[1.0, -2.0]]),
    ),
)


@st.composite
def networks_of_copies(draw: st.DrawFn, *, equal: bool) -> Network:
    """Networks of 2 to 4 hidden neurons with equal rows, and output weights equal or as 1 : 2 : 3 : 4.

    Fair: as `networks`. No output weight is zero.
    """
    samples, features, hidden = draw(st.integers(1, 5)), draw(st.integers(1, 3)), draw(st.integers(2, 4))
    ratios = torch.ones(hidden) if equal else torch.arange(1.0, hidden + 1)
    return Network(
        draw(matrices(samples, features, 1)),
        draw(vectors(samples, 3)),
        draw(matrices(1, features, 1)).repeat(hidden, 1),
        draw(st.sampled_from((0.5, -0.5, 0.25))) * ratios[None, :],
    )


def levels() -> st.SearchStrategy[float]:
    """One value for all entries of a weight.

    Fair: not zero, and tanh of the source data does not vanish there.
    """
    return st.sampled_from((1.0, 0.5, -0.5, 0.25))
