"""Finding the students in the paths that an instructor names, and what each of them handed in."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from itertools import chain, count
from pathlib import Path

from autograder.errors import UserError
from autograder.intake.attempts import Attempt, Person
from autograder.intake.choice import NOT_KNOWN, Functions, choose_work
from autograder.intake.disk import disk_file, disk_folder
from autograder.intake.file_names import work_name
from autograder.intake.records import HandIn
from autograder.intake.shapes import OWN, attempts_in, own_attempt, student_attempt
from autograder.intake.tree import IS_IRREGULAR, Folder, Listing, Unreadable
from autograder.intake.walk import contents_of, is_zip
from autograder.intake.zips import zip_on_disk
from autograder.text import readable, visible


def find_hand_ins(
    paths: Iterable[Path],
    assignments: tuple[str, ...],
    tell: Callable[[str], None] = lambda note: None,
    without: Path | None = None,
    functions: Functions = NOT_KNOWN,
) -> list[HandIn]:
    """The students in these paths, sorted by name, each with the work for every assignment.

    A path is a class, as exported by a platform or with one folder or zip per student; a student's folder or zip, which
    contains files of the assignments; or a single file, which belongs to the student after whom its folder is named.

    Args:
        paths: named by the instructor.
        assignments: the names of the course's assignments.
        tell: is called with notes for the instructor.
        without: a folder to leave out, wherever it is: the results of an earlier run.
        functions: of every assignment of the course, by its name: they tell what a file of another name is for.

    Raises:
        UserError: a path does not exist, is that folder or does not belong to any assignment, or there is no student.
    """
    paths = list(dict.fromkeys(paths))

    def tell_on_one_line(note: str) -> None:
        tell(visible(note))

    with ExitStack() as streams:
        roots = [(path, _root(path, streams, without)) for path in paths]
        attempts: dict[tuple[str, ...], list[Attempt]] = defaultdict(list)
        for path, root in roots:
            for attempt in _attempts(path, root, assignments, tell_on_one_line, alone=len(paths) == 1):
                own = path if root is not None else path.parent
                attempts[_key(attempt, own, paths)].append(attempt)
        if not attempts:
            expected = f"expected one folder or zip per student, containing {assignments[0]}.py or the like"
            raise UserError(f"no students in {', '.join(map(str, paths))}: {expected}")
        return _hand_ins(attempts, assignments, functions)


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
    attempts: dict[tuple[str, ...], list[Attempt]], assignments: tuple[str, ...], functions: Functions
) -> list[HandIn]:
    persons = _distinct_names({key: _merged([one.person for one in theirs]) for key, theirs in attempts.items()})
    hand_ins = [_hand_in(persons[key], theirs, assignments, functions) for key, theirs in attempts.items()]
    return sorted(hand_ins, key=lambda hand_in: hand_in.student)


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
    path: Path, root: Folder | None, assignments: tuple[str, ...], tell: Callable[[str], None], *, alone: bool
) -> list[Attempt]:
    if root is None:
        if not work_name(path.name, assignments):
            names = ", ".join(f"{name}.py" for name in assignments)
            raise UserError(f"{path} does not belong to any assignment: expected one of {names} (or .ipynb)")
        # Not resolved: a link belongs to the folder in which it lies.
        name = readable(Path(os.path.abspath(path)).parent.name)
        return [own_attempt(Folder(name, lambda: Listing((disk_file(path),))))]
    try:
        return attempts_in(root, assignments, tell, zipped=path.is_file())
    except Unreadable as error:
        if alone:
            raise UserError(f"{path} {error}") from None
        return [own_attempt(root)]  # a student with a damaged zip still belongs to the class


def _merged(persons: list[Person]) -> Person:
    """One record of a person from all their attempts; their ids may differ from download to download."""
    ids = dict.fromkeys(person.id for person in persons if person.id)
    emails = [person.email for person in persons if person.email]
    return persons[0]._replace(id=" ".join(ids), email=emails[0] if emails else "")


def _distinct_names(persons: dict[tuple[str, ...], Person]) -> dict[tuple[str, ...], Person]:
    """The persons, with an id, an address or a number added to the names that several of them share."""
    shared = Counter(person.name for person in persons.values())
    taken = {name for name, times in shared.items() if times == 1}
    names = {}
    for key in sorted(persons, key=lambda key: key[:1] != OWN):
        person = persons[key]
        if shared[person.name] > 1:
            detail = person.id or person.email
            wanted = f"{person.name} ({detail})" if detail else person.name
            numbered = (f"{wanted} ({number})" for number in count(2))
            person = person._replace(name=next(name for name in chain([wanted], numbered) if name not in taken))
            taken.add(person.name)
        names[key] = person
    return names


def _hand_in(person: Person, attempts: list[Attempt], assignments: tuple[str, ...], functions: Functions) -> HandIn:
    filled = [(attempt, contents_of(attempt.folder)) for attempt in attempts]
    lateness = [attempt.late for attempt in attempts if attempt.late is not None]
    return HandIn(
        person.name,
        choose_work(assignments, filled, functions),
        id=person.id,
        email=person.email,
        late=any(lateness) if lateness else None,
    )
