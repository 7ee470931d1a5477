"""A suite for workers that are threads of the test."""

from __future__ import annotations

import pytest

from autograder.grading.hidden_suite import HiddenSuite
from tests.helpers.thread_workers import make_suite


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> HiddenSuite:
    return make_suite(tmp_path_factory.mktemp("course"))
