"""The engine as a wheel: built by setuptools from a checkout, or put together again from its installed files.

Both ways give the same bytes.
"""

from __future__ import annotations

import base64
import email
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from importlib import metadata
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final

from autograder.errors import UserError
from autograder.packing.archive import write_zip
from autograder.packing.contents import folder_files

DISTRIBUTION: Final = "autograder-kit"  # on the public package index `autograder` is a project of other people
_PACKAGE: Final = Path(__file__).resolve().parents[1]
_THIS_FILE: Final = f"{_PACKAGE.name}/packing/engine.py"  # in a wheel
_PROJECT_FILES: Final = ("pyproject.toml", "README.md", "LICENSE")
_BUILD: Final = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
_RECORD: Final = "RECORD"
# The metadata that a wheel brings, besides licenses/; installers add files of their own, and write RECORD anew.
_METADATA: Final = frozenset({"METADATA", "WHEEL", "entry_points.txt", "top_level.txt"})


def engine_wheel() -> tuple[str, bytes]:
    """The name and the content of the engine's wheel.

    Raises:
        UserError: the wheel cannot be made here.
    """
    files = _installed_files() or _built_files(_PACKAGE.parent)
    (info,) = {PurePosixPath(name).parts[0] for name in files if ".dist-info/" in name}
    tag = email.message_from_bytes(files[f"{info}/WHEEL"])["Tag"]
    packed = BytesIO()
    write_zip(packed, {**files, f"{info}/{_RECORD}": _record(files, f"{info}/{_RECORD}")})
    return f"{info.removesuffix('.dist-info')}-{tag}.whl", packed.getvalue()


def _record(files: Mapping[str, bytes], itself: str) -> bytes:
    """The list of a wheel's files, as installers check it."""
    hashes = {name: base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()) for name in sorted(files)}
    lines = [f"{name},sha256={digest.decode().rstrip('=')},{len(files[name])}" for name, digest in hashes.items()]
    return "".join(f"{line}\n" for line in [*lines, f"{itself},,"]).encode()


def _installed_files() -> dict[str, bytes]:
    """The files that the engine was installed from; none if it is not installed, or runs from a checkout.

    What setuptools leaves in a checkout has no RECORD, and may list files that are long gone.
    """
    try:
        distribution = metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return {}
    if distribution.read_text(_RECORD) is None:
        return {}
    listed = [path for path in distribution.files or () if _is_of_the_wheel(path)]
    if not any(
        path.as_posix() == _THIS_FILE and Path(path.locate()).resolve() == Path(__file__).resolve() for path in listed
    ):
        return {}
    try:
        return {path.as_posix(): path.read_binary() for path in listed}
    except OSError as error:
        raise UserError(f"the engine's wheel cannot be put together: {error}; install the engine again") from error


def _is_of_the_wheel(path: PurePosixPath) -> bool:
    first, *others = path.parts
    if not first.endswith(".dist-info"):
        return first == _PACKAGE.name and path.suffix != ".pyc"
    return others[0] == "licenses" or path.name in _METADATA


def _built_files(project: Path) -> dict[str, bytes]:
    """The files of the wheel that setuptools builds from a copy of the checkout, without anything that lies around."""
    with tempfile.TemporaryDirectory() as scratch:
        copy, out = Path(scratch, "project"), Path(scratch, "out")
        out.mkdir()
        sources = dict(folder_files(_PACKAGE, f"{_PACKAGE.name}/"))
        sources |= {name: (project / name).read_bytes() for name in _PROJECT_FILES if (project / name).is_file()}
        for name, content in sources.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes(content)
        done = subprocess.run(
            [sys.executable, "-c", _BUILD, str(out)], cwd=copy, capture_output=True, text=True, check=False
        )
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["setuptools gave no reason"])[-1]
            raise UserError(
                f"the engine's wheel cannot be built from {project}: {reason}; `make setup` installs what it needs"
            )
        with zipfile.ZipFile(next(out.glob("*.whl"))) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist() if PurePosixPath(name).name != _RECORD}
