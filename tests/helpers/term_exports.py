"""A made-up class in Canvas, Moodle and Gradescope: what the systems export of it, shaped as they write it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

Work = Mapping[str, bytes]  # the files of one hand-in, by name


class Enrolled(NamedTuple):
    """A student as the registry knows them, with a number in each system."""

    first: str
    last: str
    sis: str
    login: str
    canvas: int
    participant: int  # on Moodle, of one assignment

    @property
    def name(self) -> str:
        """The name as people write it."""
        return f"{self.first} {self.last}"

    @property
    def sortable(self) -> str:
        """The name as Canvas sorts it."""
        return f"{self.last}, {self.first}"

    @property
    def email(self) -> str:
        """The address."""
        return f"{self.login}@x.edu"


_NAMES: Final = (
    *(("Jane", "Doe"), ("Jane", "Doe"), ("Mary", "O'Neil"), ("Anne-Marie", "Dupont"), ("José", "Núñez")),
    *(("Zoë", "van der Ødegård"), ("小明", "李"), ("Thị Ánh", "Nguyễn"), ("Jean-Luc", "Picard"), ("John", "Smith 3rd")),
    *(("Max", "Müller-Lüdenscheidt"), ("A", "Le"), ("Late", "Lately"), ("Anon", "Anderson"), ("Group", "One")),
    *(("Иван", "Петров"), ("Aoife", "Ní Bhriain"), ("Kim", "Lee"), ("Lee", "Kim"), ("Ada", "Lovelace")),
    *(("Ben", "Bitdiddle"), ("Alyssa P.", "Hacker"), ("Eva Lu", "Ator"), ("Louis", "Reasoner"), ("Cy", "D'Fect")),
    *(("Lem E.", "Tweakit"), ("Ola", "Nordmann"), ("Kari", "Nordmann"), ("Juan", "Pérez"), ("Juan", "Perez")),
    *(("Test", "Testsson"), ("Ann", "Lee"), ("Anna", "Lee"), ("Al", "Gore-Tex"), ("Bo", "Xi_An")),
    *(("Rosa", "Grün"), ("Erika", "Mustermann"), ("Max", "Mustermann"), ("Noor", "al-Din"), ("O", "Ng")),
)  # fmt: skip
CLASS: Final = tuple(
    # Numbers of the systems overlap on purpose: one student's is another's elsewhere.
    Enrolled(first, last, f"{100400 + place}", f"u{place:02}", 1000 + place, 1039 - place)
    for place, (first, last) in enumerate(_NAMES)
)


def roster(students: Sequence[Enrolled] = CLASS) -> str:
    """The registry's list of the course."""
    rows = [[one.name, one.sis, one.login, one.email, str(one.canvas)] for one in students]
    return _csv(["name", "student id", "login", "email", "id"], rows)


def canvas_zip(works: Mapping[Enrolled, Work], late: Sequence[Enrolled] = (), upload: int = 5000) -> bytes:
    """`Download Submissions` of one assignment."""
    files: dict[str, bytes] = {}
    for student, work in works.items():
        name = "".join(student.sortable.lower().split()).replace(",", "")
        for number, (file, data) in enumerate(work.items()):
            mark = "_LATE" if student in late else ""
            files[f"{name}{mark}_{student.canvas}_{upload + 10 * student.canvas + number}_{file}"] = data
    return _zip(files)


def moodle_zip(works: Mapping[Enrolled, Work]) -> bytes:
    """`Download all submissions` in folders."""
    return _zip(
        {
            f"{student.name}_{student.participant}_assignsubmission_file/{file}": data
            for student, work in works.items()
            for file, data in work.items()
        }
    )


def moodle_worksheet(
    students: Sequence[Enrolled] = CLASS, status: Callable[[Enrolled], tuple[str, str]] | None = None
) -> str:
    """The grading worksheet of one assignment.

    Args:
        students: its participants.
        status: the status and the time of a student's submission; handed in on time if not given.
    """
    said = status or (lambda one: ("Submitted for grading", "Friday, 18 September 2026, 10:15 AM"))
    header = ["Identifier", "Full name", "ID number", "Email address", "Status", "Grade", "Maximum Grade"]
    header += ["Grade can be changed", "Last modified (submission)", "Last modified (grade)", "Feedback comments"]
    rows = []
    for one in students:
        state, time = said(one)
        who = [f"Participant {one.participant}", one.name, one.sis, one.email]
        rows.append([*who, state, "", "100.00", "Yes", time, "-", ""])
    return _csv(header, rows)


def gradescope_zip(
    works: Mapping[Enrolled, Work], at: str = "2026-09-18 08:15:00.000 Z", partners: Mapping[Enrolled, Enrolled] = {}
) -> bytes:
    """The export of one assignment's submissions."""
    root, entries = "assignment_7_export", ["---"]
    files: dict[str, bytes] = {}
    for student, work in works.items():
        folder = f"submission_{90000 + student.canvas}"
        members = [student, *([partners[student]] if student in partners else [])]
        entries += [f"{folder}:", "  :submitters:"]
        for one in members:
            entries += [f"  - :name: {json.dumps(one.name, ensure_ascii=False)}", f"    :sid: '{one.sis}'"]
            entries += [f"    :email: {one.email}"]
        entries += [f"  :created_at: {at}", "  :score: 0.0", "  :status: processed", "  :history: []"]
        files |= {f"{root}/{folder}/{file}": data for file, data in work.items()}
    metadata = "\n".join([*entries, ""]).encode()
    return _zip({f"{root}/submission_metadata.yml": metadata, **files})


def canvas_gradebook(title: str, students: Sequence[Enrolled] = CLASS) -> str:
    """The gradebook that Canvas exports, without grades."""
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{title} (4711)"]
    rows = [["    Points Possible", "", "", "", "", "100.00"]]
    rows += [[one.sortable, str(one.canvas), one.sis, one.login, "A", ""] for one in students]
    return _csv(header, rows)


def gradescope_grades(title: str, students: Sequence[Enrolled] = CLASS) -> str:
    """The grades of a course that Gradescope exports."""
    header = ["First Name", "Last Name", "SID", "Email", "Sections", title, f"{title} - Max Points"]
    header += [f"{title} - Submission Time", f"{title} - Lateness (H:M:S)"]
    rows = [[one.first, one.last, one.sis, one.email, "", "", "100.0", "", ""] for one in students]
    return _csv(header, rows)


def notebook(text: str) -> bytes:
    """A notebook with this text in one cell."""
    cell: dict[str, object] = {
        "cell_type": "code",
        "source": text,
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def _zip(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()
