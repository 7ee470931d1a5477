"""What `assignments/<name>/pictures.py` is written with: pictures drawn from a student's own functions.

    @picture(after="convergence")
    def loss_curve(train):
        \"\"\"**The loss of every epoch.** What to look for; the notebook shows this text above the picture.\"\"\"
        ...

The parameters have the names of the contract's functions that the picture needs. In the notebook it comes after the
check of the part. If a function is not written yet, or does not do what the contract says, the picture says so and
raises nothing.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matplotlib import pyplot as plt


@dataclass(frozen=True)
class Picture:
    """A picture, called with the student's functions."""

    name: str
    after: str  # the part whose check it follows
    caption: str  # Markdown
    functions: tuple[str, ...]  # what it needs
    draw: Callable[..., None]

    def __call__(self, *functions: Callable[..., Any]) -> None:
        """Draw it, or say in a line why it cannot be drawn yet."""
        before = set(plt.get_fignums())
        try:
            self.draw(*functions)
        except Exception as error:
            for number in set(plt.get_fignums()) - before:
                plt.close(number)
            print(self._excuse(error))

    def _excuse(self, error: Exception) -> str:
        innermost = traceback.extract_tb(error.__traceback__)[-1].name
        if isinstance(error, NotImplementedError) and innermost in self.functions:
            return f"No picture yet: write `{innermost}` first, and run this cell again."
        needed = " and ".join(f"`{name}`" for name in self.functions)
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        return f"No picture yet: it needs {needed} as the handout describes. Drawing it raised {reason}"


def picture(*, after: str) -> Callable[[Callable[..., None]], Picture]:
    """Turn a function into a picture that comes after the check of a part; its docstring is the caption."""

    def decorate(draw: Callable[..., None]) -> Picture:
        return Picture(
            draw.__name__, after, inspect.getdoc(draw) or "", tuple(inspect.signature(draw).parameters), draw
        )

    return decorate
