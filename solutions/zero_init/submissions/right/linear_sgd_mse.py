"""Assignment 2: neurons that start equal.

The classical PyTorch way: nn.Linear, optim.SGD, nn.MSELoss.
"""
from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import nn, optim


@dataclass
class Epoch:
    """One epoch. `number` and `lr` are only there for my prints."""

    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor | None
    weight: torch.Tensor
    bias: torch.Tensor | None
    number: int = 0
    lr: float = 0.0
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"epoch {self.number}: loss {self.loss:.4f}"


@dataclass(frozen=True)
class HiddenGradients:
    hidden: torch.Tensor
    output: torch.Tensor
    loss: torch.Tensor | None = None


def _copy(tensor: torch.Tensor | None) -> nn.Parameter | None:
    return None if tensor is None else nn.Parameter(tensor.detach().clone())


def trace(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    initial_bias: torch.Tensor | None = None,
    *,
    lr: float = 1e-4,
    epochs: int = 2,
) -> list[Epoch]:
    neurons, features = initial_weight.shape
    model = nn.Linear(features, neurons, bias=initial_bias is not None)
    with torch.no_grad():
        model.weight.copy_(initial_weight)
        if initial_bias is not None:
            model.bias.copy_(initial_bias)

    criterion = nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=lr)
    # (n,) -> (n, k), otherwise MSELoss warns about the shapes
    wanted = targets.unsqueeze(1).expand(-1, neurons)

    history: list[Epoch] = []
    for number in range(epochs):
        optimizer.zero_grad()
        prediction = model(inputs)
        loss = criterion(prediction, wanted)
        loss.backward()
        weight_gradient = model.weight.grad.clone()
        bias_gradient = model.bias.grad.clone() if model.bias is not None else None
        optimizer.step()
        history.append(
            Epoch(
                loss=loss.item(),
                prediction=prediction,
                weight_gradient=weight_gradient,
                bias_gradient=bias_gradient,
                weight=_copy(model.weight),
                bias=_copy(model.bias),
                number=number,
                lr=lr,
            )
        )
    return history


def symmetry_groups(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    remaining = list(range(rows.shape[0]))
    groups = []
    while remaining:
        first = remaining[0]
        group = [i for i in remaining if torch.allclose(rows[i], rows[first], rtol=0.0, atol=tolerance)]
        remaining = [i for i in remaining if i not in group]
        groups.append(group)
    return groups


def is_symmetric(rows: torch.Tensor, tolerance: float = 1e-6):
    return torch.all((rows - rows[:1]).abs() <= tolerance)


class _Net(nn.Module):
    def __init__(self, hidden_weight, output_weight):
        super().__init__()
        self.hidden = nn.Linear(hidden_weight.shape[1], hidden_weight.shape[0], bias=False)
        self.output = nn.Linear(hidden_weight.shape[0], 1, bias=False)
        self.hidden.weight.data = hidden_weight.clone()
        self.output.weight.data = output_weight.clone()

    def forward(self, x):
        return self.output(torch.tanh(self.hidden(x)))


def hidden_gradients(inputs, targets, hidden_weight, output_weight) -> HiddenGradients:
    net = _Net(hidden_weight, output_weight)
    loss = nn.MSELoss()(net(inputs), targets.unsqueeze(-1))
    loss.backward()
    return HiddenGradients(net.hidden.weight.grad, net.output.weight.grad, loss)


def break_symmetry(neurons: int, features: int, seed: int) -> torch.Tensor:
    # nn.Linear already starts uniformly within +-1/sqrt(in_features)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return nn.Linear(features, neurons, bias=False).weight


if __name__ == "__main__":
    X = torch.tensor([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
    y = torch.tensor([5.0, 8.0, 17.0, -1.0])
    for record in trace(X, y, torch.zeros(3, 2)):
        print(record)
        print(record.weight_gradient)
        print(record.weight)
