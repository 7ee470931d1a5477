"""Namespaces, mounts, capabilities and descriptors: small functions, each for one concept of the kernel.

All of them act on the calling process, raise OSError if the kernel refuses, and need Linux.
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
_MOST_CAPABILITIES: Final = 64  # a set of capabilities has 64 bits
_CAPABILITY_VERSION_3: Final = 0x20080522
# NOROOT, NO_SETUID_FIXUP and NO_CAP_AMBIENT_RAISE, each locked; KEEP_CAPS locked off.
_SECURE_BITS: Final = 0b11101111

_SCRATCH_FILES: Final = 16384  # each takes memory of the kernel that no other limit counts


def leave_all_namespaces() -> None:
    """Enter new user, PID, network, IPC, mount, UTS and cgroup namespaces. The next fork is process 1."""
    call("unshare", _ALL_NAMESPACES)


def map_ids(user: int, group: int) -> None:
    """Become `USER_INSIDE` in the new user namespace, mapped to this user and this group outside.

    Not root: the kernel does not let a process without capabilities map root again in a nested namespace.
    """
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{USER_INSIDE} {user} 1")
    _write("/proc/self/gid_map", f"{USER_INSIDE} {group} 1")


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def make_mounts_private() -> None:
    """From here on, mounts made here do not show outside, and those made outside do not show here."""
    call("mount", None, b"/", None, _MS_REC | _MS_PRIVATE, None)


def mount_scratch(target: str, size: int = SCRATCH_BYTES) -> None:
    """Mount an empty, writable file system in memory, of at most `size` bytes."""
    _mount_tmpfs(target, _MS_NOSUID | _MS_NODEV, f"size={size},nr_inodes={_SCRATCH_FILES},mode=700")


def mount_nothing(target: str) -> None:
    """Mount an empty, read-only file system."""
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC | _MS_RDONLY
    _mount_tmpfs(target, flags, "size=4k,nr_inodes=1,mode=555")


def _mount_tmpfs(target: str, flags: int, options: str) -> None:
    call("mount", b"tmpfs", os.fsencode(target), b"tmpfs", flags, options.encode())


def bind(source: str, target: str) -> None:
    """Show a file, or a folder with everything mounted below it, at another path."""
    call("mount", os.fsencode(source), os.fsencode(target), None, _MS_BIND | _MS_REC, None)


def make_read_only(target: str) -> None:
    """Make this mount, and those below it, read-only, and ignore set-user-ID bits there."""
    wanted = struct.pack("=QQQQ", _ATTRIBUTES_READ_ONLY_NO_SUID, 0, 0, 0)
    call("syscall", _MOUNT_SETATTR, _AT_FDCWD, os.fsencode(target), _AT_RECURSIVE, wanted, len(wanted))


def make_root_read_only() -> None:
    """Like `make_read_only`, but for the root alone, not for mounts below it."""
    flags = _MS_REMOUNT | _MS_BIND | _MS_RDONLY | _MS_NOSUID | _MS_NODEV
    call("mount", None, b"/", None, flags, None)


def move_mount(source: str, target: str) -> None:
    """Move a mount, with everything below it, to another path."""
    call("mount", os.fsencode(source), os.fsencode(target), None, _MS_MOVE, None)


def mount_processes(target: str) -> None:
    """Mount /proc for the processes of this PID namespace."""
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    call("mount", b"proc", os.fsencode(target), b"proc", flags, None)


def enter_root(new: str, old: str) -> None:
    """Make the mount `new` the root; the previous root is then at `old`, a folder in it."""
    call("pivot_root", os.fsencode(new), os.fsencode(old))
    os.chdir("/")


def unmount(target: str) -> None:
    """Detach a mount, with everything below it."""
    call("umount2", os.fsencode(target), _MNT_DETACH)


def make_mount_point(target: str, *, folder: bool) -> None:
    """Create something to mount over: a folder or an empty file, with the folders above it."""
    if os.path.exists(target):
        return
    os.makedirs(target if folder else os.path.dirname(target), exist_ok=True)
    if not folder:
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o444))


def replace_tmp(staging_dir: str, visible: Iterable[str]) -> None:
    """Mount a fresh /tmp of limited size, in which only the paths `visible` can still be seen.

    It is put together in `staging_dir`, an empty folder, because what stays visible is below /tmp itself.
    """
    mount_scratch(staging_dir)
    for path in visible:
        target = staging_dir + path.removeprefix("/tmp")
        make_mount_point(target, folder=os.path.isdir(path))
        bind(path, target)
    move_mount(staging_dir, "/tmp")


def forbid_new_capabilities() -> None:
    """Close every way to regain a capability; those held now stay until they are dropped.

    This takes a capability. A process without any needs it less: without new privileges it gains none.
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
    """Switch to another user and group for good, and leave all other groups.

    Raises:
        Unavailable: this process is not allowed to.
    """
    if os.geteuid() != 0:
        raise Unavailable("only root can give each worker a user of its own")
    try:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    except OSError as error:
        raise Unavailable(f"root cannot switch to another user here ({error.strerror})") from error


def die_with_parent() -> None:
    """Have the kernel kill this process when the thread that started it ends."""
    call("prctl", _PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def leave_no_core() -> None:
    """Keep memory out of crash dumps: a size limit of 0 does not stop a system's crash reporter."""
    call("prctl", _PR_SET_DUMPABLE, 0, 0, 0, 0)


def close_descriptors(keep: Iterable[int]) -> None:
    """Close all descriptors except these and the three standard ones."""
    start = 3
    for descriptor in sorted(keep):
        os.closerange(start, descriptor)
        start = max(start, descriptor + 1)
    os.closerange(start, os.sysconf("SC_OPEN_MAX"))


def silence() -> None:
    """Point the standard streams at /dev/null."""
    null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    if null > 2:
        os.close(null)


def default_signals(signals: Sequence[signal.Signals]) -> None:
    """Restore the default action of these signals."""
    for number in signals:
        signal.signal(number, signal.SIG_DFL)


def replace_environment(variables: Mapping[str, str]) -> None:
    """Replace the whole environment by these variables."""
    os.environ.clear()
    os.environ.update(variables)
