from typing import NamedTuple

import torch


class Epoch(NamedTuple):
    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor | None
    weight: torch.Tensor
    bias: torch.Tensor | None


class HiddenGradients(NamedTuple):
    hidden: torch.Tensor
    output: torch.Tensor


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    model = torch.nn.Linear(initial_weight.shape[1], initial_weight.shape[0], bias=initial_bias is not None)
    model.load_state_dict({"weight": initial_weight} | ({} if initial_bias is None else {"bias": initial_bias}))
    criterion, history = torch.nn.MSELoss(), []
    y = targets.unsqueeze(-1).repeat(1, initial_weight.shape[0])
    for epoch in range(epochs):
        model.zero_grad()
        output = model(inputs)
        loss = criterion(output, y)
        loss.backward()
        gradients = {name: p.grad.clone() for name, p in model.named_parameters()}
        with torch.no_grad():
            for p in model.parameters():
                p.add_(p.grad, alpha=-lr)
        state = {name: p.clone() for name, p in model.state_dict().items()}
        history.append(Epoch(loss.item(), output.detach(), gradients["weight"], gradients.get("bias"), state["weight"], state.get("bias")))
    return history


def symmetry_groups(rows, tolerance=1e-6):
    distance = torch.cdist(rows.double(), rows.double(), p=float("inf"))
    first = [int((distance[i] <= tolerance).nonzero()[0]) for i in range(len(rows))]
    return [[i for i in range(len(rows)) if first[i] == leader] for leader in sorted(set(first))]


def is_symmetric(rows, tolerance=1e-6):
    return symmetry_groups(rows, tolerance) == [list(range(len(rows)))]


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    loss = lambda v, u: (torch.tanh(inputs @ v.T) @ u.T).squeeze(1).sub(targets).square().mean()
    return HiddenGradients(*torch.autograd.functional.jacobian(loss, (hidden_weight, output_weight)))


def break_symmetry(neurons, features, seed):
    state = torch.random.get_rng_state()
    try:
        torch.manual_seed(seed)
        weight = torch.rand((neurons, features)).mul(2).sub(1).div(features ** 0.5)
    finally:
        torch.random.set_rng_state(state)
    return torch.nn.Parameter(weight)
