"""Pictures in a notebook: as an image with its alt text, and with sliders where the notebook can show them."""

from __future__ import annotations

import base64
import html
import math
from collections.abc import Callable
from typing import Any, Final

from IPython.display import publish_display_data

from autograder.pictures import Drawn, Picture, Slider
from autograder.reports.in_notebook import as_html, display

_WIDGET: Final = "application/vnd.jupyter.widget-view+json"
# As wide as the page at most, but on a phone not so small that numbers cannot be read: there it is scrolled.
_WIDTH: Final = "max-width: max(100%, 36em)"

Functions = tuple[Callable[..., Any], ...]


def show(picture: Picture, functions: Functions) -> None:
    """Show it, or say in a line why it cannot be drawn yet.

    A notebook that knows no widgets shows the still picture, which is sent along.
    """
    try:
        drawn = picture.drawn(functions)
    except Exception as error:
        display(picture.excuse(error))
        return
    data: dict[str, Any] = {"image/png": base64.b64encode(drawn.png).decode(), "text/plain": drawn.alt}
    metadata = {"image/png": {"alt": drawn.alt}} if drawn.alt else {}
    if picture.sliders and (widget := _widget(picture, functions, drawn)):
        data[_WIDGET] = widget
    publish_display_data(data, metadata)  # type: ignore[no-untyped-call]


def _widget(picture: Picture, functions: Functions, start: Drawn) -> dict[str, Any]:
    """The picture below its sliders, as it is sent to a notebook; empty without ipywidgets."""
    try:
        import ipywidgets
    except ImportError:
        return {}
    image = ipywidgets.HTML(_image(start))
    sliders = {name: _slider(ipywidgets, slider) for name, slider in picture.sliders.items()}

    def redraw(_: object) -> None:
        try:
            drawn = picture.drawn(functions, {name: slider.value for name, slider in sliders.items()})
        except Exception as error:
            image.value = as_html(picture.excuse(error))
        else:
            image.value = _image(drawn)

    for slider in sliders.values():
        slider.observe(redraw, "value")
    box = ipywidgets.VBox([*sliders.values(), image])
    return {"model_id": box.model_id, "version_major": 2, "version_minor": 0}


def _slider(ipywidgets: Any, slider: Slider) -> Any:
    # The picture is drawn when the slider is let go: on the way there it would be drawn a hundred times.
    common = {
        "description": slider.label,
        "continuous_update": False,
        "style": {"description_width": "initial"},
        "layout": {"width": "min(100%, 36em)"},
        "value": slider.start,
        "step": slider.step,
    }
    if not slider.logarithmic:
        return ipywidgets.FloatSlider(min=slider.low, max=slider.high, **common)
    return ipywidgets.FloatLogSlider(
        base=10, min=math.log10(slider.low), max=math.log10(slider.high), readout_format=".3g", **common
    )


def _image(drawn: Drawn) -> str:
    content = base64.b64encode(drawn.png).decode()
    image = f'<img style="{_WIDTH}" alt="{html.escape(drawn.alt)}" src="data:image/png;base64,{content}">'
    return f'<div style="overflow-x: auto" tabindex="0" role="group">{image}</div>'
