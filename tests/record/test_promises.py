"""What a record promises, whatever happens in whatever order: drawn by hypothesis, on real runs that may be killed."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.helpers.quick_grading import KILLED, QuickRuns
from tests.record.term import RIGHT, STUB, WRONG, Term

STUDENTS = ("ada", "ben", "cleo")
TEXTS = (RIGHT, WRONG, STUB)


class RecordMachine(RuleBasedStateMachine):
    """A term of three students; the model is what was handed in and decided."""

    runs: ClassVar[QuickRuns]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.term = Term(self.folder, self.runs)
        self.handed: set[str] = set()
        self.graded: set[str] = set()
        self.overridden: dict[str, int] = {}
        self.published: Any = None

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize(text=st.sampled_from(TEXTS))
    def begin(self, text: str) -> None:
        self.hand_in("ada", text)

    @rule(student=st.sampled_from(STUDENTS), text=st.sampled_from(TEXTS))
    def hand_in(self, student: str, text: str) -> None:
        self.term.hand_in(student, text)
        self.handed.add(student)

    @rule(dry=st.booleans(), fresh=st.booleans())
    def grade_all(self, dry: bool, fresh: bool) -> None:
        self._went_well(self.term.grade(*["--dry-run"] * dry, *["--fresh"] * fresh))
        self.graded |= self.handed
        self._moves_are_in_the_diff(published=not dry)

    @rule(number=st.integers(0, 2), dry=st.booleans())
    def grade_one(self, number: int, dry: bool) -> None:
        student = sorted(self.handed)[number % len(self.handed)]
        if self.overridden.keys() - self.graded - {student}:
            return  # a decision about somebody who is not in the record is refused
        self._went_well(self.term.grade(*["--dry-run"] * dry, path=f"class/{student}"))
        self.graded.add(student)
        self._moves_are_in_the_diff(published=not dry)

    @rule(number=st.integers(0, 2), marks=st.integers(1, 29))
    def override(self, number: int, marks: int) -> None:
        """No suite gives such a mark, so that it always changes something."""
        left = sorted(self.graded - self.overridden.keys())
        if not left:  # no precondition: whom a killed run has graded may depend on the load, and draws must not
            return
        student = left[number % len(left)]
        line = ("override", student, "halving", "--marks", str(marks), "--why", "so be it", "--course", "course")
        assert self.term.run(*line).code == 0
        self.overridden[student] = marks

    @rule(weight=st.sampled_from((70, 60)))
    def change_the_suite(self, weight: int) -> None:
        text = self.term.suite.read_text()
        for old in (70, 60):
            text = text.replace(f"marks={old})", f"marks={weight})").replace(f"marks={100 - old})", "marks=ZERO)")
        self.term.suite.write_text(text.replace("marks=ZERO)", f"marks={100 - weight})"))

    @rule()
    def publish(self) -> None:
        if not self.graded:
            return
        done = self.term.run("publish", "out", "--course", "course")
        assert done.code in (0, 2), done.errors  # it is refused where something was decided since the run
        if done.code == 0:
            self._note_published(self.term.out)

    @rule(moment=st.integers(0, 25))
    def grade_and_be_killed(self, moment: int) -> None:
        before = self._views()
        done = self.term.grade(kill_at=moment)
        assert done.code in (0, KILLED), done.errors
        people = self.term.out / "state/people.json"
        self.graded = {person["name"] for person in json.loads(people.read_text())} if people.exists() else set()
        if done.code == 0:
            self._moves_are_in_the_diff(published=True)
            return
        gradebook = self.folder / "gradebook.csv"
        gradebook.write_text("student,halving\nada,\n")
        self.term.run("export", "out", "--to", "csv", "--gradebook", "gradebook.csv")  # any command sets it right
        after = self._views()
        runs = sorted(self.term.out.glob("runs/*/run.json"), key=lambda path: int(path.parent.name))
        assert after == before or after["grades.csv"] == (runs[-1].parent / "grades.csv").read_bytes()
        if after != before:
            self._note_published(self.term.out)

    @invariant()
    def views_agree(self) -> None:
        if not (self.term.out / "grades.csv").exists():
            return
        marks = self.term.marks
        assert set(self._snapshot(self.term.out)) == set(marks)
        for student, mark in marks.items():
            feedback = json.loads((self.term.out / "students" / student / "results.json").read_text())
            assert str(feedback["score"]) == mark

    def final_promises(self) -> None:
        """The same hand-ins and decisions give the same bytes, and no override is lost."""
        self._went_well(self.term.grade())
        for student, marks in self.overridden.items():
            assert self.term.marks[student] == str(marks)
            assert self.term.feedback(student)["extra_data"]["receipts"]["halving"]["decisions"] == [
                self.term.rows[student]["why"].removeprefix("halving: ")
            ]
        self._went_well(self.term.grade(out="fresh"))
        for name in ("grades.csv", "parts.csv"):
            assert (self.term.out / name).read_bytes() == (self.folder / "fresh" / name).read_bytes()

    def _went_well(self, done: Any) -> None:
        assert (done.code, done.errors) == (0, "")

    def _views(self) -> dict[str, bytes]:
        paths = [*self.term.out.glob("*.csv"), *self.term.out.glob("*.json"), *self.term.out.glob("students/*/*.json")]
        return {path.relative_to(self.term.out).as_posix(): path.read_bytes() for path in paths}

    def _snapshot(self, folder: Path) -> dict[str, float | None]:
        document = json.loads((folder / "class.json").read_text())
        return {student["student"]: student["work"]["halving"]["mark"] for student in document["students"]}

    def _moves_are_in_the_diff(self, *, published: bool) -> None:
        """No mark changes between what is published and the newest run without an entry in the diff."""
        newest = max((int(path.parent.name) for path in self.term.out.glob("runs/*/run.json")), default=0)
        now = self._snapshot(self.term.out / "runs" / str(newest))
        if self.published is not None:
            done = self.term.run("diff", "out", "before", str(newest), "--json")
            moved = {mark["student"] for mark in json.loads(done.output)["marks"]}
            assert moved == {student for student, mark in now.items() if self.published.get(student) != mark}
        if published:
            self._note_published(self.term.out / "runs" / str(newest))

    def _note_published(self, folder: Path) -> None:
        self.published = self._snapshot(folder)
        (self.folder / "before").mkdir(exist_ok=True)
        shutil.copy(folder / "class.json", self.folder / "before")


class FinishedMachine(RecordMachine):
    """The same, with the promises for the end of a term."""

    def teardown(self) -> None:
        try:
            if self.handed:
                self.final_promises()
        finally:
            super().teardown()


def check(runs: QuickRuns, examples: int, steps: int) -> None:
    class Machine(FinishedMachine):
        pass

    Machine.runs = runs
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
            suppress_health_check=tuple(HealthCheck),
        ),
    )  # fmt: skip


def test_a_record_keeps_its_promises(runs: QuickRuns) -> None:
    check(runs, examples=3, steps=8)


@pytest.mark.long
def test_a_record_keeps_its_promises_through_long_terms(runs: QuickRuns) -> None:
    check(runs, examples=40, steps=20)
