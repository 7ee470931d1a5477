# I wanted to see every single multiplication, so: only python lists inside.
import math
import random

import torch


class Epoch(object):
    __slots__ = ("loss", "prediction", "weight_gradient", "bias_gradient", "weight", "bias")

    def __init__(self, loss, prediction, weight_gradient, bias_gradient, weight, bias):
        self.loss = loss
        self.prediction = prediction
        self.weight_gradient = weight_gradient
        self.bias_gradient = bias_gradient
        self.weight = weight
        self.bias = bias


class HiddenGradients(object):
    __slots__ = ("hidden", "output")

    def __init__(self, hidden, output):
        self.hidden = hidden
        self.output = output


def dot(u, v):
    s = 0.0
    for a, b in zip(u, v):
        s += a * b
    return s


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    x = inputs.tolist()
    t = targets.tolist()
    w = initial_weight.tolist()
    b = initial_bias.tolist() if initial_bias is not None else None
    n = len(x)
    k = len(w)
    d = len(w[0])
    epoch_list = []
    for _ in range(epochs):
        pred = []
        for s in range(n):
            row = []
            for i in range(k):
                z = dot(x[s], w[i])
                if b is not None:
                    z = z + b[i]
                row.append(z)
            pred.append(row)

        loss = 0.0
        for s in range(n):
            for i in range(k):
                e = pred[s][i] - t[s]
                loss += e * e
        loss = loss / (n * k)

        dw = [[0.0 for j in range(d)] for i in range(k)]
        db = [0.0 for i in range(k)]
        for s in range(n):
            for i in range(k):
                e = pred[s][i] - t[s]
                for j in range(d):
                    dw[i][j] += 2 * e * x[s][j] / (n * k)
                db[i] += 2 * e / (n * k)

        for i in range(k):
            for j in range(d):
                w[i][j] -= lr * dw[i][j]
            if b is not None:
                b[i] -= lr * db[i]

        # torch.tensor copies the lists, so later epochs do not touch earlier records
        epoch_list.append(Epoch(
            loss,
            torch.tensor(pred),
            torch.tensor(dw),
            torch.tensor(db) if b is not None else None,
            torch.tensor(w),
            torch.tensor(b) if b is not None else None,
        ))
    return epoch_list


def symmetry_groups(rows, tolerance=1e-6):
    lst = rows.tolist()
    groups = []
    used = [False] * len(lst)
    for i in range(len(lst)):
        if used[i]:
            continue
        g = [i]
        used[i] = True
        for j in range(i + 1, len(lst)):
            if used[j]:
                continue
            equal = True
            for a, b in zip(lst[i], lst[j]):
                if abs(a - b) > tolerance:
                    equal = False
                    break
            if equal:
                g.append(j)
                used[j] = True
        groups.append(g)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    if len(symmetry_groups(rows, tolerance)) > 1:
        return False
    else:
        return True


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    x = inputs.tolist()
    t = targets.tolist()
    hw = hidden_weight.tolist()
    ow = output_weight.tolist()[0]
    n, h, d = len(x), len(hw), len(hw[0])
    gh = [[0.0] * d for _ in range(h)]
    go = [0.0] * h
    for s in range(n):
        act = [math.tanh(dot(x[s], hw[i])) for i in range(h)]
        res = dot(act, ow) - t[s]
        for i in range(h):
            go[i] += 2 / n * res * act[i]
            for j in range(d):
                gh[i][j] += 2 / n * res * ow[i] * (1 - act[i] ** 2) * x[s][j]
    return HiddenGradients(torch.tensor(gh), torch.tensor([go]))


def break_symmetry(neurons, features, seed):
    r = random.Random(seed)
    m = 1 / math.sqrt(features)
    return torch.tensor([[r.uniform(-m, m) for _ in range(features)] for _ in range(neurons)])


def main():
    X = torch.tensor([[1., 1.], [2., 1.], [5., 1.], [-1., 1.]])
    y = torch.tensor([5., 8., 17., -1.])
    for nr, ep in enumerate(trace(X, y, torch.zeros(3, 2))):
        print(nr, ep.loss)
        print(ep.weight_gradient)
        print(ep.weight)
    print(symmetry_groups(ep.weight))


if __name__ == '__main__':
    main()
