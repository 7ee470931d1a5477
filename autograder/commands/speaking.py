"""What a command says while it works: on the terminal, and with times in the log of the run."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console

from autograder.reports.terminal import say, wide_console


class Speaker:
    """Says a line to people, and to the log once there is one."""

    def __init__(self, *, for_programs: bool, to_the_log_alone: bool = False) -> None:
        """Begin to speak.

        Args:
            for_programs: whether the standard output is for programs, so that people read the other one.
            to_the_log_alone: whether nobody but the log is told, as what is said may name students.
        """
        self.to_the_log_alone = to_the_log_alone
        self.console: Console = wide_console(stderr=for_programs)
        self.lines: list[str] = []
        self._log: Callable[[str], None] | None = None

    def __call__(self, text: str) -> None:
        """Say a line."""
        if not self.to_the_log_alone:
            say(self.console, text)
        self._write_down(text)

    def of_nobody(self, text: str) -> None:
        """Say a line that names no student."""
        say(self.console, text)
        self._write_down(text)

    def note(self, text: str) -> None:
        """Say what somebody should know."""
        self(f"note: {text}")

    def _write_down(self, text: str) -> None:
        self.lines.append(text)
        if self._log:
            self._log(text)

    def log_to(self, log: Callable[[str], None]) -> None:
        """From now on everything goes to this log too, with what was said before."""
        for line in self.lines:
            log(line)
        self._log = log
