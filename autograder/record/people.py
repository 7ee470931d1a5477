"""The people of a record: each is one person, with all ids by which any system has ever known them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.errors import UserError
from autograder.intake.records import ANY_KIND, HandIn, KnownId
from autograder.record.json_files import read_record, write_record
from autograder.record.person import (
    CALLED,
    Person,
    forms,
    ids_of,
    ids_of_listed,
    is_passing,
    own_name,
    shared_names,
    shuffled,
    union,
    united,
)
from autograder.tables.people import Listed, letters, name_forms, same_name
from autograder.text import folder_name, same_folder


class People:
    """Everybody of a record, and who somebody is."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._people: dict[str, Person] = {}
        self._by_id: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)  # (kind, key) by text
        self._by_name: defaultdict[str, set[str]] = defaultdict(set)  # keys
        self.merged: list[tuple[str, str]] = []  # the key of who turned out to be another, and of that other
        for person in people:
            self._put(person)

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people.values())

    def __getitem__(self, key: str) -> Person:
        return self._people[key]

    def add_roster(self, roster: Sequence[Listed], tell: Callable[[str], None] = lambda note: None) -> None:
        """Take over names and ids of the roster; whoever stands in it twice is one person.

        Args:
            roster: each student once.
            tell: is told whose name or id is another's now.
        """
        shared = shared_names(student.name for student in roster)
        for student in roster:
            ids = ids_of_listed(student)
            person = self._one_of(self._owners(student, ids, roster, tell) | self._called(ids))
            if person is None and not (ids and shared.intersection(name_forms(student.name))):
                named = {key for key in self._named(student.name) if not self._people[key].clashes_with(ids)}
                person = self._people[named.pop()] if len(named) == 1 else None
            person = person or self._new(student.name)
            if not same_name(person.name, student.name) and person.ids:
                tell(f"{person.name} is {student.name} now: the roster has an id of theirs under this name")
            if person.listed and person.name != student.name:
                earlier = tuple(name for name in (*person.earlier, person.name) if name != student.name)
                person = replace(person, earlier=tuple(dict.fromkeys(earlier)))
            self._put(replace(person, name=student.name, listed=True, ids=united(person.ids, ids)))

    def _owners(
        self, student: Listed, ids: Sequence[KnownId], roster: Sequence[Listed], tell: Callable[[str], None]
    ) -> set[str]:
        """Those who have a student's ids, but for others of the roster: marks stay with the names, and ids move."""
        owners = self._with_ids(ids)
        strangers = {key for key in owners if not self._is_called(key, student.name)}
        rows = [other.name for other in roster if not same_name(other.name, student.name)] if strangers else []
        others = {key for key in strangers if any(self._is_called(key, name) for name in rows)}
        for key in others:
            other = self._people[key]
            texts = {known.text.casefold() for known in ids}
            left = tuple(one for one in other.ids if one.kind != ANY_KIND or one.text.casefold() not in texts)
            if left != other.ids:
                tell(f"the roster gives {student.name} an id that was {other.name}'s: the marks stay where they are")
                self._remove(other)
                self._put(replace(other, ids=left))
        return owners - others

    def _is_called(self, key: str, name: str) -> bool:
        return any(same_name(one, name) for one in self._people[key].names)

    def add(self, hand_ins: Sequence[HandIn], tell: Callable[[str], None]) -> dict[str, str]:
        """Recognize everybody who handed in, or make their acquaintance.

        Args:
            hand_ins: of one run, each of another student as far as intake can see.
            tell: is told who could be several people.

        Returns:
            The keys of the persons, by the names of the hand-ins.
        """
        keys: dict[str, str] = {}
        # Those with ids first: what they are called says less.
        for hand_in in sorted(hand_ins, key=lambda hand_in: not ids_of(hand_in)):
            person = self._of_hand_in(hand_in, set(keys.values()), tell)
            self._put(
                replace(person, ids=united(person.ids, ids_of(hand_in)), groups=union(person.groups, hand_in.groups))
            )
            keys[hand_in.student] = person.key
        return keys

    def meet(self, name: str, ids: tuple[KnownId, ...]) -> Person:
        """A new person, whoever else has that name."""
        person = replace(self._new(name), ids=ids)
        self._put(person)
        return person

    def note_absent(self, key: str, assignment: str, reason: str) -> None:
        """Remember why a student has no work for an assignment: the more telling of two reasons stays."""
        person = self._people[key]
        if len(reason) > len(person.absent.get(assignment, "")) or ":" in reason:
            self._people[key] = replace(person, absent={**person.absent, assignment: reason})

    def find(self, text: str) -> set[str]:
        """The keys of those whom an instructor may mean by an id, a login, an address, a name or "student 12"."""
        ids = self._by_id.get(text.casefold(), set())
        lasting = {key for kind, key in ids if not is_passing(kind)}
        return lasting or self._named(text) or {key for _, key in ids} or self._numbered(text)

    def give_numbers(self) -> None:
        """Give everybody without one a number, which stays theirs: nobody can tell from it who it is."""
        last = max((person.number for person in self), default=0)
        new = [person for person in self if not person.number]
        for number, person in enumerate(sorted(new, key=shuffled), last + 1):
            self._people[person.key] = replace(person, number=number)

    def _numbered(self, text: str) -> set[str]:
        number = text.removeprefix(CALLED)
        return {person.key for person in self if person.number and str(person.number) == number}

    def groups(self) -> dict[str, set[str]]:
        """The keys of the members of each group, by its name in letters and digits; a student of that name is none."""
        members: defaultdict[str, set[str]] = defaultdict(set)
        for person in self:
            for group in person.groups:
                members[letters(group)] |= {person.key}
        return {group: keys for group, keys in members.items() if not self._named(group)}

    def display_names(self) -> dict[str, str]:
        """A name for each person that nobody else has, by key: where several share one, with an id."""
        shared = Counter(person.name for person in self)
        names: dict[str, str] = {}
        taken = {name for name, times in shared.items() if times == 1}
        for person in sorted(self, key=lambda person: (person.name, person.id, person.email, person.key)):
            name = person.name
            if shared[name] > 1:
                detail = (person.id.split() or [person.email or person.key])[0]
                wanted = f"{name} ({detail})"
                name = wanted if wanted not in taken else f"{name} ({person.key})"
            taken.add(name)
            names[person.key] = name
        return names

    def _of_hand_in(self, hand_in: HandIn, seen: set[str], tell: Callable[[str], None]) -> Person:
        """The person behind a hand-in.

        Args:
            hand_in: of somebody.
            seen: who handed in something else in this run: a name alone makes nobody one with them, but in the roster.
            tell: is told of doubts.
        """
        ids, name = ids_of(hand_in), own_name(hand_in)
        matches = self._with_ids(ids)
        if len(matches) > 1:  # a number of nobody knows which system may be another's there
            exact = self._with_ids(ids, exactly=True)
            matches = {key for key in matches if key in exact or self._is_called(key, name)}
        if len(matches) == 1:
            (key,) = matches
            if self._belongs_to_another(name, key):
                whose = self._people[key].name
                tell(f"{hand_in.student} has an id of {whose}, and another student's name: a row of its own")
                return self._new(name)
            return self._people[key]
        if len(matches) > 1:
            names = " and ".join(sorted(self._people[key].name for key in matches))
            tell(f"{hand_in.student} has ids of several students, {names}: a row of its own until the ids are right")
            return self._new(name)
        named = self._named(hand_in.student) or self._named(name)
        fitting = {key for key in named if not self._people[key].clashes_with(ids)}
        fitting = {key for key in fitting if key not in seen or (ids and self._people[key].listed)}
        if len(named) > 1 and fitting:
            tell(f"{hand_in.student} is the name of several students, and no id says which: a row of its own")
        elif len(fitting) == 1:
            return self._people[fitting.pop()]
        elif named - fitting - seen and ids:
            tell(f"{name} has other ids than the one of this name in the record: a row of its own")
        return self._new(name if ids else hand_in.student)

    def _belongs_to_another(self, name: str, key: str) -> bool:
        """Whether a name is not at all that of a student, and is that of another of the roster."""
        others = self._named(name)
        return key not in others and any(self._people[other].listed for other in others)

    def _one_of(self, keys: set[str]) -> Person | None:
        """The one person that these are: whom two systems know under names of their own, the roster makes one."""
        first, *others = [person for key, person in self._people.items() if key in keys] or [Person("", "")]
        if any(first.clashes_with(other.ids) for other in others) or not keys:
            return None
        for other in others:
            first = replace(
                first,
                earlier=union(first.earlier, other.earlier),
                ids=united(first.ids, other.ids),
                groups=union(first.groups, other.groups),
                absent={**other.absent, **first.absent},
            )
            self._remove(other)
            self.merged.append((other.key, first.key))
        return first

    def _remove(self, person: Person) -> None:
        del self._people[person.key]
        for known in person.ids:
            self._by_id[known.text.casefold()].discard((known.kind, person.key))
        for form in forms(person):
            self._by_name[form].discard(person.key)

    def _with_ids(self, ids: Iterable[KnownId], *, exactly: bool = False) -> set[str]:
        """Those who have one of these ids; exactly, if not even an id without a kind fits another kind."""
        return {
            key
            for known in ids
            for kind, key in self._by_id.get(known.text.casefold(), ())
            if kind == known.kind
            or (not exactly and ANY_KIND in (kind, known.kind) and not (is_passing(kind) or is_passing(known.kind)))
        }

    def _called(self, ids: Iterable[KnownId]) -> set[str]:
        """Those whose folder was named after one of these ids, before anybody said whose it is."""
        texts = {known.text.casefold() for known in ids}
        keys = {key for text in texts for form in name_forms(text) for key in self._by_name.get(form, ())}
        return {key for key in keys if self._people[key].name.casefold() in texts}

    def _named(self, name: str) -> set[str]:
        """Those of this name, however it is written; a folder may be named after an id or a login as well."""
        keys: set[str] = set()
        for form in name_forms(name):
            keys |= self._by_name.get(form, set())
        exact = {key for key in keys if self._people[key].name == name}
        if len(exact) == 1 and len(keys) > 1 and self._shared(exact) == 1:
            return exact
        return keys or {key for kind, key in self._by_id.get(name.casefold(), ()) if not is_passing(kind)}

    def _shared(self, keys: set[str]) -> int:
        (key,) = keys
        return sum(person.name == self._people[key].name for person in self)

    def _new(self, name: str) -> Person:
        taken = {same_folder(key) for key in self._people}
        plain = key = folder_name(name)
        number = 2
        while same_folder(key) in taken:
            key, number = f"{plain}-{number}", number + 1
        return Person(key, name)

    def _put(self, person: Person) -> None:
        self._people[person.key] = person
        for known in person.ids:
            self._by_id[known.text.casefold()].add((known.kind, person.key))
        for form in forms(person):
            self._by_name[form].add(person.key)


def read_people(path: Path) -> People:
    """The people of a record.

    Raises:
        UserError: the file was written by another version, or is damaged.
    """
    if not path.exists():
        return People()
    people = read_record(path, list[Person])
    if people is None:
        raise UserError(f"{path} cannot be read: put it back from a copy, or start over with --replace")
    return People(people)


def numbers_in(record: Path) -> dict[str, str]:
    """What everybody in a record is called where marks are given without names, by key.

    Raises:
        UserError: the record knows nobody, or an older version wrote it, so that there are no numbers.
    """
    called = {person.key: person.called for person in read_people(record / "state" / "people.json") if person.number}
    if not called:
        raise UserError(f"{record} has no numbers for its students yet: grade into it")
    return called


def write_people(path: Path, people: People) -> None:
    """Write everybody down."""
    write_record(path, list(people))
