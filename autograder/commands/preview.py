"""`autograder preview`: a results.json as a page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from autograder.commands.arguments import Argument
from autograder.errors import EXIT_DONE, UserError


@dataclass(frozen=True)
class Options:
    """Draw a results.json much as Gradescope shows it."""

    results: Annotated[Path, Argument(positional=True, metavar="FILE", help="a results.json")]
    out: Annotated[Path | None, Argument(metavar="HTML", help="the page to write (default: beside the file)")]


def run(options: Options) -> int:
    """Write the page.

    Raises:
        UserError: the file is not a results.json, or the page cannot be written.
    """
    from rich.console import Console

    from autograder.reports.preview import preview_page
    from autograder.reports.terminal import say
    from autograder.system.atomic import write_atomically

    document = _document(options.results)
    try:
        page = preview_page(document)
    except ValueError as error:
        raise UserError(f"{options.results} is not a results.json: {error}") from None
    out = options.out or options.results.with_suffix(".html")
    write_atomically(out, page)
    say(Console(), f"{out} shows it; open it in a browser")
    return EXIT_DONE


def _document(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise UserError(f"{path} is not a results.json: it is not valid JSON") from None
