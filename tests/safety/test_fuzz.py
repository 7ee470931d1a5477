"""The short form of `make fuzz`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.helpers.fuzz import TARGETS, main


@pytest.mark.parametrize("name", TARGETS)
def test_the_claim_holds_for_everything_drawn(name: str) -> None:
    steady = settings(
        max_examples=40 if name == "frame" else 150,  # frames are as large as they may be
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    steady(given(TARGETS[name].drawn)(TARGETS[name].holds))()


def test_the_long_form_covers_every_target(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["0"]) == 0
    lines = capsys.readouterr().out.replace("\r", "").splitlines()
    assert [line.split(":")[0] for line in lines] == list(TARGETS)
