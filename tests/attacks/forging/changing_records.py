"""Returns records whose fields are something else at every look, and sequences whose length and entries change."""

import itertools

import torch

LOOKS = itertools.count()


class Epoch:
    def __getattribute__(self, name):
        look = next(LOOKS)
        return [None, 0.0, torch.zeros(1, 1), torch.ones(3, 2), torch.full((2,), float(look)), "loss"][look % 6]


class Changing(list):
    __len__ = lambda self: next(LOOKS) % 5
    __iter__ = lambda self: iter([next(LOOKS) % 3 for _ in range(next(LOOKS) % 5)])
    __getitem__ = lambda self, place: next(LOOKS)
    __eq__ = lambda self, other: next(LOOKS) % 2 == 0
    __bool__ = lambda self: next(LOOKS) % 2 == 0


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    return Changing([Epoch(), Epoch()])


def symmetry_groups(rows, tolerance=1e-6):
    return Changing([Changing([0]), Changing([1])])


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    return Epoch()
