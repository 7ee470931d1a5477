"""What every handout has, in which order, and how the answers to its questions are released."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from autograder.course import Assignment, read_course
from autograder.pictures.files import pictures_in
from tests.helpers.command import ASSIGNMENTS, PROJECT, Run, run_command

COURSE = read_course(PROJECT, with_solutions=True)
LONGEST_SENTENCE = 40  # words
# In captions: 60 strides of 400 epochs; half of what separates float32 numbers below 0.5.
PRODUCTS = {f"{60 * 400}", f"{np.spacing(np.float32(0.5)) / 2:.0e}".replace("e-0", "e-")}
LONGEST_FORMULA = 80  # characters of TeX: at 390 pixels a longer one has to be scrolled
BLOCK = re.compile(r"^```.*?^```$|^ {4}.*?$|^\|.*?$|^\$\$.*?\$\$$", re.MULTILINE | re.DOTALL)


@pytest.fixture(params=ASSIGNMENTS)
def assignment(request: pytest.FixtureRequest) -> Assignment:
    return COURSE.only([request.param]).assignments[0]


@pytest.fixture
def text(assignment: Assignment) -> str:
    return assignment.handout.read_text(encoding="utf-8")


def section(text: str, title: str) -> str:
    """The text below a heading, up to the next of the same level."""
    (body,) = re.findall(rf"^## {title}.*?\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return str(body)


def questions(text: str) -> list[str]:
    """The numbers of the questions."""
    return re.findall(r"^(\d+)\. ", section(text, "Questions"), re.MULTILINE)


def test_a_handout_says_first_what_it_is_good_for_and_what_it_takes(text: str) -> None:
    opening = text.split("\n## ")[0]
    assert "**At the end you can**" in opening
    assert "**What you need to know:**" in opening
    assert re.search(r"\*\*Time:\*\* about \w+\s+hours", opening)


def test_the_contract_stands_before_the_first_part(text: str) -> None:
    assert text.index("## The contract") < text.index("<!-- parts:")


def test_a_gradient_is_worked_out_by_hand_before_it_is_written(text: str) -> None:
    titles = ("One gradient by hand", "gradient by hand.**")
    assert any(title in text[: text.rindex("<!-- parts:")] for title in titles)


def test_who_is_stuck_finds_a_hint_and_a_link(text: str) -> None:
    assert section(text, "If you are stuck").count("- **") >= 5
    assert "](https://" in section(text, "If you are stuck")
    assert section(text, "Further reading").count("](https://") >= 4


def test_answers_are_folded_away_until_they_are_wanted(text: str) -> None:
    claims = section(text, "A notebook you")
    assert claims.count("<details><summary>Answer</summary>") == claims.count("</details>") >= 5
    # A blank line on either side lets the answer be Markdown.
    assert len(re.findall(r"<details><summary>Answer</summary>\n\n *\S", claims)) == claims.count("<details>")


def test_every_question_has_a_model_answer(assignment: Assignment, text: str) -> None:
    answers = assignment.answers.read_text(encoding="utf-8")
    assert questions(text)
    assert re.findall(r"^\*\*(\d+)\. ", answers, re.MULTILINE) == questions(text)


def test_numbers_above_a_picture_are_those_of_the_handout_or_of_what_draws_it(
    assignment: Assignment, text: str
) -> None:
    source = assignment.pictures.read_text(encoding="utf-8")
    captions = [picture.caption for picture in pictures_in(assignment.pictures, assignment.name)]
    code = source.replace("_000", "000")
    for line in "\n".join(captions).splitlines():
        code = code.replace(line, "") if line else code
    for number in re.findall(r"(?<![\w.])\d+(?: 000|[.]\d+|e-\d+)*", " ".join(" ".join(captions).split())):
        plain = number.replace(" ", "")
        assert re.search(rf"(?<![\d.]){re.escape(plain)}(?![\d.]*\d)", code) or number in text or plain in PRODUCTS, (
            number
        )


def test_sentences_are_short(text: str) -> None:
    prose = re.sub(r"^( *([-*]|\d\.) |#+ ).*?", "\n\n", BLOCK.sub("\n\n", text), flags=re.MULTILINE)
    for paragraph in re.split(r"\n\s*\n", prose):
        for sentence in re.split(r"(?<=[.?:;!])[\s*)]+", " ".join(paragraph.split())):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_a_formula_fits_on_a_phone(text: str) -> None:
    for formula in re.findall(r"^\$\$(.*?)\$\$$", text, re.MULTILINE | re.DOTALL):
        assert len(formula) <= LONGEST_FORMULA, formula


@pytest.mark.parametrize("system", ["posix", "windows"])
def test_the_command_for_the_first_check_is_the_one_that_works_after_the_install(
    assignment: Assignment, text: str, system: str
) -> None:
    folder = {"posix": ".venv/bin/", "windows": ".venv\\Scripts\\"}[system]
    assert f"{folder}autograder check assignments/{assignment.name}/{assignment.name}.py" in text
    assert not re.search(r"^ *(\$ )?autograder ", text, re.MULTILINE)


def hand_out(out: Path, *options: str) -> Run:
    return run_command("handout", "--out", out, *options, cwd=PROJECT)


@pytest.mark.parametrize(
    ("options", "released"),
    [((), []), (("--with-answers",), [*ASSIGNMENTS]), (("--with-answers", ASSIGNMENTS[0]), [ASSIGNMENTS[0]])],
    ids=["not yet", "all", "one"],
)
def test_answers_are_in_the_zip_when_they_are_released(
    tmp_path: Path, options: tuple[str, ...], released: list[str]
) -> None:
    run = hand_out(tmp_path / "handout.zip", *options)
    assert run.code == 0, run.errors
    with zipfile.ZipFile(tmp_path / "handout.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith("ANSWERS.md")}
    assert texts == {
        f"handout/assignments/{name}/ANSWERS.md": COURSE.only([name]).assignments[0].answers.read_text(encoding="utf-8")
        for name in released
    }


def test_an_assignment_without_answers_has_none_to_release(tmp_path: Path) -> None:
    for name in ("assignments", "solutions"):
        folder = tmp_path / name / "halving"
        folder.mkdir(parents=True)
        (folder / "halving.py").write_text("def halve(x):\n    raise NotImplementedError\n")
    (tmp_path / "assignments/halving/contract.py").write_text("def halve(x: float) -> float: ...\n")
    run = run_command(
        "handout", "--out", tmp_path / "out.zip", "--with-answers", cwd=tmp_path, environment={"AUTOGRADER_COURSE": ""}
    )
    assert run.code == 2
    assert "answers.md is missing" in run.errors
