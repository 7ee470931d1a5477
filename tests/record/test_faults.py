"""Whatever happens to a command, nothing of the record is lost or half-written, and the same command then works.

What hypothesis draws of it stands in `test_promises`, what needs real processes in `tests/commands/stops_and_starts`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.system.one_run import only_run_in, views_of
from tests.helpers.quick_grading import KILLED, QuickRuns
from tests.record.term import RIGHT, STUB, Term, as_older_version

COURSE = ("--course", "course")
GRADE = ("grade", "class", "--out", "out", *COURSE, "--jobs", "1")


def new_work(term: Term) -> None:
    term.hand_in("ben", STUB)
    term.hand_in("cleo", RIGHT)


def of_an_older_version(term: Term) -> None:
    as_older_version(term.out)
    term.hand_in("cleo", RIGHT)


def a_dry_run(term: Term) -> None:
    new_work(term)
    term.graded("--dry-run")


def an_edit(term: Term) -> None:
    path = term.out / "grades.csv"
    path.write_text(path.read_text().replace("ben,30,30", "ben,35,30"))


def a_roster_that_joins_two(term: Term) -> None:
    (term.folder / "roster.csv").write_text("student,id,login\nAda Lovelace,ada,ben\n")
    shutil.rmtree(term.folder / "class/ben")


Prepare = Callable[[Term], None]
COMMANDS: dict[str, tuple[Prepare, tuple[str, ...]]] = {
    "grade": (new_work, GRADE),
    "grade_an_older_record": (of_an_older_version, GRADE),
    "start_over": (new_work, (*GRADE, "--replace")),
    "take_edits": (an_edit, (*GRADE, "--take-edits")),
    "two_become_one": (a_roster_that_joins_two, (*GRADE, "--roster", "roster.csv")),
    "publish": (a_dry_run, ("publish", "out", *COURSE)),
}


# Each is run again and again; in the ordinary suite only what people do every week.
EVERY_WEEK = ("grade", "publish")


@pytest.fixture(params=[pytest.param(name, marks=() if name in EVERY_WEEK else pytest.mark.long) for name in COMMANDS])
def prepared(request: pytest.FixtureRequest, two: Term) -> tuple[Term, tuple[str, ...]]:
    """A record, and a command that changes much of it."""
    prepare, line = COMMANDS[request.param]
    prepare(two)
    return two, line


def copies(term: Term, runs: QuickRuns) -> Iterator[Term]:
    """The term again and again, each beside the last."""
    number = 0
    while True:
        number += 1
        yield Term(shutil.copytree(term.folder, term.folder.parent / f"copy-{number}"), runs)


def outcome(term: Term) -> dict[str, bytes]:
    """What must be the same in the end: what people read, what was decided, and what was handed in."""
    decisions = term.decisions.read_bytes() if term.decisions.exists() else b""
    texts = {name: data for name, data in term.files.items() if name.startswith("state/hand-ins/")}
    # The report of the class says how long grading took, and which run it was: that is another each time.
    views = {name: data for name, data in term.views.items() if not name.endswith(".html")}
    return {**views, **texts, "decisions.toml": decisions}


def check_every_moment(term: Term, line: tuple[str, ...], runs: QuickRuns, stride: int) -> None:
    others = copies(term, runs)
    whole = next(others)
    assert whole.run(*line).code == 0
    for moment in range(0, 1000, stride):
        killed = next(others)
        done = killed.run(*line, kill_at=moment)
        assert done.code in (0, KILLED), done.errors
        again = killed.run(*line)
        assert again.code == 0, again.errors
        ends = outcome(killed), outcome(whole)
        assert [name for name in ends[0].keys() | ends[1].keys() if ends[0].get(name) != ends[1].get(name)] == []
        assert not list(killed.out.rglob("*.unfinished"))
        shutil.rmtree(killed.folder)
        if done.code == 0:
            return
    raise AssertionError("it never came to its end")


def test_a_command_that_is_killed_loses_nothing_and_can_be_repeated(
    prepared: tuple[Term, tuple[str, ...]], runs: QuickRuns
) -> None:
    check_every_moment(*prepared, runs, stride=11)


@pytest.mark.long  # every single moment
def test_a_command_can_be_killed_at_every_moment(prepared: tuple[Term, tuple[str, ...]], runs: QuickRuns) -> None:
    check_every_moment(*prepared, runs, stride=1)


@pytest.mark.parametrize("largest_file", [1500, 3000, 6000])  # what the command says fits in
def test_a_full_disk_leaves_what_people_read_as_it_was(
    prepared: tuple[Term, tuple[str, ...]], runs: QuickRuns, largest_file: int
) -> None:
    term, line = prepared
    others = copies(term, runs)
    full, whole = next(others), next(others)
    done = full.run(*line, largest_file=largest_file)
    assert done.code in (0, 2), done.errors
    if done.code == 2:
        assert done.errors.count("\n") == 1
        moved = "timings.csv"  # of an older version: the record keeps times elsewhere, and takes this file away first
        assert {**full.views, moved: b""} == {**term.views, moved: b""}
        assert not list(full.out.rglob("*.unfinished"))
    for one in (full, whole):
        assert one.run(*line).code == 0
    assert outcome(full) == outcome(whole)


@pytest.mark.parametrize("line", [GRADE, ("publish", "out", *COURSE)], ids=["grade", "publish"])
def test_another_run_is_waited_for_or_refused(two: Term, line: tuple[str, ...]) -> None:
    new_work(two)
    before = two.files
    with only_run_in(two.out):
        done = two.run(*line)
    assert (done.code, two.files) == (5, before)
    assert done.errors.startswith("autograder: another run is writing to out: wait until it has finished")
    assert two.run(*GRADE, "--wait", "9").code == 0


def test_a_gradebook_is_not_filled_while_views_change(two: Term, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.system.one_run._SECONDS_TO_READ", 0.1)
    (two.folder / "gradebook.csv").write_text("student,halving\nada,\n")
    line = ("export", "out", "--to", "csv", "--gradebook", "gradebook.csv")
    with views_of(two.out):
        assert [two.run(*line).code, two.run("diff", "out", "1", "1").code] == [5, 5]
    assert [two.run(*line).code, two.run("diff", "out", "1", "1").code] == [0, 0]


BROKEN = {
    "half_a_line": "[[override",
    "not_text": "\ud800",
    "a_typo": '[[overide]]\nstudent = "ben"\n',
    "two_that_contradict": "",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_broken_decisions_stop_every_command_that_needs_them_before_it_writes(two: Term, text: str) -> None:
    two.decisions.write_bytes(text.encode("utf-8", "surrogatepass"))
    if not text:
        two.override("ben", "marks = 3")
        two.override("ben", "marks = 4")
    new_work(two)
    before = two.files
    for line in (GRADE, (*GRADE, "--replace"), ("publish", "out", *COURSE)):
        done = two.run(*line)
        assert (done.code, done.errors.count("\n"), two.files) == (2, 1, before)
        assert "decisions.toml" in done.errors


def test_no_attempt_is_lost_when_its_file_cannot_be_read(two: Term) -> None:
    path: Path = two.out / "state/halving/ben.json"
    path.write_text(path.read_text()[:200])
    before = two.views
    done = two.grade(path="class/ada")
    assert (done.code, two.views) == (2, before)
    assert "out/state/halving/ben.json cannot be read: put it back from a copy, or grade" in done.errors
    assert "regraded: ben halving (its earlier result cannot be read)\n" in two.graded()
    assert two.views.keys() == before.keys()
    assert path.with_name("ben.json.unreadable-3").exists()
