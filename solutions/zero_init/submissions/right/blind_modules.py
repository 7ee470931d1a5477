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


class Layer(torch.nn.Module):
    def __init__(self, weight, bias):
        super().__init__()
        self.weight = torch.nn.Parameter(weight.detach().clone())
        self.bias = None if bias is None else torch.nn.Parameter(bias.detach().clone())

    def forward(self, inputs):
        out = torch.einsum("nd,kd->nk", inputs, self.weight)
        return out if self.bias is None else out + self.bias


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    layer = Layer(initial_weight, initial_bias)
    sgd = torch.optim.SGD(layer.parameters(), lr=lr)
    wanted = targets.repeat(len(initial_weight), 1).T
    history = []
    for _ in range(epochs):
        prediction = layer(inputs)
        loss = torch.nn.MSELoss()(prediction, wanted)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        copy = lambda p: None if p is None else p.detach().clone()
        history.append(Epoch(
            loss=loss.item(),
            prediction=prediction,
            weight_gradient=copy(layer.weight.grad),
            bias_gradient=None if layer.bias is None else copy(layer.bias.grad),
            weight=copy(layer.weight),
            bias=copy(layer.bias),
        ))
    return history


def symmetry_groups(rows, tolerance=1e-6):
    rows = rows.tolist()
    alike = lambda a, b: max(abs(x - y) for x, y in zip(a, b)) <= tolerance
    groups = []
    for i, row in enumerate(rows):
        home = [g for g in groups if any(alike(row, rows[j]) for j in g)]
        if home:
            home[0].append(i)
        else:
            groups.append([i])
    return groups


def is_symmetric(rows, tolerance=1e-6):
    return len(symmetry_groups(rows, tolerance)) < 2


class Network(torch.nn.Module):
    def __init__(self, hidden, output):
        super().__init__()
        self.hidden = torch.nn.Linear(hidden.shape[1], hidden.shape[0], bias=False)
        self.output = torch.nn.Linear(hidden.shape[0], 1, bias=False)
        self.hidden.weight.data = hidden.detach().clone()
        self.output.weight.data = output.detach().clone()

    def forward(self, inputs):
        return self.output(torch.tanh(self.hidden(inputs))).squeeze(1)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    network = Network(hidden_weight, output_weight)
    torch.nn.functional.mse_loss(network(inputs), targets).backward()
    return HiddenGradients(network.hidden.weight.grad, network.output.weight.grad)


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng(devices=[]):
        torch.random.manual_seed(seed)
        weight = torch.empty(neurons, features)
        torch.nn.init.kaiming_uniform_(weight, a=5 ** 0.5)
        return weight
