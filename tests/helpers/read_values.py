"""Values as the grader reads them after they went over the wire."""

from __future__ import annotations

import collections
import dataclasses
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch

from autograder.grading.contract_types import ValueType, WrongType, type_of
from autograder.worker import encoding, wire


class Run(NamedTuple):
    """A record as a reference has it."""

    weight: torch.Tensor
    losses: list[float]
    converged: bool


class Solution(NamedTuple):
    """A record with a field that may be None."""

    kind: str
    theta: np.ndarray | None


class Text(str):
    """A student's own string."""


class Number(float):
    """A student's own float."""


def sent(value: Any, kind: ValueType) -> Any:
    """The value as the grader has it after it came over the wire."""
    answer = wire.decode_reply(wire.encode(wire.Answer("returned", encoding.encode(value, kind.wanted()))))
    assert isinstance(answer, wire.Answer)
    return answer.value


def read(value: Any, annotation: Any) -> Any:
    kind = type_of(annotation)
    return kind.read(sent(value, kind))


def refusal(value: Any, annotation: Any) -> str:
    with pytest.raises(WrongType) as caught:
        read(value, annotation)
    return str(caught.value)


WEIGHT = torch.tensor([[3.0, 2.0]])
NamedRun = collections.namedtuple("NamedRun", ["weight", "losses", "converged"])
Reordered = collections.namedtuple("Reordered", ["converged", "more", "losses", "weight"])


@dataclasses.dataclass
class DataRun:
    """A student's dataclass."""

    weight: torch.Tensor
    losses: list[float]
    converged: bool
    epochs: int = 2


@dataclasses.dataclass(frozen=True, slots=True)
class SlottedRun:
    """A student's frozen dataclass with slots, in an order of its own."""

    losses: list[float]
    converged: bool
    weight: torch.Tensor


class PropertyRun:
    """A student's class whose fields are computed."""

    losses = (0.5, 0.25)

    @property
    def weight(self) -> torch.Tensor:
        return WEIGHT

    @property
    def converged(self) -> bool:
        return self.losses[-1] < 1
