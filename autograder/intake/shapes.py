"""Recognising by its shape what an instructor downloaded: the export of a platform, or folders and zips a student.

Only what the instructor names is looked at for shapes: a platform's export in a student's hand-in would let that
student hand in for others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from autograder.intake.attempts import Attempt, Person
from autograder.intake.canvas import canvas_attempts, is_canvas_name
from autograder.intake.file_names import EXPORTED, work_name
from autograder.intake.github import user_names
from autograder.intake.gradescope import ROOT, gradescope_attempts
from autograder.intake.moodle import is_moodles, moodle_attempts
from autograder.intake.tree import File, Folder, Listing, Unreadable
from autograder.intake.walk import is_zip

_NO_STUDENTS: Final = frozenset(
    (
        *(".git", ".github", ".hg", ".svn", ".idea", ".vscode", ".venv", ".ipynb_checkpoints"),
        *(".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__", "__macosx", "@eadir"),
    )
)
_MOST_NAMED: Final = 5
OWN: Final = ("own",)  # how the key of a student begins whose own folder or zip is named


def attempts_in(
    root: Folder, assignments: tuple[str, ...], tell: Callable[[str], None], *, zipped: bool = False
) -> list[Attempt]:
    """Everybody's attempts in a folder or zip that an instructor names.

    Args:
        root: it.
        assignments: the names of the course's assignments.
        tell: is called with what the instructor should know of it.
        zipped: whether it is a zip.

    Raises:
        Unreadable: it cannot be looked into.
        UserError: it is a damaged export.
    """
    listing = root.list()
    for reason in listing.refused[:_MOST_NAMED]:
        tell(f"{root.name}: {reason}")
    folders = _students_or_work(listing)
    if len(folders) == 1 and ROOT.fullmatch(folders[0].name):
        root, listing = folders[0], folders[0].list()
    attempts = gradescope_attempts(root, listing)
    if attempts is not None:
        return attempts
    attempts, known = moodle_attempts(listing), is_moodles
    if attempts is None and not _has_work(listing, assignments):
        attempts, known = canvas_attempts(listing, assignments), is_canvas_name
    if attempts is None:
        return list(_plain(root, listing, assignments, tell, zipped=zipped))
    files = tuple(file for file in listing.files if not known(file.name))
    others = Listing(files, tuple(folder for folder in listing.folders if not known(folder.name)))
    return [*attempts, *_students(root, others, assignments, tell)]


def student_attempt(name: str, folder: Folder) -> Attempt:
    """The hand-in of a student who is known by the name of a folder or a login."""
    return Attempt(Person(("name", name), name), folder)


def own_attempt(root: Folder) -> Attempt:
    """The hand-in of a student whose own folder, zip or file the instructor names.

    The key is another than that of a folder in a class, so that nobody's hand-in can hold a folder of somebody else's.
    """
    return Attempt(Person((*OWN, root.name), root.name), root)


def _plain(
    root: Folder, listing: Listing, assignments: tuple[str, ...], tell: Callable[[str], None], *, zipped: bool = False
) -> Iterator[Attempt]:
    """A folder or zip a student; or one student's, if it holds work itself, or only what bears assignments' names."""
    folders = _students_or_work(listing)
    zips = [file for file in listing.files if is_zip(file.name)]
    if _has_work(listing, assignments) or not (folders or zips):
        yield own_attempt(root)
    elif _bear_assignments_names(folders, zips, assignments):
        if zips or not _hold_students(folders, assignments):
            yield own_attempt(root)
            return
        for folder in folders:
            yield from _plain(folder, folder.list(), assignments, tell)
    elif zipped and len(folders) == 1 and not zips and _hold_students(folders, assignments):
        yield from _plain(folders[0], folders[0].list(), assignments, tell)
    else:
        yield from _students(root, listing, assignments, tell)


def _students(
    root: Folder, listing: Listing, assignments: tuple[str, ...], tell: Callable[[str], None]
) -> Iterator[Attempt]:
    """A student for every folder and zip."""
    folders = _students_or_work(listing)
    users = user_names(root, folders, assignments)
    yield from (student_attempt(users.get(folder.name, folder.name), folder) for folder in folders)
    yield from (student_attempt(file.name[:-4], _holding(file)) for file in listing.files if is_zip(file.name))
    _tell_of_others(root, listing, tell)


def _tell_of_others(root: Folder, listing: Listing, tell: Callable[[str], None]) -> None:
    others = [file.name for file in listing.files if not is_zip(file.name) and not file.name.startswith(".")]
    if others:
        more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
        tell(f"{root.name}: passed over, no folder and no zip: {', '.join(others[:_MOST_NAMED])}{more}")


def _students_or_work(listing: Listing) -> list[Folder]:
    """The folders that may be a student's, or hold work."""
    return [folder for folder in listing.folders if folder.name.casefold() not in _NO_STUDENTS]


def _holding(file: File) -> Folder:
    return Folder(file.name, lambda: Listing((file,)))


def _has_work(listing: Listing, assignments: tuple[str, ...]) -> bool:
    return any(work_name(file.name, assignments) for file in listing.files)


def _bear_assignments_names(folders: list[Folder], zips: list[File], assignments: tuple[str, ...]) -> bool:
    known = {name.casefold() for name in assignments}
    stems = [EXPORTED.sub("", file.name[:-4]) for file in zips]
    return {folder.name.casefold() for folder in folders} <= known and all(
        work_name(f"{stem}.py", assignments) for stem in stems
    )


def _hold_students(folders: list[Folder], assignments: tuple[str, ...]) -> bool:
    """Whether these folders hold classes: several folders or zips, and no work."""
    listings = []
    for folder in folders:
        try:
            listings.append(folder.list())
        except Unreadable:
            continue
    if any(_has_work(listing, assignments) for listing in listings):
        return False
    return any(_holds_several(listing, assignments) for listing in listings)


def _holds_several(listing: Listing, assignments: tuple[str, ...]) -> bool:
    folders, zips = _students_or_work(listing), [file for file in listing.files if is_zip(file.name)]
    return len(folders) + len(zips) > 1 and not _bear_assignments_names(folders, zips, assignments)
