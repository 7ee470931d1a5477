"""`autograder doctor`: what protection there is, or that this machine is too busy to tell."""

from __future__ import annotations

import os
import sys

import pytest

from autograder import cli
from autograder.errors import EXIT_USAGE
from tests.helpers.stop_and_go import slowed


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is tried")
def test_a_machine_that_is_too_busy_to_tell_is_said_to_be_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A level that was too slow is not one that was refused: that would be exit code 1."""
    from autograder.sandbox import zygote_process

    monkeypatch.setattr(zygote_process, "MOST_SECONDS", 1.0)
    with slowed(os.getpid(), 0.02):
        assert cli.main(["doctor"]) == EXIT_USAGE
    output, errors = capsys.readouterr()
    assert output == ""
    assert errors.count("\n") == 1
    assert errors.startswith("autograder: ")
    assert "took more than 1 s: this machine is too busy" in errors
