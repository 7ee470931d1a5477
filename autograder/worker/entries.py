"""Counts what a MessagePack message holds, before anything of it is decoded.

Decoding builds an object for every entry, and a map hashes its keys: a frame of bytes could keep the grader busy for
minutes, or take gigabytes. So the headers are read first, one after the other. What has no header of its own length
(numbers, None, truth values, empty lists) is skipped by a regular expression: a hundred thousand values take
milliseconds.
"""

from __future__ import annotations

import re
from typing import Final

MAX_ITEMS: Final = 300_000  # entries of all lists of a message: three times the longest list of losses
# Of these, arrays and what stands for other objects, each of which is read in Python: losses may be 0-d tensors.
MAX_EXTENSIONS: Final = 110_000
_OVERHEAD: Final = 64  # bytes that Python takes for a small value and its slot in a list
_EXTENSION_OVERHEAD: Final = 320  # likewise for an array, beside its entries
_WIDEST: Final = 9  # bytes of a value that is passed over
_AROUND: Final = 4_000  # entries around the value of an answer: names, warnings, arguments changed

_PASSED_OVER: Final = re.compile(
    rb"(?:\xcb.{8}|[\x00-\x7f\x90\xc0\xc2\xc3\xe0-\xff]|\xca.{4}|[\xcc\xd0].|[\xcd\xd1]..|[\xce\xd2].{4}|[\xcf\xd3].{8})*+",
    re.DOTALL,
)
_FIXED_EXTENSIONS: Final = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}  # by the first byte: bytes of data
_EXTENSIONS: Final = {0xC7: 1, 0xC8: 2, 0xC9: 4}  # by the first byte: bytes that say the length
_TIME: Final = b"\xff"  # an extension of MessagePack itself, which decoders know; unknown ones they refuse
_TEXTS: Final = {0xD9: 1, 0xDA: 2, 0xDB: 4}  # likewise, and the next
_LISTS: Final = {0xDC: 2, 0xDD: 4}


class TooMuch(ValueError):
    """A message holds more than it may, or what no message holds."""


def check(data: bytes) -> int:
    """Refuse a message that would take long to decode, or much memory; its structure is the decoder's to judge.

    Returns:
        About how many bytes it takes, as it is or decoded: the more of both.

    Raises:
        TooMuch: it has too many entries, or maps, or bytes that are not in an extension; or it goes on after its end.
    """
    items = extensions = carried = headers = position = passed_over = 0
    kind = b""  # of the last extension
    end = len(data)
    while position < end:
        begun = position
        position = _PASSED_OVER.match(data, begun).end()  # type: ignore[union-attr]
        passed_over += position - begun
        # A message has one value, and one for each entry of a list: fewer are the decoder's to find.
        if passed_over > _WIDEST * (items + 1 - headers):
            raise TooMuch("the bytes go on after the message")
        if position == end:
            break
        first = data[position]
        position += 1
        headers += 1
        if headers > items + 1:
            raise TooMuch("the bytes go on after the message")
        if first & 0xE0 == 0xA0:
            carried += first & 0x1F
            position += first & 0x1F
        elif first & 0xF0 == 0x90:
            items += first & 0x0F
        elif first in _FIXED_EXTENSIONS:
            extensions += 1
            kind = data[position : position + 1]
            carried += _FIXED_EXTENSIONS[first]
            position += 1 + _FIXED_EXTENSIONS[first]
        elif (width := _EXTENSIONS.get(first)) is not None:
            extensions += 1
            kind = data[position + width : position + width + 1]
            size = int.from_bytes(data[position : position + width], "big")
            carried += size
            position += width + 1 + size
        elif (width := _TEXTS.get(first)) is not None:
            size = int.from_bytes(data[position : position + width], "big")
            carried += size
            position += width + size
        elif (width := _LISTS.get(first)) is not None:
            items += int.from_bytes(data[position : position + width], "big")
            position += width
        elif first & 0xF0 == 0x80 or first in (0xDE, 0xDF):
            raise TooMuch("an answer holds a map")
        elif first in (0xC4, 0xC5, 0xC6):
            raise TooMuch("an answer holds bytes")
        else:
            raise TooMuch("the bytes are not a message")  # the rest of a number is missing, or the byte has no meaning
        if kind == _TIME:
            raise TooMuch("an answer holds a time")
        if items > MAX_ITEMS + _AROUND or extensions > MAX_EXTENSIONS:
            raise TooMuch("an answer has too many values")
    return max(end, _OVERHEAD * (1 + items) + _EXTENSION_OVERHEAD * extensions + carried)
