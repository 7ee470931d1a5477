"""Pages of HTML that stand alone: they load nothing, run no script, and show students' text as text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import jinja2
from markupsafe import Markup, escape

from autograder.text import encodable, visible

UNKNOWN: Final = "\u2013"  # in place of a number that there is none


def _number(value: float | Decimal | None) -> str:
    """Marks and means, with a decimal or two where there are any."""
    return UNKNOWN if value is None else f"{float(value):.2f}".rstrip("0").rstrip(".")


def _percent(share: float | None) -> str:
    return UNKNOWN if share is None else f"{100 * share:.0f} %"


def _signed(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:+.2f}".replace("-", "\u2212")


def _harmless(value: object) -> str:
    """Any text as one that can be written, without what would turn or hide the text around it."""
    text = str(value)
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text  # nearly always, and a look at each character takes as long as all else of a page
    return encodable(visible(text, keep="\n\t"))


def _coded(text: str) -> Markup:
    """A sentence of a report, in which what stands between backticks is code."""
    pieces = _harmless(text).split("`")
    if len(pieces) % 2 == 0:  # a backtick of a student's
        return escape(_harmless(text))
    return Markup().join(
        Markup("<code>{}</code>").format(piece) if place % 2 else piece for place, piece in enumerate(pieces)
    )


TEMPLATES: Final = jinja2.Environment(
    loader=jinja2.PackageLoader("autograder.reports"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    finalize=lambda value: _harmless(value) if type(value) is str else value,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters.update(coded=_coded, number=_number, percent=_percent, signed=_signed)


def page(template: str, **view: Any) -> str:
    """A page made from a template."""
    return TEMPLATES.get_template(template).render(view)
