"""`autograder report --pictures`: what students' functions draw, for those in which something is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.commands.speaking import Speaker
from autograder.course import Course
from autograder.grading.choosing import ProtectionRequest, choose_protection
from autograder.pictures.from_worker import Wanted, draw_all
from autograder.record.attempts import Attempt
from autograder.record.kept_pictures import PictureArchive
from autograder.record.opening import Record
from autograder.record.whole import StudentRecord
from autograder.reports.causes import functions_at_fault


def draw_pictures(
    record: Record,
    course: Course,
    students: Sequence[StudentRecord],
    request: ProtectionRequest,
    jobs: int,
    speaker: Speaker,
) -> None:
    """Draw what is not drawn yet, each picture once for all who handed in the same, and keep it in the record.

    Raises:
        UserError: the level of protection is not available, or something cannot be written.
    """
    missing = list(_missing(record, course, students))
    if not missing:
        speaker("every picture is drawn")
        return
    pictures, given_up = 0, 0
    kept = {id(wanted): (archive, attempt) for archive, attempt, wanted in missing}
    choice = choose_protection(request, [course.folder / "solutions"])
    with choice.zygote as zygote:
        speaker(f"protection: {choice.sentence()}")
        for wanted, drawn in draw_all([wanted for *_, wanted in missing], zygote, choice.level.name, jobs):
            if drawn is None:
                given_up += 1
                continue
            archive, attempt = kept[id(wanted)]
            archive.keep(attempt, wanted.functions, drawn)
            pictures += len(drawn)
    speaker(f"drew {pictures} pictures from {len(missing)} hand-ins")
    if given_up:
        speaker.note(f"{given_up} of them took too much time or memory to draw, and have no pictures")


def _missing(
    record: Record, course: Course, students: Sequence[StudentRecord]
) -> Iterator[tuple[PictureArchive, Attempt, Wanted]]:
    seen: set[str] = set()
    for assignment in course.assignments:
        archive = PictureArchive(record.state, assignment)
        for student in students if archive.can_draw else ():
            work = student.work.get(assignment.name)
            attempt = work.attempt if work else None
            functions = functions_at_fault(work.result) if work else ()
            if attempt is None or not functions or attempt.text in seen or archive.of(attempt, functions) is not None:
                continue
            if (source := record.archive.source(attempt)) is not None:
                seen.add(attempt.text)
                yield archive, attempt, Wanted(assignment, source, functions)
