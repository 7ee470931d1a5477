"""The command `autograder export` as a fixture."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.gradebook_exports import Export


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """A results folder that is still empty, and the command for it."""
    return Export(tmp_path)
