"""The numbers of submissions and misconceptions in the documents are those of the course."""

from __future__ import annotations

import re

import pytest

from autograder.course import read_course
from autograder.grading.loading import load_file
from autograder.grading.misconception import misconceptions_in
from tests.helpers.command import PROJECT


def count(kind: str) -> int:
    return len([path for path in PROJECT.glob(f"solutions/*/submissions/{kind}/*") if path.suffix in (".py", ".ipynb")])


def misconceptions() -> int:
    assignments = read_course(PROJECT, with_solutions=True).assignments
    return sum(len(misconceptions_in(load_file(a.misconceptions, f"counted_{a.name}"))) for a in assignments)


@pytest.mark.parametrize("document", ["README.md", "docs/authors.md"])
def test_the_documents_count_the_test_submissions_rightly(document: str) -> None:
    text = " ".join((PROJECT / document).read_text(encoding="utf-8").split())
    numbers = re.findall(r"(\d+) correct submissions|(\d+) wrong ones|(\d+) executable misconceptions", text)
    found = ["".join(number) for number in numbers]
    assert found == [str(count("right")), str(count("wrong")), str(misconceptions())]
