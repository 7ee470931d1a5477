"""Several files that change together: whatever kills us, all of them are the old ones or all become the new ones.

They are written into a folder beside the others first, then a list of them, and only then each gets its name. Whoever
finds the list finishes what it says.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from autograder.errors import UserError
from autograder.system.atomic import make_folder, write_atomically

_LIST: Final = "list.json"


def write_together(folder: Path, staging: Path, files: Mapping[str, str], gone: Iterable[str] = ()) -> None:
    """Write files so that they change together.

    Args:
        folder: where they are.
        staging: a folder of our own on the same disk, which need not exist.
        files: texts by their paths in the folder; what is already there is left alone.
        gone: paths that are to be removed.

    Raises:
        UserError: they cannot be written; then none has changed.
    """
    changed = {name: text for name, text in files.items() if _text(folder / name) != text}
    removed = [name for name in gone if (folder / name).exists()]
    if not changed and not removed:
        return
    try:
        make_folder(staging)
        for number, text in enumerate(changed.values()):
            write_atomically(staging / str(number), text)
        write_atomically(staging / _LIST, json.dumps([list(changed), removed]))
    except UserError:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    finish_together(folder, staging)


def finish_together(folder: Path, staging: Path) -> None:
    """Finish what a killed process had begun to change, or forget it if its files were not complete.

    Raises:
        UserError: a file cannot be replaced.
    """
    if not staging.exists():
        return
    try:
        if (staging / _LIST).exists():
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
