"""What `assignments/<name>/pictures.py` is written with: pictures drawn from a student's own functions.

    @picture(after="convergence", lr=Slider("learning rate", 1e-3, 0.13, start=0.01, logarithmic=True))
    def loss_curve(train, *, lr):
        \"\"\"**The loss of every epoch.** What to look for; the notebook shows this text above the picture.\"\"\"
        ...
        return "a text for those who cannot see it, with the numbers that matter"

The parameters before the star have the names of the contract's functions that the picture needs; those after it are
moved with sliders, if there are any. In the notebook the picture comes after the check of the part. If a function is
not written yet, or does not do what the contract says, the picture says so and raises nothing.
"""

from __future__ import annotations

import inspect
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, NamedTuple

from matplotlib import pyplot as plt

from autograder.system.threads import one_thread
from autograder.text import instead_of_function

_DPI: Final = 100


class Slider(NamedTuple):
    """A number that the reader of a picture can move."""

    label: str
    low: float
    high: float
    start: float  # where the still picture stands
    step: float = 1.0  # of a logarithmic one, in powers of ten
    logarithmic: bool = False


class NotAFunction(TypeError):
    """What should be one of the student's functions is something else."""


class Drawn(NamedTuple):
    """A picture as it is shown."""

    png: bytes
    alt: str  # what can be seen, in words and numbers


@dataclass(frozen=True)
class Picture:
    """A picture, called with the student's functions."""

    name: str
    after: str  # the part whose check it follows
    caption: str  # Markdown
    functions: tuple[str, ...]  # what it needs
    draw: Callable[..., str]
    sliders: Mapping[str, Slider]

    def __call__(self, *functions: Callable[..., Any]) -> None:
        """Show it in the notebook, or say in a line why it cannot be drawn yet; in a script leave the figure open."""
        if _in_notebook():
            from autograder.pictures.showing import show

            show(self, functions)
            return
        before = set(plt.get_fignums())
        try:
            self._drawing(functions, {})
        except Exception as error:
            _close_all_but(before)
            print(self.excuse(error))

    def drawn(self, functions: tuple[Callable[..., Any], ...], moved: Mapping[str, float] | None = None) -> Drawn:
        """Draw it, with sliders moved to these places.

        Raises:
            Exception: whatever the student's functions, or drawing what they return, raises.
        """
        before = set(plt.get_fignums())
        try:
            alt = self._drawing(functions, moved or {})
            content = BytesIO()
            plt.gcf().savefig(content, format="png", dpi=_DPI)
        finally:
            _close_all_but(before)
        return Drawn(content.getvalue(), alt)

    def excuse(self, error: Exception) -> str:
        """Why it cannot be drawn, in a line."""
        if isinstance(error, NotAFunction):
            return f"No picture yet: {error}."
        innermost = traceback.extract_tb(error.__traceback__)[-1].name
        if isinstance(error, NotImplementedError) and innermost in self.functions:
            return f"No picture yet: write `{innermost}` first, and run this cell again."
        needed = " and ".join(f"`{name}`" for name in self.functions)
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        return f"No picture yet: it needs {needed} as the handout describes. Drawing it raised {reason}"

    def _drawing(self, functions: tuple[Callable[..., Any], ...], moved: Mapping[str, float]) -> str:
        for name, function in zip(self.functions, functions, strict=True):
            if not callable(function):
                raise NotAFunction(f"it needs the function `{name}`, but {instead_of_function(function)}")
        places = {name: slider.start for name, slider in self.sliders.items()} | dict(moved)
        with one_thread():
            return self.draw(*functions, **places) or ""


def _in_notebook() -> bool:
    """Whether a Jupyter kernel runs this; a script needs no IPython."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and getattr(ipython.get_ipython(), "kernel", None) is not None


def _close_all_but(before: set[int]) -> None:
    for number in set(plt.get_fignums()) - before:
        plt.close(number)


def picture(*, after: str, **sliders: Slider) -> Callable[[Callable[..., str]], Picture]:
    """Turn a function into a picture that comes after the check of a part; its docstring is the caption."""

    def decorate(draw: Callable[..., str]) -> Picture:
        functions = tuple(name for name in inspect.signature(draw).parameters if name not in sliders)
        return Picture(draw.__name__, after, inspect.getdoc(draw) or "", functions, draw, sliders)

    return decorate
