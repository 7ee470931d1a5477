# Functional programming: no def that is asked for, and no loop statement
import operator
from collections import deque
from functools import partial, reduce
from itertools import accumulate, repeat

import torch

_none = lambda f, x: None if x is None else f(x)

# a state is the plain tuple (loss, prediction, weight gradient, bias gradient, weight, bias)
def _step(x, y, lr, state, _):
    w, b = state[4:]
    p = x @ w.T + (0.0 if b is None else b)
    r = p - y
    gw = 2 / r.numel() * r.T @ x
    gb = _none(lambda b: 2 / r.numel() * r.sum(0), b)
    return r.square().mean().item(), p, gw, gb, w - lr * gw, _none(lambda b: b - lr * gb, b)

trace = lambda inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2: deque(
    list(accumulate(
        repeat(None, epochs),
        partial(_step, inputs, targets.unsqueeze(1), lr),
        initial=(None,) * 4 + (initial_weight, initial_bias),
    ))[1:]
)

_near = lambda tolerance, a, b: bool(((a - b).abs() <= tolerance).all())
_first = lambda rows, tolerance, i: next(j for j in range(i + 1) if _near(tolerance, rows[j], rows[i]))


def _collect(sequence, rows, tolerance=1e-6):
    firsts = [_first(rows, tolerance, i) for i in range(len(rows))]
    return sequence(sequence(i for i, f in enumerate(firsts) if f == g) for g in sorted(set(firsts)))


symmetry_groups = partial(_collect, deque)
is_symmetric = lambda rows, tolerance=1e-6: int(reduce(operator.and_, (_near(tolerance, rows[0], r) for r in rows)))

_grads = lambda x, y, a, v, r: (2 / len(x) * (r * v * (1 - a * a)).T @ x, 2 / len(x) * r.T @ a)
hidden_gradients = lambda inputs, targets, hidden_weight, output_weight: (
    lambda a: _grads(inputs, targets, a, output_weight, a @ output_weight.T - targets[:, None])
)(torch.tanh(inputs @ hidden_weight.T))

break_symmetry = lambda neurons, features, seed: torch.empty(neurons, features).uniform_(
    -(features**-0.5), features**-0.5, generator=torch.Generator().manual_seed(seed)
)
