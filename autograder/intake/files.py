"""Reading one file that a student handed in: a script or a notebook."""

from __future__ import annotations

import codecs
import io
import tokenize
from pathlib import Path
from typing import Final

from autograder.intake.disk import disk_file
from autograder.intake.notebooks import read_notebook
from autograder.intake.records import Absent, Source
from autograder.intake.tree import File, Unreadable
from autograder.text import encodable

_MOST_BYTES: Final = {".py": 2_000_000, ".ipynb": 50_000_000}
_MOST_SOURCE: Final = 2_000_000
_FOR_DOMAINS: Final = ("punycode", "idna")  # nobody writes source in them; decoding a megabyte takes hours
_LONGEST_REASON: Final = 200


def read_source(path: Path, stem: str) -> Source | Absent:
    """The source in a file on the disk, or the reason why there is none."""
    return source_in(disk_file(path), stem, path.suffix, path.name)


def source_in(file: File, stem: str, suffix: str, shown_name: str) -> Source | Absent:
    """The source in a file, or the reason why there is none.

    Args:
        file: the file.
        stem: the assignment's name.
        suffix: the kind of file to read it as, one of SUFFIXES.
        shown_name: the name under which the student knows the file.
    """
    notes: tuple[str, ...] = ()
    try:
        data = file.read(_MOST_BYTES[suffix])
        if suffix == ".ipynb":
            cells, notes = read_notebook(data)
        else:
            cells = ((f"{stem}.py", _text(data)),)
        if sum(len(source.encode()) for _, source in cells) > _MOST_SOURCE:
            raise Unreadable(f"contains more than {_MOST_SOURCE:,} bytes of code")
    except Unreadable as error:
        return Absent(f"{shown_name} {error}")
    return Source(stem, f"{stem}{suffix}", cells, notes)


def _text(data: bytes) -> str:
    """The text of a Python file, in its declared encoding."""
    if b"\0" in data:
        raise Unreadable("is not a text file: it contains NUL bytes")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if codecs.lookup(encoding).name in _FOR_DOMAINS:
            raise LookupError(f"{encoding} is not an encoding for source code")
        return encodable(io.TextIOWrapper(io.BytesIO(data), encoding=encoding).read())
    except (SyntaxError, LookupError, UnicodeError) as error:
        raise Unreadable(f"cannot be read as Python source: {str(error)[:_LONGEST_REASON]}") from None
