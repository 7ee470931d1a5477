"""The hidden suite of zero_init.

Each part is judged by its own promise. `trace` is compared with the reference for layers without bias. What
a bias adds is judged by relations among the submission's own answers, so that a mistake which layers without
bias make too (the mean over the wrong number, a missing factor 2, a step the wrong way) costs nothing twice.
"""

from contextlib import suppress
from typing import Any, Final

import torch
from hypothesis import example, given

from autograder.suite import assert_close, part, shown

from . import strategies
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
# Of `hidden_gradients` float32 differs from float64 by at most 9e-7 on thousands of drawn networks, and mistakes
# change nearly every draw by 1e-2 and more.
HIDDEN: Final = 2e-5


def finite(value: Any) -> bool:
    """Whether all entries are finite. Without this, two answers full of NaN would agree with each other."""
    return bool(torch.isfinite(torch.as_tensor(value)).all())


def agrees(actual: Any, expected: Any, atol: float, rtol: float = 0.0) -> bool:
    """Whether assert_close is content, and `expected`, which may come from the submission, is finite."""
    with suppress(AssertionError):
        assert_close(actual, expected, "", rtol=rtol, atol=atol)
        return finite(expected)
    return False


def first_epoch(submission: Any, layer: Layer | BiasedLayer) -> Any:
    """Epoch 0 of a layer, asked for alone, where no later epoch can spoil it.

    A list that is one too short is judged elsewhere: then epoch 0 is that of a longer run.
    """
    for epochs in (1, 2):
        history = submission.trace(*layer[:-1], lr=layer.lr, epochs=epochs)
        if history:
            return history[0]
    raise AssertionError("trace returns no records for epochs=1 nor for epochs=2")


def several_epochs(submission: Any, layer: Layer | BiasedLayer, epochs: int) -> list[Any]:
    """The records of a layer, at least two and at most `epochs` of them; their number is judged elsewhere."""
    history: list[Any] = submission.trace(*layer[:-1], lr=layer.lr, epochs=epochs)
    assert len(history) >= 2, f"trace returns {len(history)} records for epochs={epochs}: too few to look at"
    return history[:epochs]


def one_step(start: torch.Tensor, gradient: torch.Tensor, lr: float) -> torch.Tensor:
    """The parameter after one step; NaN, with which nothing agrees, where the gradient has another shape."""
    return start - lr * gradient if gradient.shape == start.shape else torch.full_like(start, torch.nan)


# --- trace: layers without bias ---


@part("trace", marks=2, examples=6)
@given(layer=strategies.layers())
def test_keeps_one_record_an_epoch(submission, reference, layer):
    """keeps one record an epoch"""
    for epochs in (1, 2, 4):
        history = submission.trace(*layer[:-1], lr=layer.lr, epochs=epochs)
        assert len(history) == epochs, f"epochs={epochs} gives {len(history)} records, expected {epochs}"


@part("trace", marks=2, examples=4)
@given(rows=strategies.copied_rows())
def test_takes_two_steps_of_1e_4_unless_told(submission, reference, rows):
    """trains for 2 epochs with lr=1e-4 where nothing else is said"""
    silent = submission.trace(INPUTS, TARGETS, rows)
    told = submission.trace(INPUTS, TARGETS, rows, lr=1e-4, epochs=2)
    faster = submission.trace(INPUTS, TARGETS, rows, lr=1e-2, epochs=2)
    assert len(silent) == len(told), f"{len(silent)} records without epochs, {len(told)} with epochs=2"
    assert silent, "trace returns no records"
    assert faster, "trace returns no records for lr=1e-2"
    for number, (one, other) in enumerate(zip(silent, told, strict=True)):
        assert_close(one.weight, other.weight, f"the weight of epoch {number}, lr left out", atol=1e-6)
    # A step of lr 1e-2 is 99 steps of 1e-4 longer: 7e-3 at least, even where the mean is over n*k.
    assert not agrees(faster[0].weight, silent[0].weight, 1e-4), "lr=1e-2 gives the same weight as no lr"


@part("trace", marks=3, examples=16)
@given(layer=strategies.layers())
def test_predicts_before_the_first_step(submission, reference, layer):
    """records the prediction of every neuron from before the step"""
    record, expected = first_epoch(submission, layer), first_epoch(reference, layer)
    assert_close(record.prediction, expected.prediction, "the prediction of epoch 0", atol=PREDICTION)


@part("trace", marks=3, examples=16)
@given(layer=strategies.layers())
def test_averages_the_loss_over_all_predictions(submission, reference, layer):
    """records the mean squared error over all predictions, from before the step"""
    record, expected = first_epoch(submission, layer), first_epoch(reference, layer)
    assert_close(record.loss, expected.loss, "the loss of epoch 0", atol=LOSS, rtol=LOSS)


@part("trace", marks=3, examples=20)
@given(layer=strategies.layers())
def test_derives_the_loss_by_every_weight(submission, reference, layer):
    """records the gradient of that loss by every weight"""
    record, expected = first_epoch(submission, layer), first_epoch(reference, layer)
    assert_close(record.weight_gradient, expected.weight_gradient, "the gradient of epoch 0", atol=GRADIENT)


@part("trace", marks=3, examples=16)
@given(layer=strategies.layers())
def test_steps_against_the_gradient(submission, reference, layer):
    """records the weight after the step, lr times the gradient below the one before"""
    record, expected = first_epoch(submission, layer), first_epoch(reference, layer)
    own = one_step(layer.weight, record.weight_gradient, layer.lr)
    if not agrees(record.weight, own, WEIGHT):
        assert_close(record.weight, expected.weight, "the weight after epoch 0", atol=WEIGHT)


@part("trace", marks=2, examples=12)
@given(layer=strategies.layers())
def test_goes_on_from_the_stepped_weight(submission, reference, layer):
    """goes on in later epochs from the weight of the one before, with a fresh gradient"""
    own, expected = several_epochs(submission, layer, 4), several_epochs(reference, layer, 4)
    for number, (record, right) in enumerate(zip(own, expected, strict=False)):
        where = f"of epoch {number}"
        assert_close(record.prediction, right.prediction, f"the prediction {where}", atol=PREDICTION)
        assert_close(record.weight_gradient, right.weight_gradient, f"the gradient {where}", atol=GRADIENT)


@part("trace", marks=1, examples=12)
@given(layer=strategies.layers())
def test_records_the_loss_of_later_epochs(submission, reference, layer):
    """records the loss of later epochs, too"""
    own, expected = several_epochs(submission, layer, 3), several_epochs(reference, layer, 3)
    for number, (record, right) in enumerate(zip(own, expected, strict=False)):
        assert_close(record.loss, right.loss, f"the loss of epoch {number}", atol=LOSS, rtol=LOSS)


@part("trace", marks=1, examples=10)
@given(layer=strategies.layers())
def test_keeps_the_weight_of_every_epoch(submission, reference, layer):
    """keeps the weight of every epoch, not the last one several times"""
    own, expected = several_epochs(submission, layer, 3), several_epochs(reference, layer, 3)
    before = layer.weight
    for number, (record, right) in enumerate(zip(own, expected, strict=False)):
        if not agrees(record.weight, one_step(before, record.weight_gradient, layer.lr), WEIGHT):
            assert_close(record.weight, right.weight, f"the weight after epoch {number}", atol=WEIGHT)
        before = record.weight


@part("trace", marks=1, examples=6)
@given(rows=strategies.copied_rows())
def test_leaves_equal_neurons_equal(submission, reference, rows):
    """leaves neurons that start equal equal, and moves them"""
    for number, record in enumerate(several_epochs(submission, Layer(INPUTS, TARGETS, rows, 0.01), 4)):
        assert record.weight.shape == rows.shape, f"a weight of shape {tuple(record.weight.shape)}"
        same = record.weight[:1].repeat(len(rows), 1)
        what = f"the weight after epoch {number}, compared with its first row,"
        assert_close(record.weight, same, what, atol=WEIGHT)
    # The first step is 0.01 * lambda_min / k * |w - w*|, 2.8e-3 at least. The last record has moved even
    # where records are (wrongly) made before the step.
    assert finite(record.weight), "the weight is not finite"
    assert not agrees(record.weight, rows, WEIGHT), "the weight is still the initial one"


@part("trace", marks=2, examples=4)
@given(layer=strategies.layers())
@example(layer=Layer(INPUTS, TARGETS, torch.zeros(3, 2), 1e-2))
@example(layer=Layer(INPUTS, TARGETS, torch.zeros(1, 2), 1e-2))
def test_raises_no_broadcasting_warning(submission, reference, layer):
    """raises no warning about a target of another size"""
    seen = submission.trace.observe(*layer[:-1], lr=layer.lr)
    assert_prediction_shapes(seen.value, layer)
    assert not broadcasting(seen.warnings), f"it warns: {broadcasting(seen.warnings)[0]}"


def broadcasting(warnings: tuple[str, ...]) -> list[str]:
    """The warnings with which torch's mse_loss meets two sizes."""
    return [text for text in warnings if "Using a target size" in text]


def assert_prediction_shapes(history: list[Any], layer: Layer | BiasedLayer) -> None:
    """Enough to rule out an answer that is always the same, where values are judged elsewhere."""
    assert history, "trace returns no records"
    shape = (len(layer.inputs), len(layer.weight))
    for number, record in enumerate(history):
        found = tuple(record.prediction.shape)
        assert found == shape, f"the prediction of epoch {number} has the shape {found}, expected {shape}"


@part("trace", marks=1, examples=4)
@given(layer=strategies.layers(), biased=strategies.biased_layers())
def test_leaves_its_arguments_alone(submission, reference, layer, biased):
    """leaves its arguments as they were"""
    seen = submission.trace.observe(*layer[:-1], lr=layer.lr)
    assert_prediction_shapes(seen.value, layer)
    changed = set(seen.changed)
    with suppress(AssertionError):  # a layer with bias that does not work is the business of the part `bias`
        changed.update(submission.trace.observe(*biased[:-1], lr=biased.lr).changed)
    assert not changed, f"it changes {' and '.join(sorted(changed))} in place"


@part("trace", marks=1, examples=4)
@given(layer=strategies.layers())
def test_has_no_bias_unless_given(submission, reference, layer):
    """has None for the bias and its gradient where no bias is given"""
    inputs, targets, weight, lr = layer
    implicit = submission.trace(inputs=inputs, targets=targets, initial_weight=weight, lr=lr, epochs=2)
    explicit = submission.trace(inputs, targets, weight, None, lr=lr, epochs=2)
    for history in (implicit, explicit):
        assert_prediction_shapes(history, layer)
        for number, record in enumerate(history):
            assert record.bias is None, f"the bias of epoch {number} is {record.bias}, expected None"
            assert record.bias_gradient is None, (
                f"the bias gradient of epoch {number} is {record.bias_gradient}, expected None"
            )


# --- bias: relations among the submission's own answers ---


def bias_of(record: Any, field: str, layer: BiasedLayer) -> torch.Tensor:
    """The field of a record, which must be there and have the shape (k,)."""
    value: torch.Tensor | None = getattr(record, field)
    assert value is not None, f"{field} is None although a bias was given"
    shape, found = tuple(layer.bias.shape), tuple(value.shape)
    assert found == shape, f"{field} has the shape {found}, expected {shape}"
    return value


def last_column(matrix: torch.Tensor, neurons: int, features: int) -> torch.Tensor:
    """The last column (k,) of a weight or gradient (k, d).

    A transposed matrix is judged in `trace` and turned here; with one of another shape nothing agrees.
    """
    if matrix.shape == (features, neurons) and features != neurons:
        matrix = matrix.T
    return matrix[:, -1] if matrix.shape == (neurons, features) else torch.full((neurons,), torch.nan)


def bias_as_feature(layer: BiasedLayer) -> Layer:
    """The layer without bias that does the same: one more feature, always 1, whose weights are the biases."""
    inputs = torch.cat([layer.inputs, torch.ones(len(layer.inputs), 1)], dim=1)
    return Layer(inputs, layer.targets, torch.cat([layer.weight, layer.bias[:, None]], dim=1), layer.lr)


@part("bias", marks=3, examples=20)
@given(layer=strategies.biased_layers())
def test_adds_its_bias_to_every_neuron(submission, reference, layer):
    """adds its bias to the prediction of every neuron"""
    # Whether the prediction is from before the step is judged in `trace`: a step of this lr changes nothing.
    record = first_epoch(submission, layer._replace(lr=1e-9))
    expected = layer.inputs @ layer.weight.T + layer.bias
    assert_close(record.prediction, expected, "the prediction of epoch 0", atol=PREDICTION)


@part("bias", marks=3, examples=20)
@given(layer=strategies.biased_layers_on_ones())
def test_derives_the_loss_by_every_bias(submission, reference, layer):
    """records the gradient by every bias: that by the weight of a feature which is always 1"""
    record = first_epoch(submission, layer)
    gradient = bias_of(record, "bias_gradient", layer)
    beside = last_column(record.weight_gradient, *layer.weight.shape)
    what = "the bias gradient, compared with weight_gradient's column for the feature that is always 1,"
    assert finite(gradient), f"bias_gradient is {shown(gradient)}"
    assert_close(gradient, beside, what, atol=GRADIENT)
    # Even with a factor of the mean missing (20 at most) a gradient of 0.1 is not taken for zero. One sample
    # alone cannot cancel out, whatever loss is used by mistake.
    flat = len(layer.inputs) > 1 or first_epoch(reference, layer).bias_gradient.abs().max() < 0.1
    assert flat or gradient.abs().max() > GRADIENT, "bias_gradient is zero although the bias changes the loss"


@part("bias", marks=1, examples=10)
@given(layer=strategies.biased_layers_on_ones())
def test_derives_the_bias_afresh(submission, reference, layer):
    """records a fresh bias gradient in later epochs"""
    for number, record in enumerate(several_epochs(submission, layer, 3)):
        gradient = bias_of(record, "bias_gradient", layer)
        # Either the gradient by the weight of the ones, or what the epoch's own prediction asks for.
        beside = last_column(record.weight_gradient, *layer.weight.shape)
        if not agrees(gradient, beside, GRADIENT):
            assert_prediction_shapes([record], layer)
            expected = 2 * (record.prediction - layer.targets[:, None]).mean(dim=0) / len(layer.bias)
            assert finite(expected), "a prediction is not finite"
            assert_close(gradient, expected, f"the bias gradient of epoch {number}", atol=GRADIENT)


@part("bias", marks=2, examples=16)
@given(layer=strategies.biased_layers_on_ones())
def test_steps_the_bias(submission, reference, layer):
    """records the bias after the step, lr times its gradient below the one before"""
    record = first_epoch(submission, layer)
    own = one_step(layer.bias, bias_of(record, "bias_gradient", layer), layer.lr)
    # A step that is wrong for weights too is judged in `trace`: then the bias moves as the ones' weight does.
    weight = last_column(record.weight, *layer.weight.shape)
    alike = layer.bias + weight - layer.weight[:, -1]
    bias = bias_of(record, "bias", layer)
    if not agrees(bias, alike, WEIGHT):
        assert finite(own), "bias_gradient is not finite"
        what = "the bias after epoch 0, compared with one step along bias_gradient,"
        assert_close(bias, own, what, atol=WEIGHT)


@part("bias", marks=1, examples=10)
@given(layer=strategies.biased_layers())
def test_predicts_with_the_stepped_bias(submission, reference, layer):
    """predicts in later epochs with the bias of the one before"""
    alike = several_epochs(submission, bias_as_feature(layer), 3)
    own = several_epochs(submission, layer, 3)
    weight, bias = layer.weight, layer.bias
    for number, (record, other) in enumerate(zip(own, alike, strict=False)):
        # Either as the same layer does whose bias is a feature, or as the records say that the layer is.
        if not agrees(record.prediction, other.prediction, PREDICTION):
            expected = other.prediction
            if weight.shape == layer.weight.shape:
                expected = layer.inputs.double() @ weight.double().T + bias
            assert finite(expected), "a weight or bias is not finite"
            assert_close(record.prediction, expected, f"the prediction of epoch {number}", atol=PREDICTION)
        weight, bias = record.weight, bias_of(record, "bias", layer)


@part("bias", marks=1, examples=10)
@given(layer=strategies.biased_layers())
def test_counts_the_bias_in_the_loss(submission, reference, layer):
    """records the loss of the predictions with bias"""
    alike = several_epochs(submission, bias_as_feature(layer), 3)
    own = several_epochs(submission, layer, 3)
    assert_prediction_shapes(own, layer)
    for number, (record, other) in enumerate(zip(own, alike, strict=False)):
        bias_of(record, "bias", layer)
        if not agrees(record.loss, other.loss, LOSS, LOSS):
            expected = (record.prediction - layer.targets[:, None]).square().mean()
            assert finite(expected), "a prediction is not finite"
            assert_close(record.loss, expected, f"the loss of epoch {number}", atol=LOSS, rtol=LOSS)


@part("bias", marks=1, examples=10)
@given(layer=strategies.biased_layers())
def test_keeps_the_bias_of_every_epoch(submission, reference, layer):
    """keeps the bias of every epoch, not the last one several times"""
    alike = several_epochs(submission, bias_as_feature(layer), 3)
    before = layer.bias
    neurons, features = layer.weight.shape
    for number, (record, other) in enumerate(zip(several_epochs(submission, layer, 3), alike, strict=False)):
        bias, gradient = bias_of(record, "bias", layer), bias_of(record, "bias_gradient", layer)
        # Weights that are not kept are judged in `trace`: then the biases are as the weights of the ones are.
        if not agrees(bias, last_column(other.weight, neurons, features + 1), WEIGHT):
            expected = one_step(before, gradient, layer.lr)
            assert finite(expected), "a bias or its gradient is not finite"
            assert_close(bias, expected, f"the bias after epoch {number}", atol=WEIGHT)
        before = bias


@part("bias", marks=1, examples=4)
@given(layer=strategies.biased_layers())
def test_takes_the_bias_by_name_and_by_place(submission, reference, layer):
    """takes its bias by name as by place"""
    inputs, targets, weight, bias, lr = layer
    by_place = submission.trace(inputs, targets, weight, bias, lr=lr)
    named = {"initial_weight": weight, "inputs": inputs, "targets": targets}
    by_name = submission.trace(initial_bias=bias, **named, lr=lr)
    assert_prediction_shapes(by_name, layer)
    for number, (one, other) in enumerate(zip(by_place, by_name, strict=False)):
        expected = bias_of(one, "bias", layer)
        assert finite(expected), "a bias is not finite"
        assert_close(bias_of(other, "bias", layer), expected, f"the bias after epoch {number}", atol=WEIGHT)


@part("bias", marks=1, examples=6)
@given(rows=strategies.copied_rows(), bias=strategies.quarters(2))
def test_leaves_equal_biases_equal(submission, reference, rows, bias):
    """leaves equal neurons with equal biases equal, and moves them"""
    layer = BiasedLayer(INPUTS, TARGETS, rows, torch.full((len(rows),), bias), 0.01)
    own, expected = several_epochs(submission, layer, 3), several_epochs(reference, layer, 3)
    for number, record in enumerate(own):
        biases = bias_of(record, "bias", layer)
        what = f"the bias after epoch {number}, compared with its first entry,"
        assert_close(biases, biases[:1].repeat(len(biases)), what, atol=WEIGHT)
    # As above, the last record has moved even where records are (wrongly) made before the step.
    moved = not agrees(expected[-1].bias, layer.bias, 100 * WEIGHT)
    assert not (moved and agrees(biases, layer.bias, WEIGHT)), "the bias is still the initial one"
    assert finite(biases), "the bias is not finite"


@part("bias", marks=1, examples=4)
@given(layer=strategies.biased_layers())
@example(layer=BiasedLayer(INPUTS, TARGETS, torch.zeros(3, 2), torch.zeros(3), 1e-2))
def test_raises_no_broadcasting_warning_with_bias(submission, reference, layer):
    """raises no warning about a target of another size because of the bias"""
    inputs, targets, weight, bias, lr = layer
    seen = submission.trace.observe(inputs, targets, weight, bias, lr=lr)
    assert_prediction_shapes(seen.value, layer)
    bias_of(seen.value[0], "bias", layer)
    # One that layers without bias raise too is judged in `trace`.
    warned = broadcasting(seen.warnings)
    new = warned and not broadcasting(submission.trace.observe(inputs, targets, weight, lr=lr).warnings)
    assert not new, f"it warns: {warned[0]}"


# --- symmetry_groups ---


def pairs(groups: list[list[int]]) -> set[tuple[int, int]]:
    """The pairs of copies in groups; order and neurons without a copy have checks of their own."""
    return {(one, other) for group in groups for one in group for other in group if one < other}


def assert_same_copies(found: list[list[int]], expected: list[list[int]]) -> None:
    most = 4 * sum(map(len, expected))  # a neuron in several groups is judged elsewhere
    assert sum(map(len, found)) <= most, f"the groups are {shown(found)}, expected {expected}"
    assert pairs(found) == pairs(expected), f"the groups are {shown(found)}, expected {expected}"


@part("symmetry", marks=3, examples=25)
@given(rows=strategies.copies())
def test_groups_equal_rows(submission, reference, rows):
    """puts neurons with equal weights into one group, and others not"""
    assert_same_copies(submission.symmetry_groups(rows), reference.symmetry_groups(rows))


@part("symmetry", marks=2, examples=20)
@given(case=strategies.near_rows((1e-6,), 1 / 16))
def test_groups_rows_within_1e_6(submission, reference, case):
    """takes rows for copies that differ by less than 1e-6, where no tolerance is given"""
    assert_same_copies(submission.symmetry_groups(case.rows), reference.symmetry_groups(case.rows))


@part("symmetry", marks=2, examples=16)
@given(case=strategies.near_rows((0.01, 0.1, 1e-3), 0.25))
def test_groups_rows_within_a_tolerance(submission, reference, case):
    """takes rows for copies that differ by less than the given tolerance"""
    expected = reference.symmetry_groups(*case)
    assert_same_copies(submission.symmetry_groups(*case), expected)
    assert_same_copies(submission.symmetry_groups(rows=case.rows, tolerance=case.tolerance), expected)


@part("symmetry", marks=3, examples=25)
@given(case=strategies.wide_rows())
def test_looks_at_every_entry(submission, reference, case):
    """compares entry by entry: upwards and downwards, not by sum, mean or norm"""
    assert_same_copies(submission.symmetry_groups(*case), reference.symmetry_groups(*case))


@part("symmetry", marks=1, examples=10)
@given(rows=strategies.large_rows())
def test_compares_large_entries_as_strictly(submission, reference, rows):
    """uses the same tolerance for large entries"""
    assert_same_copies(submission.symmetry_groups(rows), reference.symmetry_groups(rows))


@part("symmetry", marks=2, examples=25)
@given(rows=strategies.copies())
@example(rows=torch.tensor([[1.0], [0.0], [1.0], [0.0]]))
@example(rows=torch.tensor([[1.0], [0.0], [0.0]]))
def test_orders_the_groups(submission, reference, rows):
    """orders each group ascending, and the groups by their first neuron"""
    found = submission.symmetry_groups(rows)
    # Neurons without a copy that are left out have a check of their own.
    expected = [group for group in reference.symmetry_groups(rows) if len(group) > 1 or group in found]
    assert found == expected, f"the groups are {shown(found)}, expected {expected}"


@part("symmetry", marks=2, examples=15)
@given(rows=strategies.copies())
def test_lists_every_neuron_once(submission, reference, rows):
    """lists every neuron in exactly one group, a neuron without a copy in a group of its own"""
    found = submission.symmetry_groups(rows)
    listed = sorted(neuron for group in found for neuron in group)
    assert listed == list(range(len(rows))), f"{len(rows)} neurons, and the groups are {shown(found)}"


@part("symmetry", marks=1, examples=4)
@given(rows=strategies.copies())
def test_groups_and_leaves_the_rows_alone(submission, reference, rows):
    """leaves the rows as they were when it groups them"""
    seen = submission.symmetry_groups.observe(rows)
    assert_same_copies(seen.value, reference.symmetry_groups(rows))
    assert not seen.changed, "symmetry_groups changes rows in place"


# --- is_symmetric ---


def assert_same_verdict(found: bool, expected: bool) -> None:
    assert found == expected, f"is_symmetric says {found}, expected {expected}"


@part("symmetry", marks=3, examples=25)
@given(rows=strategies.copies())
@example(rows=torch.tensor([[0.5, 0.25]]))
@example(rows=torch.tensor([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]))
@example(rows=torch.tensor([[0.5, 0.0], [0.5, 0.0], [0.5, 0.25]]))
def test_tells_whether_all_rows_are_equal(submission, reference, rows):
    """tells whether all neurons have equal weights"""
    assert_same_verdict(submission.is_symmetric(rows), reference.is_symmetric(rows))


@part("symmetry", marks=2, examples=16)
@given(case=strategies.near_rows((1e-6,), 1 / 16), large=strategies.large_rows())
def test_is_symmetric_within_1e_6(submission, reference, case, large):
    """allows differences of less than 1e-6 where no tolerance is given, of large entries too"""
    for rows in (case.rows, large):
        assert_same_verdict(submission.is_symmetric(rows), reference.is_symmetric(rows))


@part("symmetry", marks=1, examples=16)
@given(case=strategies.near_rows((0.01, 0.1, 1e-3), 0.25))
def test_is_symmetric_within_a_tolerance(submission, reference, case):
    """allows differences of less than the given tolerance"""
    expected = reference.is_symmetric(*case)
    assert_same_verdict(submission.is_symmetric(*case), expected)
    assert_same_verdict(submission.is_symmetric(rows=case.rows, tolerance=case.tolerance), expected)


@part("symmetry", marks=2, examples=25)
@given(case=strategies.wide_rows())
def test_is_symmetric_in_every_entry(submission, reference, case):
    """compares all neurons entry by entry: upwards and downwards, not by sum, mean or norm"""
    assert_same_verdict(submission.is_symmetric(*case), reference.is_symmetric(*case))


@part("symmetry", marks=1, examples=8)
@given(rows=strategies.copies())
def test_judges_and_leaves_the_rows_alone(submission, reference, rows):
    """leaves the rows as they were when it judges them"""
    seen = submission.is_symmetric.observe(rows)
    assert_same_verdict(seen.value, reference.is_symmetric(rows))
    assert not seen.changed, "is_symmetric changes rows in place"


# --- hidden_gradients ---


@part("hidden_gradients", marks=6, examples=25)
@given(network=strategies.networks())
def test_derives_by_the_hidden_weight(submission, reference, network):
    """returns the gradient by every hidden weight"""
    found, expected = submission.hidden_gradients(*network), reference.hidden_gradients(*network)
    assert_close(found.hidden, expected.hidden, "the gradient by hidden_weight", atol=HIDDEN)


@part("hidden_gradients", marks=5, examples=20)
@given(network=strategies.networks())
def test_derives_by_the_output_weight(submission, reference, network):
    """returns the gradient by every output weight"""
    found, expected = submission.hidden_gradients(**network._asdict()), reference.hidden_gradients(*network)
    assert_close(found.output, expected.output, "the gradient by output_weight", atol=HIDDEN)


@part("hidden_gradients", marks=3, examples=14)
@given(network=strategies.networks_of_copies(equal=True))
def test_gives_copies_equal_gradients(submission, reference, network):
    """gives equal neurons with equal output weights equal gradients"""
    found, expected = submission.hidden_gradients(*network), reference.hidden_gradients(*network)
    equal = torch.ones_like(network.output_weight[0])
    assert_ratios(found.hidden, expected.hidden, equal)
    assert_ratios(found.output.reshape(-1, 1), expected.output.reshape(-1, 1), equal)


def assert_ratios(found: torch.Tensor, expected: torch.Tensor, ratios: torch.Tensor) -> None:
    """The rows are to each other as the ratios are, and not all zero; their size is judged elsewhere."""
    fits = found.ndim == 2 and len(found) == len(ratios)
    assert fits, f"{len(ratios)} hidden neurons, and a gradient of shape {tuple(found.shape)}"
    assert finite(found), "a gradient is not finite"
    rows = ratios[:, None] * found[:1]
    # The ratios are up to 4, and so is the growth of a rounding error in the first row.
    assert_close(found, rows, f"the gradient, whose rows should be as {ratios.tolist()},", atol=4 * HIDDEN)
    # Even with a factor of the mean missing (20 at most) a gradient of 0.1 is not taken for zero.
    flat = expected.abs().max() < 0.1
    zero = agrees(found, torch.zeros_like(found), HIDDEN)
    assert flat or not zero, "the gradient is zero although the weight changes the loss"


@part("hidden_gradients", marks=3, examples=14)
@given(network=strategies.networks_of_copies(equal=False))
def test_parts_copies_by_their_output_weights(submission, reference, network):
    """gives equal neurons gradients that are to each other as their output weights are"""
    found, expected = submission.hidden_gradients(*network), reference.hidden_gradients(*network)
    assert_ratios(found.hidden, expected.hidden, network.output_weight[0] / network.output_weight[0, 0])


@part("hidden_gradients", marks=2, examples=4)
@given(level=strategies.levels())
def test_stands_still_where_all_is_zero(submission, reference, level):
    """returns zero exactly for the weights that cannot move from a start with zeros"""
    hidden, output = torch.zeros(3, 2), torch.zeros(1, 3)
    saddle = submission.hidden_gradients(INPUTS, TARGETS, hidden, output)
    no_hidden = submission.hidden_gradients(INPUTS, TARGETS, hidden, output + level)
    no_output = submission.hidden_gradients(INPUTS, TARGETS, hidden + level, output)
    for start, gradient, name in (
        ("both weights zero", saddle.hidden, "hidden"),
        ("both weights zero", saddle.output, "output"),
        ("hidden_weight zero", no_hidden.output, "output"),
        ("output_weight zero", no_output.hidden, "hidden"),
    ):
        what = f"the gradient by {name}_weight with {start}"
        assert_close(gradient, torch.zeros_like(gradient), what, atol=1e-6)
    for start, gradient, name in (
        ("hidden_weight zero", no_hidden.hidden, "hidden"),
        ("output_weight zero", no_output.output, "output"),
    ):
        zero = agrees(gradient, torch.zeros_like(gradient), HIDDEN)
        assert not zero, f"the gradient by {name}_weight is zero with {start}, where it is not"


@part("hidden_gradients", marks=1, examples=4)
@given(network=strategies.networks())
def test_derives_and_leaves_its_arguments_alone(submission, reference, network):
    """leaves its arguments as they were"""
    seen = submission.hidden_gradients.observe(*network)
    found, right = seen.value.hidden.numel(), network.hidden_weight.numel()
    assert found == right, f"a gradient by hidden_weight of {found} entries, expected {right}"
    assert not seen.changed, f"it changes {' and '.join(seen.changed)} in place"


# --- break_symmetry ---


def assert_as_many(weight: torch.Tensor, size: tuple[int, int]) -> None:
    """Enough to rule out an answer that is always the same; the shape has a check of its own."""
    assert weight.numel() == size[0] * size[1], f"{weight.numel()} weights, expected {size[0]} * {size[1]}"
    assert finite(weight), "a weight is not finite"


@part("break_symmetry", marks=3, examples=10)
@given(size=strategies.sizes(), seed=strategies.seeds())
def test_returns_a_row_a_neuron(submission, reference, size, seed):
    """returns one row a neuron and one column a feature"""
    found = tuple(submission.break_symmetry(*size, seed).shape)
    assert found == size, f"the weights have the shape {found}, expected {size}"


@part("break_symmetry", marks=3, examples=14)
@given(size=strategies.sizes(), seed=strategies.seeds())
def test_stays_within_the_bound(submission, reference, size, seed):
    """keeps every entry within +-1/sqrt(features)"""
    weight = submission.break_symmetry(neurons=size[0], features=size[1], seed=seed)
    assert_as_many(weight, size)
    bound = size[1] ** -0.5
    # One part in a million is 8 roundings of float32; realistic mistakes (1, sqrt(6 / (k + d))) are far out.
    largest = float(weight.abs().max())
    within = largest <= bound * (1 + 1e-6)
    assert within, f"an entry of size {largest:.6g} is beyond 1/sqrt({size[1]}) = {bound:.6g}"


@part("break_symmetry", marks=3, examples=10)
@given(size=strategies.sizes(smallest=2), seed=strategies.seeds())
@example(size=(4, 1), seed=3)  # of one feature each: rows that were made equally long would coincide
def test_makes_no_two_rows_alike(submission, reference, size, seed):
    """makes no two rows alike"""
    weight = submission.break_symmetry(*size, seed)
    assert_as_many(weight, size)
    rows = weight if weight.shape[0] == size[0] else weight.reshape(-1, size[0]).T
    alike = [(i, j) for i in range(len(rows)) for j in range(i) if bool((rows[i] == rows[j]).all())]
    assert not alike, f"rows {alike[0][1]} and {alike[0][0]} are alike: {rows[alike[0][0]].tolist()}"


@part("break_symmetry", marks=2, examples=8)
@given(size=strategies.sizes(smallest=2), seed=strategies.seeds())
def test_repeats_itself_for_a_seed(submission, reference, size, seed):
    """returns the same weights for the same seed"""
    first, second = submission.break_symmetry(*size, seed=seed), submission.break_symmetry(*size, seed=seed)
    assert_as_many(first, size)
    assert_close(second, first, f"a second call with seed={seed}", atol=0)


@part("break_symmetry", marks=2, examples=8)
@given(size=strategies.sizes(smallest=2), pair=strategies.different_seeds())
def test_differs_for_another_seed(submission, reference, size, pair):
    """returns other weights for another seed"""
    one, other = (submission.break_symmetry(*size, seed) for seed in pair)
    assert_as_many(one, size)
    same = one.shape == other.shape and bool((one == other).all())
    assert not same, f"seeds {pair[0]} and {pair[1]} give the same weights"


@part("break_symmetry", marks=2, examples=4)
@given(size=strategies.sizes(), seed=strategies.seeds())
def test_leaves_the_global_random_state(submission, reference, size, seed):
    """leaves torch's global random state as it was"""
    seen = submission.break_symmetry.observe(*size, seed)
    assert_as_many(seen.value, size)
    assert not seen.random_state_changed, "torch.rand would give other numbers after the call than without it"
