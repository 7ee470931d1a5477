"""Good zips are read whatever made them; hostile ones are refused with a reason, and at a bounded cost."""

from __future__ import annotations

import io
import json
import random
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.hand_in_files import NOTHING, folder_of, hand_ins_in, notes_of, work_of, zip_of

WORK = {"zero_init.py": "x = 1"}
MB = 1 << 20


def handed_in(place: Path, data: bytes) -> str:
    """The text of the work in a zip that a student of a class hands in, or the reason why there is none."""
    folder_of(place / "class", {"ada/work.zip": data, "ben/zero_init.py": "ben = 1"})
    hand_ins = hand_ins_in(place / "class")
    assert work_of(hand_ins["ben"]) == "ben = 1"
    assert sorted(path.name for path in place.rglob("*")) == ["ada", "ben", "class", "work.zip", "zero_init.py"]
    return work_of(hand_ins["ada"])


def of_member(name: str, change: Callable[[zipfile.ZipInfo], None], data: bytes = b"x = 1") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        info = zipfile.ZipInfo(name)
        change(info)
        archive.writestr(info, data)
    return packed.getvalue()


def link(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def pipe(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFIFO | 0o777) << 16


def setuid(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFREG | 0o4755) << 16


def packed_by(method: int) -> Callable[[zipfile.ZipInfo], None]:
    return lambda info: setattr(info, "compress_type", method)


def plain(info: zipfile.ZipInfo) -> None:
    pass


def patched(data: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    """The zip with the bytes at an offset from the last such signature replaced."""
    start = data.rindex(signature) + offset
    return data[:start] + value + data[start + len(value) :]


def central(offset: int, value: bytes) -> bytes:
    return patched(zip_of(WORK), b"PK\x01\x02", offset, value)


def encrypted() -> bytes:
    data = zip_of(WORK)
    return patched(patched(data, b"PK\x01\x02", 8, b"\x01\x00"), b"PK\x03\x04", 6, b"\x01\x00")


def deep(levels: int) -> bytes:
    data = zip_of(WORK)
    for level in range(levels):
        data = zip_of({f"level{level}.zip": data})
    return data


RIGHT = {
    "plain": zip_of(WORK),
    "in_folders": zip_of({"a/b/zero_init.py": "x = 1"}),
    "stored": of_member("zero_init.py", packed_by(zipfile.ZIP_STORED)),
    "with_a_comment": zip_of(WORK)[:-2] + b"\x05\x00hello",
    "behind_a_program": b"#!/bin/sh\n" * 50 + zip_of(WORK),
    "from_windows": zip_of({"work\\zero_init.py": "x = 1"}),
    "from_the_current_folder": zip_of({"./zero_init.py": "x = 1"}),
    "with_a_folder_entry": zip_of([("work/", b""), ("work/zero_init.py", b"x = 1")]),
    "beside_what_macs_add": zip_of([("__MACOSX/._zero_init.py", b"\0"), ("zero_init.py", b"x = 1")]),
    "setuid": of_member("zero_init.py", setuid),
    "beside_odd_members": zip_of([("../x", b""), ("/etc/passwd", b""), ("zero_init.py", b"x = 1")]),
    "in_a_zip_in_a_zip": deep(2),
}


@pytest.mark.parametrize("data", RIGHT.values(), ids=RIGHT)
def test_work_in_a_zip_is_found(tmp_path: Path, data: bytes) -> None:
    assert handed_in(tmp_path, data) == "x = 1"


DAMAGED = "is not a zip, or is damaged: zip it again"
DIFFERS = "work.zip/zero_init.py is damaged, or differs from its entry in the zip: zip it again"
UNUSUAL = "work.zip/zero_init.py is compressed in an unusual way: zip it again as a plain zip"
REFUSED = {
    "empty": (b"", f"{NOTHING}: work.zip {DAMAGED}"),
    "not_a_zip": (b"Rar!\x1a\x07\x00" * 20, f"{NOTHING}: work.zip {DAMAGED}"),
    "truncated": (zip_of(WORK)[:-30], f"{NOTHING}: work.zip {DAMAGED}"),
    "without_its_beginning": (zip_of(WORK)[20:], DIFFERS),
    "a_name_that_is_not_utf_8": (
        patched(central(8, b"\x00\x08"), b"PK\x01\x02", 46, b"\xff\xfe"),
        f"{NOTHING}: work.zip {DAMAGED}",
    ),
    "of_a_later_version": (central(6, b"\xff\x00"), f"{NOTHING}: work.zip {DAMAGED}"),
    "encrypted": (encrypted(), "work.zip/zero_init.py is encrypted: zip it again without a password"),
    "corrupt": (patched(zip_of(WORK), b"PK\x03\x04", 42, b"\xff\xff\xff"), DIFFERS),
    "wrong_checksum": (central(16, b"\0\0\0\0"), DIFFERS),
    "larger_than_it_says": (central(24, struct.pack("<L", 2)), DIFFERS),
    "smaller_than_it_says": (central(24, struct.pack("<L", 50)), DIFFERS),
    "much_larger_by_its_own_account": (
        central(24, struct.pack("<L", 0xFFFFFFF0)),
        f"{NOTHING}: work.zip would unpack to 4,294,967,280 bytes, like a zip bomb: hand in only your own files",
    ),
    "other_names_inside": (patched(zip_of(WORK), b"PK\x03\x04", 30, b"X"), DIFFERS),
    "traversal": (
        zip_of({"../zero_init.py": "x"}),
        f"{NOTHING}: work.zip: '../zero_init.py' points outside the zip",
    ),
    "traversal_by_backslashes": (
        zip_of({"..\\zero_init.py": "x"}),
        f"{NOTHING}: work.zip: '../zero_init.py' points outside the zip",
    ),
    "traversal_in_the_middle": (
        zip_of({"a/../zero_init.py": "x"}),
        f"{NOTHING}: work.zip: 'a/../zero_init.py' points outside the zip",
    ),
    "absolute": (
        zip_of({"/tmp/zero_init.py": "x"}),
        f"{NOTHING}: work.zip: '/tmp/zero_init.py' is an absolute path",
    ),
    "absolute_on_windows": (
        zip_of({"C:\\zero_init.py": "x"}),
        f"{NOTHING}: work.zip: 'C:/zero_init.py' is an absolute path",
    ),
    "a_link": (
        of_member("zero_init.py", link, b"/etc/passwd"),
        "work.zip/zero_init.py is a link, and links are not followed: hand in the file itself",
    ),
    "a_pipe": (of_member("zero_init.py", pipe), "work.zip/zero_init.py is not a regular file"),
    "a_nul_in_its_name": (
        of_member("zero_init.py", plain).replace(b"zero_init.py", b"zero_init.p\0"),
        f"{NOTHING}: work.zip: 'zero_init.p\\x00' has a name that no file can have",
    ),
    "a_name_of_thousands": (
        zip_of({"x" * 5000 + "/zero_init.py": "x"}),
        f"{NOTHING}: work.zip: {'x' * 200!r} has a name that no file can have",
    ),
    "too_many_folders": (
        zip_of({"a/" * 40 + "zero_init.py": "x"}),
        f"{NOTHING}: work.zip: {'a/' * 40 + 'zero_init.py'!r} is more than 30 folders deep",
    ),
    "zips_in_zips_in_zips": (
        deep(5),
        f"{NOTHING}: work.zip/level4.zip/level3.zip/level2.zip is nested in too many zips or folders, "
        "and was not opened",
    ),
    "packed_by_bzip2": (of_member("zero_init.py", packed_by(zipfile.ZIP_BZIP2)), UNUSUAL),
    "packed_by_lzma": (of_member("zero_init.py", packed_by(zipfile.ZIP_LZMA)), UNUSUAL),
    "too_large_a_file": (
        zip_of({"zero_init.py": b"#" * 2_000_001}),
        "work.zip/zero_init.py is larger than 2,000,000 bytes",
    ),
    "a_bomb_by_its_size": (
        zip_of({f"{number}.txt": bytes(70 * MB) for number in range(3)}),
        f"{NOTHING}: work.zip would unpack to 220,200,960 bytes, like a zip bomb: hand in only your own files",
    ),
    "a_bomb_by_its_count": (
        zip_of({f"{number}": b"" for number in range(10_001)}),
        f"{NOTHING}: work.zip contains too many files",
    ),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_the_reason_is_given_when_a_zip_cannot_be_read(tmp_path: Path, data: bytes, message: str) -> None:
    assert handed_in(tmp_path, data) == message


def test_a_table_of_contents_longer_than_any_hand_in_needs_is_not_read(tmp_path: Path) -> None:
    names = {f"{'n' * 250}/{'m' * 250}/{number}": b"" for number in range(9000)}
    assert handed_in(tmp_path, zip_of(names)) == f"{NOTHING}: work.zip contains too many files"


def test_a_large_notebook_in_a_zip_is_read(tmp_path: Path) -> None:
    noise = random.Random(0).randbytes(6 * MB).hex()
    book = {"cells": [{"cell_type": "code", "source": "x = 1", "outputs": [noise]}]}
    assert handed_in(tmp_path, zip_of({"zero_init.ipynb": json.dumps(book)})) == "x = 1"


def test_of_two_files_with_one_name_in_a_zip_the_last_counts(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zip_of([("zero_init.py", b"x = 'first'"), ("zero_init.py", b"x = 'last'")])
    assert handed_in(tmp_path, data) == "x = 'last'"


def test_two_files_with_one_name_are_noted(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zip_of([("zero_init.py", b"x = 'first'"), ("zero_init.py", b"x = 'last'")])
    (tmp_path / "ada.zip").write_bytes(data)
    notes = ("zero_init.py is in the zip more than once: the last one counts",)
    assert notes_of(hand_ins_in(tmp_path / "ada.zip")["ada"]) == notes


NAMES_IN_ZIPS = {
    "declared_as_utf_8": ("Zoë", zip_of({"Zoë/zero_init.py": "x = 1"})),
    "undeclared_utf_8": ("Zoë", zip_of({"Zo??/zero_init.py": "x = 1"}).replace(b"Zo??", "Zoë".encode())),
    "from_dos": ("Zoë", zip_of({"Zo?/zero_init.py": "x = 1"}).replace(b"Zo?", b"Zo\x89")),
}


@pytest.mark.parametrize(("name", "data"), NAMES_IN_ZIPS.values(), ids=NAMES_IN_ZIPS)
def test_names_in_a_class_zip_are_read_as_intended(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / "class.zip").write_bytes(data)
    assert list(hand_ins_in(tmp_path / "class.zip")) == [name]


def test_one_students_huge_file_does_not_spoil_the_zip_of_a_class(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ada/zero_init.py", "x = 1")
        with archive.open("ben/zeros.bin", "w") as member:
            for _ in range(300):
                member.write(bytes(MB))
    assert work_of(hand_ins_in(tmp_path / "class.zip")["ada"]) == "x = 1"


def test_what_points_outside_the_zip_of_a_class_is_named(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(zip_of({"ada/zero_init.py": "x = 1", "../evil.py": ""}))
    notes: list[str] = []
    assert list(hand_ins_in(tmp_path / "class.zip", notes=notes)) == ["ada"]
    assert notes == ["class: '../evil.py' points outside the zip"]


def test_the_walk_through_countless_zips_in_zips_ends(tmp_path: Path) -> None:
    nothing = zip_of({})
    empty = zip_of({f"{number}.zip": nothing for number in range(200)})
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "work.zip").write_bytes(zip_of({f"{number}.zip": empty for number in range(200)}))
    reason = work_of(hand_ins_in(tmp_path)["ada"])
    assert reason.endswith("only the first 10,000 files of the hand-in were looked at")


def test_the_zips_of_a_hand_in_share_one_limit(tmp_path: Path) -> None:
    noise = bytes(range(256)) * (MB // 4)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("noise", noise)
    folder_of(tmp_path / "ada", {"a.zip": data.getvalue(), "b.zip": data.getvalue(), "zero_init.py": "x = 1"})
    assert work_of(hand_ins_in(tmp_path / "ada")["ada"]) == "x = 1"
    assert "b.zip is larger than" in work_of(hand_ins_in(tmp_path / "ada")["ada"], "training_loop")
