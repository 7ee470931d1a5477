"""The reasons for which a test may be skipped: in CI any other reason fails the test."""

from __future__ import annotations

import re
from typing import Final

_REASONS: Final = (
    # What a machine has not, or its user may not do.
    r"only root can mount a small disk",
    r"only root can emulate Gradescope's container, with bubblewrap",
    r"only root can emulate hosts, with ip and unshare",
    r"hosts cannot be emulated here: .*",
    r"Gradescope's container cannot be emulated here: .*",
    r"there is no Chromium with playwright to drive it.*",
    r"axe-core is not here: make setup",
    r"there is no C compiler \(cc\).*",
    r"there is no .*unistd(_64)?\.h.*",
    r"this system has no named pipes",
    r"only Linux on x86-64 needs a CPU index",
    r"the test uses system-call numbers of x86_64",
    # Levels of protection: CI has bubblewrap, and `give_up` fails there where it is missing.
    r"protection level (?!bwrap)[\w-]+ is not available here: .*",
    r"autograder: protection level (?!bwrap )[\w-]+ is not available: .*",
    # What a level does not promise.
    r"without its own mounts, a worker can tell which files exist",
    r"an engine installed among the packages can be read, and holds no secrets",
    r"workers write no files at this level",
    r"without a zygote each worker imports everything anew",
    r"there is no zygote at this level",
    r"a process without capabilities cannot change the bounding set, and gains nothing from it",
    r"matplotlib needs a folder to write to when it is imported",
    r"bubblewrap limits the size of its file systems, not the number of files",
    r"workers run as the same user, so a limit would count all of that user's processes",
    r"the kernel never counts processes of root",
    r"this Python lies in a folder of the system",
)


def is_known(reason: str) -> bool:
    """Whether a test may be skipped for this reason, as pytest gives it."""
    return any(re.fullmatch(known, reason.removeprefix("Skipped: "), re.DOTALL) for known in _REASONS)
