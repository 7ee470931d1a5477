import torch

# I return plain tuples in the order of the handout:
#   trace            -> [(loss, prediction, weight_gradient, bias_gradient, weight, bias), ...]
#   hidden_gradients -> (hidden, output)


def mse(pred, y):
    return ((pred - y) ** 2).mean()


def trace(inputs, targets, initial_weight, initial_bias=None, lr=1e-4, epochs=2):
    out = []
    w = torch.tensor(initial_weight, requires_grad=True)
    b = None
    if initial_bias is not None:
        b = torch.tensor(initial_bias, requires_grad=True)
    y = torch.stack([targets] * len(w), dim=1)
    for e in range(epochs):
        if b is None:
            pred = inputs.matmul(w.t())
            loss = mse(pred, y)
            (dw,) = torch.autograd.grad(loss, [w])
            db = None
            w = (w - lr * dw).detach().requires_grad_()
        else:
            pred = torch.addmm(b, inputs, w.t())
            loss = mse(pred, y)
            dw, db = torch.autograd.grad(loss, [w, b])
            w = (w - lr * dw).detach().requires_grad_()
            b = (b - lr * db).detach().requires_grad_()
        out.append((loss, pred, dw, db, w, b))
    return out


def symmetry_groups(rows, tolerance=1e-6):
    # largest difference of any entry = Chebyshev distance
    d = torch.cdist(rows, rows, p=float("inf"))
    copies = d <= tolerance
    done = set()
    res = []
    for i in range(len(rows)):
        if i in done:
            continue
        g = copies[i].nonzero().flatten().tolist()
        done.update(g)
        res.append(tuple(g))
    return tuple(res)


def is_symmetric(rows, tolerance=1e-6):
    return (torch.cdist(rows, rows, p=float("inf")) <= tolerance).all()


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    hw = torch.tensor(hidden_weight, requires_grad=True)
    ow = torch.tensor(output_weight, requires_grad=True)
    pred = torch.tanh(inputs @ hw.T) @ ow.T
    return torch.autograd.grad(mse(pred[:, 0], targets), (hw, ow))


def break_symmetry(neurons, features, seed):
    gen = torch.Generator().manual_seed(seed)
    lim = features ** -0.5
    return torch.empty(neurons, features).uniform_(-lim, lim, generator=gen)
