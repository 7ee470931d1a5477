"""Which assignment a file belongs to, by its name, though copies, uploads and other systems rename files.

A file that a browser, a file manager or a learning platform renamed on its own counts. One of any other name counts
only where it can be nothing else (`choice`); otherwise the student is told which names do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

from autograder.tables.people import letters

SUFFIXES: Final = (".py", ".ipynb")

# The time in the name of a zip that otter exports: loop_2026_09_21T10_00_00_123456.zip
EXPORTED: Final = re.compile(r"_(\d{4})_(\d\d)_(\d\d)T(\d\d)_(\d\d)_(\d\d)_(\d+)")

_ADDED_SUFFIX: Final = re.compile(r"(?i)(?<=\.py)\.txt$|(?<=\.ipynb)\.(?:txt|json)$")
# The n-th upload or download: "loop (1)" from browsers, "loop-1" from Canvas and Safari.
_NUMBERED: Final = re.compile(r"(?:[ _+]?\((\d{1,3})\)|-(\d{1,3}))$")
# A copy made by hand: "loop - Copy (2)" on Windows, "loop copy 2" on macOS, "loop-Copy1" in Jupyter, "loop (copy)" on
# Linux, and "Copy of loop" in Google Drive and Colab; also in some other languages.
_COPIED: Final = re.compile(
    r"""(?ix)
    (?: [\ _+]?-?[\ _+]? (?:copy|kopie|copie|copia) (?:[\ _+]?\(?\d{1,3}\)?)?
      | [\ _+]? \((?:another\ )?copy(?:\ \d{1,3})?\)
    )$"""
)
_COPY_OF: Final = re.compile(r"(?i)^(?:copy[ _+]of|kopie[ _+]von|copie[ _+]de|c[oó]pia[ _+]de)[ _+]")
_OTHER_KINDS: Final = (*SUFFIXES, ".txt", ".md", ".html", ".pdf", ".docx", ".pyc", ".pyw", ".download", "")
_OTHER_DOCUMENTS: Final = {
    ".qmd": "a Quarto document (`quarto convert` makes a notebook of it)",
    ".rmd": "an R Markdown document",
    ".deepnote": "a Deepnote project (Deepnote can export a notebook)",
}
_ARCHIVES: Final = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")


class WorkName(NamedTuple):
    """What the name of a file tells."""

    assignment: str
    suffix: str  # one of SUFFIXES
    number: int = 0  # 2 for "loop (2).py", 0 for "loop.py", below 0 for a copy made by hand
    exact: bool = True  # whether the name is exactly as requested


def work_name(name: str, assignments: Iterable[str]) -> WorkName | None:
    """The assignment that a file of this name belongs to, None if to none."""
    stem, suffix = _stem_and_suffix(name)
    if suffix not in SUFFIXES:
        return None
    by_stem = {assignment.casefold(): assignment for assignment in assignments}
    number = -1 if _COPY_OF.match(stem) else 0
    stem = _COPY_OF.sub("", stem)
    for _ in range(3):
        if assignment := by_stem.get(stem.casefold()):
            return WorkName(assignment, suffix, number, exact=name == assignment + suffix)
        if copied := _COPIED.search(stem):
            stem, number = stem[: copied.start()], -1
        elif numbered := _NUMBERED.search(stem):
            stem, number = stem[: numbered.start()], int(numbered[1] or numbered[2])
        else:
            return None
    return None


def suffix_of(name: str) -> str:
    """Which of SUFFIXES a file of this name has, whatever a system has added to it; "" if none."""
    suffix = _stem_and_suffix(name)[1]
    return suffix if suffix in SUFFIXES else ""


def _stem_and_suffix(name: str) -> tuple[str, str]:
    stem, dot, ending = _ADDED_SUFFIX.sub("", unicodedata.normalize("NFC", name)).rpartition(".")
    return stem, dot + ending.casefold()


def resembles(name: str, assignment: str) -> bool:
    """Whether a file of this name may have been intended for the assignment, though it does not count."""
    ending = _ending(name)
    return (ending in _OTHER_KINDS or ending in _OTHER_DOCUMENTS) and letters(assignment) in letters(name)


def other_document(name: str) -> str:
    """What kind of document with code a file of this name is, "" if none that we know."""
    return _OTHER_DOCUMENTS.get(_ending(name), "")


def _ending(name: str) -> str:
    name = name.strip()
    return "." + name.rpartition(".")[2].casefold() if "." in name else ""


def is_other_archive(name: str) -> bool:
    """Whether a file of this name is an archive other than a zip."""
    return name.casefold().endswith(_ARCHIVES)
