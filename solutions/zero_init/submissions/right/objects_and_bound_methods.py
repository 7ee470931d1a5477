"""Object oriented solution of assignment 2."""

import math
import warnings

import torch


def strict(function):
    """A warning (broadcasting!) becomes an error."""

    def wrapper(*args, **kwargs):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return function(*args, **kwargs)

    return wrapper


class Epoch:
    """Keeps the raw numbers; the fields are properties."""

    def __init__(self, prediction, target, x, weight, bias, lr):
        self._prediction = prediction
        self._residual = prediction - target
        self._x = x
        self._w = weight
        self._b = bias
        self._lr = lr

    @property
    def loss(self):
        return self._residual.pow(2).mean().item()

    @property
    def prediction(self):
        return self._prediction

    @property
    def weight_gradient(self):
        return self._residual.mul(2).div(self._residual.numel()).t().mm(self._x)

    @property
    def bias_gradient(self):
        if self._b is None:
            return None
        return self._residual.mean(0) * 2 / self._residual.shape[1]

    @property
    def weight(self):
        return self._w - self._lr * self.weight_gradient

    @property
    def bias(self):
        return None if self._b is None else self._b - self._lr * self.bias_gradient


class HiddenGradients:
    def __init__(self, hidden, output):
        self.hidden, self.output = hidden, output

    def __repr__(self):
        return f"HiddenGradients(hidden={self.hidden}, output={self.output})"


class Tracer:
    """Calling the object trains a layer."""

    @strict
    def __call__(self, inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
        self.records = []
        weight, bias = initial_weight.clone(), initial_bias
        goal = targets.view(-1, 1).repeat(1, weight.size(0))
        for _ in range(epochs):
            prediction = inputs.mm(weight.t())
            if bias is not None:
                prediction = prediction + bias.expand_as(prediction)
            record = Epoch(prediction, goal, inputs, weight, bias, lr)
            self.records.append(record)
            weight, bias = record.weight, record.bias
        return list(self.records)


class Copies:
    def __init__(self, default_tolerance):
        self.default_tolerance = default_tolerance

    def alike(self, a, b, tolerance):
        return not bool(torch.gt(torch.abs(a - b), tolerance).any())

    def groups(self, rows, tolerance=None):
        if tolerance is None:
            tolerance = self.default_tolerance
        by_first = {}
        for i in range(rows.size(0)):
            for first in by_first:
                if self.alike(rows[i], rows[first], tolerance):
                    by_first[first].append(i)
                    break
            else:
                by_first[i] = [i]
        return list(by_first.values())

    def only_one(self, rows, tolerance=None):
        return self.groups(rows, tolerance) == [list(range(rows.size(0)))]


class TanhNet:
    def __init__(self, verbose=False):
        self.verbose = verbose

    @strict
    def gradients(self, inputs, targets, hidden_weight, output_weight):
        v = hidden_weight.detach().clone().requires_grad_(True)
        u = output_weight.detach().clone().requires_grad_(True)
        prediction = inputs.mm(v.t()).tanh().mm(u.t())
        loss = torch.nn.functional.mse_loss(prediction, targets.view_as(prediction))
        loss.backward()
        if self.verbose:
            print("loss", loss.item())
        return HiddenGradients(v.grad, u.grad)


class Dice:
    @staticmethod
    def throw(neurons, features, seed):
        before = torch.get_rng_state()
        try:
            torch.manual_seed(seed)
            w = torch.rand(neurons, features)
        finally:
            torch.set_rng_state(before)
        return (w - 0.5) * (2 / math.sqrt(features))


_copies = Copies(1e-6)

trace = Tracer()
symmetry_groups = _copies.groups
is_symmetric = _copies.only_one
hidden_gradients = TanhNet().gradients
break_symmetry = Dice().throw
