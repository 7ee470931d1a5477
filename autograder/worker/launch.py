"""Builds the view without bubblewrap, and becomes a command inside it.

Run by a bare interpreter, so it imports only the standard library. Arguments: the engine's folder, further import
paths, the control socket's number, the view, and the command as JSON.
"""

from __future__ import annotations

import json
import os
import sys

from . import isolation
from .kernel import one_line
from .view import View

assert sys.platform == "linux"


def main() -> None:
    """Enter new namespaces, where process 1 builds the view and becomes the command.

    An error is one line on the standard error stream.
    """
    control, view, command = int(sys.argv[3]), View.from_json(sys.argv[4]), json.loads(sys.argv[5])
    try:
        isolation.die_with_parent()
        user, group = os.getuid(), os.getgid()
        isolation.leave_all_namespaces()
        isolation.map_ids(user, group)
        first = os.fork()
        if first == 0:
            isolation.die_with_parent()
            _build(view)
            isolation.forbid_new_capabilities()
            isolation.drop_capabilities()
            os.execv(command[0], command)
        os.close(control)
        _, status = os.waitpid(first, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    except OSError as error:
        print(one_line(error), file=sys.stderr, flush=True)
        os._exit(1)


def _build(view: View) -> None:
    """Make the view the root, in a new file system, and leave nothing else visible."""
    isolation.make_mounts_private()
    isolation.mount_scratch("/tmp")
    os.mkdir("/tmp/old")
    isolation.enter_root("/tmp", "/tmp/old")
    os.chmod("/", 0o755)
    for link in view.symlinks:
        os.symlink(link.to, link.path)
    for folder in ("/tmp", "/proc", *view.folders):
        os.makedirs(folder)
    isolation.mount_scratch("/tmp")
    for source, target in [*view.binds, *((device, device) for device in view.devices)]:
        isolation.make_mount_point(target, folder=os.path.isdir(f"/old{source}"))
        isolation.bind(f"/old{source}", target)
        isolation.make_read_only(target)
    # The kernel allows a new /proc only while the old one is still visible.
    isolation.mount_processes("/proc")
    isolation.unmount("/old")
    os.rmdir("/old")
    isolation.make_root_read_only()
