"""Line fitting as an object. The names the exercise wants are at the bottom."""
import numpy as np
import torch


class TrainingRun:
    """own record, with __slots__ because I learned about them yesterday"""

    __slots__ = ("weight", "losses", "converged")

    def __init__(self, weight, losses, converged):
        self.weight = weight
        self.losses = losses
        self.converged = converged

    def __repr__(self):
        return f"TrainingRun({self.weight.tolist()}, {len(self.losses)} losses, converged={self.converged})"


class GradientDescent:
    def __call__(self, inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
        weight = initial_weight.clone()
        losses = []
        for epoch in range(max_epochs):
            loss, grad = self.loss_and_gradient(weight, inputs, targets)
            losses.append(loss)
            stop = loss < tolerance or not np.isfinite(loss)
            if stop:
                break
            weight -= lr * grad
        return TrainingRun(weight, losses, losses[-1] < tolerance)

    @staticmethod
    def loss_and_gradient(weight, inputs, targets):
        diff = torch.einsum("nd,kd->n", inputs, weight) - targets
        loss = torch.einsum("n,n->", diff, diff) / len(diff)
        grad = torch.einsum("n,nd->d", diff, inputs) * (2.0 / len(diff))
        return np.float32(loss.item()), grad.unsqueeze(0)


class LineFitter:
    ones = 1.0

    def __init__(self, algorithm):
        self.algorithm = algorithm

    def design_matrix(self, x):
        return torch.tensor([[value, self.ones] for value in x.tolist()])

    def fit_line(self, x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
        run = self.algorithm(
            inputs=self.design_matrix(x),
            targets=y,
            initial_weight=torch.zeros(1, 2),
            lr=lr,
            tolerance=tolerance,
            max_epochs=max_epochs,
        )
        slope, intercept = run.weight.numpy().ravel()
        return slope, intercept


train = GradientDescent()
fitter = LineFitter(train)
design_matrix = fitter.design_matrix
fit_line = fitter.fit_line
