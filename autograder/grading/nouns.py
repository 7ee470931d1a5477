"""What a value is, in words for people."""

from __future__ import annotations

from typing import Any

from autograder.grading.failures import their_words
from autograder.worker.wire import Opaque, WireArray


def describe(value: Any) -> str:
    """What a value that came over the wire is, in words: its type and shape, never its contents."""
    if isinstance(value, WireArray):
        noun = "tensor" if value.library == "torch" else "array"
        return f"{article(value.array.dtype.name)} {noun} of shape {tuple(value.array.shape)}"
    if isinstance(value, Opaque):
        return their_words(f"{article(value.type_name)} {value.detail}".rstrip())
    if value is None:
        return "None"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, bool | int | float | str):
        return article({"bool": "bool", "int": "int", "float": "float", "str": "string"}[type(value).__name__])
    return article(type(value).__name__)


def article(noun: str) -> str:
    """The noun with its article."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def plural(name: str) -> str:
    """The plural of a type's name: "a float" -> "floats"."""
    noun = name.split(" ", 1)[1] if name.startswith(("a ", "an ")) else name
    return noun if noun.endswith(")") else f"{noun}s"
