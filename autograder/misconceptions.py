"""What the misconceptions of an assignment are written with: executable wrong models of a function, each with a hint.

    @misconception("train", part="gradient_step", hint="It looks as if ... Look at what ... is after the second epoch.")
    def gradients_accumulate(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
        ...

They are in `solutions/<name>/misconceptions.py` or, where they are many, in a package `misconceptions/` whose
`__init__.py` imports its modules. A model is called like the function that it stands for. The suite has to catch it in
its part and in no other, and where it alone explains all answers of a submission in a failing check, its hint is shown
with the failure.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.grading.misconception import Misconception, Model

__all__ = ["Misconception", "misconception"]


def misconception(
    function: str,
    *,
    part: str,
    hint: str,
    ways: Sequence[Mapping[str, Any]] = ({},),
    may_cost: Sequence[str] = (),
) -> Callable[[Model], Misconception]:
    """Turn a function into a wrong model; its name, with spaces, is the name of the misconception.

    Args:
        function: the function of the contract that it replaces.
        part: the part of the assignment that it has to cost.
        hint: a sentence or two for the student: what was probably done, and what to look at; no solution.
        ways: keyword arguments for liberties that the contract leaves, such as a last step taken or not; the
            misconception explains a submission if it does so in one of these ways.
        may_cost: further parts whose promise it breaks, however they are judged.
    """

    def decorate(model: Model) -> Misconception:
        models = tuple(functools.partial(model, **way) for way in ways)
        name = model.__name__.replace("_", " ")
        return Misconception(name, function, part, tuple(may_cost), " ".join(hint.split()), models)

    return decorate
