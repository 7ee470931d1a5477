"""Making what instructors download: folders of files, and the same as zips."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.intake.records import HandIn, Source
from autograder.intake.students import find_hand_ins

NAMES = ("training_loop", "zero_init")
Files = Mapping[str, str | bytes]


def folder_of(place: Path, files: Files) -> Path:
    """A folder with these files; a path that ends in / is an empty folder."""
    place.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = place / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return place


def zip_of(files: Files | Iterable[tuple[str, str | bytes]]) -> bytes:
    """A zip with these files, in this order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items() if isinstance(files, Mapping) else files:
            member = zipfile.ZipInfo(name)  # of a fixed time, so that the zip is the same every time
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def as_folder_or_zip(place: Path, name: str, files: Files, *, zipped: bool) -> Path:
    """The path of a folder, or of a zip, that holds these files."""
    if not zipped:
        return folder_of(place / name, files)
    path = place / f"{name}.zip"
    path.write_bytes(zip_of(files))
    return path


def found(*paths: Path, told: list[str] | None = None) -> dict[str, HandIn]:
    """The hand-ins in these paths, by student."""
    hand_ins = find_hand_ins(paths, NAMES, told.append if told is not None else lambda said: None)
    assert len({hand_in.student for hand_in in hand_ins}) == len(hand_ins)
    return {hand_in.student: hand_in for hand_in in hand_ins}


def said_of(hand_in: HandIn, assignment: str = "zero_init") -> str:
    """The text of what was handed in for an assignment, or why there is none."""
    work = hand_in.work[NAMES.index(assignment)]
    return "".join(text for _, text in work.cells) if isinstance(work, Source) else work.reason


def notes_of(hand_in: HandIn, assignment: str = "zero_init") -> tuple[str, ...]:
    """What the student is told of how it was read."""
    work = hand_in.work[NAMES.index(assignment)]
    assert isinstance(work, Source)
    return work.notes


def texts(hand_ins: Mapping[str, HandIn], assignment: str = "zero_init") -> dict[str, str]:
    """What everybody handed in for an assignment, or why there is none."""
    return {student: said_of(hand_in, assignment) for student, hand_in in hand_ins.items()}
