"""Answers of the right type and absurd content: no check may break on them, which would leave marks undecided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from autograder.grading.calls import function_of
from autograder.grading.contract_types import (
    ArrayType,
    FloatType,
    IntType,
    ListType,
    OptionalType,
    RecordType,
    StrType,
    TensorType,
    TupleType,
    ValueType,
)
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.playing import margin_of
from autograder.grading.subjects import Observation, Subject, interpret
from autograder.worker import wire


@dataclass(frozen=True)
class Absurdity:
    """What is put in place of every number, array and list of an answer."""

    name: str
    number: float
    array: Callable[[np.ndarray], np.ndarray]
    entries: Callable[[list[Any]], list[Any]] = list

    def of(self, kind: ValueType, value: Any) -> Any:
        """The absurd answer in place of a right one, as it travels."""
        match kind:
            case RecordType():
                return [self.of(field, entry) for field, entry in zip(kind.fields.values(), value, strict=True)]
            case TupleType():
                return [self.of(item, entry) for item, entry in zip(kind.items, value, strict=True)]
            case ListType():
                entries = value if isinstance(value, list) else list(value.array)
                return self.entries([self.of(kind.item, entry) for entry in entries])
            case OptionalType():
                return value if value is None else self.of(kind.item, value)
            case ArrayType() | TensorType() if isinstance(value, wire.WireArray):
                return wire.WireArray(value.library, self.array(value.array))
            case FloatType():
                return self.number
            case IntType():
                return int(np.nan_to_num(np.clip(self.number, -(2.0**62), 2.0**62)))
            case StrType():
                return ""
        return value


def _filled(number: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda array: np.full_like(array, number)


def _of_shape(*shape: int) -> Callable[[np.ndarray], np.ndarray]:
    return lambda array: np.ones(shape, array.dtype)


ABSURDITIES: Final = (
    Absurdity("empty", 0.0, _of_shape(0), lambda entries: []),
    Absurdity("empty in two dimensions", 0.0, _of_shape(0, 2), lambda entries: entries[:1]),
    Absurdity("single numbers", 1.0, _of_shape()),
    Absurdity("NaN", np.nan, _filled(np.nan)),
    Absurdity("huge", 1e300, lambda array: np.full_like(array, np.finfo(array.dtype).max)),
    Absurdity("negative", -1.0, _filled(-1.0), lambda entries: [*entries, *entries]),
    Absurdity("infinite", -np.inf, _filled(-np.inf), lambda entries: entries[::-1]),
)


class Absurd(Subject):
    """Answers one function absurdly, and all others as the reference does."""

    def __init__(self, session: HiddenSuite, function: str, absurdity: Absurdity) -> None:
        super().__init__(session.encoder)
        self._right = session.reference
        self._function = function
        self._absurdity = absurdity

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], watch: bool) -> Observation:
        data = self._encoder.encode(name, args, kwargs, watch)
        signature = self._encoder.contract.functions[name]
        right = self._right.answer(data)
        if function_of(data) != self._function or right.status != "returned":
            return interpret(name, signature, right)
        value = self._absurdity.of(signature.returns, right.value)
        return interpret(name, signature, wire.Answer("returned", value))


def breaks(session: HiddenSuite) -> Iterator[str]:
    """The checks that raise something else than that they failed, and on which answers, in lines for the author."""
    for function in session.encoder.contract.functions:
        checks = [check for check in session.checks if function in session.rehearsed[check.identity].functions]
        for absurdity in ABSURDITIES:
            subject = Absurd(session, function, absurdity)
            for check in checks:
                try:
                    margin_of(check, session.rehearsed[check.identity], subject, session.reference)
                except Exception as error:
                    yield (
                        f"{check.place} breaks where {function} gives {absurdity.name} answers: "
                        f"{type(error).__name__}: {error}"
                    )
