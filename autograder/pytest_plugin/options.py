"""`pytest solutions/<name> --submission FILE`: a hidden suite under plain pytest, for its author.

Installed as a pytest plugin; it does nothing unless the option is given.
"""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options to the command line."""
    group = parser.getgroup("autograder")
    group.addoption(
        "--submission", metavar="FILE", help="the .py or .ipynb file to be judged by the suite of an assignment"
    )
    group.addoption(
        "--allow-unsandboxed", action="store_true", help="run the file of --submission even without protection"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Refuse settings that stand beside the file: they can have pytest import what its author wrote.

    Raises:
        pytest.UsageError: pytest took its settings from there.
    """
    options = early_config.known_args_namespace
    settings = early_config.inipath
    if not options.submission or settings is None:
        return
    file = Path(options.submission).resolve()
    suites = [Path(name.split("::")[0]).resolve() for name in options.file_or_dir] or [Path.cwd()]
    if file.is_relative_to(settings.parent) and not any(suite.is_relative_to(settings.parent) for suite in suites):
        raise pytest.UsageError(f"{settings} lies beside the file to be judged: name your own settings with -c")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and if the option is given run the suite's checks against the file."""
    config.addinivalue_line("markers", "part(name, marks): the part that a check earns marks for")
    if config.getoption("--submission"):
        from autograder.grading.choosing import ProtectionRequest
        from autograder.pytest_plugin.author_run import AuthorRun

        file = Path(config.getoption("--submission"))
        suites = [Path(name.split("::")[0]) for name in config.args]
        request = ProtectionRequest(allow_unsandboxed=config.getoption("--allow-unsandboxed"))
        config.pluginmanager.register(AuthorRun(file, suites, request), "autograder-author-run")


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> None:
    """The student's module; needs `--submission FILE`."""
    if not request.config.getoption("--submission"):
        pytest.fail("name the file to be judged: pytest solutions/<name> --submission FILE", pytrace=False)


@pytest.fixture
def reference() -> None:
    """The reference's module; needs `--submission FILE`."""
