"""Collecting the checks of a suite: pytest finds and parametrises them, once per process."""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import pytest

from autograder.errors import UserError
from autograder.grading.checks import FIXTURES, Check
from autograder.text import printable

_NOT_NEEDED: Final = (
    *("cacheprovider", "terminal", "doctest", "junitxml", "faulthandler", "logging"),
    *("unraisableexception", "threadexception"),  # they collect garbage, which takes long once torch is loaded
)
_RAISED: Final = re.compile(r"^E +(\S.*)$", re.MULTILINE)  # in pytest's reports
_PLACE: Final = re.compile(r"^(\S.*?:\d+): ", re.MULTILINE)
_PYTEST_OPTIONS: Final = (
    "--collect-only",
    "--assert=plain",
    "--import-mode=importlib",
    "--noconftest",
    "--capture=no",
    *(f"-pno:{name}" for name in _NOT_NEEDED),
)


class _Collector:
    """A pytest plugin that keeps what was collected."""

    def __init__(self, left_out: Path | None) -> None:
        self._left_out = left_out
        self.items: list[pytest.Item] = []
        self.errors: list[str] = []

    @pytest.fixture
    def submission(self) -> None:
        """Only so that pytest can collect; the real one comes when the check is played."""

    @pytest.fixture
    def reference(self) -> None:
        """Only so that pytest can collect; the real one comes when the check is played."""

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "part(name, marks): the part that a check earns marks for")

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        return True if collection_path == self._left_out else None  # None leaves it to pytest

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(str(report.longrepr))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.items = list(session.items)


def collect_checks(path: Path, root: Path, seed: str = "", *, left_out: Path | None = None) -> list[Check]:
    """The checks in a file, or in the test files of a folder, in order.

    Args:
        path: a file or folder.
        root: the folder of the course, from which modules get their names.
        seed: of the course; public checks have none.
        left_out: a folder beneath it of which nothing is run, whatever its files are called: test submissions.

    Raises:
        UserError: something cannot be imported, or there is no check.
    """
    collector = _Collector(left_out)
    output = io.StringIO()
    _forget_modules(path if path.is_dir() else path.parent, root)
    arguments = ["-c", os.devnull, *_PYTEST_OPTIONS, f"--rootdir={root}", str(path)]
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        # Only while collecting: this may be a student's kernel.
        patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):  # meant for a pytest of the user's
            patch.delenv(name, raising=False)
        pytest.main(arguments, plugins=[collector])
    checks = [check for item in collector.items if (check := check_of(item, seed)) is not None]
    if collector.errors or not checks:
        why = _reason((collector.errors or [output.getvalue()])[0]) or "it has no checks"
        raise UserError(f"the suite in {path} cannot be run: {why}")
    _require_own_names(path, checks)
    return checks


def _reason(report: str) -> str:
    """What pytest reports, in a line: the exception and its last place, if there is one, else all of it."""
    raised, places = _RAISED.findall(report), _PLACE.findall(report)
    if not raised:
        return printable(report.strip())
    return f"{places[-1]}: {raised[0]}" if places else str(raised[0])


def _forget_modules(folder: Path, root: Path) -> None:
    """Have the files of a folder imported anew: pytest would take modules of the same names for them."""
    parts = folder.relative_to(root).parts
    packages = [".".join(parts[first:]) for first in range(len(parts))]  # as pytest may name the folder
    inner = tuple(f"{package}." for package in packages)
    for name, module in list(sys.modules.items()):
        # A module of the name of the folder may be a student's, in whose kernel this is.
        if name.startswith(inner) or (name in packages and Path(module.__file__ or "").name == "__init__.py"):
            del sys.modules[name]


def _require_own_names(path: Path, checks: Iterable[Check]) -> None:
    """Refuse a suite in which a name does not tell which check is meant: results and decisions go by names."""
    files: dict[str, str] = {}
    for check in checks:
        file = check.identity.split("::")[0]
        if files.setdefault(check.function_name, file) != file:
            raise UserError(
                f"the suite in {path} has two checks named {check.function_name}, in {files[check.function_name]} "
                f"and {file}: rename one, because results and decisions know checks by their names"
            )


def check_of(item: pytest.Item, seed: str) -> Check | None:
    """The check behind a collected item, with the seed of its course; None for a test of anything but a submission.

    Raises:
        UserError: it takes a parameter that no check can be given, or takes a submission and belongs to no part.
    """
    if not isinstance(item, pytest.Function):
        return None
    marker = item.get_closest_marker("part")
    if marker is None:
        if tells_of_a_submission(item.obj):
            raise UserError(of_no_part(item.path, item.originalname))
        return None
    parameters: dict[str, Any] = dict(item.callspec.params) if hasattr(item, "callspec") else {}
    unknown = set(inspect.signature(item.obj).parameters) - {*FIXTURES, *parameters}
    if unknown:
        raise UserError(
            f"{item.path.name}: {item.name} takes {', '.join(sorted(unknown))}; a check can take only "
            f"{' and '.join(FIXTURES)}, what hypothesis draws, and pytest's parameters"
        )
    return Check(
        identity=f"{item.path.name}::{item.name}",
        part=marker.args[0],
        promise=" ".join((inspect.getdoc(item.obj) or item.originalname).split()),
        marks=marker.kwargs.get("marks", 0),
        long_calls=marker.kwargs.get("long_calls", False),
        function=item.obj,
        parameters=parameters,
        course_seed=seed,
    )


def tells_of_a_submission(function: Callable[..., Any]) -> bool:
    """Whether a test is given what a check is given: then it is one."""
    try:
        return not set(FIXTURES).isdisjoint(inspect.signature(function).parameters)
    except (TypeError, ValueError):  # it is none that was written in Python
        return False


def of_no_part(path: Path, name: str) -> str:
    """What is said of a check that lacks its decorator."""
    return f"{path}: {name} is of no part, so nothing would depend on it: write `@part(...)` above it, as above others"
