"""The files of Canvas's download by the parts of their names, under which a file can be given back."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from autograder.errors import UserError
from autograder.intake.disk import disk_folder
from autograder.intake.known import NOBODY, KnownPeople
from autograder.intake.platforms.canvas import canvas_attempts
from autograder.intake.tree import Unreadable
from autograder.intake.zips import zip_on_disk
from autograder.text import readable


class CanvasFile(NamedTuple):
    """A file, or what was entered instead of one."""

    name: str  # of the student or group, as in the file's name
    user: str
    upload: int  # the number of the attachment, 0 where none was
    late: bool


def canvas_files(path: Path, assignments: tuple[str, ...], known: KnownPeople = NOBODY) -> list[CanvasFile]:
    """What is in a download; nothing if it is not from Canvas.

    Args:
        path: the zip, or a folder with its files.
        assignments: the names of the course's assignments.
        known: the students and groups, who decide where a name can be read in several ways.

    Raises:
        UserError: it cannot be read.
    """
    with ExitStack() as streams:
        try:
            if path.is_dir():
                root = disk_folder(path, path.name)
            else:
                stream = streams.enter_context(path.open("rb"))
                root = zip_on_disk(readable(path.stem), stream, path.stat().st_size)
            listing = root.list()
            if not listing.files and len(listing.folders) == 1:
                listing = listing.folders[0].list()
        except OSError as error:
            raise UserError(f"{path} cannot be read: {error.strerror}") from None
        except Unreadable as error:
            raise UserError(f"{path} {error}") from None
        return [
            CanvasFile(attempt.person.key[2], attempt.person.key[1], upload, bool(attempt.late))
            for attempt in canvas_attempts(listing, assignments, known) or []
            for upload in [file.uploaded for file in attempt.folder.list().files] or [0]
        ]
