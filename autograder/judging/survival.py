"""What the suites make of mutants: which parts kill each, and the reasons that excuse survivors.

`solutions/<name>/survivors.toml` lists every mutant that no check can tell from the reference, with the reason:

    [[survivor]]
    mutant = "train: for _ in range(max_epochs):  ->  ..."
    reason = "..."
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from autograder.course import Assignment, Course
from autograder.grading.budget import Limits
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.suite_session import GradingMode
from autograder.grading.tasks import Broke, Task
from autograder.intake.records import Source
from autograder.judging.bench import Bench, open_bench
from autograder.judging.mutants import Mutant, mutants_of
from autograder.judging.tables import read_table
from autograder.results import Outcome

_MODE: Final = GradingMode(shrink=False, explain=False)
# A mutant that loops for ever is killed by its first call; a right call takes far less.
_LIMITS: Final = Limits(call=2.0, check=8.0, submission=20.0)


class _Survivor(msgspec.Struct, forbid_unknown_fields=True):
    mutant: str
    reason: str


class _Survivors(msgspec.Struct, forbid_unknown_fields=True):
    survivor: list[_Survivor] = []


@dataclass(frozen=True)
class MutantOutcome:
    """A mutant, and the parts whose checks it fails; none where the grader broke on it."""

    mutant: Mutant
    killed_in: frozenset[str]
    broke: str = ""  # how the grader itself broke on it, if it did


@dataclass(frozen=True)
class Survival:
    """What came of the mutants of an assignment's reference."""

    assignment: str
    complaints: tuple[str, ...]  # survivors without a reason, and reasons without a survivor
    rows: tuple[tuple[str, ...], ...]  # of the table


def survival(course: Course, jobs: int | None) -> Iterator[Survival]:
    """Grade all mutants, one assignment after the other, on so many processes or one per core.

    Raises:
        UserError: the course, the protection or a list of survivors cannot be used.
    """
    with open_bench(course, jobs, _MODE, _LIMITS) as bench:
        for assignment in course.assignments:
            outcomes = list(_outcomes(bench, assignment))
            rows = _table_rows(bench.sessions[assignment.name], outcomes, assignment.name)
            yield Survival(assignment.name, tuple(_complaints(outcomes, excused(assignment))), tuple(rows))


def _outcomes(bench: Bench, assignment: Assignment) -> Iterator[MutantOutcome]:
    file_name = assignment.reference.name
    mutants = mutants_of(assignment.reference.read_text(encoding="utf-8"))
    tasks = [Task(mutant, Source(assignment.name, file_name, ((file_name, mutant.text),))) for mutant in mutants]
    for mutant, graded in bench.tried(tasks):
        if isinstance(graded, Broke):
            yield MutantOutcome(mutant, frozenset(), graded.detail.strip().splitlines()[-1])
            continue
        failed = [check for check in graded.result.checks if check.outcome is not Outcome.PASSED]
        yield MutantOutcome(mutant, frozenset(check.part for check in failed))


def excused(assignment: Assignment) -> dict[str, str]:
    """The mutants that may survive, by their titles, each with its reason."""
    return {entry.mutant: entry.reason for entry in read_table(assignment.survivors, _Survivors).survivor}


def _complaints(outcomes: Sequence[MutantOutcome], reasons: Mapping[str, str]) -> Iterator[str]:
    yield from sorted(
        f"breaks the suite: {outcome.mutant.title}: {outcome.broke}" for outcome in outcomes if outcome.broke
    )
    alive = {outcome.mutant.title for outcome in outcomes if not outcome.killed_in and not outcome.broke}
    yield from (f"survives without a reason: {title}" for title in sorted(alive - set(reasons)))
    yield from (
        f"is listed as a survivor, but is killed or does not exist: {title}" for title in sorted(set(reasons) - alive)
    )


def _table_rows(session: HiddenSuite, outcomes: Sequence[MutantOutcome], name: str) -> Iterator[tuple[str, ...]]:
    """One row per part: the mutants of the functions that it calls, those that it kills, those that nothing kills.

    The last row is that of the whole assignment.
    """
    functions = _functions_by_part(session)
    for part, called in functions.items():
        touched = [outcome for outcome in outcomes if outcome.mutant.function in called]
        killed = sum(part in outcome.killed_in for outcome in touched)
        alive = sum(not outcome.killed_in and not outcome.broke for outcome in touched)
        yield name, part, str(len(touched)), str(killed), str(alive)
    killed = sum(bool(outcome.killed_in) for outcome in outcomes)
    alive = sum(not outcome.killed_in and not outcome.broke for outcome in outcomes)
    yield name, "all", str(len(outcomes)), str(killed), str(alive)


def _functions_by_part(session: HiddenSuite) -> dict[str, set[str]]:
    functions: dict[str, set[str]] = {}
    for check in session.checks:
        functions.setdefault(check.part, set()).update(session.rehearsed[check.identity].functions)
    return functions
