"""Reading one file that a student handed in: text, or a notebook's code cells."""

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
_FOR_DOMAINS: Final = ("punycode", "idna")  # nobody's source; to decode a megabyte takes hours
_LONGEST_REASON: Final = 200


def read_source(path: Path, stem: str) -> Source | Absent:
    """The source in a file on the disk, or why there is none."""
    return source_in(disk_file(path), stem, path.suffix, path.name)


def source_in(file: File, stem: str, suffix: str, called: str) -> Source | Absent:
    """The source in a file, or why there is none.

    Args:
        file: where it is.
        stem: the assignment's name.
        suffix: what the file is to be read as, one of SUFFIXES.
        called: what the student knows the file as.
    """
    notes: tuple[str, ...] = ()
    try:
        data = file.read(_MOST_BYTES[suffix])
        if suffix == ".ipynb":
            cells, notes = read_notebook(data)
        else:
            cells = ((f"{stem}.py", _text(data)),)
        if sum(len(source.encode()) for _, source in cells) > _MOST_SOURCE:
            raise Unreadable(f"holds more than {_MOST_SOURCE:,} bytes of code")
    except Unreadable as error:
        return Absent(f"{called} {error}")
    return Source(stem, f"{stem}{suffix}", cells, notes)


def _text(data: bytes) -> str:
    """The text of a Python file, by its declared encoding."""
    if b"\0" in data:
        raise Unreadable("is no text: it holds NUL bytes")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if codecs.lookup(encoding).name in _FOR_DOMAINS:
            raise LookupError(f"{encoding} is no encoding of source")
        return encodable(io.TextIOWrapper(io.BytesIO(data), encoding=encoding).read())
    except (SyntaxError, LookupError, UnicodeError) as error:
        raise Unreadable(f"is no text that Python can read: {str(error)[:_LONGEST_REASON]}") from None
