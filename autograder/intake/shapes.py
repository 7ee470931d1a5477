"""Recognising what an instructor downloaded: the export of a platform, or one folder or zip per student.

Only the paths that the instructor names can be exports: one inside a hand-in would let its student hand in for others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from autograder.errors import UserError
from autograder.intake.attempts import Attempt, Person
from autograder.intake.file_names import EXPORTED, work_name
from autograder.intake.git_times import handed_in_at
from autograder.intake.known import NOBODY, KnownPeople
from autograder.intake.platforms.blackboard import blackboard_attempts, is_blackboard_name
from autograder.intake.platforms.brightspace import brightspace_attempts, is_brightspace_name
from autograder.intake.platforms.canvas import canvas_attempts, is_canvas_name
from autograder.intake.platforms.github import downloaded_name, is_download, user_names
from autograder.intake.platforms.gradescope import ROOT, gradescope_attempts
from autograder.intake.platforms.ilias import ilias_attempts
from autograder.intake.platforms.moodle import is_moodle_name, moodle_attempts
from autograder.intake.platforms.unknown import why_unknown
from autograder.intake.records import KnownId
from autograder.intake.tree import File, Folder, Listing, Unreadable
from autograder.intake.walk import is_zip
from autograder.text import first_few

_NOT_STUDENTS: Final = frozenset(
    (
        *(".git", ".github", ".hg", ".svn", ".idea", ".vscode", ".venv", ".ipynb_checkpoints"),
        *(".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__", "__macosx", "@eadir"),
    )
)
_MOST_NAMED: Final = 5
OWN: Final = ("own",)  # begins the key of a student whose own folder or zip the instructor names


def attempts_in(
    root: Folder,
    assignments: tuple[str, ...],
    tell: Callable[[str], None],
    *,
    zipped: bool = False,
    known: KnownPeople = NOBODY,
) -> list[Attempt]:
    """Everybody's attempts in a folder or zip that an instructor names.

    Args:
        root: the folder or zip.
        assignments: the names of the course's assignments.
        tell: is called with notes for the instructor.
        zipped: whether it is a zip.
        known: whom the instructor has named.

    Raises:
        Unreadable: it cannot be opened.
        UserError: it is a damaged export, or one of a system that is not known.
    """
    listing = root.list()
    for reason in first_few(listing.refused, _MOST_NAMED):
        tell(f"{root.name}: {reason}")
    folders = _students_or_work(listing)
    if len(folders) == 1 and ROOT.fullmatch(folders[0].name):
        root, listing = folders[0], folders[0].list()
    attempts = gradescope_attempts(root, listing)
    if attempts is not None:
        return attempts
    attempts, is_platforms = _platforms(listing, assignments, known)
    if attempts is None:
        if reason := why_unknown(listing):
            raise UserError(f"{root.name} {reason}")
        return list(_plain(root, listing, assignments, tell, zipped=zipped))
    files = tuple(file for file in listing.files if not is_platforms(file.name))
    others = Listing(files, tuple(folder for folder in listing.folders if not is_platforms(folder.name)))
    return [*attempts, *_students(root, others, assignments, tell)]


def _platforms(
    listing: Listing, assignments: tuple[str, ...], known: KnownPeople
) -> tuple[list[Attempt] | None, Callable[[str], bool]]:
    """The attempts in a platform's download, None if it is not from one; and which names there are the platform's."""
    attempts = moodle_attempts(listing, known.is_student)
    if attempts is not None:
        return attempts, is_moodle_name
    attempts = brightspace_attempts(listing)
    if attempts is not None:
        return attempts, is_brightspace_name
    if _has_work(listing, assignments):
        return None, lambda name: False
    attempts = blackboard_attempts(listing)
    if attempts is not None:
        return attempts, is_blackboard_name
    attempts = ilias_attempts(listing)
    if attempts is not None:
        return attempts, lambda name: True
    return canvas_attempts(listing, assignments, known), is_canvas_name


def student_attempt(name: str, folder: Folder, ids: tuple[KnownId, ...] = ()) -> Attempt:
    """The hand-in of a student who is identified by a folder's name or a login."""
    return Attempt(Person(("name", name), name, ids), folder)


def own_attempt(root: Folder) -> Attempt:
    """The hand-in of a student whose own folder, zip or file the instructor names.

    Its key differs from that of a folder in a class, so that no folder inside a hand-in counts as somebody else's.
    """
    return Attempt(Person((*OWN, root.name), root.name), root)


def _plain(
    root: Folder, listing: Listing, assignments: tuple[str, ...], tell: Callable[[str], None], *, zipped: bool = False
) -> Iterator[Attempt]:
    """One folder or zip per student, or a single student if it contains work or only folders of assignments."""
    folders = _students_or_work(listing)
    zips = [file for file in listing.files if is_zip(file.name)]
    if zipped and is_download(root, listing):
        user = downloaded_name(root.name, assignments)
        yield own_attempt(Folder(user, root.list))
    elif _has_work(listing, assignments) or not (folders or zips):
        yield own_attempt(root)
    elif _are_named_after_assignments(folders, zips, assignments):
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
    """One student for every folder and zip."""
    folders = _students_or_work(listing)
    users = user_names(root, folders, assignments)
    for folder in folders:
        user = users.get(folder.name) or (downloaded_name(folder.name, assignments) if len(folders) > 1 else "")
        yield _of_user(user, folder) if user else student_attempt(folder.name, folder)
    for file in listing.files:
        if is_zip(file.name):
            user = downloaded_name(file.name[:-4], assignments)
            yield _of_user(user, _holding(file)) if user else student_attempt(file.name[:-4], _holding(file))
    _tell_of_others(root, listing, tell)


def _of_user(user: str, folder: Folder) -> Attempt:
    """The hand-in of a user of GitHub, in a repository of theirs."""
    return student_attempt(user, folder, (KnownId("github", user),))._replace(at=handed_in_at(folder))


def _tell_of_others(root: Folder, listing: Listing, tell: Callable[[str], None]) -> None:
    others = [file.name for file in listing.files if not is_zip(file.name) and not file.name.startswith(".")]
    if others:
        tell(f"{root.name}: ignored (neither a folder nor a zip): {', '.join(first_few(others, _MOST_NAMED))}")


def _students_or_work(listing: Listing) -> list[Folder]:
    """The folders that may belong to students or contain work."""
    return [folder for folder in listing.folders if folder.name.casefold() not in _NOT_STUDENTS]


def _holding(file: File) -> Folder:
    return Folder(file.name, lambda: Listing((file,)))


def _has_work(listing: Listing, assignments: tuple[str, ...]) -> bool:
    return any(work_name(file.name, assignments) for file in listing.files)


def _are_named_after_assignments(folders: list[Folder], zips: list[File], assignments: tuple[str, ...]) -> bool:
    names = {name.casefold() for name in assignments}
    stems = [EXPORTED.sub("", file.name[:-4]) for file in zips]
    return {folder.name.casefold() for folder in folders} <= names and all(
        work_name(f"{stem}.py", assignments) for stem in stems
    )


def _hold_students(folders: list[Folder], assignments: tuple[str, ...]) -> bool:
    """Whether these folders contain classes: several folders or zips, and no work."""
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
    return len(folders) + len(zips) > 1 and not _are_named_after_assignments(folders, zips, assignments)
