"""Kill a class run at random moments, go on with the same command, and see that nothing is lost.

    python -m tests.helpers.kill_often [MOMENTS] [SEED]

Prints a line a moment; the exit code is 1 if something was lost, left running or left lying about.
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

_SECONDS_TO_LOAD = 0.5
_WHILE_STARTING = 0.3  # how often it is killed before it grades
_OF_THE_TREE = 0.4  # how often another process than the first is killed


@dataclass
class Killing:
    """A class, what an undisturbed run makes of it, and what was found wrong since."""

    folder: Path
    rng: random.Random
    options: tuple[str, ...] = ()
    before: list[int] = field(default_factory=list)  # processes of whoever runs this
    expected: dict[str, bytes] = field(default_factory=dict)
    seconds_to_start: float = 0.0
    seconds_to_grade: float = 0.0
    kept: dict[str, bytes] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    @property
    def out(self) -> Path:
        """The results folder."""
        return self.folder / "out"

    def begin(self) -> None:
        """Make the class and the undisturbed run."""
        self.before = descendants()
        make_course(self.folder)
        for student, text in WORK.items():
            hand_in(self.folder, student, text, _SECONDS_TO_LOAD)
        begun = time.monotonic()
        process = start(self.folder, out="undisturbed")
        wait_for(lambda: graders(process))
        self.seconds_to_start = time.monotonic() - begun
        output, errors = process.communicate()
        self.seconds_to_grade = time.monotonic() - begun - self.seconds_to_start
        self.expected = results(self.folder / "undisturbed")
        assert process.returncode == 0, errors
        # A run whose sandbox is killed while it is tried must not choose another one.
        self.options = ("--protection", output.split()[1].rstrip(":"))

    def one_moment(self) -> str:
        """Kill once, at a moment and a process chosen at random; returns what happened, in a line."""
        while True:
            process = start(self.folder, *self.options)
            self._wait(process)
            killed = "" if process.poll() is not None else self._kill_one(process)
            _, errors = process.communicate()
            self._check(process, errors)
            if process.returncode == 0:
                self.finish(0)
            if killed:
                return f"{killed}: exit code {process.returncode}, {len(self.kept)} of {len(WORK)} kept"

    def _wait(self, process: subprocess.Popen[str]) -> None:
        """Until a moment while it starts, or while it grades."""
        if self.rng.random() < _WHILE_STARTING:
            time.sleep(self.rng.uniform(0, self.seconds_to_start))
        else:
            wait_for(lambda: graders(process) or process.poll() is not None)
            time.sleep(self.rng.uniform(0, self.seconds_to_grade))

    def _kill_one(self, process: subprocess.Popen[str]) -> str:
        """Kill the first process or one of the others; returns which."""
        others = descendants(process.pid)
        if not others or self.rng.random() >= _OF_THE_TREE:
            kill([process.pid])
            return "the first process"
        place = self.rng.randrange(len(others))
        kill([others[place]])
        return f"process {place + 2} of {len(others) + 1}"

    def finish(self, code: int) -> None:
        """A run came to its end: all is as undisturbed, and nothing is left. Begin anew."""
        if code != 0 or results(self.out) != self.expected:
            self.complaints.append(f"a run ended with {code} and other results")
        self.complaints += [f"left lying about: {path}" for path in leftovers(self.folder)]
        forget(self.out)
        self.kept = {}

    def _check(self, process: subprocess.Popen[str], errors: str) -> None:
        if not all_end(besides=self.before):
            left = [other for other in descendants() if other not in self.before]
            self.complaints.append(f"left running: {left}")
            kill(left)
        if "Traceback" in errors and process.returncode >= 0:
            self.complaints.append(errors)
        if process.returncode not in (0, 2, -9):
            self.complaints.append(f"exit code {process.returncode}: {errors}")
        now = records(self.out)
        for text in now.values():
            json.loads(text)
        lost = [name for name in self.kept if name not in now]
        torn = [name for name, text in results(self.out).items() if self.expected.get(name) != text]
        self.complaints += [f"lost: {name}" for name in lost] + [f"not whole: {name}" for name in torn]
        self.kept = now


def kill_often(folder: Path, moments: int, seed: int) -> list[str]:
    """Kill so many times, then let the run come to its end; returns what was wrong."""
    killing = Killing(folder, random.Random(seed))
    killing.begin()
    for number in range(1, moments + 1):
        print(f"{number}: {killing.one_moment()}", flush=True)
    done = run(folder, *killing.options)
    killing.finish(done.returncode)
    return killing.complaints


def main() -> int:
    """Run the script."""
    numbers = [int(argument) for argument in sys.argv[1:]]
    moments, seed = [*numbers, *(50, 1)[len(numbers) :]]
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        complaints = kill_often(Path(folder), moments, seed)
    print("\n".join(complaints) or f"{moments} moments, nothing lost")
    return int(bool(complaints))


if __name__ == "__main__":
    sys.exit(main())
