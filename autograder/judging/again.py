"""Whether a suite asks every student the same: it is rehearsed again in another process, and must ask the same there.

`python -m autograder.judging.again COURSE ASSIGNMENT...` prints, as JSON, the hash of all that each check asks.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from autograder.course import Course, read_course
from autograder.errors import GraderBroke
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.sessions import open_sessions
from autograder.grading.snapshot import snapshot

_OTHER_HASHES: Final = {"PYTHONHASHSEED": "271828"}  # by which sets of texts have another order

Asked = dict[str, dict[str, str]]  # the hash of what each check asks, by assignment and check


def asked(sessions: Mapping[str, HiddenSuite]) -> Asked:
    """What the suites of a process ask."""
    return {
        name: {identity: _hash((rehearsed.cases, rehearsed.calls)) for identity, rehearsed in session.rehearsed.items()}
        for name, session in sessions.items()
    }


def unstable_checks(course: Course, sessions: Mapping[str, HiddenSuite]) -> Iterator[tuple[str, str]]:
    """The assignments and places of the checks that ask something else in another process.

    Raises:
        GraderBroke: the other process failed.
    """
    other = _asked_elsewhere(course)
    for name, here in asked(sessions).items():
        for check in sessions[name].checks:
            if other[name].get(check.identity) != here[check.identity]:
                yield name, check.place


def _asked_elsewhere(course: Course) -> Asked:
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(course.folder), *course.names],
        env={**os.environ, **_OTHER_HASHES},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise GraderBroke(f"the suites could not be rehearsed in another process: {done.stderr.strip()}")
    answer: Asked = json.loads(done.stdout)
    return answer


def _hash(value: object) -> str:
    return hashlib.sha256(repr(snapshot(value)).encode()).hexdigest()


if __name__ == "__main__":
    print(json.dumps(asked(open_sessions(read_course(Path(sys.argv[1]), with_solutions=True).only(sys.argv[2:])))))
