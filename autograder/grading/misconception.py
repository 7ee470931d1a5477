"""A misconception as the grader knows it: a frequent mistake as code, called in place of the reference."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from autograder.course import Assignment
from autograder.grading.loading import load_file

Model = Callable[..., Any]


@dataclass(frozen=True)
class Misconception:
    """A common mistake, as code."""

    name: str  # "gradients accumulate"
    function: str  # the function of the contract that it replaces
    part: str  # the part of the assignment whose marks it has to cost
    may_cost: tuple[str, ...]  # parts that it costs too, by its nature
    hint: str  # for the student: what was probably done, and what to look at
    models: tuple[Model, ...]  # the same mistake, with each of the liberties that the contract leaves


def misconceptions_of(assignment: Assignment) -> tuple[Misconception, ...]:
    """All misconceptions of an assignment, none if it has no such file."""
    if not assignment.misconceptions.is_file():
        return ()
    return misconceptions_in(load_file(assignment.misconceptions, f"misconceptions_of_{assignment.name}"))


def misconceptions_in(module: types.ModuleType) -> tuple[Misconception, ...]:
    """All misconceptions of a module, and of the modules of its package that it imports, in order."""
    return tuple(_misconceptions_in(module))


def _misconceptions_in(module: types.ModuleType) -> Iterator[Misconception]:
    for value in vars(module).values():
        if isinstance(value, Misconception):
            yield value
        elif isinstance(value, types.ModuleType) and value.__name__.startswith(f"{module.__name__}."):
            yield from _misconceptions_in(value)
