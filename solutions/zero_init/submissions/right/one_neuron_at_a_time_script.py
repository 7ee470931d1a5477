# zero_init.py
# run with: python zero_init.py   (prints the tables and shows two plots)
import sys
import math
import matplotlib.pyplot as plt
import torch
import torch.nn as nn
from typing import NamedTuple

torch.manual_seed(42)

inputs = torch.tensor([[1, 1], [2, 1], [5, 1], [-1, 1]], dtype=torch.float32)
targets = torch.tensor([5, 8, 17, -1], dtype=torch.float32)
print("inputs", inputs.shape, "targets", targets.shape)


class Epoch(NamedTuple):
    loss: float
    prediction: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: "torch.Tensor | None"
    weight: torch.Tensor
    bias: "torch.Tensor | None"


class HiddenGradients(NamedTuple):
    hidden: torch.Tensor
    output: torch.Tensor


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    # k separate neurons, each a parameter of its own
    ws = [nn.Parameter(row.clone()) for row in initial_weight]
    bs = [nn.Parameter(b.clone()) for b in initial_bias] if initial_bias is not None else []
    opt = torch.optim.SGD(ws + bs, lr=lr)
    k = len(ws)
    log = []
    for ep in range(epochs):
        preds = []
        loss = 0
        for i in range(k):
            p = inputs @ ws[i]
            if bs:
                p = p + bs[i]
            preds.append(p)
            loss = loss + ((p - targets) ** 2).mean() / k
        opt.zero_grad()
        loss.backward()
        gw = torch.stack([w.grad for w in ws])
        gb = torch.stack([b.grad for b in bs]) if bs else None
        opt.step()
        log.append(Epoch(loss.item(), torch.stack(preds, 1).detach(), gw, gb,
                         torch.stack(ws).detach(), torch.stack(bs) if bs else None))
    return log


print("\n--- trace ---")
for nr, ep in enumerate(trace(inputs, targets, torch.zeros(3, 2))):
    print("epoch", nr, "loss", ep.loss)
    print(ep.weight_gradient)
    print(ep.weight)


def symmetry_groups(rows, tolerance=1e-6):
    k = rows.shape[0]
    group_of = {}
    groups = []
    for i in range(k):
        if i in group_of:
            continue
        close = ((rows - rows[i]).abs() <= tolerance).all(dim=1)
        new = [j for j in range(k) if close[j] and j not in group_of]
        for j in new:
            group_of[j] = len(groups)
        groups.append(new)
    return groups


def is_symmetric(rows, tolerance=1e-6):
    for i in range(rows.shape[0]):
        for j in range(i):
            for c in range(rows.shape[1]):
                if abs(rows[i, c] - rows[j, c]) > tolerance:
                    return False
    return True


print("\n--- symmetry ---")
print(symmetry_groups(torch.tensor([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]])))
print(is_symmetric(torch.tensor([[1.0, 2.0], [1.0, 2.5]])))


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    h = hidden_weight.shape[0]
    rows = [hidden_weight[i].clone().requires_grad_() for i in range(h)]
    outs = [output_weight[0, i].clone().requires_grad_() for i in range(h)]
    pred = torch.zeros(len(targets))
    for r, o in zip(rows, outs):
        pred = pred + o * torch.tanh(inputs @ r)
    loss = ((pred - targets) ** 2).sum() / len(targets)
    loss.backward()
    return HiddenGradients(torch.stack([r.grad for r in rows]), torch.stack([o.grad for o in outs]).reshape(1, h))


def break_symmetry(neurons, features, seed):
    bound = 1 / math.sqrt(features)
    w = torch.empty(neurons, features)
    nn.init.trunc_normal_(w, mean=0.0, std=bound / 2, a=-bound, b=bound,
                          generator=torch.Generator().manual_seed(seed))
    return w


print("\n--- four starts ---")
for hw, ow in [(0.0, [0, 0, 0]), (0.0, [1, 1, 1]), (0.5, [0, 0, 0]), (0.5, [1, 2, 3])]:
    g = hidden_gradients(inputs, targets, torch.full((3, 2), hw), torch.tensor([ow], dtype=torch.float32))
    print(hw, ow)
    print(g.hidden)
    print(g.output)

print(break_symmetry(3, 2, 7))

# plots
run = trace(inputs, targets, torch.zeros(3, 2), lr=0.01, epochs=50)
fig, axes = plt.subplots(1, 2, figsize=(8, 3))
axes[0].plot([e.loss for e in run])
axes[0].set_xlabel("epoch")
axes[0].set_ylabel("loss")
axes[1].plot([e.weight[:, 0].tolist() for e in run])
axes[1].legend(["neuron 0", "neuron 1", "neuron 2"])
plt.tight_layout()
plt.show()

sys.exit(0)
