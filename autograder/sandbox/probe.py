"""Finds the best level of protection by trying, and says why the better ones are not available."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from .errors import SandboxError, TooSlow
from .levels import LEVELS, Level, named
from .seen import view
from .temporary import sweep, temporary_folder
from .zygote import Zygote

_SECRET: Final = "a canary: nobody inside may read this\n"


@dataclasses.dataclass(frozen=True)
class Choice:
    """The level that was chosen, and why the better ones were not."""

    level: Level
    zygote: Zygote  # started at that level; the caller of `choose` closes it
    landlock: int  # the version of Landlock that confines workers, 0 if none does
    refused: tuple[tuple[Level, str], ...]  # the better levels, each with the reason in one line

    def sentence(self) -> str:
        """The protection in one line, for people."""
        protection = f"{self.level.name}: {self.level.protects}"
        if self.level.sandboxed and not self.landlock:
            protection += " (this kernel has no Landlock)"
        return protection


def choose(requested: str | None = None, *, hidden: Sequence[Path] = (), warm_up: bool = True) -> Choice:
    """The best level that holds on this machine, with a zygote running at it.

    Each level is tested first by a trial without torch, which takes some hundredths of a second, and again with
    the zygote that is returned.

    Args:
        requested: the name of a level; then no other is tried.
        hidden: files and folders that a worker must not be able to read, such as the one with the hidden suites.
        warm_up: false for a zygote without torch, which is there sooner and can only `prove`.

    Raises:
        SandboxError: there is no such level, the requested one is not available, or no worker can be started at all.
        TooSlow: a trial took too long; no lower level is tried.
    """
    sweep()
    if requested is not None:
        level = named(requested)
        try:
            return _started(level, hidden, (), warm_up=warm_up)
        except TooSlow:
            raise
        except SandboxError as error:
            raise SandboxError(f"protection level {level.name} is not available: {error}") from error
    refused: list[tuple[Level, str]] = []
    for level in LEVELS:
        try:
            return _started(level, hidden, refused, warm_up=warm_up)
        except TooSlow:
            raise  # slow is not unable: the load of the machine must not lower the protection
        except SandboxError as error:
            refused.append((level, str(error)))
    raise SandboxError("no worker can be started at all")


def _started(level: Level, hidden: Sequence[Path], refused: Sequence[tuple[Level, str]], *, warm_up: bool) -> Choice:
    """Choose this level, if its promises hold."""
    zygote = Zygote(warm_up=warm_up)
    try:
        if level.sandboxed:
            with Zygote(warm_up=False) as trial:
                _insist(trial, level, hidden)
            _insist(zygote, level, hidden)
        else:
            zygote.start(level)
    except BaseException:
        zygote.close()
        raise
    return Choice(level, zygote, zygote.landlock, tuple(refused))


def _insist(zygote: Zygote, level: Level, hidden: Sequence[Path]) -> None:
    """Start the zygote, and make sure that its workers can do nothing they must not.

    Raises:
        SandboxError: it does not start, or a promise does not hold.
    """
    zygote.start(level)
    with _targets(level, hidden) as targets:
        broken = zygote.prove(targets)
    if broken:
        raise SandboxError("a worker " + ", ".join(broken))


@contextmanager
def _targets(level: Level, hidden: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """What a worker has to try in vain: to reach files of ours, the hidden folders, our process."""
    with temporary_folder() as folder:
        files = []
        for mode in (0o600, 0o644):
            canary = Path(folder, f"canary-{mode:o}")
            canary.write_text(_SECRET)
            canary.chmod(mode)
            files.append(str(canary))
        Path(folder).chmod(0o755)
        paths = [path.resolve() for path in hidden]
        yield {
            "files": files + [str(path) for path in paths if not path.is_dir()],
            "folders": [folder, *(str(path) for path in paths if path.is_dir())],
            "seen": [bind.target for bind in view().binds],
            "processes": [os.getpid(), os.getppid()],
            "scratch": level.scratch,
        }
