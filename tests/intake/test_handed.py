"""When work was handed in, as far as a platform tells, and the bytes that were."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.intake.records import Handed, HandIn, Source
from tests.helpers.hand_in_files import (
    METADATA,
    Files,
    folder_of,
    gradescope_export,
    hand_ins_in,
    otter_export,
    zip_of,
)


def handed(hand_in: HandIn, place: int = 1) -> Handed:
    work = hand_in.work[place]
    assert isinstance(work, Source)
    return work.handed


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.fixture
def in_zurich(monkeypatch: pytest.MonkeyPatch) -> object:
    """A machine whose local time is that of Zurich."""
    monkeypatch.setenv("TZ", "Europe/Zurich")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_the_bytes_are_those_that_were_downloaded(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfx = 1\r\n"
    folder_of(tmp_path, {"ada/zero_init.py": data, "ben.zip": zip_of({"zero_init.py": data})})
    for hand_in in hand_ins_in(tmp_path).values():
        assert handed(hand_in) == Handed(hashlib.sha256(data).hexdigest())


def test_canvas_says_who_was_late_and_not_by_how_much(tmp_path: Path) -> None:
    folder_of(tmp_path, {"a_LATE_1_10_zero_init.py": "x", "b_2_11_zero_init.py": "x"})
    told = [handed(hand_in) for hand_in in hand_ins_in(tmp_path).values()]
    assert [(one.late, one.late_seconds) for one in told] == [(True, None), (None, 0)]


def test_gradescope_says_when_work_was_handed_in_and_how_late(tmp_path: Path) -> None:
    late = METADATA.replace("  :score: 44.0\n", "  :lateness: '49:05:59'\n")
    hand_ins = hand_ins_in(folder_of(tmp_path, gradescope_export(late)))
    group = handed(hand_ins["Jane Doe"])
    assert (group.at, group.late_seconds) == (utc("2023-09-21T10:00:00+00:00"), 49 * 3600 + 5 * 60 + 59)
    assert handed(hand_ins["No"])[1:3] == (utc("2023-09-22T10:00:00+00:00"), None)


@pytest.mark.usefixtures("in_zurich")
@pytest.mark.parametrize(
    "files",
    [
        {"zero_init_2026_09_21T10_15_00_000001.zip": otter_export("x = 1")},
        {"1-7 - Jane Doe - Sep 21, 2026 1015 AM/zero_init.py": "x = 1"},
        {"HW_jdoe_attempt_2026-09-21-10-15-00_zero_init.py": "x = 1"},
    ],
    ids=["otter", "brightspace", "blackboard"],
)
def test_a_time_without_a_zone_is_local_time(tmp_path: Path, files: Files) -> None:
    notes: list[str] = []
    (hand_in,) = hand_ins_in(folder_of(tmp_path, files), notes=notes).values()
    assert handed(hand_in).at == utc("2026-09-21T10:15:00+02:00")
    assert notes == ["times without a time zone, read as this machine's (TZ=... sets another): of 1 hand-ins"]


def git(place: Path, *arguments: str, at: str = "2026-09-21T10:15:00+02:00") -> None:
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@x", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@x"}
    environment = os.environ | who | {"GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": at, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "-C", str(place), *arguments], check=True, env=environment, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A class of one checkout with two commits."""
    repository = folder_of(tmp_path / "class" / "zero_init-ada", {"zero_init.py": "x = 1"})
    git(repository, "init", "-b", "main")
    for at in ("2026-09-20T10:15:00+02:00", "2026-09-21T10:15:00+02:00"):
        git(repository, "add", ".")
        git(repository, "commit", "--allow-empty", "-m", "work", at=at)
    return repository


def at(checkout: Path) -> datetime | None:
    return handed(hand_ins_in(checkout.parent)["ada"]).at


PACKING: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "loose": (),
    "packed": (("gc", "--quiet"),),
    "detached": (("checkout", "--detach"),),
    "packed_and_detached": (("gc", "--quiet"), ("checkout", "--detach")),
}


@pytest.mark.parametrize("commands", PACKING.values(), ids=PACKING)
def test_a_checkout_was_handed_in_with_its_newest_commit(checkout: Path, commands: tuple[tuple[str, ...], ...]) -> None:
    for command in commands:
        git(checkout, *command)
    assert at(checkout) == utc("2026-09-21T10:15:00+02:00")


@pytest.mark.parametrize("packed", [False, True], ids=["loose", "packed"])
def test_the_newest_submit_tag_of_classroom_50_counts(checkout: Path, packed: bool) -> None:
    for name in ("2026-09-22T08-00-00Z-1234567", "2026-09-23T08-00-00Z-89abcde"):
        git(checkout, "tag", f"submit/{name}")
    if packed:
        git(checkout, "gc", "--quiet")
    assert at(checkout) == utc("2026-09-23T08:00:00+00:00")


DAMAGES: Files = {
    ".git/HEAD": "ref: refs/heads/other\n",
    ".git/refs/heads/main": "0" * 40,
    ".git/packed-refs": "\xff\0",
    ".git/objects/pack/pack-1.idx": b"\xfftOc\0\0\0\x02" + bytes(4) * 2 + b"\xff" * 3_000,
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_repository_costs_nobody_their_work(checkout: Path, name: str) -> None:
    git(checkout, "gc", "--quiet")
    folder_of(checkout, {name: DAMAGES[name]})
    assert at(checkout) in (None, utc("2026-09-21T10:15:00+02:00"))


def test_the_ids_of_a_student_are_known_by_kind(tmp_path: Path) -> None:
    hand_ins = hand_ins_in(folder_of(tmp_path, gradescope_export()))
    assert hand_ins["Jane Doe"].ids == (("sis", "0100"), ("email", "jane@x.edu"))
