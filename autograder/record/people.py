"""The people of a record: each is one person, with all ids by which any system has ever known them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from autograder.errors import UserError
from autograder.intake.records import ANY_KIND, OF_ONE_ASSIGNMENT, HandIn, KnownId, Source
from autograder.record.json_files import read_record, write_record
from autograder.tables.people import Listed, name_forms
from autograder.text import folder_name, same_folder

_EMAIL: Final = "email"
_PARTICIPANT: Final = "participant"  # begins the kind of a number on Moodle; the assignment follows
_SEVERAL: Final = ("email", "login", ANY_KIND)  # kinds of which a person may have several


@dataclass(frozen=True)
class Person:
    """A student, whatever they were called."""

    key: str  # the folder of their feedback, and of what is kept of them; it never changes
    name: str  # of the roster, or else of the system in which they were first seen
    listed: bool = False  # whether the name is the roster's
    ids: tuple[KnownId, ...] = ()
    groups: tuple[str, ...] = ()
    absent: Mapping[str, str] = field(default_factory=dict)  # why there was nothing to grade, by assignment

    @property
    def email(self) -> str:
        """An address, "" if none is known."""
        return next((known.text for known in self.ids if known.kind == _EMAIL), "")

    @property
    def id(self) -> str:
        """All other ids, separated by spaces; numbers of one assignment only if there are no others."""
        ids = [known for known in sorted(self.ids) if known.kind != _EMAIL and " " not in known.text]
        lasting = [known.text for known in ids if not is_passing(known.kind)]
        return " ".join(dict.fromkeys(lasting or [known.text for known in ids]))

    def clashes_with(self, ids: Iterable[KnownId]) -> bool:
        """Whether some of these ids are another person's: of the same kind, and different."""
        theirs = list(ids)
        for kind in {known.kind for known in self.ids} - {*_SEVERAL, *OF_ONE_ASSIGNMENT}:
            ours = {known.text.casefold() for known in self.ids if known.kind == kind}
            others = {known.text.casefold() for known in theirs if known.kind == kind}
            if others and not ours & others:
                return True
        return False


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

    def add_roster(self, roster: Sequence[Listed]) -> None:
        """Take over names and ids of the roster; whoever stands in it twice is one person."""
        shared = _shared_names(student.name for student in roster)
        for student in roster:
            ids = _ids_of(student)
            person = self._one_of(self._with_ids(ids) | self._called(ids))
            if person is None and not (ids and shared.intersection(name_forms(student.name))):
                named = {key for key in self._named(student.name) if not self._people[key].clashes_with(ids)}
                person = self._people[named.pop()] if len(named) == 1 else None
            person = person or self._new(student.name)
            self._put(replace(person, name=student.name, listed=True, ids=_united(person.ids, ids)))

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
                replace(person, ids=_united(person.ids, ids_of(hand_in)), groups=_union(person.groups, hand_in.groups))
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
        """The keys of those whom an instructor may mean by an id, a login, an address or a name."""
        ids = self._by_id.get(text.casefold(), set())
        lasting = {key for kind, key in ids if not is_passing(kind)}
        return lasting or self._named(text) or {key for _, key in ids}

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
        ids, name = ids_of(hand_in), _own_name(hand_in)
        matches = self._with_ids(ids)
        if len(matches) == 1:
            return self._people[matches.pop()]
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
        return self._new(name if ids else hand_in.student)

    def _one_of(self, keys: set[str]) -> Person | None:
        """The one person that these are: whom two systems know under names of their own, the roster makes one."""
        first, *others = [person for key, person in self._people.items() if key in keys] or [Person("", "")]
        if any(first.clashes_with(other.ids) for other in others) or not keys:
            return None
        for other in others:
            first = replace(
                first,
                ids=_united(first.ids, other.ids),
                groups=_union(first.groups, other.groups),
                absent={**other.absent, **first.absent},
            )
            self._remove(other)
            self.merged.append((other.key, first.key))
        return first

    def _remove(self, person: Person) -> None:
        del self._people[person.key]
        for known in person.ids:
            self._by_id[known.text.casefold()].discard((known.kind, person.key))
        for form in name_forms(person.name):
            self._by_name[form].discard(person.key)

    def _with_ids(self, ids: Iterable[KnownId]) -> set[str]:
        return {
            key
            for known in ids
            for kind, key in self._by_id.get(known.text.casefold(), ())
            if kind == known.kind
            or (ANY_KIND in (kind, known.kind) and not (is_passing(kind) or is_passing(known.kind)))
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
        for form in name_forms(person.name):
            self._by_name[form].add(person.key)


def ids_of(hand_in: HandIn) -> tuple[KnownId, ...]:
    """All ids that a hand-in gives, by kind where that is known."""
    texts = {known.text for known in hand_in.ids}
    loose = [KnownId(ANY_KIND, text) for text in hand_in.id.split() if text not in texts]
    email = [KnownId(_EMAIL, hand_in.email)] if hand_in.email and hand_in.email not in texts else []
    lasting = [known for known in hand_in.ids if known.kind not in OF_ONE_ASSIGNMENT]
    work = [one for one in hand_in.work if isinstance(one, Source) and one.handed.participant]
    numbers = [KnownId(f"{_PARTICIPANT} {one.stem}", one.handed.participant) for one in work]
    return (*lasting, *numbers, *loose, *email)


def is_passing(kind: str) -> bool:
    """Whether ids of this kind are numbers of one assignment, which mean somebody else in the next."""
    return kind.split(" ")[0] in (*OF_ONE_ASSIGNMENT, _PARTICIPANT)


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


def write_people(path: Path, people: People) -> None:
    """Write everybody down."""
    write_record(path, list(people))


def _own_name(hand_in: HandIn) -> str:
    """The student's name, without the id that intake puts behind names that several share."""
    for known in ids_of(hand_in):
        if hand_in.student.endswith(suffix := f" ({known.text})"):
            return hand_in.student.removesuffix(suffix)
    return hand_in.student.removesuffix(f" ({hand_in.id})") if hand_in.id else hand_in.student


def _ids_of(student: Listed) -> tuple[KnownId, ...]:
    texts = [(ANY_KIND, text) for text in (*student.ids, *student.logins)]
    return tuple(KnownId(kind, text) for kind, text in [*texts, (_EMAIL, student.email)] if text)


def _shared_names(names: Iterable[str]) -> set[str]:
    """The forms of names that several have."""
    counts = Counter(form for name in names for form in set(name_forms(name)))
    return {form for form, times in counts.items() if times > 1}


def _united(ids: Sequence[KnownId], more: Iterable[KnownId]) -> tuple[KnownId, ...]:
    """All of them once; an id whose kind is known replaces the same without a kind."""
    union = dict.fromkeys([*ids, *more])
    with_kind = {known.text.casefold() for known in union if known.kind != ANY_KIND}
    return tuple(known for known in union if known.kind != ANY_KIND or known.text.casefold() not in with_kind)


def _union(some: Sequence[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*some, *more]))
