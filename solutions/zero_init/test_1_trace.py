"""The hidden checks of `trace` for layers without bias, compared with the reference."""

from contextlib import suppress
from typing import Any, Final, TypeVar

import torch
from hypothesis import example, given
from hypothesis import strategies as st

from autograder import (
    Subject,
    agrees,
    assert_close,
    assert_finite,
    assert_no_warning,
    assert_one_of,
    assert_shape,
    assert_size,
    assert_unchanged,
    part,
    shown,
)

from . import strategies
from .comparisons import (
    GRADIENT,
    INPUTS,
    LOSS,
    PREDICTION,
    TARGET_SIZE,
    TARGETS,
    WEIGHT,
    assert_prediction_shapes,
    first_epoch,
    one_step,
    several_epochs,
)
from .strategies import SIZES, BiasedLayer, Layer, large_biased_layer, large_layer

Check = TypeVar("Check", bound=Any)
LATER: Final = 6  # epochs: enough for a rate that shrinks by a hundredth in each to show


# Of more digits than half precision keeps: what is drawn is exact in it.
CROOKED: Final = Layer(INPUTS, TARGETS, torch.tensor([[1.2345, -0.6789], [0.3217, 2.4681]]), 0.01)


# Of several neurons two are copies, the first and the last or the first two, and the others differ.
A, B, C = [1.0, 0.5], [-1.0, 2.0], [0.5, -1.5]
SOME_COPIES: Final = (
    Layer(INPUTS, TARGETS, torch.tensor([A, B, A]), 0.01),
    Layer(INPUTS[:3], TARGETS[:3], torch.tensor([B, A, C, B]), 0.02),
    Layer(INPUTS, TARGETS, torch.tensor([A, A, B]), 0.01),
    Layer(INPUTS[:3], TARGETS[:3], torch.tensor([B, B, C, A]), 0.02),
)
# The source example, but for its scale: gradients longer than a thousand.
LOUD: Final = Layer(INPUTS, 512 * TARGETS, torch.zeros(3, 2), 0.01, scale=512.0)
# So small that four decimals leave little of a weight.
QUIET: Final = Layer(INPUTS, TARGETS / 512, CROOKED.weight / 512, 0.01, scale=2.0**-9)


def of_all_sizes(check: Check) -> Check:
    """Beside what is drawn, layers of the sizes that have to be there."""
    for layer in (CROOKED, LOUD, QUIET, *SOME_COPIES):
        check = example(layer=layer)(check)
    for number, size in enumerate(SIZES):
        check = example(layer=large_layer(*size, number))(check)
    return check


# Every neuron fits its targets exactly: right work does not move, whatever its style. A weight decay of 1e-4 moves the
# weight by 1e-3 of itself in 10 epochs.
AT_THE_MINIMUM: Final = Layer(
    inputs=torch.tensor([[0.25, 0.5], [-0.5, 0.25], [0.5, 0.0]]),
    targets=torch.tensor([32.0, -304.0, 256.0]),
    weight=torch.tensor([[512.0, -192.0]] * 2),
    lr=1.0,
    scale=512.0,
)
# After four steps its weights are infinite, and soon not a number.
RUNS_AWAY: Final = Layer(torch.tensor([[1.0]]), torch.tensor([0.0]), torch.tensor([[1.0], [1.0]]), lr=1e10)


@part("trace", marks=1, examples=6)
@given(layer=strategies.layers(), numbers=st.just((1, 2, 4, 13)))
@example(layer=AT_THE_MINIMUM, numbers=(1, 2, 4, 13))
@example(layer=AT_THE_MINIMUM, numbers=(150,))
@example(layer=RUNS_AWAY, numbers=(13,))
def test_keeps_one_record_an_epoch(submission: Subject, layer: Layer, numbers: tuple[int, ...]) -> None:
    """keeps one record per epoch"""
    for epochs in numbers:
        history = submission.trace(*layer.places, lr=layer.lr, epochs=epochs)
        assert_size(history, epochs, f"the list of records for epochs={epochs}")


@part("trace", marks=1, examples=4)
@given(rows=strategies.copied_rows())
def test_takes_two_steps_of_1e_4_unless_told(submission: Subject, rows: torch.Tensor) -> None:
    """trains for 2 epochs with lr=1e-4 by default"""
    default = submission.trace(INPUTS, TARGETS, rows)
    explicit = submission.trace(INPUTS, TARGETS, rows, lr=1e-4, epochs=2)
    faster = submission.trace(INPUTS, TARGETS, rows, lr=1e-2, epochs=2)
    assert_size(default, len(explicit), "the list of records without epochs", "as many as for epochs=2")
    assert default, "trace should return one record per epoch, got none"
    assert faster, "trace should return one record per epoch, got none for lr=1e-2"
    for number, (one, other) in enumerate(zip(default, explicit, strict=True)):
        assert_close(one.weight, other.weight, f"the weight of epoch {number}, without lr,", atol=1e-6)
    # A step of lr 1e-2 is 99 steps of 1e-4 longer: 7e-3 at least, even where the mean is over n*k.
    same = agrees(faster[0].weight, default[0].weight, atol=1e-4)
    assert not same, "the weight of epoch 0 should differ between lr=1e-2 and no lr"


@part("trace", marks=1, examples=16)
@given(layer=strategies.layers())
@of_all_sizes
def test_predicts_before_the_first_step(submission: Subject, reference: Subject, layer: Layer) -> None:
    """records the prediction of every neuron from before the step"""
    record, expected = first_epoch(submission, layer), first_epoch(reference, layer)
    assert_close(record.prediction, expected.prediction, "the prediction of epoch 0", atol=PREDICTION * layer.scale)


@part("trace", marks=1, examples=16)
@given(layer=strategies.layers())
@of_all_sizes
def test_averages_the_loss_over_all_predictions(submission: Subject, reference: Subject, layer: Layer) -> None:
    """records the mean squared error over all predictions, from before the step"""
    record, expected = first_epoch(submission, layer), first_epoch(reference, layer)
    assert_close(record.loss, expected.loss, "the loss of epoch 0", atol=LOSS * layer.scale**2, rtol=LOSS)


@part("trace", marks=1, examples=20)
@given(layer=strategies.layers())
@of_all_sizes
def test_derives_the_loss_by_every_weight(submission: Subject, reference: Subject, layer: Layer) -> None:
    """records the gradient of that loss with respect to every weight"""
    record, expected = first_epoch(submission, layer), first_epoch(reference, layer)
    assert_close(
        record.weight_gradient, expected.weight_gradient, "the gradient of epoch 0", atol=GRADIENT * layer.scale
    )


@part("trace", marks=1, examples=16)
@given(layer=strategies.layers())
@of_all_sizes
def test_steps_against_the_gradient(submission: Subject, reference: Subject, layer: Layer) -> None:
    """records the weight after the step: the one before it minus lr times the gradient"""
    record, expected = first_epoch(submission, layer), first_epoch(reference, layer)
    own = one_step(layer.weight, record.weight_gradient, layer.lr)
    assert_one_of(record.weight, [expected.weight, own], "the weight after epoch 0", atol=WEIGHT * layer.scale)


@part("trace", marks=1)
def test_stands_still_without_an_error(submission: Subject) -> None:
    """leaves a weight as it is that fits all targets exactly"""
    for number, record in enumerate(several_epochs(submission, AT_THE_MINIMUM, 10)):
        assert_close(record.weight, AT_THE_MINIMUM.weight, f"the weight after epoch {number}", atol=2e-3)


@part("trace", marks=9, examples=12)
@given(layer=strategies.layers())
@of_all_sizes
def test_goes_on_from_the_stepped_weight(submission: Subject, reference: Subject, layer: Layer) -> None:
    """continues in later epochs from the weight of the one before, with a fresh gradient"""
    own, expected = several_epochs(submission, layer, LATER), several_epochs(reference, layer, LATER)
    for number, (record, right) in enumerate(zip(own, expected, strict=False)):
        where = f"of epoch {number}"
        assert_close(record.prediction, right.prediction, f"the prediction {where}", atol=PREDICTION * layer.scale)
        assert_close(
            record.weight_gradient, right.weight_gradient, f"the gradient {where}", atol=GRADIENT * layer.scale
        )


@part("trace", marks=4, examples=12)
@given(layer=strategies.layers())
@of_all_sizes
def test_records_the_loss_of_later_epochs(submission: Subject, reference: Subject, layer: Layer) -> None:
    """records the loss of later epochs, too"""
    own, expected = several_epochs(submission, layer, 3), several_epochs(reference, layer, 3)
    for number, (record, right) in enumerate(zip(own, expected, strict=False)):
        assert_close(record.loss, right.loss, f"the loss of epoch {number}", atol=LOSS * layer.scale**2, rtol=LOSS)


@part("trace", marks=1, examples=10)
@given(layer=strategies.layers())
@of_all_sizes
def test_keeps_the_weight_of_every_epoch(submission: Subject, reference: Subject, layer: Layer) -> None:
    """keeps the weight of every epoch, not the last one several times"""
    own, expected = several_epochs(submission, layer, 3), several_epochs(reference, layer, 3)
    before = layer.weight
    for number, (record, right) in enumerate(zip(own, expected, strict=False)):
        stepped = one_step(before, record.weight_gradient, layer.lr)
        assert_one_of(
            record.weight, [right.weight, stepped], f"the weight after epoch {number}", atol=WEIGHT * layer.scale
        )
        before = record.weight


@part("trace", marks=1, examples=6)
@given(rows=strategies.copied_rows())
def test_leaves_equal_neurons_equal(submission: Subject, rows: torch.Tensor) -> None:
    """keeps neurons equal that start equal, and moves them"""
    history = several_epochs(submission, Layer(INPUTS, TARGETS, rows, 0.01), 4)
    for number, record in enumerate(history):
        assert_shape(record.weight, rows.shape, f"the weight after epoch {number}")
        same = record.weight[:1].repeat(len(rows), 1)
        what = f"the weight after epoch {number}, compared with its first row,"
        assert_close(record.weight, same, what, atol=WEIGHT)
    # The first step is 0.01 * lambda_min / k * |w - w*|, 2.8e-3 at least. The last record has moved even
    # where records are (wrongly) made before the step.
    last = history[-1].weight
    assert_finite(last, "the weight after the last epoch")
    assert not agrees(last, rows, atol=WEIGHT), "the weight after the last epoch should not be the initial one"


@part("trace", marks=1, examples=4)
@given(layer=strategies.layers())
@example(layer=Layer(INPUTS, TARGETS, torch.zeros(3, 2), 1e-2))
@example(layer=Layer(INPUTS, TARGETS, torch.zeros(1, 2), 1e-2))
def test_raises_no_broadcasting_warning(submission: Subject, layer: Layer) -> None:
    """raises no broadcasting warning (a target of another size)"""
    observed = submission.trace.observe(*layer.places, lr=layer.lr)
    assert_prediction_shapes(observed.value, layer)
    assert_no_warning(observed, about=TARGET_SIZE)


@part("trace", marks=1, examples=4)
@given(layer=strategies.layers(), biased=strategies.biased_layers())
@example(layer=large_layer(1, 1, 1, 1), biased=large_biased_layer(1, 1, 1, 1))
@example(layer=large_layer(3, 3, 3, 2), biased=large_biased_layer(3, 3, 3, 2))
@example(layer=large_layer(4, 2, 1, 3), biased=large_biased_layer(4, 2, 1, 3))
def test_leaves_its_arguments_alone(submission: Subject, layer: Layer, biased: BiasedLayer) -> None:
    """leaves its arguments unchanged"""
    observed = submission.trace.observe(*layer.places, lr=layer.lr)
    assert_prediction_shapes(observed.value, layer)
    both = [observed, submission.trace.observe(*layer.places, lr=layer.lr, epochs=1)]
    with suppress(AssertionError):  # a layer with bias that does not work is the business of the part `bias`
        both.append(submission.trace.observe(*biased.places, lr=biased.lr))
    for each in both:
        assert_unchanged(each)


@part("trace", marks=1, examples=4)
@given(layer=strategies.layers())
def test_has_no_bias_unless_given(submission: Subject, layer: Layer) -> None:
    """records None for the bias and its gradient if no bias is given"""
    inputs, targets, weight = layer.places
    implicit = submission.trace(inputs=inputs, targets=targets, initial_weight=weight, lr=layer.lr, epochs=2)
    explicit = submission.trace(inputs, targets, weight, None, lr=layer.lr, epochs=2)
    for history in (implicit, explicit):
        assert_prediction_shapes(history, layer)
        for number, record in enumerate(history):
            for what, value in (("bias", record.bias), ("bias_gradient", record.bias_gradient)):
                assert value is None, f"{what} of epoch {number} should be None without a bias, got {shown(value)}"
