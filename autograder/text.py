"""Text of others made harmless: in a sentence of ours, on a terminal, in a cell of a table, as a folder's name.

`visible`, `printable` and `one_line` are for people, `encodable` and `readable` for what no encoding can hold,
`csv_cell` is for spreadsheets, `folder_name` for file systems; names are sorted by `alphabetical`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

_JOINERS: Final = "\u200c\u200d"  # parts of words in some scripts, and harmless
_INVISIBLE: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")
_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONGEST_TEXT: Final = 2_000
_LONGEST_LINE: Final = 80
_LONGEST_VALUE: Final = 20
_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]{4,}")
_MOST_MARKS: Final = 2  # on one letter
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# What makes a spreadsheet run a cell as a formula, in wide letters too; it ignores white space before it.
_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_PLAIN: Final = " .,@+()'-_"
_LONGEST_FOLDER: Final = 200  # bytes in UTF-8, of the 255 that file systems hold
_FOLDER_CHARACTERS: Final = 100
# Devices of Windows, whatever follows a dot; its superscript digits count as digits.
_RESERVED: Final = re.compile(r"(?i)(?:con|prn|aux|nul|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)")


def visible(text: str, keep: str = "") -> str:
    r"""The text with control characters, marks of direction and halves of characters as `\n`, `\x1b`, `\u202e`.

    Args:
        text: any text.
        keep: characters to be left as they are, such as line ends.
    """
    return "".join(_escape_sequence(char) if _is_invisible(char) and char not in keep else char for char in text)


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE and char not in _JOINERS


def _escape_sequence(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    return char.encode("ascii", "backslashreplace").decode() if ord(char) > 0x7F else f"\\x{ord(char):02x}"


def printable(text: str, most: int = _LONGEST_TEXT, *, lines: bool = False) -> str:
    """Text that came from a student, fit for a report: cut, on one line, without what could disguise it.

    Control and formatting characters could rewrite what a terminal shows, new lines imitate lines of ours, marks pile
    up over their neighbours, and blank letters hide; memory addresses differ from run to run.

    Args:
        text: anything.
        most: it is cut after so many characters.
        lines: whether it may have several lines, as texts of ours have in which a student's are already on one.
    """
    text = _ADDRESS.sub("0x...", text[: 2 * most])
    if not lines:
        text = " / ".join(line for line in text.splitlines() if line.strip())
    if not (text.isascii() and text.isprintable()):  # as most is
        text = "".join(_without_piles(text))
    return text if len(text) <= most else f"{text[:most]} ..."


def one_line(text: str, most: int = _LONGEST_LINE) -> str:
    """Text that came from a student's program, such as an exception's, as one line of printable characters.

    Args:
        text: anything, of any length.
        most: characters of the line at most; what is cut ends in "...".
    """
    line = printable(" ".join(text[: 4 * most].split()), 4 * most)
    return line if len(line) <= most and len(text) <= 4 * most else f"{line[: most - 4].rstrip()} ..."


def _without_piles(text: str) -> Iterator[str]:
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            yield letter if letter == "\n" or (letter.isprintable() and letter not in _BLANK_LETTERS) else "?"


def instead_of_function(value: object) -> str:
    """What became of a function whose name was given to something else, for who wrote both."""
    kind = type(value).__name__ if len(repr(value)) > _LONGEST_VALUE else repr(value)
    return f"it is {kind} now: another cell uses its name"


def first_few(items: Iterable[str], most: int) -> list[str]:
    """The items, of which "and 3 more" stands for all after so many; to be joined as the sentence needs it."""
    texts = list(items)
    rest = len(texts) - most
    return [*texts[:most], f"and {rest} more"] if rest > 0 else texts


def alphabetical(name: str) -> tuple[str, str]:
    """What to sort a name by: capitals and accents matter only between names that are equal without them."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(char for char in letters if not unicodedata.combining(char)).casefold(), name


def encodable(text: str) -> str:
    """The text with halves of characters, which no encoding can hold, replaced by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def readable(name: str) -> str:
    r"""A file name as text: bytes that are not UTF-8 become `\xff`, halves of characters `\ud83d`."""
    return "".join(_half_as_text(char) if "\ud800" <= char <= "\udfff" else char for char in name)


def _half_as_text(half: str) -> str:
    byte = ord(half) - 0xDC00  # as Python holds a byte of a file name that it cannot decode
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else f"\\u{ord(half):04x}"


def csv_cell(text: str) -> str:
    """The text for a cell of a CSV file: an apostrophe before what a spreadsheet would take for a formula.

    Control characters are shown as such, so that a row is a line: readers of CSV disagree about line ends in a cell.
    """
    shown = visible(text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


def folder_name(student: str) -> str:
    """The name itself where that is safe: letters, marks and digits of every script, signs that no shell minds.

    Never empty, hidden, like an option, reserved by Windows, or longer than file systems hold.
    """
    composed = unicodedata.normalize("NFC", student)
    safe = "".join(char if _is_safe(char) else "_" for char in composed)[:_FOLDER_CHARACTERS]
    cut = safe.encode()[:_LONGEST_FOLDER].decode(errors="ignore")
    name = cut.lstrip(" .-").rstrip(" .") or "student"
    return f"_{name}" if _RESERVED.match(name) else name


def same_folder(name: str) -> str:
    """What is the same for names that some file system takes for one: case, composition and width aside."""
    return unicodedata.normalize("NFKC", name).casefold()


def _is_safe(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] in "LMN" or char in _PLAIN or (kind[0] == "S" and not char.isascii())
