"""What a student reads of a source that did not run to its end: first of all, what explains what is missing.

The problems are told by a worker, and nothing but these sentences depends on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from autograder.grading.failures import explained, their_place, their_words
from autograder.grading.python_versions import version_note
from autograder.intake.records import Source
from autograder.text import printable
from autograder.worker import wire

_MOST_NOTES: Final = 3
_MOST_NAMES: Final = 3
_LONGEST_NAME: Final = 40


def notes(source: Source, problems: Sequence[wire.Problem]) -> tuple[str, ...]:
    """Where the source stopped: the causes of what is missing, or else the first few places; the rest is counted."""
    causes = _causes(problems)
    chosen = list(dict.fromkeys(causes[number] for number, problem in enumerate(problems) if problem.lost))
    chosen = (chosen or list(range(len(problems))))[:_MOST_NOTES]
    sentences = [_note(source, problems[number], problems[number].lost) for number in chosen]
    if rest := len(problems) - len(chosen):
        pieces = "cell" if source.is_notebook else "statement"
        sentences.append(f"{rest} more {pieces}{'' if rest == 1 else 's'} of {source.file_name} raised")
    return tuple(sentences)


def why_missing(source: Source, problems: Sequence[wire.Problem], name: str) -> str:
    """Why this function is not defined, "" if nothing that failed would have defined it."""
    for number, problem in enumerate(problems):
        if name in problem.lost or problem.unusable:
            return _note(source, problems[_causes(problems)[number]])
    return ""


def _causes(problems: Sequence[wire.Problem]) -> list[int]:
    """For each problem the one that led to it: of names that were not defined, the first that would have defined them.

    In one pass, because a worker may tell of many problems with many names.
    """
    defining: dict[str, int] = {}
    causes: list[int] = []
    for number, problem in enumerate(problems):
        earlier = defining.get(problem.lacks)
        causes.append(number if earlier is None else causes[earlier])
        for name in problem.lost:
            defining.setdefault(name, number)
    return causes


def _note(source: Source, problem: wire.Problem, lost: Sequence[str] = ()) -> str:
    where = their_place(problem.where)
    begin = f"{source.file_name} stopped{f' at {where}' if where else ''}: "
    pieces = "cells" if source.is_notebook else "statements"
    reason = problem.error.removeprefix(f"{wire.OUT_OF_TIME}: ")
    if reason != problem.error:
        return f"{begin}{their_words(reason)}; the {pieces} from there on were not run"
    after = f"the {pieces} after it were run"
    if problem.unusable:
        after = "nothing in it could be used"
    elif lost:
        names = ", ".join(f"`{printable(name, _LONGEST_NAME)}`" for name in lost[:_MOST_NAMES])
        more = f" and {len(lost) - _MOST_NAMES} more" if len(lost) > _MOST_NAMES else ""
        after = f"so {names}{more} {'is' if len(lost) == 1 else 'are'} not defined; {after}"
    error = explained(their_words(problem.error), problem.error.partition(":")[0])
    return f"{begin}{error}; {after}{version_note(source, problem)}"
