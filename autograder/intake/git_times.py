"""When a repository was handed in, read from the files of its .git: nothing is run.

A tag `submit/<UTC time>-<commit>` of Classroom 50 counts first, then the newest commit's own time, which its author can
choose. What is packed in an unusual way is not known.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from autograder.intake.times import time_in
from autograder.intake.tree import File, Folder, Unreadable

_SUBMITTED: Final = re.compile(r"submit/(\d{4})-?(\d\d)-?(\d\d)T(\d\d)[:-]?(\d\d)[:-]?(\d\d)")
_COMMITTER: Final = re.compile(rb"^committer [^\n]*> (\d{1,11}) [+-]\d{4}$", re.M)
_PACKED_REF: Final = re.compile(r"^(?P<commit>[0-9a-f]{40}) (?P<name>refs/\S+)$", re.M)
_HASH: Final = re.compile(r"[0-9a-f]{40}")
_MOST_TEXT: Final = 1_000_000
_MOST_PACK: Final = 50_000_000
_MOST_COMMIT: Final = 100_000
_MOST_PACKS: Final = 8
_MOST_REFS: Final = 1_000
_COMMIT: Final = 1  # the type of an object in a pack


def handed_in_at(repository: Folder) -> datetime | None:
    """When the newest work in a repository was handed in, None if that is not known."""
    try:
        git = _folder(repository, ".git")
        refs = dict(_refs(git))
        tags = [time for name in refs if (time := submitted_at(name))]
        if tags:
            return max(tags)
        head = _text(_file(git, "HEAD")).strip()
        commit = refs.get(head.removeprefix("ref: "), head)
        return _time_of(_object(git, commit)) if _HASH.fullmatch(commit) else None
    except (Unreadable, zlib.error, struct.error, IndexError):
        return None


def submitted_at(name: str) -> datetime | None:
    """The time in the name of a tag of Classroom 50, None if it is not such a tag."""
    match = _SUBMITTED.search(name)
    return time_in("{}-{}-{}T{}:{}:{}+00:00".format(*match.groups())) if match else None


def _time_of(commit: bytes) -> datetime | None:
    match = _COMMITTER.search(commit)
    try:
        return datetime.fromtimestamp(int(match[1]), UTC) if match else None
    except (ValueError, OverflowError, OSError):
        return None


def _refs(git: Folder) -> Iterator[tuple[str, str]]:
    """The commits of branches and tags, by their full names."""
    for file in git.list().files:
        if file.name == "packed-refs":
            yield from ((match["name"], match["commit"]) for match in _PACKED_REF.finditer(_text(file)))
    for path in (("refs", "heads"), ("refs", "tags", "submit")):
        try:
            folder = _folder(git, *path)
        except Unreadable:
            continue
        for file in folder.list().files[:_MOST_REFS]:
            yield "/".join((*path, file.name)), _text(file).strip()


def _object(git: Folder, name: str) -> bytes:
    """The content of a commit, loose or packed."""
    objects = _folder(git, "objects")
    try:
        loose = _file(_folder(objects, name[:2]), name[2:])
    except Unreadable:
        return _packed(_folder(objects, "pack"), bytes.fromhex(name))
    return _inflated(loose.read(_MOST_TEXT))


def _packed(packs: Folder, name: bytes) -> bytes:
    files = {file.name: file for file in packs.list().files}
    indexes = [file for file_name, file in files.items() if file_name.endswith(".idx")]
    for index in indexes[:_MOST_PACKS]:
        offset = _offset(index.read(_MOST_PACK), name)
        pack = files.get(index.name[:-4] + ".pack")
        if offset is not None and pack is not None:
            return _entry(pack.read(_MOST_PACK), offset)
    raise Unreadable("has no such commit")


def _offset(index: bytes, name: bytes) -> int | None:
    """Where an object is in the pack of an index of version 2."""
    if not index.startswith(b"\xfftOc\0\0\0\x02"):
        return None
    fanout = struct.unpack(">256L", index[8:1032])
    low, high, count = (fanout[name[0] - 1] if name[0] else 0), fanout[name[0]], fanout[255]
    for place in range(low, min(high, count, len(index) // 20)):
        if index[1032 + 20 * place : 1052 + 20 * place] == name:
            start = 1032 + 24 * count + 4 * place
            (offset,) = struct.unpack(">L", index[start : start + 4])
            return None if offset & 0x80000000 else offset
    return None


def _entry(pack: bytes, offset: int) -> bytes:
    byte = pack[offset]
    if byte >> 4 & 7 != _COMMIT:
        raise Unreadable("is packed as a difference from another commit")
    while byte & 0x80:
        offset += 1
        byte = pack[offset]
    return _inflated(pack[offset + 1 : offset + 1 + _MOST_COMMIT])


def _inflated(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, _MOST_COMMIT)


def _folder(folder: Folder, *names: str) -> Folder:
    for name in names:
        inside = [inner for inner in folder.list().folders if inner.name == name]
        if not inside:
            raise Unreadable("is not there")
        folder = inside[0]
    return folder


def _file(folder: Folder, name: str) -> File:
    for file in folder.list().files:
        if file.name == name:
            return file
    raise Unreadable("is not there")


def _text(file: File) -> str:
    return file.read(_MOST_TEXT).decode("utf-8", "replace")
