"""Machines that are none: network namespaces, each with a name, an address and folders of its own, and a switch."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pytest

_NETWORK: Final = "10.77.0"
PORT: Final = 8786


class Hosts:
    """A hub, where the scheduler and the command run, and the hosts that are connected to it."""

    def __init__(self, names: list[str]) -> None:
        self._hub = f"hub-{os.getpid()}"
        self._spaces = {name: f"{name}-{os.getpid()}" for name in names}
        self.address = f"tcp://{_NETWORK}.1:{PORT}"

    def connect(self) -> None:
        """Make them."""
        _ip("netns", "add", self._hub)
        _ip("-n", self._hub, "link", "set", "lo", "up")
        _ip("-n", self._hub, "link", "add", "switch", "type", "bridge")
        _ip("-n", self._hub, "addr", "add", f"{_NETWORK}.1/24", "dev", "switch")
        _ip("-n", self._hub, "link", "set", "switch", "up")
        for number, space in enumerate(self._spaces.values(), 2):
            _ip("netns", "add", space)
            _ip("-n", self._hub, "link", "add", f"to{number}", "type", "veth", "peer", "name", "eth", "netns", space)
            _ip("-n", self._hub, "link", "set", f"to{number}", "master", "switch", "up")
            _ip("-n", space, "addr", "add", f"{_NETWORK}.{number}/24", "dev", "eth")
            _ip("-n", space, "link", "set", "eth", "up")
            _ip("-n", space, "link", "set", "lo", "up")

    def remove(self) -> None:
        """Remove them."""
        for space in (*self._spaces.values(), self._hub):
            with suppress(subprocess.CalledProcessError):
                _ip("netns", "del", space)

    def unplug(self, name: str) -> None:
        """Pull out a host's cable."""
        _ip("-n", self._spaces[name], "link", "set", "eth", "down")

    def at_hub(self, *command: str) -> list[str]:
        """The command line that runs a command at the hub."""
        return ["ip", "netns", "exec", self._hub, *command]

    def at(self, name: str, folder: Path, *command: str) -> list[str]:
        """The command line that runs a command on a host, which sees an empty folder of its own in this place."""
        own_name, own_files = f"hostname {name}", f"mount -t tmpfs tmpfs {folder} && cd {folder}"
        script = f'{own_name} && {own_files} && TMPDIR={folder} exec "$@"'
        own = ["unshare", "--mount", "--uts", "sh", "-c", script, "sh", *command]
        return ["ip", "netns", "exec", self._spaces[name], *own]


@contextmanager
def hosts(*names: str) -> Iterator[Hosts]:
    """So many hosts and a hub; the test is skipped where they cannot be made."""
    made = Hosts(list(names))
    try:
        if os.geteuid() != 0 or not shutil.which("ip") or not shutil.which("unshare"):
            pytest.skip("only root can emulate hosts, with ip and unshare")
        try:
            made.connect()
        except subprocess.CalledProcessError as error:
            pytest.skip(f"hosts cannot be emulated here: {error.stderr.strip()}")
        yield made
    finally:
        made.remove()


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)
