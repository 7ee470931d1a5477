import torch


def design_matrix(x):
    return torch.column_stack([x, x ** 0])


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.detach().clone()
    n = inputs.size(0)
    losses = torch.empty(max_epochs)
    used = 0
    for used in range(1, max_epochs + 1):
        error = torch.einsum("nd,kd->n", inputs, w) - targets
        losses[used - 1] = error.pow(2).mean()
        now = losses[used - 1].item()
        if now < tolerance or now in (float("inf"),) or now != now:
            break
        w -= lr * 2 / n * torch.einsum("n,nd->d", error, inputs)
    return w, losses[:used].tolist(), bool(losses[used - 1].item() < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    def one_neuron(points, values):
        return train(points, values, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)

    (line,), _, _ = one_neuron(design_matrix(x), y)
    return line.tolist()
