"""`grade --shard` and `merge`: a class graded in shares gives the same bytes as in one run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.helpers.command import Run, run_command
from tests.helpers.dask_cluster import SmallClass, published, small_class

ROSTER = "name,id\nstudent-000,1\nNobody Here,99\n"
DECISIONS = '[[override]]\nstudent = "student-001"\nassignment = "halving"\nmarks = 77\nwhy = "right idea"\n'


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> SmallClass:
    course = small_class(tmp_path_factory.mktemp("shards"), 7)
    (course.folder / "class/student-006/halving.py").write_bytes(b"x = '\xff'\n")
    (course.folder / "roster.csv").write_text(ROSTER)
    (course.folder / "course/decisions.toml").write_text(DECISIONS)
    for index in (1, 2, 3):
        done = command(course, *course.grade(f"share-{index}", "--shard", f"{index}/3", "--roster", "roster.csv"))
        assert done.code == 0, done.errors
        assert f"share {index}/3 is graded" in done.output
    return course


def command(course: SmallClass, *arguments: str) -> Run:
    return run_command(*arguments, cwd=course.folder)


def merge(course: SmallClass, *shares: str, out: str = "merged") -> Run:
    return command(course, "merge", *shares, "--out", out, "--course", "course")


def refused(done: Run) -> str:
    assert done.code == 2, done.output
    assert done.errors.count("\n") == 1
    return done.errors


def test_merged_shares_are_the_same_bytes_as_one_run(course: SmallClass) -> None:
    alone = command(course, *course.grade("alone", "--roster", "roster.csv"))
    merged = merge(course, "share-3", "share-1", "share-2")
    assert merged.code == alone.code == 0, merged.errors
    assert published(course.folder / "merged") == published(course.folder / "alone")
    assert len(published(course.folder / "merged")) > 2 * 7
    assert merge(course, "share-1", "share-2", "share-3").code == 0  # and nothing has changed
    assert published(course.folder / "merged") == published(course.folder / "alone")


def test_a_share_publishes_nothing(course: SmallClass) -> None:
    assert not list((course.folder / "share-1").glob("*.csv"))
    assert not (course.folder / "share-1" / "students").exists()


def test_a_share_that_was_graded_goes_on_where_it_was(course: SmallClass) -> None:
    done = command(course, *course.grade("share-1", "--shard", "1/3", "--roster", "roster.csv"))
    assert (done.code, "kept: 2 of 2" in done.output) == (0, True)


def test_a_missing_share_is_named(course: SmallClass) -> None:
    assert "share 2/3 missing" in refused(merge(course, "share-1", "share-3"))


def test_a_share_counts_once(course: SmallClass) -> None:
    shutil.copytree(course.folder / "share-1", course.folder / "copy", dirs_exist_ok=True)
    assert "are both share 1/3" in refused(merge(course, "share-1", "copy", "share-2", "share-3"))


def test_a_share_that_was_killed_is_not_taken_for_a_whole_one(course: SmallClass) -> None:
    shutil.copytree(course.folder / "share-2", course.folder / "killed", dirs_exist_ok=True)
    (course.folder / "killed/state/share.json").unlink()
    assert "killed is not a share that was graded to its end" in refused(merge(course, "share-1", "killed", "share-3"))


def test_shares_of_something_else_do_not_fit(course: SmallClass) -> None:
    other = course.folder / "other"
    shutil.copytree(course.folder / "share-2", other, dirs_exist_ok=True)
    share = json.loads((other / "state/share.json").read_text())
    (other / "state/share.json").write_text(json.dumps({**share, "whole": "another class"}))
    assert "they differ in what was handed in" in refused(merge(course, "share-1", "other", "share-3"))


@pytest.mark.long
def test_a_record_is_not_made_a_share(course: SmallClass) -> None:
    command(course, *course.grade("record"))
    assert "record is the record of a class" in refused(command(course, *course.grade("record", "--shard", "1/2")))


def test_a_course_that_changed_since_is_not_merged(course: SmallClass, tmp_path: Path) -> None:
    shutil.copytree(course.folder, tmp_path / "changed")
    changed = SmallClass(tmp_path / "changed")
    suite = changed.folder / "course/solutions/halving/test_halving.py"
    suite.write_text(suite.read_text() + "# another\n")
    done = merge(changed, "share-1", "share-2", "share-3", out="new")
    assert "was graded with another suite than is here" in refused(done)


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", "1/"])
def test_what_is_no_share_is_refused(course: SmallClass, text: str) -> None:
    done = command(course, *course.grade("x", "--shard", text))
    assert done.code == 2
    assert f"{text!r} is not a share such as 3/8" in done.errors
