"""A student, whatever they were called: one person with all ids by which any system has ever known them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from autograder.intake.records import ANY_KIND, OF_ONE_ASSIGNMENT, HandIn, KnownId, Source
from autograder.tables.people import Listed, name_forms

CALLED: Final = "student "  # a number follows
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
    earlier: tuple[str, ...] = ()  # names that were the roster's before
    number: int = 0  # by which they are called where marks are given without names; 0 until they have one

    @property
    def names(self) -> tuple[str, ...]:
        """The name, and those that it was before."""
        return (self.name, *self.earlier)

    @property
    def called(self) -> str:
        """What they are called where marks are given without names."""
        return f"{CALLED}{self.number}"

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


def own_name(hand_in: HandIn) -> str:
    """The student's name, without the id that intake puts behind names that several share."""
    for known in ids_of(hand_in):
        if hand_in.student.endswith(suffix := f" ({known.text})"):
            return hand_in.student.removesuffix(suffix)
    return hand_in.student.removesuffix(f" ({hand_in.id})") if hand_in.id else hand_in.student


def ids_of_listed(student: Listed) -> tuple[KnownId, ...]:
    texts = [(ANY_KIND, text) for text in (*student.ids, *student.logins)]
    return tuple(KnownId(kind, text) for kind, text in [*texts, (_EMAIL, student.email)] if text)


def forms(person: Person) -> set[str]:
    return {form for name in person.names for form in name_forms(name)}


def shared_names(names: Iterable[str]) -> set[str]:
    """The forms of names that several have."""
    counts = Counter(form for name in names for form in set(name_forms(name)))
    return {form for form, times in counts.items() if times > 1}


def united(ids: Sequence[KnownId], more: Iterable[KnownId]) -> tuple[KnownId, ...]:
    """All of them once; an id whose kind is known replaces the same without a kind."""
    union = dict.fromkeys([*ids, *more])
    with_kind = {known.text.casefold() for known in union if known.kind != ANY_KIND}
    return tuple(known for known in union if known.kind != ANY_KIND or known.text.casefold() not in with_kind)


def union(some: Sequence[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*some, *more]))


def shuffled(person: Person) -> bytes:
    """By what to sort people so that their order says nothing."""
    return hashlib.sha256(person.key.encode("utf-8", "surrogatepass")).digest()
