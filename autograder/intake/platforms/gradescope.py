"""Gradescope's export: submission_metadata.yml and one folder per submission."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from autograder.errors import UserError
from autograder.intake.attempts import Attempt, Person
from autograder.intake.records import KnownId
from autograder.intake.times import seconds_in, sortable, time_in
from autograder.intake.tree import Folder, Listing, Unreadable
from autograder.text import readable, visible

METADATA: Final = "submission_metadata.yml"
ROOT: Final = re.compile(r"assignment_\d+_export")  # the only folder in the zip
_BARE_SYMBOL: Final = re.compile(rb"([{,]\s*):(\w+):(?=\s)")
_MOST_BYTES: Final = 100_000_000
_NOTHING: Final = ("", "~", "null")
# Everything stays text: the name No does not become false, nor the id 0100 the number 64. Like the safe loader, which
# builds on it, it makes nothing but text, lists and dicts.
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def gradescope_attempts(root: Folder, listing: Listing) -> list[Attempt] | None:
    """The attempts in an export, one per submitter of every submission; None if it is not from Gradescope.

    Raises:
        UserError: its metadata cannot be read.
    """
    metadata = next((file for file in listing.files if file.name == METADATA), None)
    if metadata is None:
        return None
    try:
        submissions = read_metadata(metadata.read(_MOST_BYTES))
    except Unreadable as error:
        raise UserError(f"{METADATA} of {root.name} {error}: export the submissions again") from None
    folders = {folder.name: folder for folder in listing.folders}
    attempts = [
        attempt
        for name, submission in submissions.items()
        for attempt in _attempts(name, submission, folders.get(name) or Folder(name, Listing))
    ]
    unlisted = [name for name in folders if name not in submissions and name.startswith("submission_")]
    return [*attempts, *(Attempt(_unknown_person(name), folders[name]) for name in unlisted)]


def read_metadata(data: bytes) -> dict[str, Mapping[str, Any]]:
    """The submissions in submission_metadata.yml, by folder; Ruby's symbols become keys such as ":name".

    Raises:
        Unreadable: it is not such a file.
    """
    try:
        document = _load(data)
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Unreadable("is not valid YAML") from None
    if not isinstance(document, dict) or not all(isinstance(entry, dict) for entry in document.values()):
        raise Unreadable("does not contain one entry per submission")
    return {readable(str(name)): entry for name, entry in document.items()}


def _load(data: bytes) -> Any:
    try:
        return yaml.load(data, Loader=_LOADER)
    except yaml.YAMLError:
        # YAML does not allow a bare ":name" in braces, but people and other programs write it.
        return yaml.load(_BARE_SYMBOL.sub(rb'\1":\2":', data), Loader=_LOADER)


def _attempts(name: str, submission: Mapping[str, Any], folder: Folder) -> Iterator[Attempt]:
    at = time_in(str(submission.get(":created_at")))
    late = seconds_in(_text(submission.get(":lateness")))
    history = submission.get(":history")
    tries = len(history) + 1 if isinstance(history, list) else 1
    active = f"{tries} attempts were handed in on Gradescope: {visible(name)}, the active one, was graded"
    submitters = submission.get(":submitters")
    entries = submitters if isinstance(submitters, list) else []
    persons = [_person(entry) for entry in entries if isinstance(entry, dict)]
    if len(set(persons)) > 1:
        persons = [person._replace(group=readable(name)) for person in persons]
    for person in dict.fromkeys(persons) or [_unknown_person(name)]:
        yield Attempt(person, folder, sortable(at), note=active if tries > 1 else "", at=at, late_seconds=late)


def _person(entry: Mapping[str, Any]) -> Person:
    name, sid, email = (_text(entry.get(key)) for key in (":name", ":sid", ":email"))
    key = email.casefold() or sid or name
    ids = (KnownId("sis", sid), KnownId("email", email))
    known = tuple(one for one in ids if one.text)
    return Person(("gradescope", key), name or sid or email or "(no name)", known)


def _unknown_person(folder: str) -> Person:
    """The owner of a folder for which the metadata has no submitter."""
    return Person(("gradescope", "folder", folder), folder)


def _text(value: Any) -> str:
    return readable(value.strip()) if isinstance(value, str) and value.strip() not in _NOTHING else ""
