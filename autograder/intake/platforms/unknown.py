"""Downloads of systems that are not known are refused with what they look like, never graded as one empty student."""

from __future__ import annotations

import re
from typing import Final

from autograder.intake.tree import Listing

_ADVICE: Final = "make one folder per student of it, named by name, id or login"
_SUBMISSION: Final = re.compile(r"submission_\d+")
_NUMBERED: Final = re.compile(r".*(?:^|[_ -])\d{3,}[_ -].*\.(?:py|ipynb)", re.S | re.I)
_SAKAI: Final = ("submission attachment(s)", "feedback attachment(s)", "timestamp.txt")


def why_unknown(listing: Listing) -> str:
    """What a folder from no known system looks like, "" if it looks like nothing; continues after its name."""
    folders = [folder.name for folder in listing.folders]
    if folders and all(map(_SUBMISSION.fullmatch, folders)):
        return "looks like an export from Gradescope without its submission_metadata.yml: export the submissions again"
    if {name.casefold() for name in folders} & set(_SAKAI):
        return f"looks like one student's folder from Sakai: {_ADVICE}"
    files = [file.name for file in listing.files if not file.name.startswith(".")]
    numbered = [name for name in files if _NUMBERED.fullmatch(name)]
    if not folders and len(numbered) > 1 and len(numbered) * 2 >= len(files):
        system = "looks like a download from a learning platform that is not known"
        return f"{system} (files such as {min(numbered)}): {_ADVICE}"
    return ""
