"""`pytest solutions/<name> --submission FILE`: a hidden suite under plain pytest, for its author.

Installed as a pytest plugin; it does nothing unless the option is given.
"""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option to the command line."""
    group = parser.getgroup("autograder")
    group.addoption(
        "--submission", metavar="FILE", help="the .py or .ipynb file to be judged by the suite of an assignment"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and if the option is given run the suite's checks against the file."""
    config.addinivalue_line("markers", "part(name, marks): the part that a check earns marks for")
    if config.getoption("--submission"):
        from autograder.pytest_plugin.author_run import AuthorRun

        config.pluginmanager.register(AuthorRun(Path(config.getoption("--submission"))), "autograder-author-run")


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> None:
    """The student's module; needs `--submission FILE`."""
    if not request.config.getoption("--submission"):
        pytest.fail("name the file to be judged: pytest solutions/<name> --submission FILE", pytrace=False)


@pytest.fixture
def reference() -> None:
    """The reference's module; needs `--submission FILE`."""
