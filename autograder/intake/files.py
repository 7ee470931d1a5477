"""Reading one file that a student handed in: a script or a notebook, under whatever of the two names."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
import tokenize
from pathlib import Path
from typing import Final, NamedTuple

from autograder.intake.disk import disk_file
from autograder.intake.foreign_files import why_foreign
from autograder.intake.marimo import is_marimo, marimo_cells
from autograder.intake.notebooks import Notebook, is_notebook, read_notebook
from autograder.intake.records import Absent, Handed, Source
from autograder.intake.tree import File, Unreadable
from autograder.text import encodable

_MOST_BYTES: Final = 50_000_000  # of a notebook, pictures included
_MOST_SOURCE: Final = 2_000_000
_PYTHON: Final = re.compile(r"^(?:(?:async[ \t]+)?def|class|import|from)[ \t]+\w", re.M)
_READ_AS: Final = "is {}, and was read as one"
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
    try:
        data = file.read(_MOST_BYTES)
        read = _read(data, stem, suffix)
        if sum(len(source.encode()) for _, source in read.cells) > _MOST_SOURCE:
            raise Unreadable(f"contains more than {_MOST_SOURCE:,} bytes of code")
    except Unreadable as error:
        return Absent(f"{shown_name} {error}")
    notes = (f"{shown_name} {read.disguise}",) if read.disguise else ()
    handed = Handed(hashlib.sha256(data).hexdigest())
    return Source(stem, f"{stem}{read.suffix}", read.cells, (*notes, *read.notes), handed)


class _Read(NamedTuple):
    """What was read from a file."""

    suffix: str  # of what it is
    cells: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    disguise: str = ""  # what it is, if its name promises something else; continues after the name


def _read(data: bytes, stem: str, suffix: str) -> _Read:
    """The code in a file.

    Raises:
        Unreadable: there is none.
    """
    if reason := why_foreign(data, suffix):
        raise Unreadable(reason)
    if suffix == ".py":
        if is_notebook(data):
            return _as_notebook(read_notebook(data), _READ_AS.format("a notebook"))
        return _script(data, stem)
    try:
        return _as_notebook(read_notebook(data))
    except Unreadable:
        if not _looks_like_python(data):
            raise
    script = _script(data, stem)
    return script._replace(disguise=script.disguise or _READ_AS.format("a Python script"))


def _as_notebook(book: Notebook, disguise: str = "") -> _Read:
    return _Read(".ipynb", book.cells, book.notes, disguise)


def _script(data: bytes, stem: str) -> _Read:
    if len(data) > _MOST_SOURCE:
        raise Unreadable(f"is larger than {_MOST_SOURCE:,} bytes")
    text = _text(data)
    if is_marimo(text) and (cells := marimo_cells(text)):
        return _as_notebook(Notebook(cells, ()), _READ_AS.format("a marimo notebook"))
    return _Read(".py", ((f"{stem}.py", text),))


def _looks_like_python(data: bytes) -> bool:
    """Whether the content is a script, rather than a notebook that is damaged."""
    text = data.decode("utf-8-sig", "replace")
    return not text.lstrip().startswith(("{", "[")) and _PYTHON.search(text) is not None


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
