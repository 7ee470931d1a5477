"""The public checks of zero_init: the source example, and cases that can be worked out by hand."""

from typing import Final

import torch

from autograder.suite import assert_close, part

# What the hidden suite looks at beyond these checks.
BEYOND: Final[dict[str, str]] = {
    "trace": (
        "other samples, sizes, learning rates and numbers of epochs, neurons that start different, that every "
        "epoch keeps its own weight, that the arguments are left as they were"
    ),
    "bias": "other biases, the gradient by every bias, its steps, the loss, a bias given by name",
    "symmetry": "rows that nearly agree, other tolerances, differences up and down, the order of the groups",
    "hidden_gradients": "other samples and sizes, hidden neurons and output weights that differ",
    "break_symmetry": "other sizes, the bound for many features, other seeds, torch's global random state",
}

INPUTS: Final = torch.tensor([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
TARGETS: Final = torch.tensor([5.0, 8.0, 17.0, -1.0])
# The expected numbers below are given to four decimals.
ROUNDED: Final = 6e-5


@part("trace")
def test_follows_the_source_example(submission):
    """gives the losses and gradients of the source example"""
    history = submission.trace(INPUTS, TARGETS, torch.zeros(3, 2))
    assert len(history) == 2, f"{len(history)} records without epochs, expected 2"
    first, second = history
    assert_close(first.prediction, torch.zeros(4, 3), "the prediction of epoch 0")
    assert_close(first.loss, 94.75, "the loss of epoch 0", atol=1e-4)
    assert_close(second.loss, 94.6476, "the loss of epoch 1", atol=1e-4)
    row = torch.tensor([[-17.8333, -4.8333]])
    assert_close(first.weight_gradient, row.repeat(3, 1), "the gradient of epoch 0", atol=1e-4)
    row = torch.tensor([[-17.8236, -4.8309]])
    assert_close(second.weight_gradient, row.repeat(3, 1), "the gradient of epoch 1", atol=1e-4)


@part("trace")
def test_records_the_weight_after_the_step(submission):
    """records the weight of every epoch after its step"""
    history = submission.trace(INPUTS, TARGETS, torch.zeros(3, 2))
    assert len(history) == 2, f"{len(history)} records without epochs, expected 2"
    for epoch, row in zip(history, ([[0.0018, 0.0005]], [[0.0036, 0.0010]]), strict=True):
        assert_close(epoch.weight, torch.tensor(row).repeat(3, 1), "the weight", atol=ROUNDED)
        assert epoch.bias is None, "a layer without bias has a bias"


@part("trace")
def test_raises_no_broadcasting_warning(submission):
    """raises no warning about a target of another size"""
    warnings = submission.trace.observe(INPUTS, TARGETS, torch.zeros(3, 2)).warnings
    about_size = [text for text in warnings if "Using a target size" in text]
    assert not about_size, f"it warns: {about_size[0]}"


@part("bias")
def test_adds_the_bias(submission):
    """adds each neuron's bias to its predictions"""
    history = submission.trace(INPUTS, TARGETS, torch.zeros(2, 2), torch.tensor([1.0, -2.0]), epochs=1)
    assert len(history) == 1, f"{len(history)} records for epochs=1"
    expected = torch.tensor([[1.0, -2.0]]).repeat(4, 1)
    assert_close(history[0].prediction, expected, "the prediction of epoch 0", atol=1e-6)
    assert history[0].bias_gradient is not None, "bias_gradient is None although a bias was given"
    assert history[0].bias is not None, "bias is None although a bias was given"
    assert_close(history[0].bias.shape, (2,), "the shape of the bias")


@part("symmetry")
def test_groups_copies(submission):
    """groups the neurons that are copies of each other"""
    rows = torch.tensor([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]])
    found = submission.symmetry_groups(rows)
    assert found == [[0, 2], [1]], f"the groups are {found}, expected [[0, 2], [1]]"


@part("symmetry")
def test_tells_a_symmetric_layer(submission):
    """tells whether all neurons are copies of each other"""
    assert submission.is_symmetric(torch.ones(4, 2)), "four rows of ones are copies of each other"
    rows = torch.tensor([[1.0, 2.0], [1.0, 2.5]])
    assert not submission.is_symmetric(rows), "the rows (1, 2) and (1, 2.5) are no copies"
    assert submission.is_symmetric(rows, tolerance=5.0), "with a tolerance of 5 they are"


@part("hidden_gradients")
def test_moves_the_hidden_weights_together(submission):
    """gives a hidden layer of zeros below output weights of one the gradient of three copies"""
    found = submission.hidden_gradients(INPUTS, TARGETS, torch.zeros(3, 2), torch.ones(1, 3))
    row = torch.tensor([[-53.5, -14.5]])
    assert_close(found.hidden, row.repeat(3, 1), "the gradient by hidden_weight", atol=1e-4)
    assert_close(found.output, torch.zeros(1, 3), "the gradient by output_weight", atol=1e-6)


@part("hidden_gradients")
def test_moves_the_output_weights_together(submission):
    """gives output weights of zero above three equal neurons equal gradients"""
    found = submission.hidden_gradients(INPUTS, TARGETS, torch.full((3, 2), 0.5), torch.zeros(1, 3))
    assert_close(found.hidden, torch.zeros(3, 2), "the gradient by hidden_weight", atol=1e-6)
    assert_close(found.output, torch.full((1, 3), -13.9825), "the gradient by output_weight", atol=1e-4)


@part("break_symmetry")
def test_draws_a_layer(submission):
    """returns weights of the right shape, within the bound, no two rows alike"""
    weight = submission.break_symmetry(3, 4, seed=0)
    assert_close(weight.shape, (3, 4), "the shape of the weights")
    assert weight.abs().max() <= 0.5 * (1 + 1e-6), f"an entry is {weight.abs().max():.6g} in size, over 1/sqrt(4)"
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert not torch.equal(weight[one], weight[other]), f"rows {one} and {other} are alike"


@part("break_symmetry")
def test_repeats_itself(submission):
    """returns the same weights for the same seed"""
    first, second = submission.break_symmetry(3, 2, seed=7), submission.break_symmetry(3, 2, seed=7)
    assert_close(second, first, "a second call with seed=7")
