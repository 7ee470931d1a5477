import torch
from types import SimpleNamespace


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    weight = initial_weight.double().requires_grad_()
    parameters = [weight]
    if initial_bias is not None:
        parameters.append(initial_bias.double().requires_grad_())
    history = []
    for _ in range(epochs):
        prediction = torch.nn.functional.linear(inputs.double(), *parameters)
        loss = torch.mean((prediction - targets.double()[:, None]) ** 2)
        gradients = torch.autograd.grad(loss, parameters)
        parameters = [(p - lr * g).detach().requires_grad_() for p, g in zip(parameters, gradients)]
        bias = len(parameters) == 2
        history.append(
            SimpleNamespace(
                loss=loss,
                prediction=prediction,
                weight_gradient=gradients[0],
                bias_gradient=gradients[1] if bias else None,
                weight=parameters[0],
                bias=parameters[1] if bias else None,
            )
        )
    return history


def _alike(a, b, tolerance):
    return max(abs(x - y) for x, y in zip(a.tolist(), b.tolist())) <= tolerance


def symmetry_groups(rows, tolerance=1e-6):
    groups: dict[int, list[int]] = {}
    for i in range(len(rows)):
        leader = next((j for j in groups if _alike(rows[i], rows[j], tolerance)), i)
        groups.setdefault(leader, []).append(i)
    return list(groups.values())


def is_symmetric(rows, tolerance=1e-6):
    return all(_alike(row, rows[0], tolerance) for row in rows)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    def loss(hidden, output):
        return torch.mean(((torch.tanh(inputs @ hidden.T) @ output.T).ravel() - targets) ** 2)

    hidden, output = torch.func.grad(loss, argnums=(0, 1))(hidden_weight, output_weight)
    return SimpleNamespace(hidden=hidden, output=output)


def break_symmetry(neurons, features, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return torch.nn.Linear(features, neurons).weight
