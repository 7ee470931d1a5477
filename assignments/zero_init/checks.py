"""The public checks of zero_init: the source example, and cases that can be worked out by hand."""

from typing import Final

import torch

from autograder import (
    Subject,
    assert_close,
    assert_equal,
    assert_no_warning,
    assert_shape,
    assert_size,
    assert_unchanged,
    part,
)

# What the hidden suite looks at beyond these checks.
BEYOND: Final[dict[str, str]] = {
    "trace": "other samples, sizes, starts, learning rates and epochs, and more arguments that must be left unchanged",
    "bias": "other biases, their gradients, steps and losses over more epochs, a bias given by keyword",
    "symmetry": "other rows that nearly agree, other tolerances, differences of either sign, the order of the groups",
    "hidden_gradients": "other samples and sizes, hidden neurons that differ",
    "break_symmetry": "other sizes, the bound for many features, other seeds",
}

# Of what may fail because other parts do: a mistake costs the part that it belongs to.
FOLLOWS: Final[dict[str, tuple[str, ...]]] = {"bias": ("trace",)}

INPUTS: Final = torch.tensor([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
TARGETS: Final = torch.tensor([5.0, 8.0, 17.0, -1.0])
# The expected numbers below are given to four decimals.
ROUNDED: Final = 6e-5


@part("trace")
def test_follows_the_source_example(submission: Subject) -> None:
    """records the losses and gradients of the source example"""
    history = submission.trace(INPUTS, TARGETS, torch.zeros(3, 2))
    assert_size(history, 2, "the list of records", "2 epochs are the default")
    first, second = history
    assert_close(first.prediction, torch.zeros(4, 3), "the prediction of epoch 0")
    assert_close(first.loss, 94.75, "the loss of epoch 0", atol=1e-4)
    assert_close(second.loss, 94.6476, "the loss of epoch 1", atol=1e-4)
    row = torch.tensor([[-17.8333, -4.8333]])
    assert_close(first.weight_gradient, row.repeat(3, 1), "the gradient of epoch 0", atol=1e-4)
    row = torch.tensor([[-17.8236, -4.8309]])
    assert_close(second.weight_gradient, row.repeat(3, 1), "the gradient of epoch 1", atol=1e-4)


@part("trace")
def test_records_the_weight_after_the_step(submission: Subject) -> None:
    """records the weight of every epoch after its step"""
    history = submission.trace(INPUTS, TARGETS, torch.zeros(3, 2))
    assert_size(history, 2, "the list of records", "2 epochs are the default")
    for number, row in enumerate(([[0.0018, 0.0005]], [[0.0036, 0.0010]])):
        weight, bias = history[number].weight, history[number].bias
        assert_close(weight, torch.tensor(row).repeat(3, 1), f"the weight after epoch {number}", atol=ROUNDED)
        assert bias is None, f"bias of epoch {number} should be None: no initial_bias was given"


@part("trace")
def test_follows_two_neurons_that_differ(submission: Subject) -> None:
    """follows two neurons from where they start, with the learning rate that it is given"""
    # Errors 1.1 2.2 of the one and -1.1 -2.2 of the other: loss 3.025, gradients 2/4 * 5.5 and its negative. Then
    # errors of three quarters of these.
    inputs, targets = torch.tensor([[1.0], [2.0]]), torch.tensor([2.0, 4.0])
    history = submission.trace(inputs, targets, torch.tensor([[3.1], [0.9]]), lr=0.1, epochs=2)
    assert_size(history, 2, "the list of records for epochs=2")
    for number, (loss, gradient, weight) in enumerate(((3.025, 2.75, 2.825), (1.7015625, 2.0625, 2.61875))):
        assert_close(history[number].loss, loss, f"the loss of epoch {number}", atol=1e-5)
        expected = torch.tensor([[gradient], [-gradient]])
        assert_close(history[number].weight_gradient, expected, f"the gradient of epoch {number}", atol=1e-5)
        expected = torch.tensor([[weight], [4 - weight]])
        assert_close(history[number].weight, expected, f"the weight after epoch {number}", atol=1e-5)


@part("trace")
def test_follows_one_neuron_and_one_sample(submission: Subject) -> None:
    """follows a single neuron with a single sample"""
    # Error -2, loss 4, gradient 2 * -2 * 2.
    history = submission.trace(torch.tensor([[2.0]]), torch.tensor([4.0]), torch.tensor([[1.0]]), lr=0.1, epochs=1)
    assert_size(history, 1, "the list of records for epochs=1")
    assert_close(history[0].prediction, torch.tensor([[2.0]]), "the prediction", atol=1e-6)
    assert_close(history[0].loss, 4.0, "the loss", atol=1e-5)
    assert_close(history[0].weight_gradient, torch.tensor([[-8.0]]), "the gradient", atol=1e-5)
    assert_close(history[0].weight, torch.tensor([[1.8]]), "the weight", atol=1e-5)


@part("trace")
def test_follows_a_neuron_between_two_copies(submission: Subject) -> None:
    """follows every one of three neurons, also where only the one in the middle starts different"""
    # Errors -1 1 -1, loss 1, gradients 2/3 of the errors.
    weight, expected = torch.tensor([[1.0], [3.0], [1.0]]), torch.tensor([[1.2], [2.8], [1.2]])
    history = submission.trace(torch.ones(1, 1), torch.tensor([2.0]), weight, lr=0.3, epochs=1)
    assert_size(history, 1, "the list of records for epochs=1")
    assert_close(history[0].weight, expected, "the weight", atol=1e-5)


@part("trace")
def test_takes_steep_steps_and_none(submission: Subject) -> None:
    """takes a gradient as large as it is, and goes on for all epochs where nothing is left to learn"""
    # Error 100, gradient 2 * 100 * 100.
    steep = submission.trace(torch.full((1, 1), 100.0), torch.zeros(1), torch.ones(1, 1), lr=1e-5, epochs=1)
    assert_size(steep, 1, "the list of records for epochs=1")
    assert_close(steep[0].weight, torch.full((1, 1), 0.8), "the weight", atol=1e-5)
    flat = submission.trace(torch.ones(2, 1), torch.full((2,), 3.0), torch.full((2, 1), 3.0), epochs=4)
    assert_size(flat, 4, "the list of records for epochs=4", "also where all errors are zero")


@part("trace")
def test_raises_no_broadcasting_warning(submission: Subject) -> None:
    """raises no broadcasting warning (a target of another size)"""
    observed = submission.trace.observe(INPUTS, TARGETS, torch.zeros(3, 2))
    assert_no_warning(observed, about="Using a target size")


@part("trace")
def test_leaves_its_arguments_unchanged(submission: Subject) -> None:
    """leaves its arguments as they were"""
    assert_unchanged(submission.trace.observe(INPUTS, TARGETS, torch.zeros(3, 2)))


@part("bias")
def test_adds_the_bias(submission: Subject) -> None:
    """adds each neuron's bias to its predictions"""
    history = submission.trace(INPUTS, TARGETS, torch.zeros(2, 2), torch.tensor([1.0, -2.0]), epochs=1)
    assert_size(history, 1, "the list of records for epochs=1")
    expected = torch.tensor([[1.0, -2.0]]).repeat(4, 1)
    assert_close(history[0].prediction, expected, "the prediction of epoch 0", atol=1e-6)
    assert history[0].bias_gradient is not None, "bias_gradient should not be None: an initial_bias was given"
    assert_shape(history[0].bias, (2,), "the bias")


@part("bias")
def test_trains_the_bias(submission: Subject) -> None:
    """trains the bias too, which changes the gradients of the next epoch"""
    # The second feature is always 1: a bias from 0 has the same gradient, and takes the same steps.
    history = submission.trace(INPUTS, TARGETS, torch.zeros(3, 2), torch.zeros(3))
    assert_size(history, 2, "the list of records", "2 epochs are the default")
    first, second = history
    assert_close(first.bias_gradient, torch.full((3,), -4.8333), "the bias gradient of epoch 0", atol=1e-4)
    assert_close(first.bias, torch.full((3,), 0.00048), "the bias after epoch 0", atol=1e-5)
    row = torch.tensor([[-17.8230, -4.8306]])
    assert_close(second.weight_gradient, row.repeat(3, 1), "the weight gradient of epoch 1", atol=1e-4)
    assert_close(second.bias_gradient, torch.full((3,), -4.8306), "the bias gradient of epoch 1", atol=1e-4)
    assert_close(second.bias, torch.full((3,), 0.00097), "the bias after epoch 1", atol=1e-5)


@part("symmetry")
def test_groups_copies(submission: Subject) -> None:
    """groups the neurons that are copies of each other"""
    rows = torch.tensor([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]])
    assert_equal(submission.symmetry_groups(rows), [[0, 2], [1]], "symmetry_groups(rows)")


@part("symmetry")
def test_takes_rounding_for_what_it_is(submission: Subject) -> None:
    """takes rows that differ in a last bit for copies, and rows that are opposite or swapped for different ones"""
    rounded = torch.tensor([[0.5, 0.25], [0.5 + 1e-7, 0.25 - 1e-7], [0.5, 0.25]])
    assert_equal(submission.symmetry_groups(rounded), [[0, 1, 2]], "symmetry_groups of rows within 1e-7 of each other")
    assert_equal(submission.is_symmetric(rounded), True, "is_symmetric(rows)", "all rows are within 1e-7 of each other")
    different = torch.tensor([[1.0, 2.0], [-1.0, -2.0], [2.0, 1.0]])
    assert_equal(submission.symmetry_groups(different), [[0], [1], [2]], "symmetry_groups(rows)")


@part("symmetry")
def test_looks_at_every_entry(submission: Subject) -> None:
    """tells rows apart that agree in their sum, their length or their first entry, or differ by a thousandth"""
    for rows in (
        torch.tensor([[1.0, 4.0], [2.0, 3.0]]),
        torch.tensor([[3.0, 4.0], [5.0, 0.0]]),
        torch.tensor([[1.0, 2.0], [1.0, -2.0]]),
        torch.tensor([[0.5, 0.25], [0.501, 0.25]]),
    ):
        assert_equal(submission.symmetry_groups(rows), [[0], [1]], "symmetry_groups(rows)", "the rows differ")
        assert_equal(submission.is_symmetric(rows), False, "is_symmetric(rows)", "the rows differ")


@part("symmetry")
def test_takes_any_number_of_features(submission: Subject) -> None:
    """compares rows of one feature, and of three"""
    one = torch.tensor([[1.0], [2.0], [1.0], [1.0]])
    assert_equal(submission.symmetry_groups(one), [[0, 2, 3], [1]], "symmetry_groups(rows) of one feature")
    three = torch.tensor([[1.0, 2.0, 3.0], [1.0, 2.0, 4.0]])
    assert_equal(submission.symmetry_groups(three), [[0], [1]], "symmetry_groups(rows)", "the last entries differ")


@part("symmetry")
def test_allows_a_tolerance_in_every_entry(submission: Subject) -> None:
    """takes rows for copies if no entry differs by more than the tolerance, however many differ"""
    rows = torch.tensor([[0.0, 0.0], [0.375, 0.375], [-0.625, 0.0]])
    groups = submission.symmetry_groups(rows, tolerance=0.5)
    assert_equal(
        groups, [[0, 1], [2]], "symmetry_groups(rows, tolerance=0.5)", "entries differ by 0.375, and by 0.625 and more"
    )


@part("symmetry")
def test_looks_at_every_neuron(submission: Subject) -> None:
    """finds the one neuron that differs, wherever it stands"""
    one, other = [1.0, 2.0], [5.0, 6.0]
    for rows in ([other, one, one], [one, other, one], [one, one, other]):
        symmetric = submission.is_symmetric(torch.tensor(rows))
        assert_equal(symmetric, False, "is_symmetric(rows)", "one neuron differs from the two others")


@part("symmetry")
def test_tells_a_symmetric_layer(submission: Subject) -> None:
    """tells whether all neurons are copies of each other"""
    ones = submission.is_symmetric(torch.ones(4, 2))
    assert_equal(ones, True, "is_symmetric(torch.ones(4, 2))", "all rows are equal")
    rows = torch.tensor([[1.0, 2.0], [1.0, 2.5]])
    assert_equal(submission.is_symmetric(rows), False, "is_symmetric(rows)", "the rows (1, 2) and (1, 2.5) differ")
    tolerant = submission.is_symmetric(rows, tolerance=5.0)
    assert_equal(tolerant, True, "is_symmetric(rows, tolerance=5)", "all rows are within 5 of each other")


@part("hidden_gradients")
def test_moves_the_hidden_weights_together(submission: Subject) -> None:
    """returns the gradient of three copies for a hidden layer of zeros and output weights of one"""
    gradients = submission.hidden_gradients(INPUTS, TARGETS, torch.zeros(3, 2), torch.ones(1, 3))
    row = torch.tensor([[-53.5, -14.5]])
    assert_close(gradients.hidden, row.repeat(3, 1), "the gradient with respect to hidden_weight", atol=1e-4)
    assert_close(gradients.output, torch.zeros(1, 3), "the gradient with respect to output_weight", atol=1e-6)


@part("hidden_gradients")
def test_moves_the_output_weights_together(submission: Subject) -> None:
    """returns equal gradients for output weights of zero and three equal hidden neurons"""
    gradients = submission.hidden_gradients(INPUTS, TARGETS, torch.full((3, 2), 0.5), torch.zeros(1, 3))
    assert_close(gradients.hidden, torch.zeros(3, 2), "the gradient with respect to hidden_weight", atol=1e-6)
    expected = torch.full((1, 3), -13.9825)
    assert_close(gradients.output, expected, "the gradient with respect to output_weight", atol=1e-4)


@part("hidden_gradients")
def test_separates_neurons_with_different_output_weights(submission: Subject) -> None:
    """returns different gradients for equal hidden neurons whose output weights differ"""
    gradients = submission.hidden_gradients(INPUTS, TARGETS, torch.full((3, 2), 0.5), torch.tensor([[1.0, 2.0, 3.0]]))
    rows = torch.tensor([[1.0], [2.0], [3.0]]) * torch.tensor([[-1.3267, 0.1231]])
    assert_close(gradients.hidden, rows, "the gradient with respect to hidden_weight", atol=3e-4)
    expected = torch.full((1, 3), -6.8142)
    assert_close(gradients.output, expected, "the gradient with respect to output_weight", atol=1e-4)


@part("hidden_gradients")
def test_derives_by_a_single_hidden_neuron(submission: Subject) -> None:
    """returns gradients in the shapes of the weights, also for one hidden neuron, one feature and one sample"""
    # tanh 0 = 0: error -4, so 2 * -4 * 1 * (1 - 0) * 2 by the hidden weight.
    one = torch.ones(1, 1)
    gradients = submission.hidden_gradients(2 * one, torch.tensor([4.0]), torch.zeros(1, 1), one)
    assert_close(gradients.hidden, -16 * one, "the gradient with respect to hidden_weight", atol=1e-5)
    assert_close(gradients.output, 0 * one, "the gradient with respect to output_weight", atol=1e-6)


@part("hidden_gradients")
def test_derives_by_hidden_neurons_that_differ(submission: Subject) -> None:
    """tells hidden neurons that differ apart, also where tanh is as good as 1"""
    # tanh of 100 and -100 is 1 and -1: prediction 1 - 2, error -1. Nothing moves tanh there.
    hidden, output = torch.tensor([[1.0], [-1.0]]), torch.tensor([[1.0, 2.0]])
    gradients = submission.hidden_gradients(torch.full((1, 1), 100.0), torch.zeros(1), hidden, output)
    assert_close(gradients.hidden, torch.zeros(2, 1), "the gradient with respect to hidden_weight", atol=1e-5)
    assert_close(gradients.output, torch.tensor([[-2.0, 2.0]]), "the gradient with respect to output_weight", atol=1e-5)


@part("break_symmetry")
def test_draws_a_layer(submission: Subject) -> None:
    """returns weights of the right shape and within the bound, no two rows alike"""
    weight = submission.break_symmetry(3, 4, seed=0)
    assert_shape(weight, (3, 4), "the weight")
    largest = float(weight.abs().max())
    assert largest <= 0.5 * (1 + 1e-6), (
        f"every entry should be within +-1/sqrt(4) = +-0.5, got one of size {largest:.6g}"
    )
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert not torch.equal(weight[one], weight[other]), f"rows {one} and {other} should differ"


@part("break_symmetry")
def test_repeats_itself(submission: Subject) -> None:
    """returns the same weights for the same seed"""
    first, second = submission.break_symmetry(3, 2, seed=7), submission.break_symmetry(3, 2, seed=7)
    assert_close(second, first, "the weight of a second call with seed=7")


@part("break_symmetry")
def test_differs_for_another_seed(submission: Subject) -> None:
    """returns other weights for another seed"""
    first, second = submission.break_symmetry(3, 2, seed=0), submission.break_symmetry(3, 2, seed=1)
    assert not torch.equal(first, second), "the weights for seeds 0 and 1 should differ, got the same twice"


@part("break_symmetry")
def test_leaves_the_global_random_state(submission: Subject) -> None:
    """leaves torch's global random state unchanged"""
    observed = submission.break_symmetry.observe(3, 2, 0)
    assert_shape(observed.value, (3, 2), "the weight")
    assert not observed.random_state_changed, (
        "break_symmetry should leave torch's global random state as it was; after the call torch.rand gives other "
        "numbers than without it"
    )
