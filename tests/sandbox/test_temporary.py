"""Temporary folders that a killed run left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.sandbox.temporary import TemporaryFolder, sweep


def test_only_abandoned_temporary_folders_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ours = TemporaryFolder()
    (tmp_path / "autograder-sandbox-results").mkdir()
    (tmp_path / "autograder-sandbox-of-mine-too").mkdir()
    (tmp_path / "autograder-sandbox-abcdefgh").mkdir()
    (tmp_path / "autograder-sandbox-12345678").symlink_to(tmp_path / "autograder-sandbox-results")
    sweep()
    remaining = {path.name for path in tmp_path.iterdir()}
    ours.close()
    assert Path(ours.path).name in remaining
    assert "autograder-sandbox-abcdefgh" not in remaining
    assert {"autograder-sandbox-of-mine-too", "autograder-sandbox-12345678"} <= remaining
