"""Namespaces, mounts, capabilities, limits and descriptors: small functions, one idea of the kernel each.

All of them act on the calling process, raise OSError where the kernel refuses, and need Linux.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from .kernel import Unavailable, call
from .limits import SCRATCH_BYTES
from .view import USER_INSIDE

assert sys.platform == "linux"


_CLONE_NEWNS: Final = 0x00020000
_CLONE_NEWCGROUP: Final = 0x02000000
_CLONE_NEWUTS: Final = 0x04000000
_CLONE_NEWIPC: Final = 0x08000000
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWPID: Final = 0x20000000
_CLONE_NEWNET: Final = 0x40000000
_ALL_NAMESPACES: Final = (
    _CLONE_NEWUSER | _CLONE_NEWPID | _CLONE_NEWNS | _CLONE_NEWNET | _CLONE_NEWIPC | _CLONE_NEWUTS | _CLONE_NEWCGROUP
)

_MS_RDONLY: Final = 1
_MS_NOSUID: Final = 2
_MS_NODEV: Final = 4
_MS_NOEXEC: Final = 8
_MS_REMOUNT: Final = 32
_MS_BIND: Final = 4096
_MS_MOVE: Final = 8192
_MS_REC: Final = 16384
_MS_PRIVATE: Final = 1 << 18
_MNT_DETACH: Final = 2

_MOUNT_SETATTR: Final = 442  # the same number on every processor
_AT_FDCWD: Final = -100
_AT_RECURSIVE: Final = 0x8000
_ATTRIBUTES_READ_ONLY_NO_SUID: Final = 0x00000001 | 0x00000002

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_CAPBSET_DROP: Final = 24
_PR_SET_SECUREBITS: Final = 28
_PR_CAP_AMBIENT: Final = 47
_PR_CAP_AMBIENT_CLEAR_ALL: Final = 4
_MOST_CAPABILITIES: Final = 64
_CAPABILITY_VERSION_3: Final = 0x20080522
# NOROOT, NO_SETUID_FIXUP and NO_CAP_AMBIENT_RAISE, each locked; KEEP_CAPS locked off.
_SECURE_BITS: Final = 0b11101111


def leave_all_namespaces() -> None:
    """Enter new user, pid, network, IPC, mount, UTS and cgroup namespaces. The next fork is process 1."""
    call("unshare", _ALL_NAMESPACES)


def map_ids(user: int, group: int) -> None:
    """Be `USER_INSIDE` in the new user namespace, which is this user and this group outside.

    Not root, whom the kernel lets no process without capabilities map once more further inside.
    """
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{USER_INSIDE} {user} 1")
    _write("/proc/self/gid_map", f"{USER_INSIDE} {group} 1")


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def make_mounts_private() -> None:
    """Let no mount from here on be seen outside, nor one outside be seen here."""
    call("mount", None, b"/", None, _MS_REC | _MS_PRIVATE, None)


def mount_scratch(target: str, size: int = SCRATCH_BYTES) -> None:
    """An empty file system in memory, writable, of at most `size` bytes."""
    _mount_tmpfs(target, _MS_NOSUID | _MS_NODEV, f"size={size},nr_inodes=16384,mode=700")


def mount_nothing(target: str) -> None:
    """An empty file system that cannot be written to."""
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC | _MS_RDONLY
    _mount_tmpfs(target, flags, "size=4k,nr_inodes=1,mode=555")


def _mount_tmpfs(target: str, flags: int, options: str) -> None:
    call("mount", b"tmpfs", os.fsencode(target), b"tmpfs", flags, options.encode())


def bind(source: str, target: str) -> None:
    """Show a file, or a folder with all that is mounted beneath it, at another place."""
    call("mount", os.fsencode(source), os.fsencode(target), None, _MS_BIND | _MS_REC, None)


def make_read_only(target: str) -> None:
    """Nothing in this mount, nor in those beneath it, can be changed or gives rights to who runs it."""
    wanted = struct.pack("=QQQQ", _ATTRIBUTES_READ_ONLY_NO_SUID, 0, 0, 0)
    call("syscall", _MOUNT_SETATTR, _AT_FDCWD, os.fsencode(target), _AT_RECURSIVE, wanted, len(wanted))


def make_root_read_only() -> None:
    """Like `make_read_only`, for the root and no mount beneath it."""
    flags = _MS_REMOUNT | _MS_BIND | _MS_RDONLY | _MS_NOSUID | _MS_NODEV
    call("mount", None, b"/", None, flags, None)


def move_mount(source: str, target: str) -> None:
    """Take a mount, with all beneath it, to another place."""
    call("mount", os.fsencode(source), os.fsencode(target), None, _MS_MOVE, None)


def mount_processes(target: str) -> None:
    """The processes of this pid namespace."""
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    call("mount", b"proc", os.fsencode(target), b"proc", flags, None)


def enter_root(new: str, old: str) -> None:
    """Make the mount `new` the root; the root before it is then at `old`, a folder in it."""
    call("pivot_root", os.fsencode(new), os.fsencode(old))
    os.chdir("/")


def unmount(target: str) -> None:
    """Take a mount away, with all beneath it."""
    call("umount2", os.fsencode(target), _MNT_DETACH)


def make_place(target: str, *, folder: bool) -> None:
    """Something to mount over: a folder or an empty file, with the folders above it."""
    if os.path.exists(target):
        return
    os.makedirs(target if folder else os.path.dirname(target), exist_ok=True)
    if not folder:
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o444))


def replace_tmp(building_site: str, kept: Iterable[str]) -> None:
    """A fresh /tmp of limited size, in which only the folders `kept` are still seen.

    It is put together at `building_site`, an empty folder, since what is kept lies beneath /tmp.
    """
    mount_scratch(building_site)
    for path in kept:
        place = building_site + path.removeprefix("/tmp")
        make_place(place, folder=os.path.isdir(path))
        bind(path, place)
    move_mount(building_site, "/tmp")


def forbid_new_capabilities() -> None:
    """Give up every way to come by a capability again; those that are held stay until they are dropped.

    Possible only with capabilities: who has none gains none, for want of new privileges.
    """
    for capability in range(_MOST_CAPABILITIES):
        try:
            call("prctl", _PR_CAPBSET_DROP, capability, 0, 0, 0)
        except PermissionError:
            return
        except OSError:
            break  # past the last capability of this kernel
    call("prctl", _PR_SET_SECUREBITS, _SECURE_BITS, 0, 0, 0)


def drop_capabilities() -> None:
    """Give up every capability."""
    call("prctl", _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    call("capset", header, bytes(24))


def become(user: int) -> None:
    """Be another user and group for good, in no other group.

    Raises:
        Unavailable: this user may not.
    """
    if os.geteuid() != 0:
        raise Unavailable("only root can give each worker a user of its own")
    try:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    except OSError as error:
        raise Unavailable(f"this root cannot become another user ({error.strerror})") from error


def die_with_parent() -> None:
    """Be killed when the thread that started this process ends."""
    call("prctl", _PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def leave_no_core() -> None:
    """Let a crash hand no memory to anybody: a limit of 0 does not stop a system's crash reporter."""
    call("prctl", _PR_SET_DUMPABLE, 0, 0, 0, 0)


def close_descriptors(kept: Iterable[int]) -> None:
    """Close all descriptors but these and the three standard ones."""
    start = 3
    for descriptor in sorted(kept):
        os.closerange(start, descriptor)
        start = max(start, descriptor + 1)
    os.closerange(start, os.sysconf("SC_OPEN_MAX"))


def silence() -> None:
    """Read nothing from, and write nothing to, the standard streams."""
    nothing = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    if nothing > 2:
        os.close(nothing)


def default_signals(which: Sequence[signal.Signals]) -> None:
    """Let these signals do again what they do by default."""
    for number in which:
        signal.signal(number, signal.SIG_DFL)


def replace_environment(variables: Mapping[str, str]) -> None:
    """Have these environment variables and no other."""
    os.environ.clear()
    os.environ.update(variables)
