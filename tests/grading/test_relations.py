"""Relations between got and expected: each is found, named, and told of nothing that only some answers fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.calls import CallKey
from autograder.grading.contract_types import type_of
from autograder.grading.explaining.alike import Seen
from autograder.grading.explaining.boundaries import Described, Sample, separating
from autograder.grading.explaining.evidence import Instance, Wording
from autograder.grading.explaining.features import Idle, Number, Whether
from autograder.grading.explaining.pairs import Pair
from autograder.grading.explaining.places import first_wrong_entry
from autograder.grading.explaining.relations import relation
from autograder.grading.explaining.search import Part, explained

WORDS = Wording({}, {"n": "the number of samples", "d": "the number of features"})
Change = Callable[[np.ndarray, dict[str, int]], Any]


def pairs(change: Change) -> list[Pair]:
    """Matrices (n, d) of three sizes, each beside what a mistake makes of it."""
    made = []
    for n, d in ((2, 3), (4, 2), (5, 3)):
        expected = np.arange(1.0, n * d + 1).reshape(n, d) ** 1.5 * (-1) ** n
        sizes = {"n": n, "d": d}
        made.append(Pair(change(expected, sizes), expected, {"x": expected + 1}, sizes))
    return made


FOUND: dict[str, tuple[Change, str]] = {
    "half": (lambda e, s: e / 2, "is half of what it should be"),
    "thrice": (lambda e, s: 3 * e, "is 3 times what it should be"),
    "sign": (lambda e, s: -e, "has the wrong sign"),
    "n": (lambda e, s: e * s["n"], "is n times what it should be, everywhere (n, the number of samples)"),
    "1/d": (lambda e, s: e / s["d"], "is 1/d times what it should be"),
    "zero": (lambda e, s: 0 * e, "is zero everywhere"),
    "transposed": (lambda e, s: e.T, "is transposed"),
    "flat": (lambda e, s: e[None], "an axis of length 1 that should not be there"),
    "last row": (lambda e, s: e[:-1], "the last row is missing"),
    "extra row": (lambda e, s: np.vstack([e[:1], e]), "an extra row at the beginning"),
    "reversed": (lambda e, s: e[::-1], "rows in reverse order"),
    "squared": (lambda e, s: e**2, "is the square of what it should be"),
    "rounded": (lambda e, s: np.round(e, 2), "is rounded to 2 decimals"),
    "float32": (lambda e, s: e.astype(np.float32).astype(np.float64), "holds float32 numbers only"),
    "argument": (lambda e, s: e + 1, "is x, as it was given"),
    "offset": (lambda e, s: e + 2, "is 2 too large"),
    "clipped": (lambda e, s: e.clip(-10, 10), "is cut off at 10"),
    "summed": (lambda e, s: e.sum(axis=0), "is the sum of its rows"),
    "some no numbers": (lambda e, s: np.where(e > 5, np.nan, e), "is NaN where it is wrong, and right elsewhere"),
    "no numbers": (lambda e, s: np.full_like(e, np.nan), "is NaN everywhere"),
    "below the diagonal": (lambda e, s: np.triu(e), "is zero below the diagonal"),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_relation_is_found_and_named(name: str) -> None:
    change, words = FOUND[name]
    assert words in relation(pairs(change), WORDS)


@pytest.mark.parametrize("name", FOUND)
def test_nothing_is_told_where_one_answer_does_not_fit(name: str) -> None:
    made = pairs(FOUND[name][0])
    odd = made[1]._replace(got=np.sin(made[1].expected) + 7.0)
    assert FOUND[name][1] not in relation([made[0], odd, made[2]], WORDS)


def test_right_answers_need_no_relation() -> None:
    assert relation(pairs(lambda e, s: e.copy()), WORDS) == ""


def test_a_single_number_tells_nothing() -> None:
    """One number is some multiple of any other."""
    assert relation([Pair(np.array(2.0), np.array(1.0), {}, {})], WORDS) == ""


OTHERS: dict[str, tuple[list[tuple[Any, Any]], str]] = {
    "always true": ([(True, True), (True, False)], "is True, whatever it should be"),
    "opposite": ([(True, False), (False, True), (True, False)], "the wrong way round"),
    "word": ([("no", "none"), ("one", "one")], 'is "no" wherever it should be "none"'),
    "none": ([(None, "none"), (None, "one")], "is None where something should be"),
    "from one": ([([[1, 2]], [[0, 1]]), ([[1], [2]], [[0], [1]])], "counts from 1"),
    "lone ones": ([([[0, 1]], [[0, 1], [2]]), ([[0, 2]], [[0, 2], [1]])], "leaves out the lists of one entry"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_numbers_has_relations_too(name: str) -> None:
    values, words = OTHERS[name]
    assert words in relation([Pair(got, expected, {}, {}) for got, expected in values], WORDS)


VALUES: tuple[Any, ...] = (
    *(None, True, False, "none", "", 0, 3, [], [0, 1], [[0], [1]], [[]]),
    *(np.array(number) for number in (0.0, 2.5, np.nan, np.inf)),
    *(np.arange(3.0), np.ones(3), np.arange(3.0, dtype=np.float32), np.zeros(0), np.full(2, np.nan)),
    *(np.arange(6.0).reshape(2, 3), np.ones((2, 3)), np.arange(6.0).reshape(3, 2), np.zeros((0, 2)), np.ones((1, 1))),
    np.arange(8.0).reshape(2, 2, 2),
)


@settings(max_examples=1500, derandomize=True, database=None, deadline=None)
@given(
    values=st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(VALUES)), min_size=1, max_size=5),
    records=st.booleans(),
    free=st.booleans(),
)
def test_whatever_came_can_be_looked_at(values: list[tuple[Any, Any]], records: bool, free: bool) -> None:
    made = [
        Pair(got, expected, {"x": np.arange(3.0)}, {"n": 2, "d": 3}, values[place - 1][1] if place else None, place)
        for place, (got, expected) in enumerate(values)
    ]
    text = relation(made if records else [pair._replace(place=-1) for pair in made], WORDS, free=free)
    assert text == "" or text.startswith(("is ", "has ", "holds ", "puts ", "counts ", "leaves "))


def test_a_number_that_is_the_same_everywhere_says_nothing_of_what_should_be_none() -> None:
    same = [Pair(np.ones(2), expected, {}, {}) for expected in (np.arange(2.0), np.arange(1.0, 3.0), None)]
    assert relation(same, WORDS) == "has the same number everywhere"


def test_a_single_number_is_not_the_same_everywhere() -> None:
    """One answer of shape (1, 1) where there should be a matrix is an answer to something else."""
    several = [Pair(np.zeros((2, 1)), np.arange(2.0)[:, None] + shift, {}, {}) for shift in (1, 2)]
    assert relation(several, WORDS) == "is zero everywhere"
    one = Pair(np.zeros((1, 1)), np.arange(6.0).reshape(2, 3), {}, {})
    ones = [pair._replace(got=pair.got + 1) for pair in [*several, one]]
    assert "the same number everywhere" in relation(ones[:2], WORDS)
    assert "the same number everywhere" not in relation(ones, WORDS)


def test_an_entry_that_is_missing_now_and_then_is_missing_at_times() -> None:
    lists = [np.arange(float(length)) ** 2 for length in (3, 5, 8)]
    made = [Pair(one[:-1] if len(one) > 3 else one, one, {}, {}) for one in lists]
    assert relation(made, WORDS) == "is right, but at times the last entry is missing"


def test_large_numbers_are_rounded_up_to_the_digits_of_their_type() -> None:
    exact = [np.array([12345.678, 0.12345, np.inf]) * factor for factor in (1.0, 1.5, 2.0)]
    made = [Pair(np.round(one * (1 + 1e-6), 3), one, {}, {}) for one in exact]
    assert relation(made, WORDS) == "is rounded to 3 decimals"


def test_a_factor_that_reads_as_one_is_none() -> None:
    made = [pair._replace(got=1.0004 * pair.expected) for pair in pairs(lambda e, s: e)]
    assert "1 times" not in relation(made, WORDS)


def test_a_single_row_has_no_diagonal() -> None:
    rows = [Pair(np.array([[0.0, 1.0]]), np.array([[number, 1.0]]), {}, {}) for number in (2.0, 3.0, 5.0, 7.0)]
    assert "diagonal" not in relation(rows, WORDS)


def test_an_axis_that_is_missing_now_and_then_is_not_always_missing() -> None:
    matrices = [np.arange(6.0).reshape(shape) for shape in ((2, 3), (6, 1), (3, 2), (6, 1))]
    squeezed = [Pair(matrix.squeeze(), matrix, {}, {}) for matrix in matrices]
    text = "has the right numbers, but not always in the right shape: where it is wrong, an axis of length 1 is missing"
    assert relation(squeezed, WORDS) == text


def test_a_right_answer_tells_nothing_where_every_mistake_gives_it() -> None:
    features = (Idle("all is zero"), Whether("all biases are zero", "some bias is not zero", value=True))
    assert not Sample(Described.by(features), wrong=False).tells
    assert Sample(Described.by(features), wrong=True).tells
    assert Sample(Described.by(features[1:]), wrong=False).tells


def samples(wrong: Callable[[int, bool], bool]) -> list[Sample]:
    return [
        Sample(
            Described.by([Whether("it is sorted", "it is not sorted", flag), Number("its length", size)]),
            wrong(size, flag),
        )
        for size in range(1, 9)
        for flag in (False, True)
    ]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda size, flag: size > 5, "its length is 6 or more"),
        (lambda size, flag: size == 1, "its length is 1"),
        (lambda size, flag: flag, "it is sorted"),
        (lambda size, flag: not flag, "it is not sorted"),
        (lambda size, flag: flag and size > 3, "it is sorted and its length is 4 or more"),
    ],
)
def test_the_simplest_boundary_comes_first(wrong: Callable[[int, bool], bool], words: str) -> None:
    assert next(separating(samples(wrong))).wrong == words


def test_without_a_boundary_there_is_none() -> None:
    assert list(separating(samples(lambda size, flag: (size % 2 == 0) != flag))) == []


def test_a_number_that_is_not_finite_is_no_boundary() -> None:
    numbers = ((1.0, True), (2.0, True), (5.0, False), (float("inf"), False), (float("inf"), False))
    found = list(separating([Sample(Described.by([Number("its size", value)]), wrong) for value, wrong in numbers]))
    assert [one.wrong for one in found] == ["its size is 2 or less"]
    assert not list(
        separating([Sample(Described.by([Number("its size", value)]), not wrong) for value, wrong in numbers[2:]])
    )
    only_endless = [*numbers[:2], *numbers[3:]]
    assert not list(
        separating([Sample(Described.by([Number("its size", value)]), wrong) for value, wrong in only_endless])
    )


def losses(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=np.float32)


def test_the_place_at_which_all_go_wrong_is_named() -> None:
    made = [Pair(losses(4, 2, 9), losses(4, 2, 1), {}, {}), Pair(losses(8, 4, 7, 5), losses(8, 4, 2, 1), {}, {})]
    assert "right in the first 2 entries, and goes wrong at the next one" in first_wrong_entry(made)


def test_what_is_a_little_off_everywhere_goes_wrong_at_no_place() -> None:
    """As numbers in float16 are: where a tolerance is passed says nothing."""
    made = [Pair(losses(4.0002, 2.0001, 1.001), losses(4, 2, 1), {}, {})] * 2
    assert first_wrong_entry(made) == ""


def refused(*came: str) -> str:
    """What is told of calls that should all have raised ValueError."""
    right = Seen("ValueError", raised=frozenset({"ValueError"}))
    calls = [
        Instance(
            CallKey(bytes([place]), 0),
            "solve",
            {},
            {},
            Seen(how, 1.0) if how == "returned" else Seen(how, raised=frozenset({how, "ValueError"})),
            right,
        )
        for place, how in enumerate(came)
    ]
    explanation = explained([Part(type_of(float), calls, ["how"])], {}, None, WORDS, free=False)
    return explanation.text if explanation else ""


def test_a_check_that_is_missing_shows_where_numpy_refuses_by_itself() -> None:
    text = refused("returned", "LinAlgError", "returned")
    assert "returns something, or raises LinAlgError, wherever it should raise ValueError" in text
    assert refused("returned", "ValueError", "returned") == ""  # some are refused: it may be seen which
    assert "returns something wherever it should raise ValueError" in refused("returned", "returned")


class Judged(NamedTuple):
    total: float
    small: bool


def judge(x: np.ndarray) -> Judged:
    """Judge x (n,)."""
    return Judged(float(x.sum()), bool(x.sum() < 1))


@pytest.mark.parametrize(
    ("wrong", "leaves", "told"),
    [
        (lambda x: judge(x)._replace(small=bool(x.sum() < 2)), ["small"], ""),
        (lambda x: judge(x / 2), ["total", "small"], "`judge` answers as if x were half of what is given"),
    ],
)
def test_a_yes_inside_a_record_comes_of_other_arguments_by_chance(
    wrong: Callable[[np.ndarray], Judged], leaves: list[str], told: str
) -> None:
    calls = []
    for place, size in enumerate((0.5, 1.2, 1.5, 1.7, 3.0)):
        x = np.array([size, 0.0])
        answers = Seen("returned", wrong(x)), Seen("returned", judge(x))
        calls.append(Instance(CallKey(bytes([place]), 0), "judge", {"x": x}, {"n": 2}, *answers))
    part = Part(type_of(Judged), calls, leaves)
    found = explained([part], {"judge": judge}, lambda call, given: judge(given["x"]), WORDS, free=False)
    if told:
        assert found is not None
        assert told in found.text
    else:
        assert found is None or "as if" not in found.text
