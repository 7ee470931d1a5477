"""Files that are not what their names promise: recognised by their first bytes, with what to hand in instead."""

from __future__ import annotations

import re
from typing import Final

# No Python file and no notebook begins with any of these, white space aside.
_BEGINNINGS: Final = (
    (
        rb"version https://git-lfs\.github\.com/",
        "is a Git LFS pointer, not {wanted}: hand in the file that it points to",
    ),
    (rb"(?i)<(?:!doctype|html|head|body|!--)", "is a web page, not {wanted}: download the file itself"),
    (rb"%PDF-", "is a PDF, not {wanted}: hand in the file itself"),
    (rb"\{\\rtf", "is a document with formatting (RTF), not {wanted}: save it as plain text"),
    (rb"PK\x03\x04", "is a zip or an office document, not {wanted}: hand in the file itself"),
)
_FOREIGN: Final = tuple((re.compile(pattern), reason) for pattern, reason in _BEGINNINGS)
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_WANTED: Final = {".py": "a Python file", ".ipynb": "a notebook"}


def why_foreign(data: bytes, suffix: str) -> str:
    """Why the content is that of no Python file and of no notebook, "" if it may be; continues after the file's name.

    Args:
        data: the whole content.
        suffix: the kind of file that the name promises, one of SUFFIXES.
    """
    text = data.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if not text:
        return "is empty"
    return next((reason.format(wanted=_WANTED[suffix]) for begins, reason in _FOREIGN if begins.match(text)), "")
