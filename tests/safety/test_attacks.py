"""The corpus of attacks, handed in by a class next to honest students and graded by the real command.

Each file of `tests/attacks/<group>/` says in its docstring what it tries, and `attacks.toml` what it must not achieve.
ATTACK_LEVELS names the protection levels to grade at, separated by commas (default: the best one). With ATTACK_EVERY=1
all of the corpus is graded, not only every twentieth file; `make attacks` does so at every level.
"""

from __future__ import annotations

import csv
import functools
import json
import os
import re
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.helpers.attack_corpus import CORPUS, CORPUS_TABLE, DISGUISES, course_with
from tests.helpers.command import ASSIGNMENTS, FULL_MARKS, PROJECT, Run, reference, run_command, stub
from tests.helpers.small_course import adopt_orphans, all_end, descendants, described

EVERY: Final = int(os.environ.get("ATTACK_EVERY", "20"))
# Every so many of the whole corpus, and of those beside which other parts are right.
SIDE_BY_SIDE: Final = [name for name, entry in CORPUS_TABLE.items() if "keeps" in entry][::EVERY]
ATTACKS: Final = {name: CORPUS_TABLE[name] for name in (*list(CORPUS_TABLE)[::EVERY], *SIDE_BY_SIDE)}
LEVELS: Final = os.environ.get("ATTACK_LEVELS", "best").split(",")
# Small limits, so that the whole corpus takes minutes; right work needs a tenth of them.
LIMITS: Final = ("--call-limit", "1", "--check-limit", "2.5", "--submission-limit", "6")
HONEST: Final = ("aaa_honest", "mmm_honest", "zzz_honest")
MISTAKEN: Final = ("aab_mistaken", "zzy_mistaken")
MISTAKES: Final = PROJECT / "examples" / "class" / "dana"
SOON_WRONG: Final = ("zero_init", "normal_equations")  # training that goes wrong takes longer than these limits
SIGN: Final = re.compile(r"^\[(ok|--|  |\.\.|!!)\] ", re.MULTILINE)


@dataclass(frozen=True)
class Aftermath:
    """What a run over the corpus produced and left behind."""

    run: Run
    canary: str
    texts: dict[str, str]  # every file that the run wrote, and the terminal
    leftovers: list[str]  # new files in shared places, and processes

    def earned(self, student: str) -> float:
        return sum(self.run.scores(student).values())


def student_of(attack: str) -> str:
    return attack.replace("/", "_")


@functools.cache
def aftermath(level: str) -> Aftermath:
    """Grade the corpus at a level, once for all tests."""
    folder = Path(tempfile.mkdtemp(prefix="attacks-"))
    canary = f"CANARY-{secrets.token_hex(8)}"
    hand_in(folder / "class", canary)
    course_with(folder / "course", canary)
    (folder / "out" / "students" / "someone").mkdir(parents=True)
    (folder / "out" / "students" / "someone" / "results.json").write_text(canary, encoding="utf-8")
    temporary = folder / "tmp"
    temporary.mkdir()
    run_command("--help", cwd=folder)  # so that the helper which starts runs is there before them
    adopt_orphans()
    files_before, processes_before = shared_files(temporary), descendants()
    options = () if level == "best" else ("--protection", level, "--allow-unsandboxed")
    environment = {"SECRET": canary, "AUTOGRADER_SECRET": canary, "TMPDIR": str(temporary)}
    arguments = ("grade", "class", "--out", "out", "--course", "course", *LIMITS, *options)
    run = run_command(*arguments, cwd=folder, environment=environment, seconds=1500)
    files = [path for path in (folder / "out").rglob("*") if path.is_file() and path.parent.name != "someone"]
    texts = {str(path): path.read_text(encoding="utf-8") for path in files}
    texts["terminal"] = run.output + run.errors
    left = [] if all_end(besides=processes_before) else sorted(set(descendants()) - set(processes_before))
    leftovers = [described(process) for process in left]
    leftovers += sorted(shared_files(temporary) - files_before)
    adopt_orphans(False)
    return Aftermath(run, canary, texts, leftovers)


def hand_in(folder: Path, canary: str) -> None:
    for attack, entry in ATTACKS.items():
        work = folder / student_of(attack)
        work.mkdir(parents=True)
        shutil.copy(CORPUS / f"{attack}.py", work / f"{entry['assignment']}.py")
    for student in HONEST:
        (folder / student).mkdir()
        for name in ASSIGNMENTS:
            text = f"# {canary}\n{reference(name)}"
            (folder / student / f"{name}.py").write_text(text, encoding="utf-8")
    for student in MISTAKEN:
        (folder / student).mkdir()
        for name in SOON_WRONG:
            shutil.copy(MISTAKES / f"{name}.py", folder / student)
    (folder / "nnn_new").mkdir()
    for name in ASSIGNMENTS:
        (folder / "nnn_new" / f"{name}.py").write_text(stub(name), encoding="utf-8")


def shared_files(*more: Path) -> set[str]:
    """The files in places that every process can write to, and in these folders."""
    folders = [*map(Path, ("/dev/shm", "/var/tmp")), *more]
    return {str(path) for folder in folders if folder.is_dir() for path in folder.iterdir()}


@pytest.fixture(params=LEVELS)
def after(request: pytest.FixtureRequest) -> Aftermath:
    outcome = aftermath(request.param)
    if outcome.run.code == 2 and "is not available" in outcome.run.errors:
        pytest.skip(outcome.run.errors.strip())
    return outcome


def test_the_table_lists_every_file_of_the_corpus_and_there_are_many() -> None:
    files = {str(path.relative_to(CORPUS).with_suffix("")) for path in CORPUS.glob("*/*.py")}
    assert files == set(CORPUS_TABLE)
    assert len(files) >= 60


def test_the_run_ends_well(after: Aftermath) -> None:
    assert after.run.code == 0, after.run.errors
    assert len(after.run.grades) == len(ATTACKS) + len(HONEST) + len(MISTAKEN) + 1


@pytest.mark.parametrize("student", HONEST)
def test_honest_students_keep_everything(after: Aftermath, student: str) -> None:
    assert after.run.grades[student]["total"] == str(FULL_MARKS)


@pytest.mark.parametrize("student", MISTAKEN)
def test_mistakes_cost_the_same_as_without_attacks(after: Aftermath, student: str) -> None:
    parts = json.loads((MISTAKES / "expected.json").read_text(encoding="utf-8"))
    scores = after.run.scores(student)
    for name in SOON_WRONG:
        assert {part: scores[f"{name}: {part}"] for part in parts[name]} == parts[name]


def test_unwritten_work_earns_nothing(after: Aftermath) -> None:
    assert after.run.grades["nnn_new"]["total"] == "0"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_mark_is_stolen(after: Aftermath, attack: str) -> None:
    assert after.earned(student_of(attack)) <= ATTACKS[attack]["earns"]


@pytest.mark.parametrize("attack", [name for name, entry in ATTACKS.items() if "keeps" in entry])
def test_right_parts_next_to_an_attack_earn_their_marks(after: Aftermath, attack: str) -> None:
    tests = after.run.tests(student_of(attack))
    for part in ATTACKS[attack]["keeps"]:
        test = tests[f"{ATTACKS[attack]['assignment']}: {part}"]
        assert test["score"] == test["max_score"]


def test_nothing_hidden_is_disclosed(after: Aftermath) -> None:
    """But for the texts of the honest hand-ins, which the record keeps for the instructor."""
    kept = str(after.run.out / "state" / "hand-ins")
    assert [path for path, text in after.texts.items() if after.canary in text and not path.startswith(kept)] == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_report_shows_no_line_of_a_student_as_ours(after: Aftermath, attack: str) -> None:
    """No control or bidirectional characters, and no line that claims a passed check in a part without marks."""
    for test in after.run.tests(student_of(attack)).values():
        assert not DISGUISES.search(test["output"])
        verdicts = {match[1] for match in SIGN.finditer(test["output"])}
        assert "ok" not in verdicts or test["score"] > 0


def test_the_table_of_grades_contains_no_formula(after: Aftermath) -> None:
    with (after.run.out / "grades.csv").open(newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_results_are_small_and_valid_json(after: Aftermath) -> None:
    for attack in ATTACKS:
        path = after.run.out / "students" / student_of(attack) / "results.json"
        assert path.stat().st_size < 200_000
        json.loads(path.read_text(encoding="utf-8"))


def test_no_process_and_no_file_is_left(after: Aftermath) -> None:
    assert after.leftovers == []
