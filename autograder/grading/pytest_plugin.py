"""The pytest plugin that runs a suite's checks: it gives the two fixtures, and takes over the call of every check."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from autograder.grading.checks import Check
from autograder.results import CheckResult, Outcome

Run = Callable[[Check], CheckResult]


class SuitePlugin:
    """Runs every check through `run`, and keeps one result a test function, in the order of the file."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._by_function: dict[str, CheckResult] = {}
        self.errors: list[str] = []  # why files could not be collected

    @property
    def results(self) -> list[CheckResult]:
        """What the checks came to; of parametrised instances the first that did not pass."""
        return list(self._by_function.values())

    @pytest.fixture
    def submission(self) -> None:
        """Stands for the student's module; `run` puts the real one in its place."""

    @pytest.fixture
    def reference(self) -> None:
        """Stands for our module; `run` puts the real one in its place."""

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the marker known."""
        config.addinivalue_line("markers", "part(name, marks): the part that a check earns marks for")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what went wrong in collecting."""
        if report.failed:
            self.errors.append(str(report.longrepr))

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Run a check in our way; other tests are left to pytest."""
        check = check_of(pyfuncitem)
        if check is None:
            return None
        result = self._run(check)
        function = check.identity.split("[", 1)[0]
        before = self._by_function.get(function)
        if before is None or before.outcome is Outcome.PASSED:
            self._by_function[function] = result
        if result.outcome is not Outcome.PASSED:
            pytest.fail("\n".join((result.message, *result.counterexample)), pytrace=False)
        return True


def check_of(item: pytest.Function) -> Check | None:
    """The check that a collected item is, None if it bears no `part`."""
    marker = item.get_closest_marker("part")
    if marker is None:
        return None
    parameters: dict[str, Any] = dict(item.callspec.params) if hasattr(item, "callspec") else {}
    return Check(
        identity=f"{item.path.name}::{item.name}",
        part=marker.args[0],
        promise=" ".join((inspect.getdoc(item.obj) or item.originalname).split()),
        marks=marker.kwargs.get("marks", 0),
        long_calls=marker.kwargs.get("long_calls", False),
        function=item.obj,
        parameters=parameters,
    )
