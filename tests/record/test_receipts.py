"""Receipts, and what can be verified by them: elsewhere, and a year later."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.record.term import RIGHT, STUB, WRONG, Term


def test_a_receipt_says_from_what_by_which_suite_and_with_what_a_mark_came(two: Term) -> None:
    two.override("ben", "add = 5")
    two.graded()
    receipt = two.feedback("ben")["extra_data"]["receipts"]["halving"]
    graded_with = receipt["graded_with"]
    text = two.out / "state/hand-ins" / receipt["handed_in"]["text_sha256"]
    assert hashlib.sha256(text.read_bytes()).hexdigest() == text.name
    assert json.loads(text.read_text())["cells"] == [["halving.py", WRONG]]
    assert (
        graded_with["suite"]["solutions/halving/test_halving.py"] == hashlib.sha256(two.suite.read_bytes()).hexdigest()
    )
    assert set(graded_with["versions"]) == {"engine", "python", "torch", "numpy", "hypothesis"}
    assert graded_with["protection"]["level"] == "filters"
    assert graded_with["limits"]["call"] == 3.0
    assert receipt["decisions"] == ["5 marks more: so be it"]
    assert receipt["marks"] == {"raw": 30, "final": 35, "maximum": 100}
    assert len(receipt["result_sha256"]) == 64


def test_the_same_hand_ins_are_verified_with_the_same_results_on_another_clone(two: Term) -> None:
    (two.folder / "clone").mkdir()
    for name in ("out", "class"):
        shutil.move(two.folder / name, two.folder / "clone" / name)
    shutil.copytree(two.folder / "course", two.folder / "clone/course")
    done = two.run("verify", "clone/out", "clone/class", "--course", "clone/course")
    assert (done.code, done.errors) == (0, "")
    assert done.output.splitlines()[-2:] == ["ada, halving: the same", "ben, halving: the same"]


def test_what_is_not_the_same_is_named_and_cannot_be_compared(two: Term) -> None:
    two.suite.write_text(two.suite.read_text().replace("-100, 100", "-99, 99"))
    two.hand_in("ben", RIGHT)
    done = two.run("verify", "out", "class", "--course", "course", "--json")
    assert done.code == 4
    ada, ben = json.loads(done.output)
    assert (ada["verdict"], ada["lines"]) == (
        "cannot be compared",
        ["the suite differs in solutions/halving/test_halving.py"],
    )
    assert ben["verdict"] == "cannot be compared"
    assert ben["lines"][0].startswith("halving.py is not what was graded: its sha256 is ")


def test_another_result_is_said_check_by_check(two: Term) -> None:
    path = two.out / "state/halving/ben.json"
    path.write_text(path.read_text().replace('"outcome": "failed"', '"outcome": "passed"'))
    done = two.run("verify", "out", "class", "ben", "--course", "course")
    assert (done.code, done.errors) == (1, "")
    line = "ben, halving: another result: test_halves: passed with 70 of 70, now failed with 0 of 70"
    assert done.output.splitlines()[-1] == line


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        (("class", "zoe"), 2, "zoe: there is no such path, and nobody in the record has this id"),
        (("nowhere",), 2, "nowhere does not exist: name the hand-ins, then the students"),
        (("class/ada", "ben"), 4, "ben, all: cannot be compared: nothing of theirs is in these paths"),
    ],
)
def test_what_cannot_be_found_is_said(two: Term, given: tuple[str, ...], code: int, message: str) -> None:
    done = two.run("verify", "out", *given, "--course", "course")
    assert done.code == code
    assert message in done.output + done.errors


@pytest.mark.long  # it builds the engine's wheel
def test_an_archive_holds_all_that_marks_rest_on_and_is_the_same_each_time(two: Term) -> None:
    archives = []
    for name in ("one.zip", "two.zip"):
        done = two.run("archive", "out", "class", "--out", name, "--course", "course")
        assert (done.code, done.errors) == (0, "")
        archives.append((two.folder / name).read_bytes())
    assert archives[0] == archives[1]
    with zipfile.ZipFile(two.folder / "one.zip") as archive:
        names = set(archive.namelist())
        archive.extractall(two.folder / "unpacked")
    assert {"README.txt", "record/grades.csv", "record/runs/1/run.json", "submissions/class/ben/halving.py"} <= names
    assert {"course/solutions/halving/test_halving.py", "course/constraints.txt"} <= names
    assert any(name.endswith(".whl") for name in names)
    unpacked = Path("unpacked")
    done = two.run("verify", f"{unpacked}/record", f"{unpacked}/submissions/class", "--course", f"{unpacked}/course")
    assert (done.code, done.errors) == (0, "")


def test_show_runs_the_failing_call_with_its_prints_and_its_traceback(term: Term) -> None:
    term.hand_in("ada", 'def halve(x):\n    print("halving", x)\n    return 1 / 0 if x else x\n')
    term.graded()
    level = ("--protection", "none", "--allow-unsandboxed")
    done = term.run("show", "ada", "halves", "--record", "out", "--course", "course", *level)
    assert (done.code, done.errors) == (0, "")
    assert "=== halving.py\ndef halve(x):\n" in done.output
    shown = done.output.split("--- test_halves: run in the sandbox\n")[1]
    assert "halve(" in shown
    assert "halving " in shown
    assert "Traceback (most recent call last):" in shown
    assert "ZeroDivisionError: " in shown
    assert "zero: " not in done.output
    refused = term.run("show", "ada", "thirds", "--record", "out", "--course", "course")
    assert (refused.code, "no work with a part 'thirds' of ada" in refused.errors) == (2, True)


def test_show_says_what_was_decided_and_which_attempt_counts(term: Term) -> None:
    term.hand_in("ada", WRONG)
    term.decisions.write_text(
        '[[override]]\nstudent = "ada"\nassignment = "halving"\npart = "halves"\nmarks = 7\nwhy = "an honest slip"\n'
    )
    term.graded()
    level = ("--protection", "none", "--allow-unsandboxed")
    done = term.run("show", "ada", "halves", "--record", "out", "--course", "course", *level)
    assert (done.code, done.errors) == (0, "")
    assert "\ndecided: halves: 7 marks instead of 0: an honest slip\n" in done.output
    assert "\n=== halves: 7 of " in done.output
    term.decisions.write_text('[assignment.halving]\nattempt = "best"\n')
    term.hand_in("ada", STUB)
    term.graded()
    done = term.run("show", "ada", "halves", "--record", "out", "--course", "course", *level)
    assert "note: halving: another attempt counts, with " in done.output
    assert ": of 2 attempts, the best counts\n" in done.output
