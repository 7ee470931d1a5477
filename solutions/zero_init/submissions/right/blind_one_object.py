import numpy as np
import torch


class Record:
    def __init__(self, **fields):
        self.__dict__.update(fields)


class Course:
    """All in one object; the names of the contract are its bound methods."""

    def trace(self, inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
        W = initial_weight.detach().clone()
        b = initial_bias.detach().clone() if initial_bias is not None else None
        rows = []
        while len(rows) < epochs:
            P = torch.addmm(b, inputs, W.T) if b is not None else torch.mm(inputs, W.T)
            E = P - targets.view(-1, 1)
            gW = torch.mm(E.T, inputs).mul_(2 / E.numel())
            gb = None if b is None else E.mean(0).mul_(2 / E.shape[1])
            W.sub_(gW, alpha=lr)
            if b is not None:
                b.sub_(gb, alpha=lr)
            rows.append(Record(loss=E.norm().square() / E.numel(), prediction=P, weight_gradient=gW, bias_gradient=gb,
                               weight=W.clone(), bias=None if b is None else b.clone()))
        return rows

    def symmetry_groups(self, rows, tolerance=1e-6):
        groups = []
        for i in np.arange(len(rows)):
            for group in groups:
                if np.abs(rows[i].numpy() - rows[group[0]].numpy()).max() <= tolerance:
                    group.append(i)
                    break
            else:
                groups.append([i])
        return groups

    def is_symmetric(self, rows, tolerance=1e-6):
        return np.bool_(len(self.symmetry_groups(rows, tolerance)) == 1)

    def hidden_gradients(self, inputs, targets, hidden_weight, output_weight):
        A = (inputs @ hidden_weight.T).tanh()
        r = A @ output_weight.T - targets.unsqueeze(1)
        by_activation = (2 / len(inputs)) * r @ output_weight
        return Record(hidden=(by_activation * (1 - A) * (1 + A)).T @ inputs, output=(2 / len(inputs)) * (r.T @ A))

    def break_symmetry(self, neurons, features, seed):
        words = np.random.SeedSequence(seed).generate_state(neurons * features)
        unit = words.astype(np.float64) / 2**32
        return torch.tensor((2 * unit - 1) / np.sqrt(features)).reshape(neurons, features)


course = Course()
trace = course.trace
symmetry_groups = course.symmetry_groups
is_symmetric = course.is_symmetric
hidden_gradients = course.hidden_gradients
break_symmetry = course.break_symmetry
