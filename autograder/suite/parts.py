"""`part`: what makes a test function a check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, is_hypothesis_test, settings

Check = TypeVar("Check", bound=Callable[..., None])

# Every setting by name: hypothesis has other defaults where CI is set, and some depend on the clock.
_STABLE: Final = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    stateful_step_count=1,
    report_multiple_bugs=False,
    suppress_health_check=tuple(HealthCheck),
    print_blob=False,
    verbosity=Verbosity.quiet,
    backend="hypothesis",
)


def part(name: str, *, marks: int = 0, examples: int = 30, long_calls: bool = False) -> Callable[[Check], Check]:
    """Turn a test function into a check of a part.

    Args:
        name: the part; parts are reported in the order of their first check.
        marks: what the check earns, all or nothing; a part is worth the sum of its checks.
        examples: how many cases hypothesis draws, if the check draws any.
        long_calls: whether one call may take twelve times as long as usual.
    """

    def decorate(check: Check) -> Check:
        if is_hypothesis_test(check):
            stable = settings(parent=_STABLE, max_examples=examples)
            stable(check)
        marked: Check = pytest.mark.part(name, marks=marks, long_calls=long_calls)(check)
        return marked

    return decorate
