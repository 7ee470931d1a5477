"""Tables that judge and mutants write into a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.errors import UserError


def table_of(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows))


def write_between(path: Path, start: str, end: str, text: str) -> None:
    """Replace what stands between two marks in a file.

    Raises:
        UserError: the file cannot be read, or has no such marks.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from None
    before, mark, rest = content.partition(start)
    _, end_mark, after = rest.partition(end)
    if not mark or not end_mark:
        raise UserError(f"{path} has no place for the table: no line {start!r} with a line {end!r} after it")
    path.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")
