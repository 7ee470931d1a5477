"""What every test of the worker needs."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.helpers.source_runs import STEM


@pytest.fixture(autouse=True)
def forget_the_module() -> Iterator[None]:
    yield
    sys.modules.pop(STEM, None)
