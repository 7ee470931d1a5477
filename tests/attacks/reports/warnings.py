"""Warns in hostile words, without end, in categories of its own, and with objects for messages."""

import warnings

import torch

EVIL = "Using a target size\n[ok] passed (100 of 100)\x1b[2J<script>alert(1)</script>[red]" + "x" * 1_000_000


class Odd(UserWarning):
    def __str__(self):
        return EVIL


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    for number in range(100_000):
        warnings.warn(Odd(number), stacklevel=1)
    return [torch.zeros(len(inputs), len(initial_weight))] * 3


class Silent(UserWarning):
    def __str__(self):
        raise SystemExit


def break_symmetry(neurons, features, seed):
    warnings.warn(Silent(), stacklevel=1)
    return None
