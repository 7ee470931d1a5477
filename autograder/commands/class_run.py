"""One run over a class: what was graded before is kept, and all else is graded on all cores."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import NamedTuple

from rich.console import Console

from autograder.commands.pace import pace_of
from autograder.grading.tasks import Broke, Graded, Task
from autograder.intake.records import Absent, HandIn, Source
from autograder.record.decisions import Counted, Decisions
from autograder.record.kept import KeptResults
from autograder.reports.terminal import assignment_text, class_table, say
from autograder.results import StudentResult, Timing, broken_checks, plain_number


class Given(NamedTuple):
    """Whose work is graded."""

    hand_in: HandIn
    key: str  # of the person in the record
    again: bool = False  # an earlier attempt, which was not given in this run


GradeTasks = Callable[[Sequence[Task[Given]]], Iterable[tuple[Task[Given], Graded | Broke]]]


def is_up_to_date(
    hand_ins: Sequence[HandIn],
    keys: Mapping[str, str],
    kept: KeptResults,
    names: Sequence[str],
    decisions: Decisions,
) -> bool:
    """Whether every result of the class is kept, and what each assignment looks like without work."""
    return all(kept.blank(name) for name in names) and all(
        kept.is_kept(key, work) and not any(stale_attempts(kept, decisions, key, work))
        for key, work in _works(hand_ins, keys)
    )


def stale_attempts(kept: KeptResults, decisions: Decisions, key: str, work: Source) -> Iterator[Source]:
    """The other attempts of a student that have to be graded again, as they may count."""
    if decisions.rules_of(work.stem).attempt is not Counted.NEWEST:
        yield from kept.stale_attempts(key, work.stem, work)


def _works(hand_ins: Sequence[HandIn], keys: Mapping[str, str]) -> Iterator[tuple[str, Source]]:
    return ((keys[hand_in.student], work) for hand_in in hand_ins for work in hand_in.work if isinstance(work, Source))


@dataclass(frozen=True)
class ClassRun:
    """A class, and what is kept of it."""

    hand_ins: Sequence[HandIn]
    keys: Mapping[str, str]  # of persons in the record, by the names of hand-ins
    kept: KeptResults
    decisions: Decisions
    console: Console
    tell: Callable[[str], None]
    timings: dict[tuple[str, str], Timing] = field(default_factory=dict)

    def grade(self, grade_tasks: GradeTasks, crew: Callable[[], str] = lambda: "") -> int:
        """Grade what was not graded before: each result is on disk as soon as it is known.

        Args:
            grade_tasks: grades, and yields the outcomes as they come.
            crew: who grades, as people read it; "" for this machine.

        Returns:
            How many were graded.
        """
        tasks = list(self._tasks())
        for line in self.kept.account():
            self.tell(line)
        with (
            pace_of(len(tasks), crew, self.console) as pace,
            closing(_yielded(grade_tasks, tasks)) as outcomes,  # ends the graders where something fails
        ):
            for done, (task, outcome) in enumerate(outcomes, 1):
                pace.advance()
                self._keep(task, outcome)
                if not self.console.is_terminal:
                    self.tell(f"graded {done} of {len(tasks)}: {_outcome_text(task, outcome)}")
                    if line := pace.due:
                        self.tell(line)
        if tasks and (graders := crew()):
            self.tell(f"graded on {graders}")
        return len(tasks)

    def _tasks(self) -> Iterator[Task[Given]]:
        for hand_in in self.hand_ins:
            given = Given(hand_in, self.keys[hand_in.student])
            for source in hand_in.work:
                if not isinstance(source, Source):
                    continue
                if (graded := self.kept.find(given.key, source)) is None:
                    yield Task(given, source)
                else:
                    self.kept.note_given(given.key, source)
                    self.timings[hand_in.student, source.stem] = graded.timing
                for other in stale_attempts(self.kept, self.decisions, given.key, source):
                    yield Task(given._replace(again=True), other)

    def _keep(self, task: Task[Given], outcome: Graded | Broke) -> None:
        hand_in, key, again = task.owner
        self.kept.keep(key, task.source, outcome, given=not again)
        if isinstance(outcome, Graded) and not again:
            self.timings[hand_in.student, task.source.stem] = outcome.timing


def note_absences(
    hand_ins: Sequence[HandIn], keys: Mapping[str, str], names: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """Who has no work for an assignment in this run, and why: the person's key, the assignment, the reason."""
    for hand_in in hand_ins:
        for assignment, work in zip(names, hand_in.work, strict=True):
            if isinstance(work, Absent):
                yield keys[hand_in.student], assignment, work.reason


def show_class(console: Console, students: Sequence[StudentResult], names: Sequence[str], broken_path: object) -> None:
    """Print the table of the class, and of a single student the whole result."""
    if len(students) == 1:
        for result in students[0].assignments:
            assignment_text(console, result)
    class_table(console, students, names)
    for place, check in broken_checks(students):
        say(console, f"the grader broke: {place}: {check.promise} (see {broken_path})")


def _yielded(
    grade_tasks: GradeTasks, tasks: Sequence[Task[Given]]
) -> Generator[tuple[Task[Given], Graded | Broke], None, None]:
    yield from grade_tasks(tasks)


def _outcome_text(task: Task[Given], outcome: Graded | Broke) -> str:
    place = f"{task.owner.hand_in.student}, {task.source.stem}"
    if isinstance(outcome, Broke) or outcome.result.undecided:
        return f"{place}: no mark, the grader broke"
    return f"{place}: {plain_number(outcome.result.score)} of {outcome.result.maximum}"
