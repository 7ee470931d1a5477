"""How fast a class is graded, by whom, and how long the rest takes: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_SECONDS_BETWEEN_LINES: Final = 30.0
_MINUTE: Final = 60


class Pace:
    """The pace of a run."""

    def __init__(self, total: int, crew: Callable[[], str], show: Callable[[str], None]) -> None:
        """Begin.

        Args:
            total: how many are to be graded.
            crew: who grades, as people read it; "" for this machine.
            show: is called with each new text for the bar.
        """
        self._total, self._crew, self._show = total, crew, show
        self._done = 0
        self._begun: float | None = None  # when the first came: until then graders were being opened
        self._told = time.monotonic()

    def advance(self) -> None:
        """One more has been graded."""
        self._done += 1
        self._begun = self._begun or time.monotonic()
        self._show(", ".join(self._words()))

    @property
    def due(self) -> str:
        """A line for people without a bar; "" as long as the last one will do, or there is nothing to tell."""
        crew, now = self._crew(), time.monotonic()
        if not crew or now - self._told < _SECONDS_BETWEEN_LINES:
            return ""
        self._told = now
        left = f", {self._left()} left" if self._rate else ""
        return f"{self._done} of {self._total}: {', '.join(self._words())}{left}"

    @property
    def _rate(self) -> float:
        elapsed = time.monotonic() - self._begun if self._begun else 0.0
        return (self._done - 1) / elapsed if elapsed > 0 else 0.0

    def _words(self) -> list[str]:
        rate = f"{self._rate:.1f} per second" if self._rate else ""
        return [word for word in (rate, self._crew()) if word]

    def _left(self) -> str:
        seconds = (self._total - self._done) / self._rate
        return f"{seconds / _MINUTE:.0f} min" if seconds > _MINUTE else f"{seconds:.0f} s"


@contextmanager
def pace_of(total: int, crew: Callable[[], str], console: Console) -> Iterator[Pace]:
    """The pace of a run, with a bar where the console is a terminal."""
    columns = ("grading", BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("grading", total=total, pace="")
        yield Pace(total, crew, lambda text: progress.update(bar, advance=1, pace=text))
