"""`pytest solutions/<name> --submission FILE`: a hidden suite under plain pytest, for its author.

Installed as a pytest plugin; it does nothing unless the option is given.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    pass


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option of the command line."""
    group = parser.getgroup("autograder")
    group.addoption("--submission", metavar="FILE", help="the .py or .ipynb to be judged by the suite of an assignment")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and with the option given have the suite's checks run against the file."""
    config.addinivalue_line("markers", "part(name, marks): the part that a check earns marks for")
    if config.getoption("--submission"):
        from autograder.pytest_plugin.author_run import AuthorRun

        config.pluginmanager.register(AuthorRun(Path(config.getoption("--submission"))), "autograder-author-run")


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> None:
    """The student's module; needs `--submission FILE`."""
    if not request.config.getoption("--submission"):
        pytest.fail("say which file is to be judged: pytest solutions/<name> --submission FILE", pytrace=False)


@pytest.fixture
def reference() -> None:
    """Our module; needs `--submission FILE`."""
