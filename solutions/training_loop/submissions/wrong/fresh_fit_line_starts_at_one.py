# Aufgabe 1
import torch
from collections import namedtuple

TrainingRun = namedtuple('TrainingRun', 'weight losses converged')

def design_matrix(x):
    result = [[xi.item(), 1.0] for xi in x]
    return torch.tensor(result)

def train(inputs, targets, initial_weight, *, lr=0.0001, tolerance=0.003, max_epochs=100000):
    weight = initial_weight + 0        # new tensor
    losses = []
    done = False
    while not done:
        prediction = inputs @ weight[0]
        difference = prediction - targets
        loss = (difference @ difference / len(targets)).item()
        losses.append(loss)
        weight = weight - lr * (2 / len(targets) * difference @ inputs)
        done = loss < tolerance or not abs(loss) < float('inf') or len(losses) == max_epochs
    return TrainingRun(weight, losses, loss < tolerance)

def fit_line(x, y, *, lr=0.0001, tolerance=0.003, max_epochs=100000):
    X = design_matrix(x)
    start = torch.ones_like(X[:1])     # (1, 2)
    w = train(X, y, start, lr=lr, tolerance=tolerance, max_epochs=max_epochs).weight
    return w[0, 0].item(), w[0, 1].item()
