"""Telling by a file's name which assignment it is for, though copying, uploading and other systems rename files.

What browsers, file managers and learning platforms make of a name by themselves is taken for the file; any other name
is not, and the student is told what would be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

SUFFIXES: Final = (".py", ".ipynb")

# The time in the name of a zip that otter's export makes: loop_2026_09_21T10_00_00_123456.zip
EXPORTED: Final = re.compile(r"_(\d{4})_(\d\d)_(\d\d)T(\d\d)_(\d\d)_(\d\d)_(\d+)")

_ADDED_SUFFIX: Final = re.compile(r"(?i)(?<=\.py)\.txt$|(?<=\.ipynb)\.(?:txt|json)$")
# The N-th: "loop (1)" of browsers, "loop-1" of Canvas and Safari.
_NUMBERED: Final = re.compile(r"(?:[ _+]?\((\d{1,3})\)|-(\d{1,3}))$")
# A copy by hand: "loop - Copy (2)" of Windows, "loop copy 2" of macOS, "loop-Copy1" of Jupyter, "loop (copy)" of Linux,
# and in front "Copy of loop" of Google's Drive and Colab; as some other languages have it, too.
_COPIED: Final = re.compile(
    r"""(?ix)
    (?: [\ _+]?-?[\ _+]? (?:copy|kopie|copie|copia) (?:[\ _+]?\(?\d{1,3}\)?)?
      | [\ _+]? \((?:another\ )?copy(?:\ \d{1,3})?\)
    )$"""
)
_COPY_OF: Final = re.compile(r"(?i)^(?:copy[ _+]of|kopie[ _+]von|copie[ _+]de|c[oó]pia[ _+]de)[ _+]")
_OTHER_KINDS: Final = (*SUFFIXES, ".txt", ".md", ".html", ".pdf", ".docx", ".pyc", ".pyw", ".download", "")
_ARCHIVES: Final = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")


class WorkName(NamedTuple):
    """What a file's name says."""

    assignment: str
    suffix: str  # one of SUFFIXES
    number: int = 0  # of "loop (2).py"; 0 of "loop.py"; below 0 of a copy made by hand
    exact: bool = True  # whether the name is as asked for


def work_name(name: str, assignments: Iterable[str]) -> WorkName | None:
    """The assignment that a file of this name is for, None if for none."""
    plain = _ADDED_SUFFIX.sub("", unicodedata.normalize("NFC", name))
    stem, dot, ending = plain.rpartition(".")
    suffix = dot + ending.casefold()
    if suffix not in SUFFIXES:
        return None
    known = {assignment.casefold(): assignment for assignment in assignments}
    number = -1 if _COPY_OF.match(stem) else 0
    stem = _COPY_OF.sub("", stem)
    for _ in range(3):
        if assignment := known.get(stem.casefold()):
            return WorkName(assignment, suffix, number, exact=name == assignment + suffix)
        if copied := _COPIED.search(stem):
            stem, number = stem[: copied.start()], -1
        elif numbered := _NUMBERED.search(stem):
            stem, number = stem[: numbered.start()], int(numbered[1] or numbered[2])
        else:
            return None
    return None


def resembles(name: str, assignment: str) -> bool:
    """Whether a file of this name may have been meant for the assignment, though it cannot be taken for it."""
    name = name.strip()
    ending = "." + name.rpartition(".")[2] if "." in name else ""
    return ending.casefold() in _OTHER_KINDS and _letters(assignment) in _letters(name)


def is_other_archive(name: str) -> bool:
    """Whether a file of this name is an archive, and no zip."""
    return name.casefold().endswith(_ARCHIVES)


def _letters(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())
