"""Finding the students in the paths that an instructor names, and what each of them handed in."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from autograder.errors import UserError
from autograder.intake.attempts import Attempt, Person
from autograder.intake.choice import NOT_KNOWN, Functions, choose_work
from autograder.intake.classroom_scores import note_of_missing, read_scores
from autograder.intake.disk import disk_file, disk_folder
from autograder.intake.file_names import work_name
from autograder.intake.known import NOBODY, KnownPeople
from autograder.intake.people import joined, settled, with_distinct_names
from autograder.intake.records import HandIn, Source
from autograder.intake.shapes import OWN, attempts_in, own_attempt, student_attempt
from autograder.intake.tree import IS_IRREGULAR, Folder, Listing, Unreadable
from autograder.intake.walk import contents_of, is_zip
from autograder.intake.worksheets import read_worksheet, with_told
from autograder.intake.zips import zip_on_disk
from autograder.text import readable, visible

# What tells when work was handed in, by the suffix of its file.
_READ: Final = {".csv": read_worksheet, ".json": read_scores}


def find_hand_ins(
    paths: Iterable[Path],
    assignments: tuple[str, ...],
    tell: Callable[[str], None] = lambda note: None,
    without: Path | None = None,
    functions: Functions = NOT_KNOWN,
    known: KnownPeople = NOBODY,
) -> list[HandIn]:
    """The students in these paths, sorted by name, each with the work for every assignment.

    A path is a class, as exported by a platform or with one folder or zip per student; a student's folder or zip, which
    contains files of the assignments; or a single file, which belongs to the student after whom its folder is named. A
    CSV file, or the scores.json of Classroom 50, tells when the work in the others was handed in.

    Args:
        paths: named by the instructor.
        assignments: the names of the course's assignments.
        tell: is called with notes for the instructor, each of one line.
        without: a folder to leave out, wherever it is: the results of an earlier run.
        functions: of every assignment of the course, by its name: they tell what a file of another name is for.
        known: the roster, of which everybody gets a hand-in, and the groups.

    Raises:
        UserError: a path does not exist, is that folder or does not belong to any assignment, or there is no student.
    """
    paths = list(dict.fromkeys(paths))

    def tell_on_one_line(note: str) -> None:
        tell(visible(note))

    tables = {path: read for path in paths if (read := _READ.get(path.suffix.casefold())) and path.is_file()}
    told = {key: one for path, read in tables.items() for key, one in read(path, tell_on_one_line).items()}
    paths = [path for path in paths if path not in tables]
    with ExitStack() as streams:
        roots = [(path, _root(path, streams, without)) for path in paths]
        attempts: dict[tuple[str, ...], list[Attempt]] = defaultdict(list)
        folders: set[str] = set()
        for path, root in roots:
            for attempt in _attempts(path, root, assignments, tell_on_one_line, known, alone=len(paths) == 1):
                folders.add(attempt.folder.name)
                own = path if root is not None else path.parent
                attempts[_key(attempt, own, paths)].append(with_told(attempt, told))
        if not attempts:
            expected = f"expected one folder or zip per student, containing {assignments[0]}.py or the like"
            raise UserError(f"no students in {', '.join(map(str, [*paths, *tables]))}: {expected}")
        hand_ins = _hand_ins(attempts, assignments, functions, known)
    if note := note_of_missing(told, folders):
        tell_on_one_line(note)
    _tell_of_local_times(hand_ins, tell)
    return settled(hand_ins, known, assignments, tell_on_one_line)


def _tell_of_local_times(hand_ins: Iterable[HandIn], tell: Callable[[str], None]) -> None:
    works = [work for hand_in in hand_ins for work in hand_in.work if isinstance(work, Source)]
    if number := sum(work.handed.is_local for work in works):
        tell(f"times without a time zone, read as this machine's (TZ=... sets another): of {number} hand-ins")


def find_hand_in(folder: Path, name: str, assignments: tuple[str, ...], functions: Functions = NOT_KNOWN) -> HandIn:
    """What one student handed in: the folder is theirs, whatever it looks like, and never taken as a class.

    Args:
        folder: the folder.
        name: the student's name.
        assignments: the names of the course's assignments.
        functions: of every assignment, by its name.
    """
    attempt = own_attempt(disk_folder(folder, name))
    return _hand_in(attempt.person, [attempt], assignments, functions)


def _key(attempt: Attempt, own: Path, paths: list[Path]) -> tuple[str, ...]:
    """The key of who handed in: a student's own folder or zip is in a class only if it lies in the class's folder."""
    key = attempt.person.key
    if key[:1] == OWN and {folder.resolve() for folder in own.absolute().parents} & {path.resolve() for path in paths}:
        return student_attempt(key[-1], attempt.folder).person.key
    return key


def _hand_ins(
    attempts: dict[tuple[str, ...], list[Attempt]],
    assignments: tuple[str, ...],
    functions: Functions,
    known: KnownPeople,
) -> list[HandIn]:
    """The hand-ins, with those whose own folder or zip was named first, as they have the first claim on a name."""
    alike: dict[tuple[str, ...], list[HandIn]] = defaultdict(list)
    for key in sorted(attempts, key=lambda key: key[:1] != OWN):
        person = _merged([one.person for one in attempts[key]])
        same = () if known.is_shared(person.name) else person.alike
        alike[same or key].append(_hand_in(person, attempts[key], assignments, functions))
    return with_distinct_names(one for hand_ins in alike.values() for one in joined(hand_ins))


def _root(path: Path, streams: ExitStack, without: Path | None) -> Folder | None:
    """The folder or zip at a path, None if it is a single file; the streams keep a zip's file open."""
    if path.is_dir():
        if without is not None and without.exists() and without.samefile(path):
            raise UserError(f"{path} holds what was handed in: name another folder for the results")
        return disk_folder(path, path.resolve().name, without)
    if not path.is_file():
        raise UserError(f"{path} {IS_IRREGULAR}" if path.exists() else f"{path} does not exist")
    if not is_zip(path.name):
        return None
    try:
        return zip_on_disk(readable(path.name[:-4]), streams.enter_context(path.open("rb")), path.stat().st_size)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from None


def _attempts(
    path: Path,
    root: Folder | None,
    assignments: tuple[str, ...],
    tell: Callable[[str], None],
    known: KnownPeople,
    *,
    alone: bool,
) -> list[Attempt]:
    if root is None:
        if not work_name(path.name, assignments):
            names = ", ".join(f"{name}.py" for name in assignments)
            raise UserError(f"{path} does not belong to any assignment: expected one of {names} (or .ipynb)")
        # Not resolved: a link belongs to the folder in which it lies.
        name = readable(Path(os.path.abspath(path)).parent.name)
        return [own_attempt(Folder(name, lambda: Listing((disk_file(path),))))]
    try:
        attempts = attempts_in(root, assignments, tell, zipped=path.is_file(), known=known)
    except Unreadable as error:
        if alone:
            raise UserError(f"{path} {error}") from None
        return [own_attempt(root)]  # a student with a damaged zip still belongs to the class
    if alone and [attempt.person.key[:1] for attempt in attempts] == [OWN] and _is_empty(root):
        raise UserError(f"{path} is empty: expected one folder or zip per student, or one student's files")
    return attempts


def _is_empty(folder: Folder) -> bool:
    contents = contents_of(folder)
    return not contents.refused and all(placed.file.name.startswith(".") for placed in contents.files)


def _merged(persons: list[Person]) -> Person:
    """One record of a person from all their attempts; their ids may differ from download to download."""
    return persons[0]._replace(ids=tuple(dict.fromkeys(known for person in persons for known in person.ids)))


def _hand_in(person: Person, attempts: list[Attempt], assignments: tuple[str, ...], functions: Functions) -> HandIn:
    filled = [(attempt, contents_of(attempt.folder)) for attempt in attempts]
    lateness = [attempt.late for attempt in attempts if attempt.late is not None]
    return HandIn(
        person.name,
        choose_work(assignments, filled, functions),
        id=person.id,
        email=person.email,
        ids=person.ids,
        groups=(person.group,) if person.group else (),
        late=any(lateness) if lateness else None,
    )
