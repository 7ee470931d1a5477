"""Who is who among those who handed in: one student has one hand-in, whatever the systems call them.

Two hand-ins of what seems to be one student are joined only where their work does not contradict that: no file counts
for a student who handed in another one themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, count

from autograder.intake.known import KnownPeople
from autograder.intake.records import ANY_KIND, OF_ONE_ASSIGNMENT, Absent, HandIn, KnownId, Source
from autograder.tables.people import Listed, Unmatched, place_of, places_of

Tell = Callable[[str], None]


def settled(hand_ins: Sequence[HandIn], known: KnownPeople, assignments: Sequence[str], tell: Tell) -> list[HandIn]:
    """One hand-in per student, sorted by name: a group's for each member, and one for all of the roster.

    Args:
        hand_ins: as the paths have them.
        known: the roster and the groups.
        assignments: the names of the assignments.
        tell: is called with whoever is not in the roster, and with those who have several rows.
    """
    everybody = [one for hand_in in hand_ins for one in _of_members(hand_in, known, tell)]
    if known.roster is not None:
        everybody = with_roster(everybody, known.roster, assignments, tell)
    elif known.groups:
        members = list(dict.fromkeys(Listed(member) for group in known.groups.values() for member in group))
        matched, unmatched = _matched(everybody, members)
        everybody = [one for rows in matched.values() for one in joined(rows)] + unmatched
    return sorted(with_distinct_names(everybody), key=lambda hand_in: hand_in.student)


def with_roster(
    hand_ins: Sequence[HandIn], roster: Sequence[Listed], assignments: Sequence[str], tell: Tell
) -> list[HandIn]:
    """The hand-ins with the ids and addresses of the roster, and one for every student who handed in nothing.

    Args:
        hand_ins: the students who handed in.
        roster: the students of the course, each once.
        assignments: the names of the assignments.
        tell: is called with the students who are not in the roster, and with those who have several rows.
    """
    matched, unmatched = _matched(hand_ins, roster)
    if unmatched:
        names = ", ".join(hand_in.student for hand_in in unmatched)
        tell(f"handed in, but not in the roster: {names} (if a name is a group's, --groups says who is in it)")
    completed: list[HandIn] = []
    for place, rows in matched.items():
        one = joined(rows, roster[place].name)
        if len(one) > 1:
            names = ", ".join(hand_in.student for hand_in in one)
            tell(f"{roster[place].name} of the roster has several rows, with different work: {names}")
        completed += [_completed(hand_in, roster[place]) for hand_in in one]
    missing = [student for place, student in enumerate(roster) if place not in matched]
    empty = _empty_hand_ins(missing, assignments, taken={hand_in.student for hand_in in hand_ins})
    return sorted([*completed, *unmatched, *empty], key=lambda hand_in: hand_in.student)


def joined(hand_ins: Sequence[HandIn], name: str = "") -> list[HandIn]:
    """One hand-in of a student's several; all of them if two have different work for an assignment.

    Args:
        hand_ins: of what seems to be one student.
        name: the one to be preferred, if one of them has it.
    """
    if len(hand_ins) < 2 or any(map(_contradict, *(hand_in.work for hand_in in hand_ins))):
        return list(hand_ins)
    lateness = [hand_in.late for hand_in in hand_ins if hand_in.late is not None]
    student = next((one.student for one in hand_ins if one.student == name), hand_ins[0].student)
    return [
        HandIn(
            student,
            tuple(map(_most, *(hand_in.work for hand_in in hand_ins))),
            id=" ".join(dict.fromkeys(text for hand_in in hand_ins for text in hand_in.id.split())),
            email=next((hand_in.email for hand_in in hand_ins if hand_in.email), ""),
            late=any(lateness) if lateness else None,
            ids=tuple(dict.fromkeys(known for hand_in in hand_ins for known in hand_in.ids)),
            groups=tuple(dict.fromkeys(group for hand_in in hand_ins for group in hand_in.groups)),
        )
    ]


def with_distinct_names(hand_ins: Iterable[HandIn]) -> list[HandIn]:
    """The hand-ins, with an id, an address or a number added to the names that several of them share."""
    hand_ins = list(hand_ins)
    shared = Counter(hand_in.student for hand_in in hand_ins)
    taken = {name for name, times in shared.items() if times == 1}
    distinct = []
    for hand_in in hand_ins:
        if shared[hand_in.student] > 1:
            detail = hand_in.id or hand_in.email
            wanted = f"{hand_in.student} ({detail})" if detail else hand_in.student
            names = chain([wanted], (f"{wanted} ({number})" for number in count(2)))
            hand_in = replace(hand_in, student=next(name for name in names if name not in taken))
            taken.add(hand_in.student)
        distinct.append(hand_in)
    return distinct


def _contradict(*works: Source | Absent) -> bool:
    return len({work.cells for work in works if isinstance(work, Source)}) > 1


def _most(*works: Source | Absent) -> Source | Absent:
    """What was handed in, else the reason that says most."""
    sources = [work for work in works if isinstance(work, Source)]
    return sources[0] if sources else max((work for work in works if isinstance(work, Absent)), key=_length)


def _length(absent: Absent) -> int:
    return len(absent.reason)


def _of_members(hand_in: HandIn, known: KnownPeople, tell: Tell) -> Iterator[HandIn]:
    """The hand-in, or if it is a group's, one for each member."""
    found = known.group(hand_in.student)
    if found is None:
        yield hand_in
        return
    group, members = found
    for member in members:
        place = place_of(member, "", "", known.places)
        if known.roster is not None and isinstance(place, Unmatched):
            tell(f"{member} of the group {group}: {place}")
        student = known.roster[place] if known.roster and not isinstance(place, Unmatched) else Listed(member)
        key = next(iter(student.ids), "" if student.name == member else member)
        yield HandIn(student.name, hand_in.work, key, late=hand_in.late, groups=(group,))


def _matched(hand_ins: Iterable[HandIn], people: Sequence[Listed]) -> tuple[dict[int, list[HandIn]], list[HandIn]]:
    """The hand-ins by the place of their student among the people, and those of nobody there."""
    places = places_of(people)
    matched: dict[int, list[HandIn]] = defaultdict(list)
    unmatched: list[HandIn] = []
    for hand_in in hand_ins:
        place = place_of(hand_in.student, " ".join(_lasting_ids(hand_in)), hand_in.email, places)
        (unmatched if isinstance(place, Unmatched) else matched[place]).append(hand_in)
    return matched, unmatched


def _lasting_ids(hand_in: HandIn) -> list[str]:
    """The ids by which a roster may know the student: a number of one assignment is somebody else's anywhere else."""
    passing = {known.text for known in hand_in.ids if known.kind in OF_ONE_ASSIGNMENT}
    logins = [known.text for known in hand_in.ids if known.kind in ("login", "github")]
    return [text for text in hand_in.id.split() if text not in passing] + logins


def _empty_hand_ins(students: Iterable[Listed], assignments: Iterable[str], taken: Iterable[str]) -> Iterator[HandIn]:
    """A hand-in without work for each of the students, under a name that is not taken."""
    nothing = tuple(Absent(f"{name} was not handed in") for name in assignments)
    names = set(taken)
    for student in students:
        name = _free_name(student, names)
        names.add(name)
        yield _completed(HandIn(name, nothing), student)


def _completed(hand_in: HandIn, student: Listed) -> HandIn:
    texts = {known.text for known in hand_in.ids}
    listed = [(ANY_KIND, text) for text in student.ids] + [("login", text) for text in student.logins]
    listed += [("email", student.email)] if student.email else []
    return replace(
        hand_in,
        id=hand_in.id or next(iter(student.ids), ""),
        email=hand_in.email or student.email,
        ids=(*hand_in.ids, *(KnownId(kind, text) for kind, text in listed if text not in texts)),
    )


def _free_name(student: Listed, taken: set[str]) -> str:
    """The student's name, with an id, address, login or number if somebody else has that name."""
    key = next(iter((*student.ids, student.email, *student.logins)), "")
    wanted = [student.name, *([f"{student.name} ({key})"] if key else [])]
    numbered = (f"{student.name} ({number})" for number in range(2, len(taken) + 3))
    return next(name for name in (*wanted, *numbered) if name not in taken)
