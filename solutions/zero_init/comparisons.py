"""What several parts of this suite compare with: the source example, tolerances, and the records of `trace`."""

from typing import Any, Final

import torch

from autograder import Subject, assert_shape

from .strategies import BiasedLayer, Layer

INPUTS: Final = torch.tensor([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
TARGETS: Final = torch.tensor([5.0, 8.0, 17.0, -1.0])

# Over 4 epochs of thousands of drawn layers float32 differs from float64 by at most 1e-6 (predictions, and losses
# relative to the larger of 1 and the loss), 2.3e-6 (gradients) and 4e-7 (weights): the tolerances are 20 times as
# wide and more. The smallest realistic mistakes (a wrong factor of the mean, one step too many at lr 0.002) change
# nearly every draw by 1e-3 and more.
PREDICTION: Final = 2e-5
GRADIENT: Final = 5e-5
WEIGHT: Final = 1e-5
LOSS: Final = 2e-5

TARGET_SIZE: Final = "Using a target size"  # how torch's mse_loss warns when predictions and targets differ in size


def first_epoch(subject: Subject, layer: Layer | BiasedLayer) -> Any:
    """Epoch 0 of a layer, asked for alone, where no later epoch can spoil it.

    A list that is one too short is judged elsewhere: then epoch 0 is that of a longer run.
    """
    for epochs in (1, 2):
        history = subject.trace(*layer.places, lr=layer.lr, epochs=epochs)
        if history:
            return history[0]
    raise AssertionError("trace should return one record per epoch, got none for epochs=1 and none for epochs=2")


def several_epochs(subject: Subject, layer: Layer | BiasedLayer, epochs: int) -> list[Any]:
    """The records of a layer, at least two and at most `epochs` of them; their number is judged elsewhere."""
    history: list[Any] = subject.trace(*layer.places, lr=layer.lr, epochs=epochs)
    assert len(history) >= 2, f"trace should return {epochs} records for epochs={epochs}, got {len(history)}"
    return history[:epochs]


def one_step(start: torch.Tensor, gradient: torch.Tensor, lr: float) -> torch.Tensor:
    """The parameter after one step; NaN, with which nothing agrees, where the gradient has another shape."""
    return start - lr * gradient if gradient.shape == start.shape else torch.full_like(start, torch.nan)


def assert_prediction_shapes(history: list[Any], layer: Layer | BiasedLayer) -> None:
    """Enough to rule out an answer that is always the same, where values are judged elsewhere."""
    assert history, "trace should return one record per epoch, got none"
    shape = (len(layer.inputs), len(layer.weight))
    for number, record in enumerate(history):
        assert_shape(record.prediction, shape, f"the prediction of epoch {number}")
