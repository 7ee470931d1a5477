"""How a protection level is chosen: by trying."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from autograder.sandbox import LEVELS, MINIMUM, SandboxError, Zygote, choose, command_line, plain, probe, zygote_process
from autograder.sandbox.errors import TooSlow
from autograder.sandbox.levels import Level, named
from tests.helpers.stop_and_go import slowed
from tests.helpers.workers import cold


def test_the_first_level_that_holds_is_chosen() -> None:
    """Every better level is refused with a reason in one line, and the zygote is ready to use."""
    choice = choose()
    with choice.zygote:
        better = LEVELS[: LEVELS.index(choice.level)]
        assert tuple(level for level, _ in choice.refused) == better
        assert all(reason and "\n" not in reason for _, reason in choice.refused)
        assert choice.sentence().startswith(choice.level.name)
        choice.zygote.spawn().kill()


def test_a_level_can_be_requested() -> None:
    with choose("none").zygote as zygote:
        assert zygote.level is named("none")


def test_a_level_that_does_not_exist_is_refused_with_the_list_of_levels() -> None:
    with pytest.raises(SandboxError, match=r"'docker'.*bwrap, namespaces"):
        choose("docker")


def test_a_requested_level_is_not_replaced_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "find_bwrap", lambda: None)
    with pytest.raises(SandboxError, match=r"protection level bwrap is not available: bubblewrap .* is not installed"):
        choose("bwrap")


def test_without_bubblewrap_the_next_level_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused level does not start torch."""
    monkeypatch.setattr(command_line, "find_bwrap", lambda: None)
    with choose().zygote as zygote:
        assert zygote.level is not None
        assert zygote.level.outer != "bwrap"


@pytest.mark.parametrize("name", ["bwrap", "namespaces", "filters"])
def test_a_hidden_folder_within_the_view_refuses_the_level(name: str) -> None:
    """A course inside the folder of the Python it is graded with would be visible."""
    with pytest.raises(SandboxError, match="can list"):
        choose(name, hidden=[Path(sys.base_prefix, "lib")])


def test_a_promise_that_does_not_hold_refuses_the_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here a worker reports that it can do what it must not."""
    monkeypatch.setattr(Zygote, "prove", lambda self, targets: ["can use the network"])
    monkeypatch.setattr(Zygote, "start", lambda self, level: None)
    with pytest.raises(SandboxError, match="a worker can use the network"):
        probe.choose("filters")


def test_a_trusted_side_that_is_process_1_is_not_confused_with_the_worker(level: str) -> None:
    """In a container the grader is often process 1, and so is a worker in its own namespace."""
    targets = {"files": [], "folders": [], "seen": [], "processes": [1], "scratch": named(level).scratch}
    with cold(level) as zygote:
        assert zygote.prove(targets) == []


def test_a_busy_machine_does_not_lower_the_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every trial takes too long on a fiftieth of a processor, and that is said: no other level is tried."""
    monkeypatch.setattr(zygote_process, "MOST_SECONDS", 1.0)
    with slowed(os.getpid(), 0.02), pytest.raises(TooSlow, match=r"took more than 1 s: .* too busy"):
        choose().zygote.close()


@pytest.mark.parametrize("level", ["filters", "none"])
def test_a_start_that_takes_too_long_is_told_from_one_that_is_refused(
    level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zygote_process, "MOST_SECONDS", 0.5)
    monkeypatch.setattr(plain, "MOST_SECONDS", 0.5)
    zygote = Zygote(program="import time; time.sleep(60)")

    def start() -> None:
        zygote.start(level)
        zygote.spawn()

    with zygote, pytest.raises(TooSlow, match=r"took more than 0\.5 s"):
        start()


def test_levels_are_in_order_and_have_different_names() -> None:
    assert [level.number for level in LEVELS] == list(range(1, len(LEVELS) + 1))
    assert len({level.name for level in LEVELS}) == len(LEVELS)


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.name)
def test_every_level_has_one_line_each_on_what_it_protects_and_leaves_open(level: Level) -> None:
    assert "\n" not in level.protects + level.leaves_open
    assert level.at_least(MINIMUM) is level.sandboxed
