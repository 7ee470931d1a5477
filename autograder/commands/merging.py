"""Shares of a class as what grades it: each hand-in has its result in the share that it was in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.commands.class_run import Given
from autograder.course import Course
from autograder.errors import UserError
from autograder.grading.budget import Limits
from autograder.grading.fingerprint import Fingerprints
from autograder.grading.tasks import Broke, Graded, Owner, Place, Task
from autograder.intake.records import Source
from autograder.record.attempts import Archive, Attempt, newest_last, read_circumstances
from autograder.record.kept import protection_used
from autograder.record.shares import Share
from autograder.results import AssignmentResult, Protection


@contextmanager
def open_shares(
    shares: Mapping[Path, Share], course: Course, limits: Limits, announce: Callable[[str], None]
) -> Iterator[OpenShares]:
    """The shares of a class, which have graded it; the other arguments are those of any opener."""
    yield OpenShares(shares, course, limits, announce)


class OpenShares:
    """What was graded in the shares of a class."""

    crew = ""

    def __init__(
        self, shares: Mapping[Path, Share], course: Course, limits: Limits, announce: Callable[[str], None]
    ) -> None:
        self._announce = announce
        self._archives = {folder: Archive(folder / "state") for folder in shares}
        self._found = {one.hand_in.student: (folder, one.key) for folder in shares for one in shares[folder].hand_ins}
        folder, share = next(iter(shares.items()))
        self.level = share.level
        self._fingerprints = Fingerprints(course, limits, self.level)
        used = protection_used(folder / "state")
        self.protection = used.protection if used else Protection(self.level, isolated=False)
        self.blanks: Mapping[str, AssignmentResult] = self._archives[folder].blanks()

    def grade(self, tasks: Sequence[Task[Owner]]) -> Iterator[tuple[Task[Owner], Graded | Broke]]:
        """What the shares have of these tasks.

        Raises:
            UserError: a share was graded with another suite or engine.
        """
        earlier = 0
        for task in tasks:
            given = task.owner
            assert isinstance(given, Given)
            if given.again:
                earlier += 1
            else:
                yield task, self._outcome(given.hand_in.student, task.source)
        if earlier:
            self._announce(
                f"{earlier} earlier attempts were graded by another suite or engine: `grade` does them again"
            )

    def _outcome(self, student: str, source: Source) -> Graded | Broke:
        folder, key = self._found[student]
        archive, now = self._archives[folder], self._fingerprints.of(source)
        same = [one for one in archive.attempts(key, source.stem) if one.fingerprint.submission == now.submission]
        if not same:
            raise UserError(f"{folder} has no result for {student}, {source.stem}: run its `grade --shard` again")
        attempt = newest_last(same)[-1]
        if changes := now.changes_since(attempt.fingerprint):
            what = f"{folder} was graded with another {' and '.join(changes)} than is here"
            raise UserError(f"{what}: run its `grade --shard` again")
        if attempt.result is None or attempt.timing is None:
            return Broke(attempt.detail)
        return Graded(attempt.result, attempt.timing, place=_place(archive, attempt))


def _place(archive: Archive, attempt: Attempt) -> Place | None:
    graded_with: Any = read_circumstances(archive.folder, attempt.circumstances)
    if not graded_with:
        return None
    protection = graded_with["protection"]
    versions = tuple(graded_with["versions"].items())
    return Place(graded_with["machine"], versions, Protection(protection["sentence"], protection["isolated"]))
