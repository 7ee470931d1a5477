"""When work was handed in on Classroom 50, from the scores.json that it collects for a classroom.

    {"assignments": {"zero-init": {"entries": [{"owner": "ada", "submissions": [{"submission": "submit/...", ...}]}]}}}

Its scores are those of the public checks, and count for nothing here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from autograder.course_files import required_text
from autograder.errors import UserError
from autograder.intake.git_times import submitted_at
from autograder.intake.times import time_in
from autograder.intake.worksheets import Key, Told
from autograder.text import first_few

KIND: Final = "classroom50"  # of the keys; beside it the name of a checkout's folder, in small letters
_BY_HAND: Final = "submit/manual-"  # a score that somebody entered there: nothing was handed in
_MOST_NAMES: Final = 5


def read_scores(path: Path, tell: Callable[[str], None]) -> dict[Key, Told]:
    """When the newest work in every repository was handed in, by the name of the repository.

    Args:
        path: of a file like scores.json.
        tell: is called with what the instructor should know.

    Raises:
        UserError: it is not such a file.
    """
    try:
        document = json.loads(required_text(path))
    except (ValueError, RecursionError):
        document = None
    assignments = document.get("assignments") if isinstance(document, dict) else None
    if not isinstance(assignments, dict):
        raise UserError(f"{path} is not a scores.json of Classroom 50: it has no assignments")
    told: dict[Key, Told] = {}
    overridden = 0
    for slug, bucket in assignments.items():
        for entry in _dicts(bucket.get("entries") if isinstance(bucket, dict) else None):
            overridden += entry.get("override") is True
            submissions = [one for one in _dicts(entry.get("submissions")) if not _is_by_hand(one)]
            times = [time for one in submissions if (time := _time_of(one)) is not None]
            if times:
                # in lower case, as the names of repositories are there
                batch = f"{submissions[0].get('classroom', '')}-{slug}".casefold()
                told[KIND, f"{batch}-{entry.get('owner', '')}".casefold()] = Told(max(times), batch=batch)
    if overridden:
        tell(f"{path}: scores that were entered by hand there count for nothing here: {overridden}")
    return told


def note_of_missing(told: Mapping[Key, Told], folders: Iterable[str]) -> str:
    """Whose work is known to be handed in and is not here, of the assignments that are; "" if there is nobody."""
    here = {folder.casefold() for folder in folders}
    batches = {name: one.batch for (kind, name), one in told.items() if kind == KIND}
    batches_here = {batch for name, batch in batches.items() if name in here}
    missing = sorted(name for name, batch in batches.items() if batch in batches_here and name not in here)
    if not missing:
        return ""
    return f"handed in on Classroom 50, but no checkout is here: {', '.join(first_few(missing, _MOST_NAMES))}"


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def _is_by_hand(submission: Mapping[str, Any]) -> bool:
    return str(submission.get("submission", "")).startswith(_BY_HAND)


def _time_of(submission: Mapping[str, Any]) -> datetime | None:
    """When the tag was set; else when it was graded, which is a little later."""
    return submitted_at(str(submission.get("submission", ""))) or time_in(str(submission.get("datetime", "")))
