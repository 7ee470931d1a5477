"""Which torch install_torch.py installs: real pip in an environment of its own, and indexes that are folders."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from autograder.packing import install_torch
from autograder.packing.archive import write_zip
from tests.helpers.command import PROJECT

SCRIPT: Final = Path(install_torch.__file__)
UNREACHABLE: Final = "http://127.0.0.1:9"
CUDA: Final = "Requires-Dist: nvidia-cublas==13.1.0.3\n"
SECONDS: Final = 60.0  # ample on a machine under load
pytestmark = pytest.mark.skipif(not install_torch.needs_cpu_index(), reason="only Linux on x86-64 needs a CPU index")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment, as `python -m venv` makes it."""
    folder = tmp_path_factory.mktemp("new") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder


@pytest.fixture
def site(environment: Path) -> Path:
    """Where its packages are, without any torch."""
    (folder,) = environment.glob("lib/python*/site-packages")
    for path in folder.glob("torch*"):
        shutil.rmtree(path)
    return folder


def index(folder: Path, *versions: str, needs: str = "") -> str:
    """A package index of small packages that are called torch; returns its address."""
    page = folder / "torch"
    page.mkdir(parents=True)
    names = [f"torch-{version}-py3-none-any.whl" for version in versions]
    for name, version in zip(names, versions, strict=True):
        write_wheel(page / name, version, needs)
    (page / "index.html").write_text("".join(f'<a href="{name}">{name}</a>' for name in names))
    return folder.as_uri()


def write_wheel(path: Path, version: str, needs: str) -> None:
    info = f"torch-{version}.dist-info"
    files = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: torch\nVersion: {version}\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "".join(f"{info}/{name},,\n" for name in ("METADATA", "WHEEL", "RECORD")),
    }
    write_zip(path, {name: text.encode() for name, text in files.items()})


def put_in(site: Path, version: str, needs: str = "") -> None:
    """Install such a package without pip."""
    write_wheel(site / "torch.zip", version, needs)
    shutil.unpack_archive(site / "torch.zip", site)
    (site / "torch.zip").unlink()


def install(site: Path, cpu: str, default: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script with the environment's Python, and nothing of the machine's settings for pip."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    settings = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": default, install_torch.INDEX_VARIABLE: cpu}
    return subprocess.run(
        [str(site.parents[2] / "bin/python"), str(SCRIPT), *arguments],
        env=inherited | settings,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def installed(site: Path) -> list[str]:
    return [path.name.removesuffix(".dist-info") for path in site.glob("torch-*.dist-info")]


def test_the_index_of_cpu_builds_comes_first(site: Path, tmp_path: Path) -> None:
    cpu = index(tmp_path / "cpu", "2.13.0+cpu")
    done = install(site, cpu, index(tmp_path / "default", "2.13.0", needs=CUDA))
    assert done.returncode == 0, done.stderr
    assert installed(site) == ["torch-2.13.0+cpu"]
    assert f"installing torch 2.13.0+cpu from {tmp_path}/cpu/torch/" in done.stderr


def test_if_it_is_out_of_reach_a_cpu_build_of_the_default_index_does(site: Path, tmp_path: Path) -> None:
    done = install(site, UNREACHABLE, index(tmp_path, "2.13.0"))
    assert done.returncode == 0, done.stderr
    assert installed(site) == ["torch-2.13.0"]
    first, second = done.stderr.splitlines()
    assert first.startswith(f"install_torch: the index of CPU builds {UNREACHABLE} gave no torch: ")
    assert second == f"install_torch: installing torch 2.13.0 from {tmp_path}/torch/torch-2.13.0-py3-none-any.whl"


def test_a_cuda_build_is_refused_with_what_to_do(site: Path, tmp_path: Path) -> None:
    done = install(site, UNREACHABLE, index(tmp_path, "2.13.0", needs=CUDA))
    assert (done.returncode, installed(site)) == (1, [])
    assert "the default index has a CUDA build of several gigabytes" in done.stderr
    assert "set TORCH_INDEX to an index that has one" in done.stderr


def test_without_an_index_of_cpu_builds_only_the_default_one_is_asked(site: Path, tmp_path: Path) -> None:
    done = install(site, "", index(tmp_path, "2.13.0"))
    assert (done.returncode, installed(site)) == (0, ["torch-2.13.0"])
    assert "index of CPU builds" not in done.stderr


def test_an_installed_torch_stays_even_a_cuda_build_and_no_index_is_asked(site: Path) -> None:
    put_in(site, "2.10.0", needs=CUDA)
    done = install(site, UNREACHABLE, UNREACHABLE)
    assert (done.returncode, installed(site)) == (0, ["torch-2.10.0"])
    assert done.stderr == "install_torch: a suitable torch is installed\n"


def test_an_installed_torch_of_another_release_than_the_constraints_is_replaced(site: Path, tmp_path: Path) -> None:
    put_in(site, "2.10.0")
    (tmp_path / "releases.txt").write_text("torch==2.12.0\n")
    cpu = index(tmp_path / "cpu", "2.9.0+cpu", "2.12.0+cpu", "2.13.0+cpu")
    done = install(site, cpu, UNREACHABLE, str(tmp_path / "releases.txt"))
    assert (done.returncode, installed(site)) == (0, ["torch-2.12.0+cpu"]), done.stderr


def test_without_constraints_it_is_a_release_that_the_engine_takes(site: Path, tmp_path: Path) -> None:
    done = install(site, index(tmp_path, "2.8.0+cpu", "2.12.0+cpu", "99.0+cpu"), UNREACHABLE)
    assert (done.returncode, installed(site)) == (0, ["torch-2.12.0+cpu"]), done.stderr


def test_constraints_beside_the_script_hold_by_themselves(site: Path, tmp_path: Path) -> None:
    beside = shutil.copy(SCRIPT, tmp_path)
    (tmp_path / install_torch.CONSTRAINTS).write_text("torch==2.9.0\n")
    cpu = index(tmp_path / "cpu", "2.9.0+cpu", "2.13.0+cpu")
    environment = {"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull, install_torch.INDEX_VARIABLE: cpu}
    subprocess.run([str(site.parents[2] / "bin/python"), beside], env=environment, timeout=SECONDS, check=True)
    assert installed(site) == ["torch-2.9.0+cpu"]


@pytest.fixture
def endless() -> Iterator[str]:
    """An index whose answer never ends, a byte at a time."""

    def answer() -> None:
        connection, _ = server.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n")
            while not done.wait(0.5):
                try:
                    connection.sendall(b" ")
                except OSError:
                    return

    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        done.set()
        thread.join()


@pytest.mark.long
def test_an_index_whose_answer_never_ends_is_given_up(site: Path, tmp_path: Path, endless: str) -> None:
    start = time.monotonic()
    done = install(site, endless, index(tmp_path, "2.13.0"))
    assert (done.returncode, installed(site)) == (0, ["torch-2.13.0"])
    assert f"{endless} gave no torch: no answer within 10 s" in done.stderr
    assert time.monotonic() - start < SECONDS


def test_passwords_are_not_printed(site: Path, tmp_path: Path) -> None:
    done = install(site, "http://ada:secret@127.0.0.1:9", index(tmp_path, "2.13.0"))
    assert "the index of CPU builds http://127.0.0.1:9 gave no torch" in done.stderr
    assert "secret" not in done.stderr


def test_pip_and_uv_are_told_the_same() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert install_torch.REQUIREMENT in project["project"]["dependencies"]
    (cpu,) = project["tool"]["uv"]["index"]
    assert (cpu["url"], cpu["explicit"]) == (install_torch.CPU_INDEX, True)
    assert project["tool"]["uv"]["sources"]["torch"]["index"] == cpu["name"]
