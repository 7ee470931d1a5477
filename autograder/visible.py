"""Text of others on a terminal or in a sentence of ours: nothing in it moves the cursor, hides or turns round."""

from __future__ import annotations

import unicodedata
from typing import Final

_JOINERS: Final = "\u200c\u200d"  # parts of words in some scripts, and harmless
_INVISIBLE: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")


def visible(text: str, keep: str = "") -> str:
    r"""The text with control characters, marks of direction and halves of characters as `\x1b`, `\u202e`.

    Args:
        text: any text.
        keep: characters to be left as they are, such as line ends.
    """
    return "".join(_escaped(char) if _is_invisible(char) and char not in keep else char for char in text)


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE and char not in _JOINERS


def _escaped(char: str) -> str:
    return char.encode("ascii", "backslashreplace").decode() if ord(char) > 0x7F else f"\\x{ord(char):02x}"
