"""Several files that change together: whatever kills us, all of them are the old ones or all become the new ones.

They are written into a folder beside the others first, then a list of them, and only then each gets its name. Whoever
finds the list finishes what it says.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from autograder.errors import UserError
from autograder.system.atomic import make_folder, write_atomically

_LIST: Final = "list.json"


class Staged(NamedTuple):
    """What is to change, by paths: the texts are written beside it."""

    changed: list[str]
    gone: list[str]


def stage(folder: Path, staging: Path, files: Iterable[tuple[str, str]], gone: Iterable[str] = ()) -> Staged:
    """Write files beside those that they replace; `put_in_place` does the rest.

    Args:
        folder: where they will be.
        staging: a folder of our own on the same disk, which need not exist.
        files: paths in the folder, and texts, of which one is in memory at a time; what is there already is left alone.
        gone: paths that are to be removed.

    Raises:
        UserError: they cannot be written; then nothing is staged.
    """
    try:
        changed: list[str] = []
        for name, text in files:
            if _text(folder / name) == text:
                continue
            make_folder(staging)
            write_atomically(staging / str(len(changed)), text)
            changed.append(name)
        return Staged(changed, [name for name in gone if (folder / name).exists()])
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def put_in_place(folder: Path, staging: Path, staged: Staged) -> None:
    """Let what was staged change together.

    Raises:
        UserError: it cannot be written; then none has changed, or whoever finds the list finishes it.
    """
    if not any(staged):
        return
    try:
        make_folder(staging)
        write_atomically(staging / _LIST, json.dumps(staged))
    except UserError:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    finish_together(folder, staging)


def has_begun(staging: Path) -> bool:
    """Whether files began to change, and somebody has to finish it."""
    return (staging / _LIST).exists()


def finish_together(folder: Path, staging: Path) -> None:
    """Finish what a killed process had begun to change, or forget it if its files were not complete.

    Raises:
        UserError: a file cannot be replaced.
    """
    if not staging.exists():
        return
    try:
        if has_begun(staging):
            changed, removed = json.loads((staging / _LIST).read_bytes())
            for number, name in enumerate(changed):
                make_folder((folder / name).parent)
                if (staging / str(number)).exists():
                    os.replace(staging / str(number), folder / name)
            for name in removed:
                (folder / name).unlink(missing_ok=True)
            (staging / _LIST).unlink()
        shutil.rmtree(staging)
    except OSError as error:
        raise UserError(
            f"{folder} cannot be written: {error.strerror}; the same command continues from there"
        ) from None


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
