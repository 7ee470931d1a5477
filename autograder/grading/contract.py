"""The contract of an assignment: what each of its functions takes and returns, read off annotations."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from autograder.errors import UserError
from autograder.grading.contract_types import ValueType, type_of


class Signature(NamedTuple):
    """What the contract says of one function."""

    parameters: tuple[str, ...]
    returns: ValueType


@dataclass(frozen=True)
class Contract:
    """The functions of an assignment by name."""

    functions: dict[str, Signature]


def contract_of(module: types.ModuleType) -> Contract:
    """Read the contract off a module's annotated public functions (those without a return type are left out).

    Raises:
        UserError: an annotation is not defined, or cannot be used in a contract.
    """
    functions: dict[str, Signature] = {}
    for name, function in vars(module).items():
        if name.startswith("_") or not _is_own_function(function, module):
            continue
        if (returns := _return_type(function)) is not None:
            functions[name] = Signature(tuple(inspect.signature(function).parameters), returns)
    return Contract(functions)


def _return_type(function: Callable[..., Any]) -> ValueType | None:
    try:
        hints = typing.get_type_hints(function)
        return type_of(hints["return"]) if "return" in hints else None
    except (NameError, TypeError) as error:
        raise UserError(f"{inspect.getfile(function)}, in {function.__name__}: {error}") from None


def _is_own_function(value: Any, module: types.ModuleType) -> bool:
    is_function: Callable[[object], bool] = inspect.isfunction
    return is_function(value) and value.__module__ == module.__name__
