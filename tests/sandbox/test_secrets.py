"""What a worker must not learn."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox import seen
from tests.helpers.workers import Run, Start, ask, cold, has_own_mounts


@pytest.fixture(params=[0o600, 0o644], ids=["private", "world-readable"])
def canary(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A file in a folder that every user may enter, located where a course could be."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        file = Path(folder, "suite.py")
        file.write_text("expected = 42")
        file.chmod(request.param)
        yield file


def test_a_file_of_the_trusted_side_cannot_be_read(level: str, run: Run, canary: Path) -> None:
    attempt = run(level, f"open({str(canary)!r}).read()")
    assert attempt.kind == "error"
    assert attempt.value in ("FileNotFoundError", "PermissionError")


def test_the_folder_of_a_course_cannot_be_listed(level: str, run: Run, canary: Path) -> None:
    attempt = run(level, f"import os; os.listdir({str(canary.parent)!r})")
    assert attempt.value in ("FileNotFoundError", "PermissionError")


def test_the_folder_of_a_course_does_not_exist(level: str, run: Run, canary: Path) -> None:
    if not has_own_mounts(level):
        pytest.skip("without its own mounts, a worker can tell which files exist")
    assert run(level, f"import os; answer = os.path.exists({str(canary.parent)!r})").value is False


def test_a_file_cannot_be_changed_moved_or_deleted(level: str, run: Run, canary: Path) -> None:
    attempts = f"""
import os
name = {str(canary)!r}
refused = []
for attempt in (
    lambda: open(name, "a"), lambda: os.truncate(name, 0), lambda: os.chmod(name, 0o777), lambda: os.unlink(name),
    lambda: os.rename(name, name + "x"), lambda: os.utime(name), lambda: os.link(name, name + "y"),
    lambda: os.chmod(os.path.dirname(name), 0), lambda: os.mkdir(name + "z"), lambda: os.chown(name, 1, 1),
):
    try:
        attempt()
        refused.append(False)
    except OSError:
        refused.append(True)
answer = refused
"""
    before = canary.stat()
    assert run(level, attempts).value == [True] * 10
    after = canary.stat()
    assert (before.st_mode, before.st_size, before.st_mtime) == (after.st_mode, after.st_size, after.st_mtime)


def test_the_home_folder_cannot_be_read(level: str, run: Run) -> None:
    with tempfile.NamedTemporaryFile(dir=Path.home(), prefix=".autograder-test-") as file:
        attempt = run(level, f"open({file.name!r}).read()")
    assert attempt.value in ("FileNotFoundError", "PermissionError")


def test_the_engine_beside_the_worker_cannot_be_read(level: str, run: Run) -> None:
    engine = Path(seen.ENGINE_OUTSIDE).parent
    if engine.is_relative_to(sys.prefix):
        pytest.skip("an engine installed among the packages can be read, and holds no secrets")
    attempt = run(level, f"open({str(engine / '__init__.py')!r}).read()")
    assert attempt.value in ("FileNotFoundError", "PermissionError")


def test_no_configuration_of_the_system_can_be_read(level: str, run: Run) -> None:
    assert run(level, "open('/etc/passwd').read()").value in ("FileNotFoundError", "PermissionError")


def test_no_secret_in_the_environment_is_passed_on(level: str, monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    monkeypatch.setenv("SECRET_TOKEN", mark)
    with cold(level) as zygote, zygote.spawn() as worker:
        variables = ask(worker, "import os; answer = dict(os.environ)").value
    assert mark not in "".join(variables.values())
    assert {"HOME", "TMPDIR", "MPLBACKEND"} <= set(variables)


def test_the_command_line_does_not_show_our_program(any_level: str, run: Run) -> None:
    assert run(any_level, "import sys; answer = sys.argv").value == [""]


def test_a_crash_leaves_no_core_dump(level: str, run: Run) -> None:
    """Not even for the system's crash reporter, which ignores a size limit."""
    code = "import ctypes, resource\nanswer = [ctypes.CDLL(None).prctl(3), *resource.getrlimit(resource.RLIMIT_CORE)]"
    assert run(level, code).value == [0, 0, 0]


def test_no_process_can_be_inspected(level: str, run: Run) -> None:
    """Neither others nor the worker's own memory and command line."""
    attempt = run(level, "import os; answer = [open(f'/proc/{p}/cmdline').read() for p in ('self', os.getpid(), 1)]")
    assert attempt.value in ("FileNotFoundError", "PermissionError")
    if has_own_mounts(level):
        assert run(level, "import os; os.listdir('/proc')").value == "PermissionError"


def test_no_descriptor_is_left_open(level: str, run: Run) -> None:
    """Except the three standard ones and the worker's socket."""
    code = "import os\nanswer = []\nfor d in range(256):\n try: os.fstat(d); answer.append(d)\n except OSError: pass"
    descriptors = run(level, code).value
    assert descriptors[:3] == [0, 1, 2]
    assert len(descriptors) == 4


def test_the_standard_streams_are_dev_null(level: str, run: Run) -> None:
    code = """
import os, sys
print("x" * 9999, flush=True)
answer = [sys.stdin.read(), *(os.fstat(stream).st_rdev for stream in (0, 1, 2))]
"""
    null_device = os.stat(os.devnull).st_rdev
    assert run(level, code).value == ["", null_device, null_device, null_device]


def test_files_of_another_worker_cannot_be_read(level: str, zygote_at: Start) -> None:
    if level in ("uid", "filters"):
        pytest.skip("workers write no files at this level")
    zygote = zygote_at(level)
    write = "import os; open('mine', 'w').write('secret'); answer = os.getcwd()"
    with zygote.spawn() as first, zygote.spawn() as second:
        folder = ask(first, write).value
        path = f"{folder}/mine"
        if has_own_mounts(level):
            assert ask(second, f"import os; answer = 'mine' in os.listdir({folder!r})").value is False
        assert ask(second, f"open({path!r}).read()").value in ("FileNotFoundError", "PermissionError")
        ask(second, f"import os; os.chmod({folder!r}, 0)")
        assert ask(first, "answer = open('mine').read()").value == "secret"


def test_the_view_shows_neither_the_course_nor_the_home_folder() -> None:
    """According to its description alone, whatever the kernel supports."""
    repository = Path(seen.ENGINE_OUTSIDE).parents[1]
    targets = {bind.target for bind in seen.view().binds}
    assert targets.isdisjoint({str(Path.home()), str(repository), "/", "/tmp", "/etc", "/home", "/root"})
    assert any(bind.source == seen.ENGINE_OUTSIDE for bind in seen.view().binds)
