"""The numbers that the filter is built from, compared with the kernel's own headers."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.worker import seccomp
from autograder.worker.syscall_numbers import NUMBERS
from autograder.worker.syscalls import PROCESSORS

from .generate_syscalls import HEADERS, PRODUCT, Missing, macros, module_source, numbers, table, value

machines = pytest.mark.parametrize("machine", PROCESSORS)
with_compiler = pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler (cc)")


@contextmanager
def skipped_where_missing() -> Iterator[None]:
    """Skip the test on a machine without kernel headers or a compiler."""
    try:
        yield
    except Missing as missing:
        pytest.skip(str(missing))


@machines
def test_the_numbers_are_those_of_this_machine_s_headers(machine: str) -> None:
    """Headers may be too old for the newest calls: those have higher numbers than any that the headers define."""
    with skipped_where_missing():
        headers = numbers(machine)
    newest = max(headers.values())
    committed = {name: number for name, number in PROCESSORS[machine].numbers.items() if number <= newest}
    assert committed == {name: headers[name] for name in seccomp.mentioned() if name in headers}


def test_the_committed_file_is_what_the_script_writes() -> None:
    assert PRODUCT.read_text(encoding="utf-8") == module_source(NUMBERS)


def test_every_name_in_the_filter_exists_for_some_processor() -> None:
    assert set(NUMBERS) == seccomp.mentioned()
    assert [name for name, row in NUMBERS.items() if not row] == []


@machines
def test_no_number_occurs_twice(machine: str) -> None:
    counts = Counter(PROCESSORS[machine].numbers.values())
    assert [number for number, count in counts.items() if count > 1] == []


def test_the_numbers_of_every_processor_are_generated() -> None:
    assert set(HEADERS) == set(PROCESSORS)


@pytest.mark.parametrize(("machine", "constant"), [("x86_64", "AUDIT_ARCH_X86_64"), ("aarch64", "AUDIT_ARCH_AARCH64")])
def test_processors_are_told_apart_by_the_kernel_s_constants(machine: str, constant: str) -> None:
    with skipped_where_missing():
        defined = macros(Path("/usr/include/linux/audit.h"))
    assert PROCESSORS[machine].audit == value(constant, defined)


def test_x32_begins_where_the_kernel_says() -> None:
    with skipped_where_missing():
        defined = macros(Path("/usr/include/x86_64-linux-gnu/asm/unistd.h"))
    assert PROCESSORS["x86_64"].first_foreign == value("__X32_SYSCALL_BIT", defined)


def write_headers(root: Path, names: Iterable[str]) -> None:
    """Headers that number these calls from 0, in alphabetical order; arm64's has no `open`."""
    lines = [f"#define __NR_{name} {number}\n" for number, name in enumerate(sorted(names))]
    for machine, header in HEADERS.items():
        path = root / header.path
        path.parent.mkdir(parents=True)
        path.write_text("".join(line for line in lines if machine != "aarch64" or "__NR_open " not in line))


@with_compiler
def test_a_call_that_a_processor_lacks_is_left_out_for_it(tmp_path: Path) -> None:
    write_headers(tmp_path, seccomp.mentioned())
    rows = table(tmp_path)
    position = sorted(seccomp.mentioned()).index("open")
    assert rows["open"] == {"x86_64": position}
    assert rows["openat"] == {"x86_64": position + 1, "aarch64": position + 1}


@with_compiler
def test_a_name_that_no_processor_has_is_refused(tmp_path: Path) -> None:
    write_headers(tmp_path, seccomp.mentioned() - {"openat"})
    with pytest.raises(Missing, match=r": openat$"):
        table(tmp_path)


@with_compiler
def test_numbers_are_resolved_through_other_macros(tmp_path: Path) -> None:
    header = tmp_path / "header.h"
    header.write_text("#ifdef SWITCH\n#define A B\n#endif\n#define B (C|0x40)\n#define C 3\n#define call(x) x\n")
    defined = macros(header, ("SWITCH",))
    assert value("A", defined) == 0x43
    assert "call" not in defined
    assert "A" not in macros(header)
