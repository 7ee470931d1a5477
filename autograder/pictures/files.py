"""Pictures as files: drawn from a student's script, and shown together on one page."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Final, NamedTuple

from markdown_it import MarkdownIt

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.loading import load_file
from autograder.intake.records import Source
from autograder.pictures import Drawn, Picture
from autograder.worker import source as worker_source
from autograder.worker import wire

_SECONDS: Final = 60.0  # to run the file
_PAGE: Final = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font-family: sans-serif; max-width: 60em; margin: 1em auto; padding: 0 1em; line-height: 1.5 }}
img {{ max-width: 100%; background: white }}
</style>
<h1>{title}</h1>
{pictures}
"""


class Page(NamedTuple):
    """A picture and what stands above it."""

    name: str
    caption: str
    drawn: Drawn


class Album(NamedTuple):
    """What could be drawn, and why the rest could not."""

    pages: list[Page]
    excuses: list[str]


def pictures_in(path: Path, assignment: str) -> list[Picture]:
    """The pictures of an assignment, in their order; none without the file."""
    if not path.is_file():
        return []
    return [
        value for value in vars(load_file(path, f"pictures_of_{assignment}")).values() if isinstance(value, Picture)
    ]


def album_of(assignment: Assignment, source: Source) -> Album:
    """Run the student's file in this process, statement by statement, and draw from its functions.

    Raises:
        UserError: the assignment has no pictures.
    """
    pictures = pictures_in(assignment.pictures, assignment.name)
    if not pictures:
        raise UserError(f"{assignment.name} has no pictures")
    module = worker_source.fresh_module(source.stem)
    worker_source.run(
        module, wire.Load(source.stem, [*source.cells], _SECONDS, _SECONDS, by_statement=not source.is_notebook)
    )
    album = Album([], [])
    for picture in pictures:
        missing = [name for name in picture.functions if not callable(getattr(module, name, None))]
        if missing:
            album.excuses.append(f"{picture.name}: `{missing[0]}` is not defined")
            continue
        try:
            drawn = picture.drawn(tuple(getattr(module, name) for name in picture.functions))
        except Exception as error:
            album.excuses.append(f"{picture.name}: {picture.excuse(error)}")
        else:
            album.pages.append(Page(picture.name, picture.caption, drawn))
    return album


def write_album(folder: Path, assignment: str, pages: list[Page]) -> Path:
    """Write the pictures, and a page of the assignment that shows them; returns the page.

    Raises:
        UserError: the folder cannot be written to.
    """
    page = folder / f"{assignment}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for picture in pages:
            (folder / f"{assignment}_{picture.name}.png").write_bytes(picture.drawn.png)
        page.write_text(
            _PAGE.format(title=html.escape(assignment), pictures=_shown(assignment, pages)), encoding="utf-8"
        )
    except OSError as error:
        raise UserError(f"{folder} cannot be written to: {error.strerror}") from None
    return page


def _shown(assignment: str, pages: list[Page]) -> str:
    markdown = MarkdownIt()
    shown = []
    for page in pages:
        image = f'<img src="{assignment}_{page.name}.png" alt="{html.escape(page.drawn.alt)}">'
        shown.append(f"{markdown.render(page.caption)}<p>{image}")
    return "\n".join(shown)
