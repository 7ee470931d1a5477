"""The hidden checks of `trace` for layers with bias.

They compare the submission's own answers with each other, so that a mistake which layers without bias make too (the
mean over the wrong number, a missing factor 2, a step the wrong way) does not cost marks twice.
"""

from functools import lru_cache
from typing import Any, Final, TypeVar

import torch
from hypothesis import example, given

from autograder import (
    Subject,
    agrees,
    assert_close,
    assert_finite,
    assert_no_warning,
    assert_one_of,
    assert_shape,
    part,
    warnings_about,
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
from .strategies import SIZES, UNBIASED, BiasedLayer, Layer, large_biased_layer

Check = TypeVar("Check", bound=Any)
RELATIVE: Final = 1e-4  # with a sum for the mean the numbers grow


def bias_of(record: Any, field: str, layer: BiasedLayer) -> torch.Tensor:
    """`bias` or `bias_gradient` of a record, which must be there and have the shape (k,)."""
    value: torch.Tensor | None = getattr(record, field)
    assert value is not None, f"{field} should not be None: an initial_bias was given"
    assert_shape(value, layer.bias.shape, field)
    return value


def last_column(matrix: torch.Tensor, neurons: int, features: int) -> torch.Tensor:
    """The last column (k,) of a weight or gradient (k, d).

    A transposed matrix is judged in `trace` and turned here; with one of another shape nothing agrees.
    """
    if matrix.shape == (features, neurons) and features != neurons:
        matrix = matrix.T
    return matrix[:, -1] if matrix.shape == (neurons, features) else torch.full((neurons,), torch.nan)


def beside_the_bias(records: list[Any], field: str) -> list[torch.Tensor]:
    """What `bias_as_feature` has in a field for the weights alone, a transposed matrix as transposed as it is."""
    matrices = [getattr(record, field) for record in records]
    return [part for matrix in matrices if matrix.ndim == 2 for part in (matrix[:, :-1], matrix[:-1])]


@lru_cache(256)  # so that its tensors are the same objects in every call, and are sent as they were encoded
def bias_as_feature(layer: BiasedLayer) -> Layer:
    """The layer without bias that does the same: one more feature, always 1, whose weights are the biases."""
    inputs = torch.cat([layer.inputs, torch.ones(len(layer.inputs), 1)], dim=1)
    return Layer(inputs, layer.targets, torch.cat([layer.weight, layer.bias[:, None]], dim=1), layer.lr, layer.scale)


def of_all_sizes(check: Check) -> Check:
    """Beside what is drawn, layers of the sizes that have to be there."""
    for number, size in enumerate(SIZES):
        check = example(layer=large_biased_layer(*size, number))(check)
    return check


def without_a_bias_at_first(check: Check) -> Check:
    """Beside what is drawn, layers whose biases alone are zero: they tell mistakes with the bias from others."""
    for layer in UNBIASED:
        check = example(layer=layer)(check)
    return check


def without_a_feature_of_ones(check: Check) -> Check:
    """Beside what is drawn, layers in which no weight has the gradient of its neuron's bias."""
    for number, size in enumerate(((4, 2, 2), (5, 1, 3), (3, 3, 2))):  # never one neuron more than features
        check = example(layer=large_biased_layer(*size, number))(check)
    return check


@part("bias", marks=1, examples=20)
@given(layer=strategies.biased_layers())
@of_all_sizes
@without_a_bias_at_first
def test_adds_its_bias_to_every_neuron(submission: Subject, layer: BiasedLayer) -> None:
    """adds each neuron's bias to its predictions"""
    # Whether the prediction is from before the step is judged in `trace`: a step of this lr changes nothing.
    record = first_epoch(submission, layer._replace(lr=1e-9))
    expected = layer.inputs @ layer.weight.T + layer.bias
    assert_close(record.prediction, expected, "the prediction of epoch 0", atol=PREDICTION * layer.scale)


@part("bias", marks=1, examples=20)
@given(layer=strategies.biased_layers_on_ones())
@without_a_bias_at_first
def test_derives_the_loss_by_every_bias(submission: Subject, reference: Subject, layer: BiasedLayer) -> None:
    """records the gradient with respect to every bias: that of the weight of a feature which is always 1"""
    record = first_epoch(submission, layer)
    gradient = bias_of(record, "bias_gradient", layer)
    if record.weight_gradient.shape != layer.weight.T.shape:
        assert_shape(
            record.weight_gradient, layer.weight.shape, "weight_gradient, which bias_gradient is compared with,"
        )
    beside = last_column(record.weight_gradient, *layer.weight.shape)
    what = "bias_gradient, compared with weight_gradient's column for the feature that is always 1,"
    assert_finite(gradient, "bias_gradient")
    assert_close(gradient, beside, what, atol=GRADIENT * layer.scale)
    # Even with a factor of the mean missing (20 at most) 0.1 is not taken for zero. One sample cannot cancel out.
    flat = len(layer.inputs) > 1 or first_epoch(reference, layer).bias_gradient.abs().max() < 0.1
    assert flat or gradient.abs().max() > GRADIENT * layer.scale, (
        "bias_gradient should not be zero: the bias changes the loss"
    )


@part("bias", marks=2, examples=10)
@given(layer=strategies.biased_layers_on_ones())
@without_a_bias_at_first
@without_a_feature_of_ones
def test_derives_the_bias_afresh(submission: Subject, layer: BiasedLayer) -> None:
    """computes the bias gradient afresh in later epochs, whether or not a feature is always 1"""
    has_ones = bool((layer.inputs[:, -1] == 1).all())
    on_ones = layer if has_ones else bias_as_feature(layer)
    own, alike = several_epochs(submission, layer, 3), several_epochs(submission, on_ones, 3)
    for number, (record, other) in enumerate(zip(own, alike, strict=False)):
        gradient = bias_of(record, "bias_gradient", layer)
        # Either that of the weight of the ones, or what the epoch's own prediction asks for.
        beside = last_column((record if has_ones else other).weight_gradient, len(layer.bias), on_ones.inputs.shape[1])
        if not agrees(gradient, beside, atol=GRADIENT * layer.scale):
            assert_prediction_shapes([record], layer)
            expected = 2 * (record.prediction - layer.targets[:, None]).mean(dim=0) / len(layer.bias)
            assert_finite(expected, f"the bias gradient that follows from the prediction of epoch {number}")
            assert_close(gradient, expected, f"the bias gradient of epoch {number}", atol=GRADIENT * layer.scale)


@part("bias", marks=1, examples=16)
@given(layer=strategies.biased_layers_on_ones())
@without_a_bias_at_first
def test_steps_the_bias(submission: Subject, layer: BiasedLayer) -> None:
    """records the bias after the step: the one before it minus lr times its gradient"""
    record = first_epoch(submission, layer)
    own = one_step(layer.bias, bias_of(record, "bias_gradient", layer), layer.lr)
    # A step that is wrong for weights too is judged in `trace`: then the bias moves as the ones' weight does.
    weight = last_column(record.weight, *layer.weight.shape)
    alike = layer.bias + weight - layer.weight[:, -1]
    bias = bias_of(record, "bias", layer)
    if not agrees(bias, alike, atol=WEIGHT * layer.scale):
        assert_finite(own, "the bias after one step along bias_gradient")
        what = "the bias after epoch 0, compared with one step along bias_gradient,"
        assert_close(bias, own, what, atol=WEIGHT * layer.scale)


@part("bias", marks=2, examples=12)
@given(layer=strategies.biased_layers())
@of_all_sizes
def test_derives_the_loss_by_every_weight_beside_a_bias(
    submission: Subject, reference: Subject, layer: BiasedLayer
) -> None:
    """records the gradient with respect to every weight, with the bias in the predictions"""
    expected = several_epochs(reference, layer, 3)
    alike = several_epochs(submission, bias_as_feature(layer), 3)
    for number, record in enumerate(several_epochs(submission, layer, 3)):
        # A gradient that is wrong without a bias, too, is judged in `trace`.
        answers = [expected[number].weight_gradient, *beside_the_bias(alike[number : number + 1], "weight_gradient")]
        what = f"the weight_gradient of epoch {number}, with a bias,"
        assert_one_of(record.weight_gradient, answers, what, rtol=RELATIVE, atol=GRADIENT * layer.scale)


@part("bias", marks=2, examples=12)
@given(layer=strategies.biased_layers())
@of_all_sizes
def test_steps_the_weight_beside_a_bias(submission: Subject, reference: Subject, layer: BiasedLayer) -> None:
    """records the weight after the step, with a bias as without"""
    expected = several_epochs(reference, layer, 3)
    alike = several_epochs(submission, bias_as_feature(layer), 3)
    for number, record in enumerate(several_epochs(submission, layer, 3)):
        answers = [expected[number].weight, *beside_the_bias(alike[number : number + 1], "weight")]
        what = f"the weight after epoch {number}, with a bias,"
        assert_one_of(record.weight, answers, what, rtol=RELATIVE, atol=WEIGHT * layer.scale)


@part("bias", marks=1, examples=10)
@given(layer=strategies.biased_layers())
@of_all_sizes
def test_predicts_with_the_stepped_bias(submission: Subject, layer: BiasedLayer) -> None:
    """predicts in later epochs with the bias of the one before"""
    alike = several_epochs(submission, bias_as_feature(layer), 3)
    own = several_epochs(submission, layer, 3)
    weight, bias = layer.weight, layer.bias
    for number, (record, other) in enumerate(zip(own, alike, strict=False)):
        # Either as the same layer does whose bias is a feature, or as the records say that the layer is.
        if not agrees(record.prediction, other.prediction, atol=PREDICTION * layer.scale):
            expected = other.prediction
            if weight.shape == layer.weight.shape:
                expected = layer.inputs.double() @ weight.double().T + bias
            assert_finite(expected, f"the prediction of epoch {number} that follows from the weight and bias before it")
            assert_close(
                record.prediction, expected, f"the prediction of epoch {number}", atol=PREDICTION * layer.scale
            )
        weight, bias = record.weight, bias_of(record, "bias", layer)


@part("bias", marks=1, examples=10)
@given(layer=strategies.biased_layers())
@of_all_sizes
def test_counts_the_bias_in_the_loss(submission: Subject, layer: BiasedLayer) -> None:
    """records the loss of the predictions with bias"""
    alike = several_epochs(submission, bias_as_feature(layer), 3)
    own = several_epochs(submission, layer, 3)
    assert_prediction_shapes(own, layer)
    for number, (record, other) in enumerate(zip(own, alike, strict=False)):
        bias_of(record, "bias", layer)
        if not agrees(record.loss, other.loss, atol=LOSS * layer.scale**2, rtol=LOSS):
            expected = (record.prediction - layer.targets[:, None]).square().mean()
            assert_finite(expected, f"the loss that follows from the prediction of epoch {number}")
            assert_close(record.loss, expected, f"the loss of epoch {number}", atol=LOSS * layer.scale**2, rtol=LOSS)


@part("bias", marks=1, examples=10)
@given(layer=strategies.biased_layers())
@of_all_sizes
def test_keeps_the_bias_of_every_epoch(submission: Subject, layer: BiasedLayer) -> None:
    """keeps the bias of every epoch, not the last one several times"""
    alike = several_epochs(submission, bias_as_feature(layer), 3)
    before = layer.bias
    neurons, features = layer.weight.shape
    for number, (record, other) in enumerate(zip(several_epochs(submission, layer, 3), alike, strict=False)):
        bias, gradient = bias_of(record, "bias", layer), bias_of(record, "bias_gradient", layer)
        # Weights that are not kept are judged in `trace`: then the biases are as the weights of the ones are.
        if not agrees(bias, last_column(other.weight, neurons, features + 1), atol=WEIGHT * layer.scale):
            expected = one_step(before, gradient, layer.lr)
            assert_finite(expected, f"the bias that follows from bias_gradient of epoch {number}")
            assert_close(bias, expected, f"the bias after epoch {number}", atol=WEIGHT * layer.scale)
        before = bias


@part("bias", marks=1, examples=4)
@given(layer=strategies.biased_layers())
def test_takes_the_bias_by_name_and_by_place(submission: Subject, layer: BiasedLayer) -> None:
    """accepts its bias by keyword and by position"""
    inputs, targets, weight, bias = layer.places
    by_position = submission.trace(inputs, targets, weight, bias, lr=layer.lr)
    others = {"initial_weight": weight, "inputs": inputs, "targets": targets}
    by_keyword = submission.trace(initial_bias=bias, **others, lr=layer.lr)
    assert_prediction_shapes(by_keyword, layer)
    for number, (one, other) in enumerate(zip(by_position, by_keyword, strict=False)):
        expected = bias_of(one, "bias", layer)
        assert_finite(expected, f"the bias after epoch {number}")
        assert_close(
            bias_of(other, "bias", layer), expected, f"the bias after epoch {number}", atol=WEIGHT * layer.scale
        )


@part("bias", marks=1, examples=6)
@given(rows=strategies.copied_rows(), bias=strategies.quarters(2))
def test_leaves_equal_biases_equal(submission: Subject, reference: Subject, rows: torch.Tensor, bias: float) -> None:
    """keeps neurons equal that start with equal weights and biases, and moves them"""
    layer = BiasedLayer(INPUTS, TARGETS, rows, torch.full((len(rows),), bias), 0.01)
    own, expected = several_epochs(submission, layer, 3), several_epochs(reference, layer, 3)
    for number, record in enumerate(own):
        biases = bias_of(record, "bias", layer)
        what = f"the bias after epoch {number}, compared with its first entry,"
        assert_close(biases, biases[:1].repeat(len(biases)), what, atol=WEIGHT * layer.scale)
    # As for weights, the last record has moved even where records are (wrongly) made before the step.
    moved = not agrees(expected[-1].bias, layer.bias, atol=100 * WEIGHT * layer.scale)
    last = own[-1].bias
    still = moved and agrees(last, layer.bias, atol=WEIGHT * layer.scale)
    assert not still, "the bias after the last epoch should not be the initial one"
    assert_finite(last, "the bias after the last epoch")


@part("bias", marks=1, examples=4)
@given(layer=strategies.biased_layers())
@example(layer=BiasedLayer(INPUTS, TARGETS, torch.zeros(3, 2), torch.zeros(3), 1e-2))
def test_raises_no_broadcasting_warning_with_bias(submission: Subject, layer: BiasedLayer) -> None:
    """raises no broadcasting warning because of the bias"""
    inputs, targets, weight, bias = layer.places
    observed = submission.trace.observe(inputs, targets, weight, bias, lr=layer.lr)
    assert_prediction_shapes(observed.value, layer)
    bias_of(observed.value[0], "bias", layer)
    # One that layers without bias raise too is judged in `trace`.
    if warnings_about(observed, TARGET_SIZE):
        without_bias = submission.trace.observe(inputs, targets, weight, lr=layer.lr)
        if not warnings_about(without_bias, TARGET_SIZE):
            assert_no_warning(observed, about=TARGET_SIZE)
