"""The corpus of attacks on Gradescope: what runs in its emulated container earns nothing and reads nothing hidden.

A submission holds one attack per assignment. ATTACK_EVERY=1 hands in the whole corpus, not only some of it.
"""

from __future__ import annotations

import itertools
import os
import secrets
from pathlib import Path
from typing import Final

import pytest

from tests.helpers.attack_corpus import CORPUS, CORPUS_TABLE, DISGUISES, course_with
from tests.helpers.command import ASSIGNMENTS
from tests.helpers.gradescope_container import Container, Graded, build
from tests.helpers.gradescope_zips import make_zip

EVERY: Final = int(os.environ.get("ATTACK_EVERY", "20"))
pytestmark = pytest.mark.long
CANARY: Final = f"CANARY-{secrets.token_hex(8)}"
# These hang, and so take minutes.
SLOW: Final = ("harm/slow", "harm/endless", "harm/deadlock", "harm/dead_sockets")


def trios() -> list[tuple[str, ...]]:
    """The corpus in submissions: at most one attack per assignment in each."""
    names = [name for name in CORPUS_TABLE if EVERY == 1 or not name.startswith(SLOW)]
    by_assignment = [
        [name for name in names if CORPUS_TABLE[name]["assignment"] == assignment] for assignment in ASSIGNMENTS
    ]
    whole = itertools.zip_longest(*by_assignment)
    return [tuple(name for name in trio if name) for trio in itertools.islice(whole, 0, None, EVERY)]


@pytest.fixture(scope="module")
def container(tmp_path_factory: pytest.TempPathFactory) -> Container:
    """The whole course, with a canary in every file of its hidden half."""
    folder = tmp_path_factory.mktemp("attacked")
    course_with(folder / "course", CANARY)
    return build(make_zip(folder / "g.zip", folder / "course"), folder, {"SECRET": CANARY, "AUTOGRADER_SECRET": CANARY})


def graded(container: Container, trio: tuple[str, ...]) -> Graded:
    files = {f"{CORPUS_TABLE[name]['assignment']}.py": Path(CORPUS, f"{name}.py").read_bytes() for name in trio}
    return container.grade(files, {"users": [{"name": "Mallory", "email": CANARY}], "id": CANARY})


@pytest.mark.parametrize("trio", trios(), ids="+".join)
def test_attacks_in_gradescopes_container_steal_no_mark_and_read_nothing(
    container: Container, trio: tuple[str, ...]
) -> None:
    result = graded(container, trio)
    assert result.results["output"].splitlines()[-1] == "Graded for Mallory; your code ran isolated.", result.output
    earned = {name: 0.0 for name in trio}
    for test in result.results["tests"]:
        for name in trio:
            if test["tags"] == [CORPUS_TABLE[name]["assignment"]]:
                earned[name] += test["score"]
        assert not DISGUISES.search(test["output"])
    assert {name: marks for name, marks in earned.items() if marks > CORPUS_TABLE[name]["earns"]} == {}
    assert CANARY not in result.text
