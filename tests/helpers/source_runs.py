"""Runs a submission's source in this process, as a worker does."""

from __future__ import annotations

import types
from typing import Final

from autograder.worker import source
from autograder.worker.wire import Load, Problem

STEM: Final = "submission_under_test"
AMPLE_SECONDS: Final = 20.0


def run_cells(*cells: str, seconds: float = AMPLE_SECONDS) -> tuple[types.ModuleType, list[Problem]]:
    """Run the cells of a notebook; returns the module, and where it stopped."""
    module = source.fresh_module(STEM)
    labelled = [(f"cell {number}", text) for number, text in enumerate(cells, 1)]
    return module, source.run(module, Load(STEM, labelled, seconds, AMPLE_SECONDS)).problems


def run_file(text: str) -> tuple[types.ModuleType, list[Problem]]:
    """Run a `.py` file; returns the module, and where it stopped."""
    module = source.fresh_module(STEM)
    order = Load(STEM, [(f"{STEM}.py", text)], AMPLE_SECONDS, AMPLE_SECONDS, by_statement=True)
    return module, source.run(module, order).problems
