"""`autograder preview`: a results.json as a page."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rich.console import Console

from autograder.errors import UserError
from autograder.reports.preview import preview_page
from autograder.reports.terminal import say
from autograder.system.atomic import write_atomically


def preview(options: argparse.Namespace) -> None:
    """Write the page.

    Raises:
        UserError: the file is no results.json, or the page cannot be written.
    """
    path = Path(options.results)
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise UserError(f"{path} is no results.json: it is not valid JSON") from None
    try:
        page = preview_page(document)
    except ValueError as error:
        raise UserError(f"{path} is no results.json: {error}") from None
    out = Path(options.out) if options.out else path.with_suffix(".html")
    write_atomically(out, page)
    say(Console(), f"{out} shows it; open it in a browser")
