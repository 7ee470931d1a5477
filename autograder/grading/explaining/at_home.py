"""Explaining failed public checks, on a student's own machine, where no solution and no wrong model of it may be.

Instead there are symptoms: what each common mistake shows in the public checks, computed beforehand and kept with the
hint (`assignments/<name>/hints.json`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from autograder.errors import UserError
from autograder.grading.explaining.alike import FLOAT32_DIGITS, close
from autograder.grading.explaining.evidence import Wording
from autograder.grading.explaining.pairs import Pair
from autograder.grading.explaining.relations import relation
from autograder.grading.failures import NotClose
from autograder.results import Explanation

_DIGITS: Final = 6  # of kept numbers
_MOST_NUMBERS: Final = 64  # that are kept of one failure
Symptom = list[float | None] | str  # the numbers that were compared (None where not finite), or else the message


class Mistake(msgspec.Struct, forbid_unknown_fields=True):
    """What a common mistake looks like."""

    hint: str
    symptoms: dict[str, Symptom]  # of the public checks that it fails, by the names of their functions


def symptom_of(error: AssertionError) -> Symptom:
    """What a failed check shows."""
    if isinstance(error, NotClose) and error.got.size <= _MOST_NUMBERS:
        numbers = np.ravel(error.got).tolist()
        return [float(f"{number:.{_DIGITS}g}") if np.isfinite(number) else None for number in numbers]
    return str(error)


def read_mistakes(path: Path) -> list[Mistake]:
    """The mistakes that are known of an assignment, none if there is no such file.

    Raises:
        UserError: the file is not what was built.
    """
    if not path.is_file():
        return []
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Mistake])
    except (OSError, msgspec.MsgspecError) as error:
        raise UserError(f"{path} cannot be read: {error}") from None


def explain_at_home(
    errors: Mapping[str, AssertionError], part: Sequence[str], mistakes: Sequence[Mistake]
) -> dict[str, Explanation]:
    """What is behind the failures of one part, by the names of the checks.

    Args:
        errors: with which checks of the part failed.
        part: the names of all its checks.
        mistakes: those that are known.
    """
    symptoms = {name: symptom_of(error) for name, error in errors.items()}
    fitting = {
        mistake.hint
        for mistake in mistakes
        if symptoms and _fits(symptoms, {name: one for name, one in mistake.symptoms.items() if name in part})
    }
    if len(fitting) == 1:
        return dict.fromkeys(errors, Explanation("misconception", fitting.pop()))
    return {name: found for name, error in errors.items() if (found := _related(error)) is not None}


def follows_from(parts: Sequence[str]) -> Explanation:
    """What is said of a failure that nothing explains, where parts fail that have to be right for it."""
    names = " and ".join(f"`{part}`" for part in parts)
    return Explanation("relation", f"This may follow from what fails in {names}: mend that first.")


def _fits(symptoms: Mapping[str, Symptom], known: Mapping[str, Symptom]) -> bool:
    return set(symptoms) == set(known) and all(_same(symptoms[name], known[name]) for name in symptoms)


def _same(one: Symptom, other: Symptom) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return close(np.array(one, dtype=np.float64), np.array(other, dtype=np.float64), FLOAT32_DIGITS)


def _related(error: AssertionError) -> Explanation | None:
    """A relation between the numbers that were compared, if there are enough of them."""
    if not isinstance(error, NotClose):
        return None
    got, want = error.got.astype(np.float32), error.want.astype(np.float32)
    text = relation([Pair(got, want, {}, {})], Wording({}, {}))
    return Explanation("relation", f"{error.what[:1].upper()}{error.what[1:]} {text}.") if text else None
