"""The pieces that a notebook is built from: those of the handout, and those of stub and reference."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import UserError
from autograder.notebooks.master import Material, Part, master_notebook
from autograder.notebooks.pieces import Pieces, pieces_of
from autograder.notebooks.story import Prose, Work, story
from tests.helpers.command import ASSIGNMENTS, PROJECT, stub

LINES = st.sampled_from(["# Title", "## Part", "text", "", "    ## code", "```", "<!-- parts: one -->", "| a | b |"])


@given(st.lists(LINES, max_size=12))
def test_a_story_loses_no_line_of_the_handout(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    handout = tmp_path_factory.mktemp("story") / "README.md"
    handout.write_text("\n".join(lines), encoding="utf-8")
    try:
        pieces = story(handout, ["one"])
    except UserError:
        assert lines.count("<!-- parts: one -->") > 1
        return
    assert [piece for piece in pieces if isinstance(piece, Work)] == [Work("one")]
    prose = [line for piece in pieces if isinstance(piece, Prose) for line in piece.text.splitlines()]
    assert lines_to_read(prose) == lines_to_read(lines)


def lines_to_read(lines: list[str]) -> list[str]:
    return [line for line in lines if line and "parts:" not in line]


@pytest.mark.parametrize("text", ["```\n## no heading\n```", "> ## quoted", "- ## in a list", "    ## code"])
def test_a_story_is_not_cut_at_a_nested_heading(tmp_path: Path, text: str) -> None:
    handout = tmp_path / "README.md"
    handout.write_text(f"# One\n\n{text}\n\n## Two\n", encoding="utf-8")
    assert story(handout, []) == [Prose(f"# One\n\n{text}"), Prose("## Two")]


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_pieces_of_a_stub_are_all_of_it_but_its_docstring(name: str) -> None:
    source = stub(name)
    contract = (PROJECT / "assignments" / name / "contract.py").read_text(encoding="utf-8")
    names = [line[4:].split("(")[0] for line in contract.splitlines() if line.startswith("def ")]
    pieces = pieces_of(source, names)
    assert list(pieces.functions) == names
    joined = "\n".join([pieces.rest, *pieces.functions.values()])
    assert sorted(line for line in joined.splitlines() if line) == sorted(
        line for line in source.split('"""', 2)[2].splitlines() if line
    )


def test_a_comment_stays_with_the_code_below_it() -> None:
    pieces = pieces_of('"""Doc."""\n\n# of f\ndef f(): ...\n\n# of x\nx = 1\n', ["f"])
    assert (pieces.rest, pieces.functions) == ("# of x\nx = 1", {"f": "# of f\ndef f(): ..."})


def test_the_text_above_a_part_says_what_to_write_and_what_is_tested() -> None:
    functions = {name: f"def {name}(): ..." for name in ("f", "g", "h")}
    parts = {
        "all": Part("all", ("returns nothing", "is fast"), ("f", "g", "h"), ("f", "g", "h"), ()),
        "twice": Part("twice", ("can be called twice",), ("f", "g"), (), ()),
        "nothing": Part("nothing", ("is here",), (), (), ()),
    }
    pieces = Pieces("", functions)
    notebook = master_notebook(Material("letters", [Work(name) for name in parts], pieces, pieces, parts))
    assert [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown"] == [
        "### Part 1 of 3: all\n\nWrite `f`, `g` and `h`. The check below tests whether your code\n\n"
        "- returns nothing\n- is fast",
        "### Part 2 of 3: twice\n\nThere is nothing new to write here: this part is about `f` and `g` again. "
        "The check below tests whether your code\n\n- can be called twice",
        "### Part 3 of 3: nothing\n\nThere is nothing to write here. "
        "The check below tests whether your code\n\n- is here",
    ]
