"""A run may be stopped at any moment, and begun again: nothing finished is lost, nothing is left."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course import Course, read_course
from autograder.grading.budget import Limits
from autograder.grading.fingerprint import Fingerprints
from autograder.grading.kept import KeptResults
from autograder.grading.suite_session import Graded
from autograder.intake.records import Source
from autograder.results import AssignmentResult, CheckResult, Outcome, PartResult, Timing
from autograder.sandbox.temporary import TemporaryFolder, sweep
from tests.helpers.kill_often import kill_often
from tests.helpers.small_course import (
    RIGHT,
    adopt_orphans,
    all_end,
    descendants,
    graders,
    hand_in,
    kill,
    leftovers,
    make_course,
    records,
    results,
    run,
    start,
    wait_for,
)

WRONG = "def halve(x):\n    return x / 3\n"


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    before = descendants()  # of other tests in this process
    adopt_orphans()
    yield
    ended = all_end(besides=before)
    kill([process for process in descendants() if process not in before])
    adopt_orphans(False)
    assert ended


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a course and a class of two."""
    make_course(tmp_path)
    hand_in(tmp_path, "ada", RIGHT)
    hand_in(tmp_path, "ben", WRONG)
    return tmp_path


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, graded; not to be changed."""
    folder = tmp_path_factory.mktemp("graded") / "place"
    make_course(folder)
    hand_in(folder, "ada", RIGHT)
    hand_in(folder, "ben", WRONG)
    done = run(folder)
    assert done.returncode == 0, done.stderr
    assert "kept" not in done.stdout
    return folder


@pytest.fixture
def graded(graded_once: Path, tmp_path: Path) -> Path:
    """A copy of it, to be graded again."""
    return shutil.copytree(graded_once, tmp_path / "place")


def grading(process: subprocess.Popen[str], place: Path, *, finished: int) -> None:
    """Wait until graders are at work, and so many hand-ins are finished."""
    wait_for(lambda: graders(process) and len(records(place / "out")) >= finished)


def course_of(place: Path) -> Course:
    return read_course(place / "course", with_solutions=True)


# --- going on, and grading only what changed ---


def test_a_second_run_keeps_everything_and_writes_the_same_bytes(graded: Path) -> None:
    before, kept = results(graded / "out"), records(graded / "out")
    done = run(graded)
    assert "kept: 2 of 2\n" in done.stdout
    assert "regraded" not in done.stdout
    assert (results(graded / "out"), records(graded / "out")) == (before, kept)


def test_only_what_changed_is_graded_again_and_the_reason_is_said(graded: Path) -> None:
    hand_in(graded, "ben", RIGHT)
    before = records(graded / "out")
    output = run(graded).stdout
    assert "regraded: ben halving (submission changed)\nkept: 1 of 2\n" in output
    assert len(set(before.values()) & set(records(graded / "out").values())) == 1
    assert "ben,100," in (graded / "out/grades.csv").read_text()


def as_of_another_engine(text: str) -> str:
    record = json.loads(text)
    return json.dumps(record | {"fingerprint": record["fingerprint"] | {"engine": "another"}, "result": None})


def test_kept_results_of_another_engine_or_spoilt_ones_are_not_used(graded: Path) -> None:
    before = results(graded / "out")
    one, other = sorted(graded.glob("out/state/*/*.json"))
    one.write_text(as_of_another_engine(one.read_text()))
    other.write_text(other.read_text()[:300])
    output = run(graded).stdout
    assert "halving (engine changed)\n" in output
    assert "halving (what was kept cannot be read)\n" in output
    assert "kept: 0 of 2\n" in output
    assert results(graded / "out") == before


@pytest.mark.parametrize("out", ["class/results", "class/ada/results"])
def test_results_among_the_hand_ins_are_nobodys_hand_in(place: Path, out: str) -> None:
    assert run(place, out=out).returncode == 0
    before = results(place / out)
    done = run(place, out=out)
    assert "kept: 2 of 2\n" in done.stdout
    assert results(place / out) == before
    assert {row.split(",")[0] for row in before["grades.csv"].decode().splitlines()} >= {"ada", "ben"}


def test_results_cannot_be_written_over_the_hand_ins(place: Path) -> None:
    done = run(place, out="class")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "autograder: class holds what was handed in: name another folder for the results\n"
    assert sorted(path.name for path in (place / "class").iterdir()) == ["ada", "ben"]


def test_a_fresh_run_keeps_nothing(graded: Path) -> None:
    before = results(graded / "out")
    for path in graded.glob("out/state/*/*.json"):
        path.write_text(path.read_text().replace("100", "7"))
    output = run(graded, "--fresh").stdout
    assert "kept" not in output
    assert "regraded" not in output
    assert results(graded / "out") == before


def test_what_the_grader_broke_is_graded_again(place: Path) -> None:
    suite = place / "course/solutions/halving/test_halving.py"
    broken = '    if submission.halve(3.0) != 1.5:\n        raise OSError("the grader")\n'
    suite.write_text(suite.read_text().replace('zero alone"""\n', f'zero alone"""\n{broken}'))
    assert run(place).returncode == 3
    done = run(place)
    assert done.returncode == 3
    assert "regraded: ben halving (the grader broke)\nkept: 1 of 2\n" in done.stdout


def test_students_who_left_keep_their_folders_and_have_no_row(graded: Path) -> None:
    (graded / "class" / "ben").rename(graded / "class" / "cleo")
    output = run(graded).stdout
    assert "not in this class, and left as they are in out/students: ben\n" in output
    assert (graded / "out/students/ben/results.json").is_file()
    rows = (graded / "out/grades.csv").read_text().splitlines()
    assert [row.split(",")[0] for row in rows] == ["student", "ada", "cleo"]


def change_suite(place: Path) -> None:
    suite = place / "course/solutions/halving/test_halving.py"
    suite.write_text(suite.read_text().replace("-100, 100", "-99, 99"))


def change_reference(place: Path) -> None:
    (place / "course/solutions/halving/halving.py").write_text("def halve(x: float) -> float:\n    return 0.5 * x\n")


def change_contract(place: Path) -> None:
    (place / "course/assignments/halving/contract.py").write_text("def halve(x: int) -> float: ...\n")


def add_a_file_that_the_suite_may_import(place: Path) -> None:
    (place / "course/solutions/halving/strategies.py").write_text("")


def add_a_file_for_all_suites(place: Path) -> None:
    (place / "course/solutions/conftest.py").write_text("")


def change_prose_and_test_submissions(place: Path) -> None:
    (place / "course/assignments/halving/README.md").write_text("# 1. Halving numbers\n")
    (place / "course/solutions/halving/NOTES.md").write_text("Beware.\n")
    (place / "course/solutions/halving/submissions/right").mkdir(parents=True)
    (place / "course/solutions/halving/submissions/right/plain.py").write_text(RIGHT)


SOURCE = Source("halving", "halving.py", (("halving.py", RIGHT),))


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (change_suite, ["suite"]),
        (change_reference, ["suite"]),
        (change_contract, ["suite"]),
        (add_a_file_that_the_suite_may_import, ["suite"]),
        (add_a_file_for_all_suites, ["suite"]),
        (change_prose_and_test_submissions, []),
    ],
)
def test_a_result_depends_on_all_that_the_suite_is_made_of(
    place: Path, change: Callable[[Path], None], changed: list[str]
) -> None:
    before = Fingerprints(course_of(place), Limits(), "bwrap").of(SOURCE)
    change(place)
    assert Fingerprints(course_of(place), Limits(), "bwrap").of(SOURCE).changes_since(before) == changed


@pytest.mark.parametrize(
    ("limits", "level", "source", "changed"),
    [
        (Limits(call=9.0), "bwrap", SOURCE, ["limits"]),
        (Limits(), "filters", SOURCE, ["protection"]),
        (Limits(), "bwrap", replace(SOURCE, notes=("chosen of two",)), ["submission"]),
        (Limits(), "bwrap", replace(SOURCE, cells=(("halving.py", WRONG),)), ["submission"]),
        (Limits(check=9.0), "none", replace(SOURCE, notes=("\ud800",)), ["submission", "limits", "protection"]),
    ],
)
def test_a_result_depends_on_submission_limits_and_protection(
    place: Path, limits: Limits, level: str, source: Source, changed: list[str]
) -> None:
    before = Fingerprints(course_of(place), Limits(), "bwrap").of(SOURCE)
    assert Fingerprints(course_of(place), limits, level).of(source).changes_since(before) == changed


@given(texts=st.lists(st.text(st.characters()), min_size=6, max_size=6), marks=st.integers(0, 100))
def test_any_result_comes_back_as_it_was_kept(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], marks: int
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    make_course(folder)
    fingerprints = Fingerprints(course_of(folder), Limits(), "bwrap")
    part, promise, message, call, hint, note = texts
    check = CheckResult(part, promise, marks, Outcome.FAILED, message, (call, call), hint)
    graded = Graded(AssignmentResult("halving", (PartResult(part, (check,)),), (note,)), Timing(0.1, 0.2, 0.3, 4, 5))
    KeptResults(folder, fingerprints, fresh=False).keep(note, SOURCE, graded)
    assert KeptResults(folder, fingerprints, fresh=False).find(note, SOURCE) == graded


def test_many_who_are_graded_again_for_one_reason_are_counted(place: Path) -> None:
    graded = Graded(AssignmentResult("halving", ()), Timing(0.1, 0.2, 0.3, 4, 5))
    before = KeptResults(place / "state", Fingerprints(course_of(place), Limits(), "bwrap"), fresh=False)
    after = KeptResults(place / "state", Fingerprints(course_of(place), Limits(), "filters"), fresh=False)
    for number in range(6):
        before.keep(f"student {number}", SOURCE, graded)
        assert after.find(f"student {number}", SOURCE) is None
    assert after.account() == ["regraded: halving of 6 students (protection changed)", "kept: 0 of 6"]


# --- stops ---


@pytest.mark.long
def test_killing_at_random_moments_loses_nothing(tmp_path: Path) -> None:
    """The long form, of 50 moments, is the script `kill_often.py`."""
    assert kill_often(tmp_path, moments=3, seed=3) == []


@pytest.mark.parametrize(
    ("send", "number", "code"),
    [
        pytest.param(os.killpg, signal.SIGINT, 130, id="keyboard"),
        pytest.param(os.kill, signal.SIGTERM, 143, id="TERM", marks=pytest.mark.long),
        pytest.param(os.killpg, signal.SIGHUP, 129, id="terminal closed", marks=pytest.mark.long),
    ],
)
def test_a_signal_ends_the_run_and_keeps_what_is_finished(
    place: Path, send: Callable[[int, int], None], number: int, code: int
) -> None:
    slow = ("cleo", "dana", "eva", "finn", "gil", "hana")
    for student in slow:
        hand_in(place, student, RIGHT, seconds=14)
    before = descendants()
    process = start(place)
    grading(process, place, finished=2)
    send(process.pid, number)
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (code, "autograder: interrupted\n")
    assert all_end(besides=before)
    assert leftovers(place) == []
    finished = {path.parent.name for path in place.glob("out/students/*/results.json")}
    assert {"ada"} <= finished < {"ada", "ben", *slow}  # what is kept is written out next, if not by this run
    assert len(records(place / "out")) >= max(2, len(finished))


def test_output_that_nobody_reads_costs_no_results(place: Path) -> None:
    process = start(place)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith("protection: ")
    process.stdout.close()
    process.stderr.close()
    assert process.wait(60) == 0
    assert (place / "out/grades.csv").is_file()


def test_a_terminal_that_is_gone_costs_no_results_under_nohup(place: Path) -> None:
    ours, theirs = os.openpty()
    ignore = functools.partial(signal.signal, signal.SIGHUP, signal.SIG_IGN)
    process = start(place, stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=ignore)
    os.close(theirs)
    wait_for(lambda: graders(process))
    os.close(ours)
    os.killpg(process.pid, signal.SIGHUP)
    assert process.wait(60) == 0
    assert (place / "out/grades.csv").is_file()


def test_a_killed_sandbox_costs_a_student_no_marks(place: Path) -> None:
    """It is killed while ada's file is being loaded, or just before where the machine is slow."""
    hand_in(place, "ada", RIGHT, seconds=5)
    process = start(place, "--jobs", "1")
    wait_for(lambda: graders(process))
    time.sleep(1.5)
    at_work = graders(process)
    kill([other for other in descendants(process.pid) if other not in at_work])
    process.communicate(timeout=60)
    rows = (place / "out/grades.csv").read_text().splitlines()
    assert [row.split(",")[:3] for row in rows[1:]] == [["ada", "100", "100"], ["ben", "30", "30"]]


def test_two_runs_into_one_folder_are_one_too_many(place: Path) -> None:
    hand_in(place, "cleo", RIGHT, seconds=8)
    first = start(place)
    grading(first, place, finished=2)
    second = run(place)
    assert second.returncode == 2
    assert second.stderr == (
        "autograder: another run is writing to out: wait until it is done, or name another folder with --out\n"
    )
    first.communicate(timeout=60)
    assert first.returncode == 0
    assert len((place / "out/grades.csv").read_text().splitlines()) == 4


# --- what a killed run leaves, and a full disk ---


def test_temporary_files_of_killed_runs_are_removed_by_the_next(place: Path) -> None:
    """At this level a zygote has a folder in the system's folder for temporary files."""
    hand_in(place, "cleo", RIGHT, seconds=14)
    process = start(place, "--protection", "filters")
    grading(process, place, finished=2)
    process.kill()
    process.communicate()
    for folder in (place / "out", place / "out/students/ada", place / "out/state/halving"):
        (folder / ".results.json.abc.unfinished").write_text("{")
    assert len(leftovers(place)) >= 4
    hand_in(place, "cleo", RIGHT)
    assert run(place).returncode == 0
    assert leftovers(place) == []


def test_temporary_folders_in_use_are_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ours = TemporaryFolder()
    (tmp_path / "autograder-sandbox-results").mkdir()
    (tmp_path / "autograder-sandbox-of-mine-too").mkdir()
    (tmp_path / "autograder-sandbox-abcdefgh").mkdir()
    (tmp_path / "autograder-sandbox-12345678").symlink_to(tmp_path / "autograder-sandbox-results")
    sweep()
    left = {path.name for path in tmp_path.iterdir()}
    ours.close()
    assert Path(ours.path).name in left
    assert "autograder-sandbox-abcdefgh" not in left
    assert {"autograder-sandbox-of-mine-too", "autograder-sandbox-12345678"} <= left


def on_a_full_disk(place: Path, **others: object) -> None:
    """The results of before are untouched by a run that cannot write."""
    before = results(place / "out")
    hand_in(place, "ben", RIGHT)
    done = run(place, **others)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cannot be written: " in done.stderr
    assert results(place / "out") == before
    assert leftovers(place) == []


def test_a_full_disk_is_said_in_one_line_and_leaves_old_files_alone(graded: Path) -> None:
    """Here no file may be longer than a kilobyte, which the system refuses as it does on a full disk."""
    limit = (1024, 1024)
    on_a_full_disk(graded, preexec_fn=functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, limit))
    assert "kept: 1 of 2\n" in run(graded).stdout
    assert "ben,100," in (graded / "out/grades.csv").read_text()


def test_a_disk_that_is_really_full_does_so_too(graded: Path) -> None:
    out = (graded / "out").rename(graded / "elsewhere")
    (graded / "out").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(graded / "out")]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root can mount a small disk")
    try:
        shutil.copytree(out, graded / "out", dirs_exist_ok=True)
        with contextlib.suppress(OSError), (graded / "out/ballast").open("wb", buffering=0) as file:
            while file.write(b"x" * 512):
                pass
        on_a_full_disk(graded)
    finally:
        subprocess.run(["umount", str(graded / "out")], check=True)
