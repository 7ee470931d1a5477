"""The corpus of attacks in `tests/attacks/`, and a course in which whatever is read can be recognised."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any, Final

from tests.helpers.command import PROJECT

CORPUS: Final = PROJECT / "tests" / "attacks"
CORPUS_TABLE: Final[dict[str, dict[str, Any]]] = tomllib.loads((CORPUS / "attacks.toml").read_text(encoding="utf-8"))
DISGUISES: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u3164\u2800]")


def course_with(folder: Path, canary: str) -> None:
    """A copy of the course, with the canary in every file of its hidden half."""
    for half in ("assignments", "solutions"):
        shutil.copytree(PROJECT / half, folder / half, ignore=shutil.ignore_patterns("__pycache__", "submissions"))
    for path in (folder / "solutions").rglob("*.py"):
        path.write_text(f"{path.read_text(encoding='utf-8')}\n# {canary}\n", encoding="utf-8")
