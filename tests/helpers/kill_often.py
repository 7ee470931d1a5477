"""Kill a run at random moments, continue with the same command, and check that nothing is lost.

    python -m tests.helpers.kill_often [MOMENTS] [SEED]

Prints one line per moment; the exit code is 1 if something was lost, left running or left on the disk.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers.small_course import (
    WORK,
    adopt_orphans,
    all_end,
    descendants,
    forget,
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

_SECONDS_TO_LOAD = 0.5  # for each submission, so that there are moments to kill it
_SHARE_WHILE_STARTING = 0.3  # how often it is killed before it grades
_SHARE_OF_CHILDREN = 0.4  # how often a descendant is killed, not the first process


@dataclass
class Killing:
    """A class, the results of an undisturbed run of it, and what has gone wrong since."""

    folder: Path
    rng: random.Random
    options: tuple[str, ...] = ()
    before: list[int] = field(default_factory=list)  # processes of the caller
    expected: dict[str, bytes] = field(default_factory=dict)
    seconds_to_start: float = 0.0
    seconds_to_grade: float = 0.0
    saved: dict[str, bytes] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    @property
    def out(self) -> Path:
        """The results folder."""
        return self.folder / "out"

    def begin(self) -> None:
        """Make the class, and grade it undisturbed."""
        self.before = descendants()
        make_course(self.folder)
        for student, text in WORK.items():
            hand_in(self.folder, student, text, _SECONDS_TO_LOAD)
        started = time.monotonic()
        process = start(self.folder, out="undisturbed")
        wait_for(lambda: graders(process))
        self.seconds_to_start = time.monotonic() - started
        output, errors = process.communicate()
        self.seconds_to_grade = time.monotonic() - started - self.seconds_to_start
        self.expected = results(self.folder / "undisturbed")
        assert process.returncode == 0, errors
        # A run whose sandbox is killed during its trial must not choose another level.
        self.options = ("--protection", output.split()[1].rstrip(":"))

    def one_moment(self) -> str:
        """Kill one process at one moment, both at random; returns what happened, in one line."""
        while True:
            process = start(self.folder, *self.options)
            self._wait(process)
            killed = "" if process.poll() is not None else self._kill_one(process)
            _, errors = process.communicate()
            self._check(process, errors)
            if process.returncode == 0:
                self.finish(0)
            if killed:
                return f"{killed}: exit code {process.returncode}, {len(self.saved)} of {len(WORK)} saved"

    def _wait(self, process: subprocess.Popen[str]) -> None:
        """Wait until a random moment while it starts or while it grades."""
        if self.rng.random() < _SHARE_WHILE_STARTING:
            time.sleep(self.rng.uniform(0, self.seconds_to_start))
        else:
            wait_for(lambda: graders(process) or process.poll() is not None)
            time.sleep(self.rng.uniform(0, self.seconds_to_grade))

    def _kill_one(self, process: subprocess.Popen[str]) -> str:
        """Kill the first process or one of its descendants; returns which."""
        others = descendants(process.pid)
        if not others or self.rng.random() >= _SHARE_OF_CHILDREN:
            kill([process.pid])
            return "the first process"
        index = self.rng.randrange(len(others))
        kill([others[index]])
        return f"process {index + 2} of {len(others) + 1}"

    def finish(self, code: int) -> None:
        """A run finished: check its results against the undisturbed run, and that nothing is left. Then start over."""
        if code != 0 or results(self.out) != self.expected:
            self.complaints.append(f"a run ended with exit code {code}, or with other results")
        self.complaints += [f"left on the disk: {path}" for path in leftovers(self.folder)]
        forget(self.out)
        self.saved = {}

    def _check(self, process: subprocess.Popen[str], errors: str) -> None:
        if not all_end(besides=self.before):
            running = [other for other in descendants() if other not in self.before]
            self.complaints.append(f"left running: {running}")
            kill(running)
        if "Traceback" in errors and process.returncode >= 0:
            self.complaints.append(errors)
        if process.returncode not in (0, 2, -9):
            self.complaints.append(f"exit code {process.returncode}: {errors}")
        saved = records(self.out)
        for text in saved.values():
            json.loads(text)
        lost = [name for name in self.saved if name not in saved]
        changed = [name for name, text in results(self.out).items() if self.expected.get(name) != text]
        self.complaints += [f"lost: {name}" for name in lost] + [f"changed: {name}" for name in changed]
        self.saved = saved


def kill_often(folder: Path, moments: int, seed: int) -> list[str]:
    """Kill so many times, then let a run finish; returns what went wrong."""
    killing = Killing(folder, random.Random(seed))
    killing.begin()
    for number in range(1, moments + 1):
        print(f"{number}: {killing.one_moment()}", flush=True)
    killing.finish(run(folder, *killing.options).returncode)
    return killing.complaints


def main() -> int:
    """Run the script with the numbers on the command line."""
    numbers = [int(argument) for argument in sys.argv[1:]]
    moments, seed = [*numbers, *(50, 1)[len(numbers) :]]
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        complaints = kill_often(Path(folder), moments, seed)
    print("\n".join(complaints) or f"{moments} moments, nothing lost")
    return int(bool(complaints))


if __name__ == "__main__":
    sys.exit(main())
