"""The checks that otter-grader and nbgrader make for `benchmarks.peers`: calls with their right answers beside them.

It is copied next to the notebooks that they grade and runs in their environment, so it needs nothing of ours.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

_TOLERANCE: Final = 1e-4
_CALLS: Final = "calls.pickle"
FILES: Final = (Path(__file__).name, _CALLS)  # what has to lie beside the notebooks


class Call(NamedTuple):
    """One call of a student's function, and its right answer as plain data or the name of the exception."""

    function: str
    args: list[Any]
    kwargs: dict[str, Any]
    answer: Any


def write(calls: Mapping[str, list[Call]], folder: Path) -> None:
    """Put the calls of each part next to this module's copy in a folder."""
    plain = {part: [tuple(call) for call in ofpart] for part, ofpart in calls.items()}
    (folder / _CALLS).write_bytes(pickle.dumps(plain))
    (folder / Path(__file__).name).write_text(Path(__file__).read_text(encoding="utf-8"), encoding="utf-8")


def check(part: str, student: Mapping[str, Any]) -> None:
    """Make the calls of a part, and compare.

    Raises:
        AssertionError: an answer is wrong.
    """
    calls = pickle.loads(Path(__file__).with_name(_CALLS).read_bytes())
    for function, args, kwargs, answer in calls[part]:
        came = answer_of(student[function], copy.deepcopy(args), copy.deepcopy(kwargs))
        assert _alike(came, answer), f"{function}: {came} and not {answer}"


def answer_of(function: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """What a call returns, as plain data, or `raises` with the name of the exception."""
    try:
        return _plain(function(*args, **kwargs))
    except ValueError:  # some calls are meant to be refused
        return ["raises", "ValueError"]


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "__dataclass_fields__"):
        return [_plain(getattr(value, name)) for name in value.__dataclass_fields__]
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _alike(came: Any, answer: Any) -> bool:
    if isinstance(answer, list):
        same = isinstance(came, list) and len(came) == len(answer)
        return same and all(_alike(*pair) for pair in zip(came, answer, strict=True))
    if isinstance(answer, float) and isinstance(came, float):
        return came == answer or came != came or abs(came - answer) <= _TOLERANCE * (1 + abs(answer))
    return bool(came == answer)
