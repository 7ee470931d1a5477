"""Which cluster is meant by an address, and how we connect to it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from autograder.cluster.own_workers import own_workers
from autograder.cluster.silence import silence_dask
from autograder.errors import UserError

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

_LOCAL: Final = re.compile(r"local:([1-9]\d*)")
_SECONDS_TO_CONNECT: Final = 20.0
_SECONDS_TO_CLOSE: Final = 10.0
_SECONDS_TO_GIVE_UP: Final = 1.0  # a client whose scheduler is gone
_TLS: Final = "tls://"
_KEYS: Final = "Dask's settings distributed.comm.tls"


def require_dask() -> None:
    """Make sure that Dask is there.

    Raises:
        UserError: it is not.
    """
    missing = [name for name in ("distributed", "cryptography") if find_spec(name) is None]
    if missing:
        raise UserError(f"--dask needs {' and '.join(missing)}: run `pip install distributed cryptography`")


def require_address(address: str) -> None:
    """Make sure that this can be the address of a cluster.

    Raises:
        UserError: it cannot.
    """
    if not (_LOCAL.fullmatch(address) or "://" in address or Path(address).is_file()):
        raise UserError(
            f"--dask {address}: this is neither an address such as tcp://10.0.0.1:8786, nor an existing scheduler "
            "file, nor local:N for N processes on this machine"
        )


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the cluster; one that we have started ourselves ends with the context.

    Raises:
        UserError: there is no scheduler at the address, or it speaks to nobody like us.
    """
    require_address(address)
    silence_dask()
    local = _LOCAL.fullmatch(address)
    if local:
        with _local_cluster(int(local[1])) as cluster, _client(cluster, address) as client:
            yield client
    else:
        where = address if "://" in address else _address_in(address)
        if where.startswith(_TLS):
            _require_keys(address)
        with _client(where, address) as client:
            yield client


def _address_in(path: str) -> str:
    try:
        return str(json.loads(Path(path).read_text(encoding="utf-8"))["address"])
    except (OSError, ValueError, KeyError, TypeError):
        raise UserError(f"{path}: this is no file that `dask scheduler --scheduler-file` wrote") from None


def _require_keys(address: str) -> None:
    """Dask itself would find out after it has begun to connect, and not get out of that again."""
    from distributed.security import Security

    try:
        context = Security().get_connection_args("client").get("ssl_context")
    except (OSError, ValueError) as error:
        raise UserError(f"--dask {address}: the keys for TLS that {_KEYS} name cannot be read: {error}") from None
    if context is None:
        raise UserError(f"--dask {address}: it speaks TLS, and {_KEYS} name no keys (ca-file, client.cert, client.key)")


@contextmanager
def _client(cluster: LocalCluster | str, address: str) -> Iterator[Client]:
    from distributed import Client

    try:
        client = Client(cluster, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        reason = " ".join(str(error).split())
        raise UserError(f"no scheduler of Dask answers at {address}: {reason}") from None
    try:
        yield client
    finally:
        seconds = _SECONDS_TO_CLOSE if client.status == "running" else _SECONDS_TO_GIVE_UP
        with suppress(Exception):  # the scheduler may be gone
            client.close(timeout=seconds)


@contextmanager
def _local_cluster(processes: int) -> Iterator[LocalCluster]:
    """Workers on this machine. Whoever reaches a scheduler may run anything: TLS keeps other users of it out."""
    from distributed import LocalCluster
    from distributed.security import Security

    security = Security.temporary()
    cluster = LocalCluster(
        n_workers=0,
        dashboard_address="127.0.0.1:0",  # any port: another cluster may have the usual one
        silence_logs=logging.CRITICAL,
        security=security,
    )
    try:
        with own_workers(cluster.scheduler_address, security, processes):
            yield cluster
    finally:
        with suppress(Exception):
            cluster.close(timeout=_SECONDS_TO_CLOSE)
