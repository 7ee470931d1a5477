"""What README and the documents show: commands are typed as they stand there, and links and paths lead somewhere."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.helpers.command import PROJECT, Run, reference, run_command

FOR_STUDENTS: Final = ("docs/students.md", "handout/README.md", "handout/CHANGES.md")
DOCUMENTS: Final = (
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "solutions/README.md"),
    *sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "docs").glob("*.md")),
    *("handout/README.md", "handout/CHANGES.md"),
)
TEXTS: Final = {name: (PROJECT / name).read_text(encoding="utf-8") for name in DOCUMENTS}
BLOCK: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROSE: Final = {name: BLOCK.sub("", text) for name, text in TEXTS.items()}
INLINE: Final = re.compile(r"`([^`\n]+)`")
LONGEST_README: Final = 120

# All other programs are too slow, or not ours to run: of them it only counts that what they name exists.
RUN: Final = ("autograder", "otter", "pytest")
FOLDER_OF_STUDENTS: Final = "assignments/training_loop"
EXAMPLE: Final = "zero_init"  # for what a document calls NAME
STUB_IS_UNFINISHED: Final = 1

FOURTH: Final = {
    "assignments/fourth/README.md": "# 4. Halving\n",
    "assignments/fourth/contract.py": "def halve(x: float) -> float: ...\n",
    "assignments/fourth/checks.py": "from autograder.suite import assert_close, part\n\n\n@part('halves')\n"
    "def test_ten(submission):\n    '''halves ten'''\n    assert_close(submission.halve(10.0), 5.0, 'half of 10')\n",
    "solutions/fourth/__init__.py": "",
    "solutions/fourth/fourth.py": "def halve(x: float) -> float:\n    return x / 2\n",
    "solutions/fourth/test_1_halves.py": "from autograder.suite import assert_close, part\n\n\n"
    "@part('halves', marks=100)\ndef test_two(submission, reference):\n    '''halves two'''\n"
    "    assert_close(submission.halve(2.0), reference.halve(2.0), 'half of 2')\n",
    "my/fourth.py": "halve = lambda x: x * 0.5\n",
}
GRADEBOOK: Final = "Student,ID,Zero init (2)\nAda,7,{}\n"
WORKSHEET: Final = "Identifier,Full name,Grade,Maximum Grade,Feedback comments\nParticipant 7,Ada,,100.00,\n"


Runs = dict[tuple[str, ...], Run]


class Command(NamedTuple):
    """A command as a document shows it, without its comment."""

    document: str
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        """What a shell makes of it."""
        return tuple(word.replace("NAME", EXAMPLE) for word in shlex.split(self.text, comments=True))

    @property
    def program(self) -> str:
        """The name of the program, wherever it is."""
        return Path(self.words[0]).name

    @property
    def folder(self) -> str:
        """Where it is typed: students are in the folder of an assignment."""
        return FOLDER_OF_STUDENTS if self.words[0].startswith("../../") else "."


def commands_of(document: str) -> list[Command]:
    blocks = [body for language, body in BLOCK.findall(TEXTS[document]) if language in ("console", "bash")]
    lines = [line for body in blocks for line in body.splitlines()]
    return [Command(document, line.removeprefix("$ ")) for line in lines if line.startswith("$ ")]


COMMANDS: Final = [command for document in DOCUMENTS for command in commands_of(document)]
TYPED: Final = list({command.words: command for command in COMMANDS if command.program in RUN}.values())
# What starts another program is left to `make test-all`.
SOON_OR_LATER: Final = [
    pytest.param(command, marks=() if command.program == "autograder" else pytest.mark.long) for command in TYPED
]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course as a clone has it, with one hidden suite for speed, a class of two, and the work of an author."""
    folder = tmp_path_factory.mktemp("clone")
    leave_out = shutil.ignore_patterns("*.pyc", "submissions")
    shutil.copytree(PROJECT / "assignments", folder / "assignments", ignore=leave_out)
    shutil.copytree(PROJECT / "solutions" / EXAMPLE, folder / "solutions" / EXAMPLE, ignore=leave_out)
    shutil.copy(PROJECT / "constraints.txt", folder)
    shutil.copytree(PROJECT / "examples" / "class" / "dana", folder / "submissions" / "dana")
    (folder / "submissions" / "ada").mkdir()
    (folder / "submissions" / "ada" / f"{EXAMPLE}.py").write_text(reference(EXAMPLE), encoding="utf-8")
    checkout = folder / "checkouts" / f"lm-26-{EXAMPLE.replace('_', '-')}-ada"
    shutil.copytree(folder / "submissions" / "ada", checkout)
    (checkout / ".classroom50.yaml").write_text("classroom: lm-26\nassignment: zero-init\n")
    (folder / "scores.json").write_text('{"assignments": {}}')
    (folder / "students.csv").write_text("username,first_name,last_name,email,section,github_id\nada,,,,,1\n")
    (folder / "gradebook.csv").write_text(GRADEBOOK.format(""))
    (folder / "worksheet.csv").write_text(WORKSHEET)
    with zipfile.ZipFile(folder / "submissions.zip", "w") as archive:
        archive.writestr(f"ada_1001_5001_{EXAMPLE}.py", reference(EXAMPLE))
    return folder


@pytest.fixture(scope="module")
def runs(clone: Path, request: pytest.FixtureRequest) -> Runs:
    """Every command that is run, in the order of the documents; those of authors come last, with their files there."""
    name = test_what_can_be_run_ends_as_it_should.__name__
    items = [item for item in request.session.items if isinstance(item, pytest.Function) and item.originalname == name]
    selected = [item.callspec.params["command"] for item in items]
    typed = [command for command in TYPED if command.program == "autograder" or command in selected]
    order = sorted(typed, key=lambda command: "fourth" in command.text)
    done = {command.words: type_in(clone, command) for command in order if "fourth" not in command.text}
    for name, text in FOURTH.items():
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        (clone / name).write_text(text, encoding="utf-8")
    return done | {command.words: type_in(clone, command) for command in order if "fourth" in command.text}


def type_in(clone: Path, command: Command) -> Run:
    # A real clone holds the engine, too, and is a course that needs no name.
    course, folder = {"AUTOGRADER_COURSE": str(clone)}, clone / command.folder
    if command.program == "autograder":
        return run_command(*command.words[1:], cwd=folder, environment=course, seconds=300)
    line = [sys.executable, "-m", command.program, *command.words[1:]]
    environment = {**os.environ, **course}
    done = subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)
    return Run(done.returncode, done.stdout, done.stderr, folder / "out")


# --- commands ---


@pytest.mark.parametrize("command", SOON_OR_LATER, ids=lambda command: command.text)
def test_what_can_be_run_ends_as_it_should(command: Command, runs: Runs) -> None:
    done = runs[command.words]
    is_students = command.words[1] in ("check", "pictures") and "my/" not in command.text
    unfinished = is_students and command.program == "autograder"
    assert done.code == (STUB_IS_UNFINISHED if unfinished else 0), done.output + done.errors


def test_what_the_commands_of_instructors_write(clone: Path, runs: Runs) -> None:
    assert runs
    assert (clone / "results" / "grades.csv").read_text().splitlines()[1].startswith("ada,100,100")
    assert (clone / "filled.csv").read_text() == GRADEBOOK.format("100.00")
    assert (clone / "results/students/ada/results.html").is_file()
    assert (clone / "results/students/ada/report.html").is_file()
    with zipfile.ZipFile(clone / "feedback.zip") as archive:
        assert archive.namelist() == []  # Canvas's, after Moodle's: this record knows no ids of Canvas
    assert "100 of 100" in (clone / "feedback.csv").read_text()


@pytest.mark.long
def test_what_the_commands_say(clone: Path, runs: Runs) -> None:
    said = {words[1:]: done.output for words, done in runs.items()}
    assert (clone / "gradescope.zip").is_file()
    assert said["doctor",].startswith("protection: ")
    assert "not written yet" in said["check", "assignments/training_loop/training_loop.py"]
    assert "Total Score: 100.000 / 100.000" in said["run", "-a", "otter.zip", "submissions/ada/zero_init.py"]
    assert "halves" in said["solutions/fourth", "--submission", "my/fourth.py"]


def test_the_feedback_that_is_shown_is_the_feedback_that_is_given(clone: Path, runs: Runs) -> None:
    assert runs
    shown = re.findall(r"<!-- feedback: (\w+), (.*?) -->\n```text\n(.*?)\n```", TEXTS["docs/students.md"], re.DOTALL)
    assert shown
    for student, part, text in shown:
        results = json.loads((clone / "results" / "students" / student / "results.json").read_text(encoding="utf-8"))
        assert text in next(test["output"] for test in results["tests"] if test["name"] == part)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: f"{command.document}: {command.text}")
def test_what_is_not_run_names_only_what_exists(command: Command) -> None:
    words = command.words
    match command.program:
        case "make":
            assert_makes(words[1:])
        case "cd":
            assert (PROJECT / words[1]).is_dir()
        case "mkdir":
            assert all((PROJECT / word).parent.is_dir() for word in words[1:])
        case "pip":
            # tests of the handout's zip look into these files
            files = (("-r", "requirements.txt"), ("-r", "notebook.txt"), ("--no-deps", "-r", "otter.txt"))
            assert words[1:3] == ("install", "--no-compile")
            assert words[3:] in files
        case "python3":
            assert words[1:] == ("-m", "venv", ".venv")
        case "python":
            assert (PROJECT / words[1]).is_file()
        case "jupyter":
            assert words[1] == "lab"
            assert (PROJECT / words[2]).is_file()
        case "sudo":
            assert words[1:] == ("apt-get", "install", "bubblewrap")
        case program:
            assert program in RUN, "no rule covers this command: add one, or run it"


def assert_makes(words: tuple[str, ...]) -> None:
    """Assert that the Makefile has these targets and variables."""
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for word in words:
        name, is_variable, _ = word.partition("=")
        assert re.search(rf"^{name} \?=" if is_variable else rf"^{name}:", makefile, re.MULTILINE), word


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_block_has_a_language_that_a_rule_covers(document: str) -> None:
    assert {language for language, _ in BLOCK.findall(TEXTS[document])} <= {"console", "bash", "text", "python", "toml"}
    assert TEXTS[document].count("```") == 2 * len(BLOCK.findall(TEXTS[document]))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_in_the_prose_exists(document: str) -> None:
    for text in INLINE.findall(PROSE[document]):
        if text.startswith("make "):
            assert_makes(tuple(text.split()[1:]))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_and_option_in_the_prose_exists(document: str) -> None:
    known = set(re.findall(r"--[a-z-]+", "".join(help_of(command) for command in all_commands())))
    for text in INLINE.findall(PROSE[document]):
        if text.startswith("autograder ") and not text.startswith("autograder --"):
            command, *rest = text.split()[1:]
            assert command in all_commands(), text
            assert {word for word in rest if word.startswith("--")} <= {"--help", *options_of(command)}, text
        elif re.match(r"--[a-z-]+( |$)", text):
            assert text.split()[0] in known, text
        elif text.startswith("autograder --"):
            assert text.split()[1] in help_of(""), text


@cache
def help_of(command: str) -> str:
    """What `autograder COMMAND --help` prints."""
    line = [sys.executable, "-m", "autograder.cli", *([command] if command else []), "--help"]
    return subprocess.run(line, capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "500"}).stdout


def options_of(command: str) -> set[str]:
    return set(re.findall(r"--[a-z-]+", help_of(command)))


@cache
def all_commands() -> tuple[str, ...]:
    return tuple(re.findall(r"^ {4}([a-z0-9-]+)", help_of(""), re.MULTILINE))


# --- links, paths and words ---


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", PROSE[document].replace("\n", " ")):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        file = (PROJECT / document).parent / path if path else PROJECT / document
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(BLOCK.sub("", file.read_text(encoding="utf-8"))), target


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_is_named_exists(document: str) -> None:
    places = r"(?:autograder|tests|examples|benchmarks|docs|handout|\.ci)/[\w/.-]*"
    named = {text for text in INLINE.findall(PROSE[document]) if re.fullmatch(places, text)}
    assert not {text for text in named if not (PROJECT / text).exists()}


def test_the_readme_is_short_and_shows_a_picture() -> None:
    assert len(TEXTS["README.md"].splitlines()) <= LONGEST_README
    assert "](docs/images/feedback.png)" in TEXTS["README.md"]


@pytest.mark.parametrize(
    "target",
    [
        "docs/authors.md#how-to-write-a-check",
        "docs/security.md#what-a-worker-may-do",
        "docs/architecture.md#how-to-add-a-command",
        "docs/decisions.md#no-pickle",
    ],
)
def test_what_a_new_person_looks_for_is_one_click_from_the_readme(target: str) -> None:
    assert f"]({target})" in TEXTS["README.md"]


@pytest.mark.parametrize("document", FOR_STUDENTS)
def test_students_read_none_of_our_words(document: str) -> None:
    ours = r"worker|bwrap|bubblewrap|seccomp|landlock|zygote|sandbox|rehears|suite session"
    assert not re.findall(ours, TEXTS[document], re.IGNORECASE)


@pytest.mark.parametrize("document", [name for name in FOR_STUDENTS if name.startswith("handout/")])
def test_the_handout_holds_for_any_number_of_assignments(document: str) -> None:
    names = [path.name for path in (PROJECT / "solutions").iterdir() if path.is_dir()]
    assert not [name for name in names if name in TEXTS[document]]
