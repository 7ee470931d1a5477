"""What a student reads where grading does not allow something."""

from __future__ import annotations

import errno
import subprocess
import urllib.error

import pytest

from autograder.worker.exceptions import message, summary


def raised_by(text: str) -> BaseException:
    """The exception that this Python raises."""
    try:
        exec(text, {})
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def test_a_process_that_cannot_be_started_reads_as_not_allowed() -> None:
    error = raised_by("import subprocess\nsubprocess.run(['/no/such/program'])")
    assert summary(error) == "FileNotFoundError: starting processes is not allowed in grading"


@pytest.mark.parametrize(
    "error",
    [
        raised_by("import socket\nsocket.create_connection(('127.0.0.1', 1), timeout=0.1)"),
        urllib.error.URLError("[Errno -3] Temporary failure in name resolution"),
        ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"),
    ],
)
def test_the_network_reads_as_absent(error: BaseException) -> None:
    assert message(error) == "there is no network in grading"


def test_other_refusals_of_the_system_read_as_not_allowed() -> None:
    assert message(PermissionError(errno.EPERM, "Operation not permitted")) == "this is not allowed in grading"
    assert message(PermissionError(errno.EACCES, "Permission denied", "out.png")) == (
        "in grading, there is no access to 'out.png'"
    )


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "No such file or directory", "data.csv"),
        ValueError("[Errno 1]"),
        subprocess.CalledProcessError(1, "ls"),
    ],
)
def test_other_errors_keep_their_words(error: BaseException) -> None:
    assert message(error) == str(error)
