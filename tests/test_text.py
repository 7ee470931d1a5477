"""Words that every room shares."""

from __future__ import annotations

import pytest

from autograder.text import first_few

LISTS = {
    "nothing": ([], []),
    "as_many_as_are_shown": (["a", "b"], ["a", "b"]),
    "one_more": (["a", "b", "c"], ["a", "b", "and 1 more"]),
    "several_more": (["a", "b", "c", "d", "e"], ["a", "b", "and 3 more"]),
}


@pytest.mark.parametrize(("items", "shown"), LISTS.values(), ids=LISTS)
def test_of_many_items_the_first_are_shown_and_the_rest_counted(items: list[str], shown: list[str]) -> None:
    assert first_few(items, 2) == first_few(iter(items), 2) == shown
