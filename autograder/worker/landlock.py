"""Landlock: restricts for good which files a process can open. It takes no privilege."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Sequence
from typing import Final

from .kernel import Unavailable, call, refuse_new_privileges

assert sys.platform == "linux"

# The same numbers on every processor.
_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446

_VERSION: Final = 1
_RULE_PATH_BENEATH: Final = 1

EXECUTE: Final = 1 << 0
WRITE_FILE: Final = 1 << 1
READ_FILE: Final = 1 << 2
READ_DIR: Final = 1 << 3
TRUNCATE: Final = 1 << 14
IOCTL_DEVICE: Final = 1 << 15
_OF_FILES: Final = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE

# (version, rights): how many rights of each kind there are since a version of the ABI.
_FILE_RIGHTS: Final = ((1, 13), (2, 14), (3, 15), (5, 16))
_NETWORK_RIGHTS: Final = ((1, 0), (4, 2))
_SCOPES: Final = ((1, 0), (6, 2))  # abstract Unix sockets, signals


def abi() -> int:
    """The version of Landlock in this kernel, 0 if it is missing or disabled."""
    try:
        return call("syscall", _CREATE_RULESET, None, 0, _VERSION)
    except (OSError, AttributeError):
        return 0


def _all(rights: Sequence[tuple[int, int]], version: int) -> int:
    """A mask of all rights of one kind that this version has."""
    return (1 << max(count for since, count in rights if since <= version)) - 1


def confine(readable: Sequence[str], writable: Sequence[str], devices: Sequence[str] = ()) -> None:
    """Let this process open nothing but these, make no connections, and signal no process outside.

    Args:
        readable: files and folders to read and execute, with everything below them.
        writable: folders in which everything is allowed except executing files and using devices.
        devices: device files to read and write.

    Raises:
        Unavailable: the kernel has no Landlock, or this user cannot read one of the paths anyway.
    """
    version = abi()
    if version < 1:
        raise Unavailable("Landlock is missing or disabled in this kernel")
    files = _all(_FILE_RIGHTS, version)
    rules = struct.pack("=QQQ", files, _all(_NETWORK_RIGHTS, version), _all(_SCOPES, version))
    # A kernel refuses a structure longer than the one it has, unless the rest is zero.
    ruleset = call("syscall", _CREATE_RULESET, rules, len(rules), 0)
    try:
        for path in readable:
            _allow(ruleset, path, EXECUTE | READ_FILE | READ_DIR)
        for path in writable:
            _allow(ruleset, path, files & ~(IOCTL_DEVICE | EXECUTE))
        for path in devices:
            _allow(ruleset, path, (READ_FILE | WRITE_FILE | TRUNCATE) & files)
        refuse_new_privileges()
        call("syscall", _RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except PermissionError as error:
        raise Unavailable(f"the user that a worker would run as cannot read {path}") from error
    try:
        if not os.path.isdir(path):
            rights &= _OF_FILES
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, descriptor))
        call("syscall", _ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(descriptor)
