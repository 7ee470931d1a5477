"""Functions that are objects, methods and partials; records that are plain objects."""
import functools
from types import SimpleNamespace

import torch


class Epoch(SimpleNamespace):
    pass


class HiddenGradients(SimpleNamespace):
    pass


class Trainer:
    def __call__(self, inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
        with torch.no_grad():
            x = inputs.double()
            y = targets.double().unsqueeze(1)
            w = initial_weight.double()
            b = None if initial_bias is None else initial_bias.double()
            if w is initial_weight:
                w = w.clone()
            return [self.epoch(x, y, state, lr) for state in [SimpleNamespace(w=w, b=b)] for _ in range(epochs)]

    @staticmethod
    def epoch(x, y, state, lr):
        z = x.matmul(state.w.t())
        if state.b is not None:
            z = torch.add(z, state.b)
        e = torch.sub(z, y)
        factor = 2.0 / e.numel()
        gw = e.t().matmul(x).mul(factor)
        state.w = state.w.sub(gw, alpha=lr)
        gb = None
        if state.b is not None:
            gb = e.sum(0).mul(factor)
            state.b = state.b.sub(gb, alpha=lr)
        return Epoch(
            loss=e.pow(2).mean(),
            prediction=z.float(),
            weight_gradient=gw.float(),
            bias_gradient=None if gb is None else gb.float(),
            weight=state.w.float(),
            bias=None if state.b is None else state.b.float(),
        )


class Symmetry:
    def groups(self, rows, tolerance=1e-6):
        found = {}
        for i in range(len(rows)):
            for leader, members in found.items():
                if not torch.gt(torch.abs(rows[i] - rows[leader]), tolerance).any():
                    members.append(i)
                    break
            else:
                found[i] = [i]
        return [found[leader] for leader in sorted(found)]

    def symmetric(self, rows, tolerance=1e-6):
        return torch.le(rows.amax(dim=0) - rows.amin(dim=0), tolerance).all()


trace = Trainer()
symmetry_groups = Symmetry().groups
is_symmetric = Symmetry().symmetric


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    class Tanh(torch.autograd.Function):
        @staticmethod
        def forward(ctx, z):
            a = torch.tanh(z)
            ctx.save_for_backward(a)
            return a

        @staticmethod
        def backward(ctx, grad):
            (a,) = ctx.saved_tensors
            return grad * (1 - a * a)

    hidden, output = (t.detach().clone().requires_grad_() for t in (hidden_weight, output_weight))
    residual = Tanh.apply(inputs.detach() @ hidden.T) @ output.T - targets.detach().reshape(-1, 1)
    (residual.pow(2).sum() / len(targets)).backward()
    return HiddenGradients(hidden=hidden.grad, output=output.grad)


def _draw(neurons, features, seed, *, low, high):
    source = torch.Generator(device="cpu").manual_seed(seed)
    unit = torch.rand((features, neurons), generator=source).T  # not contiguous
    return (low + (high - low) * unit) * features ** -0.5


break_symmetry = functools.partial(_draw, low=-1.0, high=1.0)
