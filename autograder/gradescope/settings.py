"""The settings chosen when the zip was made, as the zip stores them."""

from __future__ import annotations

from typing import Final

import msgspec

from autograder.reports.feedback import Feedback
from autograder.reports.results_json import Visibility

SETTINGS_FILE: Final = "gradescope.json"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The options of `autograder gradescope`."""

    visibility: Visibility = Visibility.VISIBLE
    feedback: Feedback = Feedback.COUNTEREXAMPLES

    def to_json(self) -> bytes:
        """The content of the file."""
        return msgspec.json.format(msgspec.json.encode(self)) + b"\n"

    @classmethod
    def from_json(cls, data: bytes) -> Settings:
        """The inverse of `to_json`."""
        return msgspec.json.decode(data, type=cls)
