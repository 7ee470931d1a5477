"""A share of a processor, as containers have it: a control group with a quota. Linux, and root."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

_PERIOD: Final = 100_000  # microseconds
_FIRST: Final = Path("/sys/fs/cgroup/cpu")  # where there are control groups of the first version
_SECOND: Final = Path("/sys/fs/cgroup")


@contextlib.contextmanager
def control_group(name: str, share: float) -> Iterator[Path]:
    """The file into which to write the number of a process, which from then on has this share of a processor.

    The processes that it starts share it. Where there are no such groups, the test is skipped.
    """
    first = (_FIRST / "cpu.cfs_quota_us").exists()
    group = (_FIRST if first else _SECOND) / name
    quota = round(_PERIOD * share)
    try:
        group.mkdir(exist_ok=True)
        if first:
            (group / "cpu.cfs_period_us").write_text(str(_PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(quota))
        else:
            (group / "cpu.max").write_text(f"{quota} {_PERIOD}")
    except OSError as error:
        pytest.skip(f"no control group with a share of a processor can be made here: {error}")
    yield group / "cgroup.procs"
    with contextlib.suppress(OSError):  # a process that is just ending still holds it
        group.rmdir()
