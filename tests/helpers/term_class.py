"""A made-up class in the shape of a term: some are strong, some give up, some share a mistake; always the same one."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from autograder.grading.fingerprint import Fingerprint
from autograder.record.applying import CountedWork
from autograder.record.attempts import Attempt
from autograder.record.whole import StudentRecord
from autograder.results import AssignmentResult, CheckResult, Explanation, Outcome, PartResult, StudentResult, Timing

_PARTS: Final = {
    "training_loop": {"design_matrix": 10, "gradient_step": 30, "stopping": 20, "convergence": 25, "fit_line": 15},
    "zero_init": {"trace": 25, "bias": 15, "symmetry": 25, "hidden_gradients": 20, "break_symmetry": 15},
    "normal_equations": {"normal_equations": 15, "unique": 25, "singular": 30, "least_squares": 20, "bad_input": 10},
}
_CHECKS_EACH: Final = 4
_MISCONCEPTIONS: Final = 5  # of each assignment, of which each has its own check
_FIRST: Final = ("Ada", "Zoë", "José", "Ngọc", "李", "Marija", "O'Neil", "Amélie", "Søren", "ความ", "Ольга", "محمد")
_LAST: Final = ("Lovelace", "van der Berg", "Müller-Lüdenscheidt", "Nguyễn", "小龙", "d'Arc_2", "Smith 🎓", "Ivić")


class MadeClass(NamedTuple):
    """Everybody, and what each assignment looks like without work."""

    students: list[StudentRecord]
    blanks: dict[str, AssignmentResult]


def term_class(count: int, seed: int = 1) -> MadeClass:
    """A class of so many students."""
    draw = random.Random(seed)
    blanks = {name: _blank(name, parts) for name, parts in _PARTS.items()}
    students = [_student(draw, number, blanks) for number in range(count)]
    return MadeClass(sorted(students, key=lambda student: (student.result.student, student.key)), blanks)


def _blank(name: str, parts: Mapping[str, int]) -> AssignmentResult:
    made = []
    for part, marks in parts.items():
        shares = [marks // _CHECKS_EACH] * (_CHECKS_EACH - 1)
        checks = [
            CheckResult(part, f"does right what is asked no. {n + 1} of {part}", m, Outcome.NOT_REACHED,
                        id=f"test_{part}_{n + 1}")
            for n, m in enumerate([*shares, marks - sum(shares)])
        ]  # fmt: skip
        made.append(PartResult(part, tuple(checks)))
    return AssignmentResult(name, tuple(made))


def _student(draw: random.Random, number: int, blanks: Mapping[str, AssignmentResult]) -> StudentRecord:
    ability = draw.gauss(1.2, 1.0)
    slope = draw.choice((0.0, 0.0, 0.2, -0.9))
    leaves = draw.choice((9, 9, 9, 9, 9, 9, 1, 2))  # after so many assignments nothing more comes
    results, work = [], {}
    for place, (name, blank) in enumerate(blanks.items()):
        if place >= leaves or draw.random() < 0.04:
            result, attempt = blank.without_work(f"{name} was not handed in"), None
        else:
            result = _graded(draw, blank, ability + slope * place)
            late = draw.choice((0,) * 9 + (7200,))
            result = replace(result, late_seconds=late)
            seconds = draw.uniform(0.5, 4) + (60 if draw.random() < 0.01 else 0)
            fingerprint = Fingerprint(f"{number}", "s", "e", "l", "p")
            attempt = Attempt(fingerprint, result, Timing(seconds, seconds / 2, seconds / 3, 900, 1), text="0" * 64)
        results.append(result)
        work[name] = CountedWork(result, attempt, 1 if attempt else 0)
    name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]} {number}"
    late_ones = any(result.late_seconds for result in results)
    return StudentRecord(name, StudentResult(name, tuple(results), id=str(1000 + number), late=late_ones), work)


def _graded(draw: random.Random, blank: AssignmentResult, ability: float) -> AssignmentResult:
    mistake = draw.randrange(_MISCONCEPTIONS) if draw.random() < 0.4 else -1
    stuck = draw.randrange(1, len(blank.parts)) if ability < 0.3 else len(blank.parts)
    parts = []
    for place, part in enumerate(blank.parts):
        checks = [
            _ended(draw, check, ability - 0.3 * n - 0.1 * place, written=place < stuck, mistaken=place == mistake)
            for n, check in enumerate(part.checks)
        ]
        parts.append(PartResult(part.name, tuple(checks)))
    return AssignmentResult(blank.assignment, tuple(parts))


def _ended(draw: random.Random, check: CheckResult, margin: float, *, written: bool, mistaken: bool) -> CheckResult:
    if not written:
        return replace(check, outcome=Outcome.NOT_WRITTEN, message=f"`{check.part}` is not written yet")
    call = ("import torch", f"from work import {check.part}", f"{check.part}(torch.tensor([1.0, 2.0]))")
    if mistaken:
        hint = Explanation("misconception", f"It looks as if {check.part} were twice what it should be.")
        return replace(check, outcome=Outcome.FAILED, message="the value is 2, expected 1", counterexample=call,
                       explanation=hint)  # fmt: skip
    if draw.random() < 1 / (1 + pow(2.718281828, 2.2 * margin)):
        wrong = draw.choice((0, 0, 0, draw.randrange(1000)))
        message = f"the value is {wrong}, expected 1"
        return replace(check, outcome=Outcome.FAILED, message=message, counterexample=call)
    return replace(check, outcome=Outcome.PASSED)
