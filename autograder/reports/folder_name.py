"""A student's name as the name of a folder, on any file system."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_PLAIN: Final = " .,@+()'-_"
_LONGEST: Final = 200  # bytes in UTF-8, of the 255 that file systems hold
_CHARACTERS: Final = 100
# Devices of Windows, whatever follows a dot; its superscript digits count as digits.
_RESERVED: Final = re.compile(r"(?i)(?:con|prn|aux|nul|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)")


def folder_name(student: str) -> str:
    """The name itself where that is safe: letters, marks and digits of every script, signs that no shell minds.

    Never empty, hidden, like an option, reserved by Windows, or longer than file systems hold.
    """
    composed = unicodedata.normalize("NFC", student)
    safe = "".join(char if _is_safe(char) else "_" for char in composed)[:_CHARACTERS]
    cut = safe.encode()[:_LONGEST].decode(errors="ignore")
    name = cut.lstrip(" .-").rstrip(" .") or "student"
    return f"_{name}" if _RESERVED.match(name) else name


def same_folder(name: str) -> str:
    """What is the same for names that some file system takes for one: case, composition and width aside."""
    return unicodedata.normalize("NFKC", name).casefold()


def _is_safe(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] in "LMN" or char in _PLAIN or (kind[0] == "S" and not char.isascii())
