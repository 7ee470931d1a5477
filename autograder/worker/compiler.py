"""Torch's compiler, which is nearly as large as the rest of torch, is loaded only where something needs it.

Each step of an optimizer imports it, to tell it that a graph ends there. In a worker nothing is compiled, so that this
needs no compiler.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import sys
import types
from typing import Any, Final

_NAME: Final = "torch._dynamo"


def load_when_needed() -> None:
    """Put a module in the compiler's place that does what is done without one, and is replaced by it for all else."""
    import torch

    spec = importlib.util.find_spec(_NAME)
    if spec is None or _NAME in sys.modules:
        return
    compiler, autograd = _InPlaceOfCompiler(_NAME), _InPlaceOfCompiler(f"{_NAME}.compiled_autograd")
    compiler.__spec__ = spec
    compiler.__dict__.update(graph_break=nothing, disable=_as_it_is, compiled_autograd=autograd)
    autograd.__dict__.update(_disable=contextlib.nullcontext)
    sys.modules[_NAME] = compiler
    setattr(torch, _NAME.split(".")[1], compiler)


class _InPlaceOfCompiler(types.ModuleType):
    """A module of the compiler, with the little that is used without compiling."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":  # which a submodule is looked for in
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        if isinstance(sys.modules.get(_NAME), _InPlaceOfCompiler):
            del sys.modules[_NAME]
            delattr(sys.modules["torch"], _NAME.split(".")[1])  # torch looks for it again while it is loaded
        return getattr(importlib.import_module(self.__name__), name)


def nothing(*args: Any, **kwargs: Any) -> None:
    """Take anything, and do nothing."""


def _as_it_is(fn: Any = None, *args: Any, **options: Any) -> Any:
    """The function itself, which is compiled in no case; also as a decorator with options."""
    return (lambda decorated: decorated) if fn is None else fn
