"""A cluster that speaks TLS: the same settings of Dask hold for us, and without the keys nobody gets in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from distributed.security import Security

from tests.cluster.test_faults import assert_same_as_alone
from tests.helpers.dask_cluster import dask_cluster, end_of, small_class, start_command

pytestmark = pytest.mark.long


def keys_in(folder: Path) -> dict[str, str]:
    """Dask's settings for TLS with keys of their own, as variables of the environment."""
    folder.mkdir()
    keys = Security.temporary()
    for name, pem in (("ca", keys.tls_ca_file), ("cert", keys.tls_client_cert), ("key", keys.tls_client_key)):
        (folder / f"{name}.pem").write_text(pem)
    settings = {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(folder / "ca.pem")}
    for who in ("SCHEDULER", "WORKER", "CLIENT"):
        for what in ("cert", "key"):
            settings[f"DASK_DISTRIBUTED__COMM__TLS__{who}__{what.upper()}"] = str(folder / f"{what}.pem")
    return settings


@pytest.mark.parametrize("whose", ["ours", "somebody else's", "none"])
def test_only_who_has_the_keys_grades_on_a_cluster_that_speaks_tls(tmp_path: Path, whose: str) -> None:
    course = small_class(tmp_path, 12)
    keys = keys_in(tmp_path / "keys")
    with dask_cluster(
        tmp_path / "dask", 2, environment={**keys, "DASK_DISTRIBUTED__COMM__DEFAULT_SCHEME": "tls"}
    ) as it:
        address = json.loads(Path(it.address).read_text())["address"]
        assert address.startswith("tls://")
        mine = {"ours": keys, "somebody else's": keys_in(tmp_path / "others"), "none": {}}[whose]
        done = end_of(start_command(tmp_path, *course.grade("out", "--dask", address), environment=mine), tmp_path)
    if whose == "ours":
        assert (done.code, done.errors) == (0, "")
        assert_same_as_alone(course, "out")
    else:
        assert done.code == 2
        why = "it speaks TLS, and Dask's settings distributed.comm.tls name no keys"
        reason = why if whose == "none" else f"no scheduler of Dask answers at {address}: "
        assert reason in done.errors
        assert done.errors.count("\n") == 1
        assert not (tmp_path / "out" / "grades.csv").exists()


def test_keys_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    course = small_class(tmp_path, 1)
    keys = keys_in(tmp_path / "keys")
    (tmp_path / "keys" / "key.pem").write_text("no key")
    done = end_of(
        start_command(tmp_path, *course.grade("out", "--dask", "tls://127.0.0.1:1"), environment=keys), tmp_path
    )
    assert done.code == 2
    assert "the keys for TLS that Dask's settings distributed.comm.tls name cannot be read: " in done.errors
    assert done.errors.count("\n") == 1
