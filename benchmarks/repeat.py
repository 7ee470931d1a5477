"""Grade the same students again and again under changing circumstances, and compare every byte of the results.

    python -m benchmarks.repeat --times 50

What changes from run to run: the number of jobs, the order of the paths, PYTHONHASHSEED, time zone and
locale, and whether other processes keep all cores busy.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

_PROJECT: Final = Path(__file__).resolve().parent.parent
_STUDENTS: Final = ("dana", "emmy", "felix", "kurt", "carl")
_ZONES: Final = ("UTC", "Pacific/Kiritimati", "America/St_Johns")
_LOCALES: Final = ("C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8")


def main() -> int:
    """Grade, compare, print what differed; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--command", default=None, help="another `autograder`, such as one installed from a wheel")
    options = parser.parse_args()
    command = [options.command] if options.command else [sys.executable, "-m", "autograder.cli"]
    chance = random.Random(0)
    differences = 0
    with tempfile.TemporaryDirectory() as scratch:
        first = _results(command, Path(scratch, "first"), chance, quiet=True)
        for number in range(options.times):
            again = _results(command, Path(scratch, str(number)), chance, quiet=False)
            changed = sorted(name for name in {*first, *again} if first.get(name) != again.get(name))
            differences += bool(changed)
            if changed:
                print(f"run {number}: {', '.join(changed)}", flush=True)
    print(f"{options.times} runs, {len(first)} files each, {differences} with a difference")
    return 1 if differences else 0


def _results(command: list[str], out: Path, chance: random.Random, *, quiet: bool) -> dict[str, bytes]:
    """Every file that must come out the same, after one run."""
    students = list(_STUDENTS)
    environment = dict(os.environ)
    jobs, busy = "2", 0
    if not quiet:
        chance.shuffle(students)
        jobs, busy = chance.choice("123"), chance.choice((0, 0, 2, 4))
        language = chance.choice(_LOCALES)
        environment |= {"PYTHONHASHSEED": str(chance.randrange(1000)), "TZ": chance.choice(_ZONES)}
        environment |= {"LC_ALL": language, "LANG": language}
    load = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(busy)]
    try:
        paths = [str(_PROJECT / "examples" / "class" / student) for student in students]
        subprocess.run(
            [*command, "grade", *paths, "--out", str(out), "--jobs", jobs, "--course", str(_PROJECT)],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    finally:
        for process in load:
            process.kill()
            process.wait()
    files = [path for path in out.rglob("*") if path.is_file()]
    files = [path for path in files if path.relative_to(out).parts[0] not in ("runs", "state")]  # where times are
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


if __name__ == "__main__":
    sys.exit(main())
