"""The corpus of attacks on Gradescope: what runs in its emulated container earns nothing and reads nothing hidden.

A submission holds one attack for each assignment. ATTACK_EVERY=1 hands in the whole corpus, not only some of it.
"""

from __future__ import annotations

import itertools
import os
import secrets
from pathlib import Path
from typing import Final

import pytest

from tests.helpers.command import ASSIGNMENTS, PROJECT, run_command
from tests.helpers.gradescope_container import Container, Graded, build
from tests.safety.test_attacks import CORPUS, CORPUS_TABLE, DISGUISES, course_with

EVERY: Final = int(os.environ.get("ATTACK_EVERY", "20"))
pytestmark = pytest.mark.long
CANARY: Final = f"CANARY-{secrets.token_hex(8)}"
# These hang, and so take minutes.
SLOW: Final = ("harm/slow", "harm/endless", "harm/deadlock", "harm/dead_sockets")


def trios() -> list[tuple[str, ...]]:
    """The corpus in submissions: in each at most one attack an assignment."""
    names = [name for name in CORPUS_TABLE if EVERY == 1 or not name.startswith(SLOW)]
    by_assignment = [
        [name for name in names if CORPUS_TABLE[name]["assignment"] == assignment] for assignment in ASSIGNMENTS
    ]
    whole = itertools.zip_longest(*by_assignment)
    return [tuple(name for name in trio if name) for trio in itertools.islice(whole, 0, None, EVERY)]


@pytest.fixture(scope="module")
def container(tmp_path_factory: pytest.TempPathFactory) -> Container:
    """The whole course, a canary in every file of its hidden half."""
    folder = tmp_path_factory.mktemp("attacked")
    course_with(folder / "course", CANARY)
    run = run_command("gradescope", "--out", folder / "g.zip", "--course", folder / "course", cwd=PROJECT)
    assert run.code == 0, run.errors
    return build(folder / "g.zip", folder, {"SECRET": CANARY, "AUTOGRADER_SECRET": CANARY})


def graded(container: Container, trio: tuple[str, ...]) -> Graded:
    files = {f"{CORPUS_TABLE[name]['assignment']}.py": Path(CORPUS, f"{name}.py").read_bytes() for name in trio}
    return container.grade(files, {"users": [{"name": "Mallory", "email": CANARY}], "id": CANARY})


@pytest.mark.parametrize("trio", trios(), ids="+".join)
def test_attacks_in_gradescopes_container_steal_no_mark_and_read_nothing(
    container: Container, trio: tuple[str, ...]
) -> None:
    found = graded(container, trio)
    assert found.results["output"].splitlines()[-1].startswith("Graded for Mallory with "), found.output
    earned = {name: 0.0 for name in trio}
    for test in found.results["tests"]:
        for name in trio:
            if test["tags"] == [CORPUS_TABLE[name]["assignment"]]:
                earned[name] += test["score"]
        assert not DISGUISES.search(test["output"])
    assert {name: marks for name, marks in earned.items() if marks > CORPUS_TABLE[name]["earns"]} == {}
    assert CANARY not in found.text
