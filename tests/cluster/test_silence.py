"""Dask keeps to itself what it has to say, and does not watch itself."""

from __future__ import annotations

import logging

import dask
import pytest

from autograder.cluster.silence import UNWATCHED, silence_dask


@pytest.mark.parametrize("setting", UNWATCHED)
def test_dask_still_has_each_setting_by_this_name(setting: str) -> None:
    """It takes any name, and would go on watching itself under another one."""
    silence_dask()
    defaults: dict[str, object] = {}
    for known in dask.config.defaults:
        dask.config.update(defaults, known)
    assert dask.config.get(setting, config=defaults) != UNWATCHED[setting]
    assert dask.config.get(setting) == UNWATCHED[setting]


def test_its_loggers_say_only_what_is_critical() -> None:
    silence_dask()
    assert logging.getLogger("distributed.scheduler").level == logging.CRITICAL
