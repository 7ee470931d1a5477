"""Zips, read without unpacking anything onto a disk, and with every size bounded before it costs anything.

A zip's own claims are not trusted: sizes are bounded while members are read, and `zipfile` verifies checksums.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Final, NamedTuple

from autograder.intake.tree import IS_IRREGULAR, IS_LINK, File, Folder, Listing, Unreadable, unreadable
from autograder.text import readable

_BROKEN: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # an unknown version of the format
    OSError,
    OverflowError,
    ValueError,  # a negative offset, a name that is not UTF-8
)
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_DEEPEST: Final = 30
_LONGEST_NAME: Final = 300  # characters; file systems hold 255 bytes
_RATIO: Final = 100  # a notebook full of repeated output packs to about a fiftieth
_TOO_MANY: Final = "contains too many files"


class ZipLimits(NamedTuple):
    """How large a zip may be."""

    members: int  # and as many folders that no member stands for
    directory: int  # bytes of its table of contents, every entry of which becomes a record
    unpacked: int | None  # bytes of all members; more is allowed at an ordinary compression ratio


# Of a class's zip only the needed files are read, and one student's huge file must not cost the others theirs.
OF_A_CLASS: Final = ZipLimits(members=200_000, directory=64 << 20, unpacked=None)
OF_A_STUDENT: Final = ZipLimits(members=10_000, directory=4 << 20, unpacked=200 << 20)


def zip_in_memory(name: str, data: bytes, limits: ZipLimits = OF_A_STUDENT) -> Folder:
    """The zip with these bytes, as a folder under this name; opened when it is listed."""
    return Folder(name, lambda: _root(io.BytesIO(data), len(data), limits))


def zip_on_disk(name: str, stream: IO[bytes], size: int) -> Folder:
    """The zip in this open file, as a folder under this name; opened when it is listed."""
    return Folder(name, lambda: _root(stream, size, OF_A_CLASS))


@dataclass
class _Node:
    """A folder in a zip, while the tree is built."""

    files: dict[str, File] = field(default_factory=dict)
    folders: dict[str, _Node] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def listing(self) -> Listing:
        folders = [Folder(name, node.listing) for name, node in sorted(self.folders.items())]
        return Listing(tuple(self.files[name] for name in sorted(self.files)), tuple(folders), tuple(self.refused))


class _Bounded:
    """The stream of a zip, for `zipfile`, which reads the whole table of contents at once, however long it is."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self.most: int | None = most  # bytes in one read
        self.seek, self.tell, self.seekable, self.close = stream.seek, stream.tell, stream.seekable, stream.close

    def read(self, size: int = -1) -> bytes:
        if self.most is not None and size > self.most:
            raise Unreadable(_TOO_MANY)
        return self._stream.read(size)


def _root(stream: IO[bytes], size: int, limits: ZipLimits) -> Listing:
    """The tree of a zip, including what is refused.

    Raises:
        Unreadable: it is not a zip, or it is a bomb.
    """
    bounded = _Bounded(stream, limits.directory)
    try:
        archive = zipfile.ZipFile(bounded)
    except _BROKEN:
        raise Unreadable("is not a zip, or is damaged: zip it again") from None
    bounded.most = None
    members = archive.infolist()
    if len(members) > limits.members:
        raise Unreadable(_TOO_MANY)
    unpacked = sum(info.file_size for info in members)
    if limits.unpacked and unpacked > max(limits.unpacked, _RATIO * size):
        raise Unreadable(f"would unpack to {unpacked:,} bytes, like a zip bomb: hand in only your own files")
    root, left = _Node(), limits.members
    for info in members:
        left -= _place(root, archive, info)
        if left < 0:
            raise Unreadable(_TOO_MANY)
    return root.listing()


def _place(root: _Node, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """Put a member into the tree, with as many new folders as are returned.

    Of two with the same name the later counts, as when a zip is unpacked.
    """
    name = _name_of(info)
    parts = [readable(part) for part in name.split("/") if part not in ("", ".")]
    if reason := _bad_name(name, parts):
        root.refused.append(f"{readable(name)[:200]!r} {reason}")
        return 0
    is_folder = name.endswith("/") or not parts  # "." is the zip itself
    node, new = root, 0
    for part in parts if is_folder else parts[:-1]:
        new += part not in node.folders
        node = node.folders.setdefault(part, _Node())
    if is_folder:
        return new
    note = "is in the zip more than once: the last one counts" if parts[-1] in node.files else ""
    node.files[parts[-1]] = File(parts[-1], _reader(archive, info), note=note)
    return new


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name as intended: old Windows tools write backslashes, and others UTF-8 without declaring it."""
    name = info.orig_filename.replace("\\", "/")
    if not info.flag_bits & 0x800:
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return name


def _bad_name(name: str, parts: list[str]) -> str:
    if "\0" in name or max(map(len, parts), default=0) > _LONGEST_NAME:
        return "has a name that no file can have"
    if name.startswith("/") or (parts and len(parts[0]) == 2 and parts[0][1] == ":" and parts[0][0].isalpha()):
        return "is an absolute path"
    if ".." in parts:
        return "points outside the zip"
    if len(parts) > _DEEPEST:
        return f"is more than {_DEEPEST} folders deep"
    return ""


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[int], bytes]:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return unreadable(IS_LINK)
    if kind not in (0, stat.S_IFREG):
        return unreadable(IS_IRREGULAR)
    if info.flag_bits & _ENCRYPTED:
        return unreadable("is encrypted: zip it again without a password")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # zipfile decompresses other methods without a bound.
        return unreadable("is compressed in an unusual way: zip it again as a plain zip")
    return lambda most: _bytes_of(archive, info, most)


def _bytes_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    if info.file_size > most:
        raise Unreadable(f"is larger than {most:,} bytes")
    try:
        with archive.open(info) as member:
            data = member.read(most + 1)
    except (*_BROKEN, RuntimeError):
        data = None
    if data is None or len(data) != info.file_size:
        raise Unreadable("is damaged, or differs from its entry in the zip: zip it again")
    return data
