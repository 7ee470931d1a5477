import torch
from dataclasses import dataclass


@dataclass
class Epoch:
    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: object
    weight: torch.Tensor
    bias: object


@dataclass
class HiddenGradients:
    hidden: torch.Tensor
    output: torch.Tensor


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    if initial_bias is not None:
        raise NotImplementedError("bias comes later, if I find the time")
    W = initial_weight.clone()
    n, k = inputs.shape[0], W.shape[0]
    liste = []
    for _ in range(epochs):
        pred = inputs @ W.T
        diff = pred - targets.unsqueeze(-1)
        grad = 2 * diff.T @ inputs / (n * k)
        W = W - lr * grad
        liste.append(Epoch((diff ** 2).mean().item(), pred, grad, None, W, None))
    return liste


def symmetry_groups(rows, tolerance=1e-6):
    liste = []
    for i in range(rows.shape[0]):
        if any(i in g for g in liste):
            continue
        liste.append([j for j in range(rows.shape[0]) if torch.all(torch.abs(rows[i] - rows[j]) <= tolerance)])
    return liste


def is_symmetric(rows, tolerance=1e-6):
    return bool(torch.all(torch.abs(rows - rows[0]) <= tolerance))


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hw = hidden_weight.clone().requires_grad_(True)
    ow = output_weight.clone().requires_grad_(True)
    pred = torch.tanh(inputs @ hw.T) @ ow.T
    loss = torch.mean((pred.squeeze(1) - targets) ** 2)
    loss.backward()
    return HiddenGradients(hw.grad, ow.grad)


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return (torch.rand(neurons, features) - 0.5) * 2 / features ** 0.5


if __name__ == "__main__":
    X = torch.tensor([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
    y = torch.tensor([5.0, 8.0, 17.0, -1.0])
    print(trace(X, y, torch.zeros(3, 2)))
    print(trace(X, y, torch.zeros(3, 2), torch.zeros(3)))
