"""Judging the suites of a course: do its own test submissions get the marks that they should?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from autograder.course import Assignment, Course
from autograder.grading.budget import Limits
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.stated_marks import stated_marks
from autograder.grading.suite_session import GradingMode
from autograder.grading.tasks import Task
from autograder.judging.absurd import breaks
from autograder.judging.again import unstable_checks
from autograder.judging.bench import Bench, open_bench
from autograder.judging.caught_alone import caught_alone
from autograder.judging.expectations import bounds, test_submissions
from autograder.judging.summary import Explained, closest_right, explanations, summary_line, weakest_catch
from autograder.judging.verdicts import Verdict, verdict_on, verdicts_on_misconceptions

_OWN_SEED: Final = "the course's seed"
_MODE: Final = GradingMode(measure=True)  # what students are told depends on the counterexample beside it
# Explanations quote what was drawn, and are read at one seed.
_MARKS_ALONE: Final = GradingMode(shrink=False, explain=False, measure=True)
_UNSTABLE: Final = "asks something else in every process: by chance, the time, or the order of a set"
_ROOM: Final = 10.0  # right work should stay so many times below each tolerance, mistakes so many times above


@dataclass(frozen=True)
class Judged:
    """What came of the test submissions of an assignment, in lines for its author."""

    assignment: str
    seed: str  # of its draws, in words
    complaints: tuple[str, ...]  # what is not as it should be
    summary: str
    explanations: Explained
    margins: tuple[str, ...]  # how far right and wrong work is from every tolerance
    alone: Mapping[str, Sequence[str]]  # for each check the wrong ones that no other catches

    @property
    def at_own_seed(self) -> bool:
        """Whether it was judged as students are graded."""
        return self.seed == _OWN_SEED


def judge(course: Course, jobs: int | None, every: int, seeds: int = 1) -> Iterator[Judged]:
    """Judge the suites, one seed and one assignment after the other.

    Args:
        course: whose suites are judged.
        jobs: the number of processes, None for one per core.
        every: only every so many test submissions and misconceptions are tried, and others at each seed.
        seeds: at how many seeds; the first is that of the course, where explanations are judged too, the others are
            "1", "2", and so on.

    Raises:
        UserError: the course, the protection or a table of expectations cannot be used.
        GraderBroke: the grader itself broke on a test submission.
    """
    with open_bench(course, jobs, _MODE, Limits()) as bench:
        unstable = list(unstable_checks(course, bench.sessions))
        for judged in _judged(bench, course, _OWN_SEED, slice(0, None, every)):
            different = (f"{place} {_UNSTABLE}" for name, place in unstable if name == judged.assignment)
            broken = breaks(bench.sessions[judged.assignment])
            misstated = _misstated(bench.sessions[judged.assignment])
            yield replace(judged, complaints=(*misstated, *different, *broken, *judged.complaints))
        for number in range(1, seeds):
            some = slice(number % every, None, every)
            yield from _judged(bench.at_seed(str(number), _MARKS_ALONE), course, f"seed {number}", some)


def _judged(bench: Bench, course: Course, seed: str, some: slice) -> Iterator[Judged]:
    for assignment in course.assignments:
        session = bench.sessions[assignment.name]
        verdicts = sorted(_verdicts(bench, assignment, session, some), key=_order)
        yield Judged(
            assignment.name,
            seed,
            tuple(_complaints(assignment, session, verdicts)),
            summary_line(verdicts),
            explanations(verdicts),
            tuple(_margin_lines(session, verdicts)),
            _alone(session, verdicts),
        )


def _alone(session: HiddenSuite, verdicts: Sequence[Verdict]) -> dict[str, list[str]]:
    wrong = {verdict.name: verdict.failed for verdict in verdicts if verdict.kind == "wrong"}
    return caught_alone((check.function_name for check in session.checks), wrong)


def _order(verdict: Verdict) -> tuple[str, str]:
    return verdict.kind, verdict.name


def _verdicts(bench: Bench, assignment: Assignment, session: HiddenSuite, some: slice) -> Iterator[Verdict]:
    submissions = test_submissions(assignment, session.parts)[some]
    wrong = session.explainer.diagnosis.wrong
    hints = {misconception.hint: misconception.name for misconception in wrong}
    for submission, graded in bench.graded([Task(submission, submission.source) for submission in submissions]):
        yield verdict_on(submission, graded, hints)
    yield from verdicts_on_misconceptions(session, some)


def _complaints(assignment: Assignment, session: HiddenSuite, verdicts: Sequence[Verdict]) -> Iterator[str]:
    for verdict in verdicts:
        yield from verdict.complaints()
        if assignment.explanations.is_file() and verdict.kind == "wrong" and not verdict.judged:
            for one in verdict.explanations:
                yield f"wrong/{verdict.name} has no entry in {assignment.explanations.name}; it is told: {one.text}"
    yield from _too_near(assignment, session, verdicts)


def _misstated(session: HiddenSuite) -> Iterator[str]:
    """Marks that the handout states, and the suite does not give; a handout need not state any."""
    given = {part.name: part.maximum for part in session.blank.parts}
    stated = stated_marks(session.assignment, given)
    for part, marks in given.items():
        if stated and stated.get(part) != marks:
            said = f"{stated[part]} marks" if part in stated else "no marks"
            yield f"the handout states {said} for {part}, and the suite gives {marks}"


def _too_near(assignment: Assignment, session: HiddenSuite, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Tolerances that right work comes too near to, or that a mistake hardly exceeds."""
    excused = bounds(assignment)
    for check, ratio, name in closest_right(session, verdicts):
        if ratio > 1 / _ROOM and check.function_name not in excused:
            yield f"right/{name} uses up {ratio:.2g} of the tolerance of {check.function_name}, more than a tenth"
    for part, strength, name in weakest_catch(session, verdicts):
        if strength < _ROOM:
            yield f"{name} is {strength:.2g} tolerances off in {part} at most, less than {_ROOM:g}"


def _margin_lines(session: HiddenSuite, verdicts: Sequence[Verdict]) -> Iterator[str]:
    for check, ratio, name in closest_right(session, verdicts):
        yield f"{check.part}: {check.function_name}: right work is within {ratio:.2g} of the tolerance ({name})"
    for part, strength, name in weakest_catch(session, verdicts):
        yield f"{part}: every mistake is {strength:.3g} tolerances off or more ({name})"
