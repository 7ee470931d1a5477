"""The engine of the course kit: it grades submissions against hidden suites, and names no assignment.

What authors write suites, misconceptions and pictures with is exported here:

    from autograder import Subject, assert_close, misconception, part, picture

Each name is imported when it is first asked for: a worker, which imports this package too, must start quickly and has
no use for any of them.
"""

import os
import sys


def _import_nothing_from_here() -> None:
    """Where the engine is the program, drop the current folder from the import path: it may hold what was handed in.

    It is there after `python -m`, and where PYTHONPATH has an empty entry.
    """
    program = os.path.basename(sys.argv[0]) if sys.argv else ""
    if program.removesuffix(".exe") in ("-m", "autograder"):
        here, engine = os.path.abspath(""), os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        sys.path[:] = [path for path in sys.path if os.path.abspath(path) != here or here == engine]


_import_nothing_from_here()  # before anything else is imported

from importlib import import_module  # noqa: E402
from typing import TYPE_CHECKING, Any, Final  # noqa: E402

if TYPE_CHECKING:
    from autograder.features import Idle, Number, Whether, features_of
    from autograder.misconceptions import Misconception, misconception
    from autograder.pictures import Picture, Slider, picture
    from autograder.suite import (
        Crashed,
        Function,
        Hung,
        Observation,
        Subject,
        agrees,
        assert_close,
        assert_equal,
        assert_finite,
        assert_no_warning,
        assert_one_of,
        assert_raises,
        assert_shape,
        assert_size,
        assert_unchanged,
        is_finite,
        part,
        shown,
        warnings_about,
    )

__version__: Final = "0.1.0"

__all__ = [
    "Crashed",
    "Function",
    "Hung",
    "Idle",
    "Misconception",
    "Number",
    "Observation",
    "Picture",
    "Slider",
    "Subject",
    "Whether",
    "agrees",
    "assert_close",
    "assert_equal",
    "assert_finite",
    "assert_no_warning",
    "assert_one_of",
    "assert_raises",
    "assert_shape",
    "assert_size",
    "assert_unchanged",
    "features_of",
    "is_finite",
    "misconception",
    "part",
    "picture",
    "shown",
    "warnings_about",
]

_MODULES: Final = {
    "Idle": "features",
    "Number": "features",
    "Whether": "features",
    "features_of": "features",
    "Misconception": "misconceptions",
    "misconception": "misconceptions",
    "Picture": "pictures",
    "Slider": "pictures",
    "picture": "pictures",
}  # all others are in `suite`


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES.get(name, 'suite')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
