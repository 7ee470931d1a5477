import torch

TrainingRun = tuple  # (weight, losses, converged)


def design_matrix(x):
    x = x.double()
    return torch.nn.functional.pad(x[:, None], (0, 1), value=1.0)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    """Everything in double precision. One tensor of the normal equations would be quicker
    (X^T X and X^T y never change), but then it is not really *this* loop any more."""
    X, y = inputs.double(), targets.double()
    # .double() of a double is the same tensor, therefore the clone
    w = initial_weight.double().clone().squeeze(0)
    n = y.numel()
    losses, converged = [], False

    for _ in range(max_epochs):
        error = X @ w - y
        loss = (error @ error / n).item()
        losses.append(loss)
        converged = loss < tolerance
        if converged or loss == float('inf') or loss != loss:
            break
        w.sub_(error @ X, alpha=2 * lr / n)

    return w.unsqueeze(0), tuple(losses), converged


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight, losses, ok = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance,
                               max_epochs=max_epochs)
    if not ok:
        print(f"careful: not converged, loss is {losses[-1]:.4g}")
    return float(weight[0, 0]), float(weight[0, 1])
