"""Reports on their way back to students, as each system wants them: files by name, and who is left out and why.

For all of them the report of one assignment is a page of its own: what one system knows of a student is not told in
another, and the members of a group read nothing of each other's other work.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Final, NamedTuple

from autograder.gradebooks.changes import match_rows
from autograder.gradebooks.gradebook import Gradebook
from autograder.gradebooks.graded import GradedStudent
from autograder.text import csv_cell, encodable, folder_name

OURS: Final = "Autograder: "  # with which a comment of ours begins
_COMMENTS: Final = "Feedback comments"
_REPORT: Final = "report.html"
_TAG: Final = re.compile(r"<[^>]*>")
_ADDRESS: Final = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_BOUNDARY: Final = "=====autograder-report====="  # what is between is base64, which has no = in a line's middle


@dataclass
class GivenBack:
    """What is to be written."""

    files: dict[str, bytes] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)  # new texts of cells, by row and column
    left: dict[str, list[str]] = field(default_factory=dict)  # students who get nothing, by reason

    def leave(self, reason: str, student: str) -> None:
        """Note that a student gets nothing."""
        self.left.setdefault(reason, []).append(student)


class Uploaded(NamedTuple):
    """A file of Canvas's download."""

    name: str  # of the student or group, as in the file's name
    user: str
    upload: int  # the number of the attachment
    late: bool

    @property
    def of_report(self) -> str:
        """The name under which Canvas takes a report back: it looks for the first two numbers between underscores."""
        if self.name == f"anon_{self.user}":
            return f"{'LATE_' if self.late else ''}{self.name}_{self.upload}_{_REPORT}"
        return f"{self.name}{'_LATE' if self.late else ''}_{self.user}_{self.upload}_{_REPORT}"


class Letter(NamedTuple):
    """A report to be sent."""

    student: str
    key: str
    email: str
    page: str


def for_moodle(
    worksheet: Gradebook,
    students: Iterable[GradedStudent],
    assignment: str,
    page: Callable[[str], str],
    comment: Callable[[str], str],
) -> GivenBack:
    """A zip for "Upload multiple feedback files in a zip", and comments for the worksheet.

    Args:
        worksheet: of this assignment: a participant has another number in each.
        students: with their marks.
        assignment: its name.
        page: the report of a student, by the name in the record.
        comment: the short text, likewise.
    """
    back = GivenBack()
    rows, unmatched = match_rows(worksheet, students, {assignment})
    back.left.update({f"not matched with the worksheet ({reason})": names for reason, names in unmatched.items()})
    header = worksheet.table.header
    column = header.index(_COMMENTS) if _COMMENTS in header else None
    for row, student in sorted(rows.items()):
        if student.marks[assignment].missing:
            back.leave("nothing was handed in", student.student)
            continue
        texts = worksheet.table.rows[row].texts
        number = "".join(char for char in texts[0] if char.isdigit())
        name = _moodle_name(worksheet.people[row].name)
        back.files[f"{name}_{number}_assignfeedback_file/{_REPORT}"] = page(student.student).encode()
        if column is None:
            continue
        old = _TAG.sub("", texts[column]).strip()
        if not old or old.startswith(OURS.strip()):
            back.comments[row, column] = f"{OURS}{comment(student.student)}"
        else:
            back.leave("the comment of somebody else stays, and the report is given", student.student)
    return back


def _moodle_name(name: str) -> str:
    """A name that Moodle's import does not take for more than a name: it cuts at underscores."""
    return folder_name(name.replace("_", " ")).replace("_", " ").strip() or "student"


def for_canvas(
    uploads: Iterable[Uploaded],
    whose: Callable[[Uploaded], Sequence[str]],
    page: Callable[[Sequence[str], str], str | None],
) -> GivenBack:
    """A zip for Canvas's "Upload submissions": one report for each student or group that handed in a file.

    Args:
        uploads: the files of the download.
        whose: the students whose file it is, by their names in the record: several for a group.
        page: the report for them, under this name; None where they have none in common.
    """
    back = GivenBack()
    newest: dict[tuple[str, str], Uploaded] = {}
    for one in uploads:
        newest[one.name, one.user] = max(one, newest.get((one.name, one.user), one), key=lambda other: other.upload)
    for one in newest.values():
        who = whose(one)
        if not one.upload:
            back.leave("a text or a link was handed in, to which no file can be given back", one.name)
        elif not who:
            back.leave("not in the record", one.name)
        elif (text := page(who, one.name)) is None:
            back.leave("the members' marks differ: give each their own", one.name)
        else:
            back.files[one.of_report] = text.encode()
    return back


def for_folders(letters: Iterable[Letter]) -> GivenBack:
    """A folder for each student."""
    return GivenBack({f"{letter.key}/{_REPORT}": letter.page.encode() for letter in letters})


def for_mail(letters: Iterable[Letter], subject: str) -> GivenBack:
    """A message for each student, as a draft without a sender, and `mail.csv` for programs that send mail.

    Args:
        letters: all reports.
        subject: of every message.
    """
    back = GivenBack()
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["student", "email", "subject", "message", "report"])
    for letter in letters:
        if not _ADDRESS.fullmatch(letter.email):
            back.leave("no address is known", letter.student)
            continue
        report, message = f"{letter.key}/{_REPORT}", f"{letter.key}/message.eml"
        back.files[report] = letter.page.encode()
        back.files[message] = _message(letter, subject)
        writer.writerow([csv_cell(text) for text in (letter.student, letter.email, subject, message, report)])
    back.files["mail.csv"] = encodable(table.getvalue()).encode()
    return back


def _message(letter: Letter, subject: str) -> bytes:
    message = EmailMessage()
    message["To"] = letter.email
    message["Subject"] = subject
    message["X-Unsent"] = "1"  # mail programs open it as a draft
    message.set_content("Your report is attached; open it in a browser.\n")
    message.add_attachment(
        letter.page.encode(), maintype="text", subtype="html", filename=_REPORT, params={"charset": "utf-8"}
    )
    message.set_boundary(_BOUNDARY)
    return message.as_bytes()


def comments_text(worksheet: Gradebook, comments: Mapping[tuple[int, int], str]) -> bytes:
    """The worksheet with the new comments; every other byte as it was downloaded."""
    return worksheet.table.with_cells(dict(comments))
