"""nn.Module and torch.optim, records as dataclasses."""
import dataclasses
from typing import List, Optional

import torch
from torch import Tensor, nn


@dataclasses.dataclass(frozen=True)
class Epoch:
    loss: float
    prediction: Tensor
    weight_gradient: Tensor
    bias_gradient: Optional[Tensor]
    weight: Tensor
    bias: Optional[Tensor]
    number: int = -1  # one more field


@dataclasses.dataclass(frozen=True)
class HiddenGradients:
    hidden: Tensor
    output: Tensor


class Neurons(nn.Module):
    def __init__(self, weight: Tensor, bias: Optional[Tensor]):
        super().__init__()
        self.weight = nn.Parameter(weight.detach().clone())
        self.register_parameter("bias", None if bias is None else nn.Parameter(bias.detach().clone()))

    def forward(self, x: Tensor) -> Tensor:
        return nn.functional.linear(x, self.weight, self.bias)

    def snapshot(self, attribute: str) -> List[Optional[Tensor]]:
        found = []
        for parameter in (self.weight, self.bias):
            value = None if parameter is None else getattr(parameter, attribute)
            found.append(None if value is None else value.detach().clone())
        return found


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    model = Neurons(initial_weight, initial_bias)
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    goal = targets.detach()[:, None].expand(-1, initial_weight.shape[0])
    history = []

    for number in range(epochs):
        kept = {}

        def closure():
            optimiser.zero_grad()
            kept["prediction"] = model(inputs.detach())
            loss = nn.functional.mse_loss(kept["prediction"], goal)
            loss.backward()
            return loss

        loss = optimiser.step(closure)
        gw, gb = model.snapshot("grad")
        w, b = model.snapshot("data")
        history.append(Epoch(float(loss), kept["prediction"].detach(), gw, gb, w, b, number))
    return history


class TanhNet(nn.Module):
    def __init__(self, hidden, output):
        super().__init__()
        h, d = hidden.shape
        self.stack = nn.Sequential(nn.Linear(d, h, bias=False), nn.Tanh(), nn.Linear(h, 1, bias=False))
        self.stack[0].weight = nn.Parameter(hidden.detach().clone())
        self.stack[2].weight = nn.Parameter(output.detach().clone())

    def forward(self, x):
        return self.stack(x).squeeze(-1)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    net = TanhNet(hidden_weight, output_weight)
    nn.MSELoss()(net(inputs.detach()), targets.detach()).backward()
    return HiddenGradients(net.stack[0].weight.grad, net.stack[2].weight.grad)


def symmetry_groups(rows, tolerance=1e-6):
    far = (rows.unsqueeze(0) - rows.unsqueeze(1)).abs().amax(-1) > tolerance
    leaders = (~far).int().argmax(dim=1)  # the first copy
    return [torch.nonzero(leaders == leader).flatten().tolist() for leader in leaders.unique(sorted=True)]


def is_symmetric(rows, tolerance=1e-6):
    return not bool(((rows - rows[0]).abs() > tolerance).any())


def break_symmetry(neurons, features, seed):
    weight = torch.empty(neurons, features)
    nn.init.kaiming_uniform_(weight, a=5 ** 0.5, generator=torch.Generator().manual_seed(seed))
    return weight
