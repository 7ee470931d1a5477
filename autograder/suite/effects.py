"""Assertions about what else a call did: to its arguments, in warnings, in exceptions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from autograder.grading.failures import BadAnswer, StudentRaised, their_words
from autograder.grading.subjects import Function, Observation
from autograder.suite.showing import shown


def assert_unchanged(observation: Observation, *, apart_from: Collection[str] = ()) -> None:
    """Assert that the call left its arguments as they were.

    Args:
        observation: of the call, `submission.train.observe(...)`.
        apart_from: arguments whose change is judged elsewhere.
    """
    changed = [name for name in dict.fromkeys(observation.changed) if name not in apart_from]
    if changed:
        raise AssertionError(
            f"{observation.name} should leave its arguments as they were; it changed {' and '.join(changed)} in place"
        )


def warnings_about(observation: Observation, text: str) -> list[str]:
    """The warnings raised in the call that contain a text."""
    return [warning for warning in observation.warnings if text in warning]


def assert_no_warning(observation: Observation, about: str = "") -> None:
    """Assert that the call raised no warning that contains a text; none at all where no text is given."""
    if raised := warnings_about(observation, about):
        raise AssertionError(f"{observation.name} raised a warning: {their_words(raised[0])}")


def assert_raises(error: type[Exception], function: Function, *args: Any, **kwargs: Any) -> None:
    """Assert that the call raises `error` or a subclass of it.

    Raises:
        AssertionError: it returned, or raised something else; the message says what.
    """
    try:
        observation = function.observe(*args, **kwargs)
    except StudentRaised as raised:
        if error.__name__ in raised.names:
            return
        raise BadAnswer(f"{function.name} should raise {error.__name__} here, got {raised}") from None
    raise BadAnswer(f"{function.name} should raise {error.__name__} here; it returned {_returned(observation)}")


def _returned(observation: Observation) -> str:
    try:
        return shown(observation.value)
    except BadAnswer:
        return observation.described
