"""Every number in the handout of `normal_equations`, computed anew."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from tests.helpers.reproduced import Reproduced, left_out

PROJECT: Final = Path(__file__).parents[2]
HANDOUT: Final = PROJECT / "assignments" / "normal_equations" / "README.md"
TEXT: Final = Reproduced(HANDOUT)
ANSWERS: Final = Reproduced(PROJECT / "solutions/normal_equations/answers.md")

SYSTEMS: Final = {
    "[[2070, 138], [138, 10]] | [3717, 241] | 1656 | 2 | 2 | unique, [2.36231884, -8.5]": "unique",
    "[[5, 7], [7, 10]] | [4, 5] | 1 | 2 | 2 | unique, [5, -3]": "unique",
    "[[13, 13], [13, 13]] | [36, 54] | 0 | 1 | 2 | none": "none",
    "[[5, 5], [5, 5]] | [15, 15] | 0 | 1 | 1 | infinite, [1.5, 1.5]": "infinite",
}
TENTHS: Final = np.array([[0.1, 0.3], [0.3, 0.9]])


def says(*claims: str) -> None:
    """Assert that the handout says so, word for word but for line breaks."""
    for claim in claims:
        assert claim in TEXT, claim


def answers_say(*claims: str) -> None:
    """Assert that the model answers say so."""
    for claim in claims:
        assert claim in ANSWERS, claim


def exact_line(x: Sequence[int], y: Sequence[int]) -> tuple[Fraction, Fraction]:
    """Slope and intercept from the textbook's formula with means, in fractions."""
    n = len(x)
    mean_x, mean_y = Fraction(sum(x), n), Fraction(sum(y), n)
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)
    return Fraction(slope), mean_y - Fraction(slope) * mean_x


def numbers(text: str) -> np.ndarray:
    """The numbers of a list as it is printed in the handout."""
    rows = [[float(entry) for entry in row.split(",")] for row in text.strip(" []").split("], [")]
    return np.array(rows if len(rows) > 1 else rows[0])


@pytest.mark.parametrize("row", SYSTEMS)
def test_the_four_systems(row: str) -> None:
    """Determinant, ranks and solution are as the table says."""
    says(f"| {row} |")
    A_text, b_text, determinant, rank, rank_with_b, solution = row.split(" | ")
    A, b = numbers(A_text), numbers(b_text)
    assert np.linalg.det(A) == pytest.approx(float(determinant), abs=1e-9)
    assert np.linalg.matrix_rank(A) == int(rank)
    assert np.linalg.matrix_rank(np.column_stack([A, b])) == int(rank_with_b)
    kind, _, theta = solution.partition(", ")
    assert kind == SYSTEMS[row]
    if theta:
        # Of all solutions, `pinv` gives the shortest; where there is one it is that one.
        assert np.linalg.pinv(A) @ b == pytest.approx(numbers(theta), abs=1e-8)
        assert A @ numbers(theta) == pytest.approx(b, abs=1e-5)


def test_the_three_points() -> None:
    """The line, its residuals and the two sums that are zero, in fractions."""
    x, y = [1, 2, 6], [3, 5, 1]
    says("(1, 3), (2, 5), (6, 1)", "41 s + 9 c = 19 and 9 s + 3 c = 9", "slope -4/7 and intercept 33/7")
    assert (sum(a * a for a in x), sum(x), len(x)) == (41, 9, 3)
    assert (sum(a * b for a, b in zip(x, y, strict=True)), sum(y)) == (19, 9)
    slope, intercept = exact_line(x, y)
    assert (str(slope), str(intercept)) == ("-4/7", "33/7")
    residuals = [b - slope * a - intercept for a, b in zip(x, y, strict=True)]
    says("the residuals are " + ", ".join(map(str, residuals)))
    assert sum(residuals) == 0
    assert sum(a * r for a, r in zip(x, residuals, strict=True)) == 0
    says("-2 b = (-38, -18)", "At (-4/7, 33/7) it is 2 (19 - 19, 9 - 9) = (0, 0)")
    assert [-2 * right for right in (19, 9)] == [-38, -18]
    assert [41 * slope + 9 * intercept, 9 * slope + 3 * intercept] == [Fraction(19), Fraction(9)]


def test_the_shortest_of_many() -> None:
    """(1.5, 1.5) and (3, 0) add up to 3; of all that do the first is the shortest."""
    says("(1.5, 1.5), of length 2.12. (3, 0) is a solution as well, of length 3")
    assert f"{np.hypot(1.5, 1.5):.2f}" == "2.12"
    first = np.linspace(-10, 10, 2001)
    assert np.hypot(first, 3 - first).min() == pytest.approx(np.hypot(1.5, 1.5))


def test_the_sums_of_the_first_system() -> None:
    """The mean point of the ten lies on the line."""
    says("n = 10; the sum of all x is 138, of all x^2 2070, of all y 241, of all x y 3717", "(13.8, 24.1)")
    slope, intercept = Fraction(10 * 3717 - 138 * 241, 10 * 2070 - 138**2), Fraction(-17, 2)
    assert slope * 138 / 10 + intercept == Fraction("24.1")
    assert f"{float(slope):.8f}" == "2.36231884"
    says("The same matrix with [36, 36] has infinitely many")
    assert np.linalg.matrix_rank([[13, 13, 36], [13, 13, 36]]) == 1


def test_what_elimination_does_not_notice() -> None:
    """Rank 1, determinant next to 0, and numbers of the order named, or an error where another kernel sees more."""
    says("[[0.1, 0.3], [0.3, 0.9]] has rank 1. But 0.1, 0.3 and 0.9 are not binary", "about 1e-17", "near 1e16")
    assert [entry for entry in (0.1, 0.3, 0.9) if Fraction(entry) == Fraction(str(entry))] == []
    says("With b = [0.4, 1.2] it returns one of", "The shortest is [0.4, 1.2]")
    assert np.linalg.matrix_rank(TENTHS) == 1
    assert abs(np.linalg.det(TENTHS)) < 1e-16
    try:
        assert np.abs(np.linalg.solve(TENTHS, [1, 1])).max() > 1e14
        one_of_many = np.linalg.solve(TENTHS, [0.4, 1.2])
    except np.linalg.LinAlgError:
        return
    assert TENTHS @ one_of_many == pytest.approx([0.4, 1.2])


def test_the_shortest_that_elimination_does_not_give() -> None:
    """Along (1, 3), at a right angle to the null space (3, -1)."""
    shortest = np.array([0.4, 1.2])
    assert TENTHS @ shortest == pytest.approx(shortest)
    assert shortest @ [3, -1] == pytest.approx(0)


def test_determinants_and_condition_numbers() -> None:
    """Neither follows from the other."""
    says("be it 1e-9 or 1e9", "0.00001 times the 4 by 4 identity matrix")
    says("has determinant 1e-20 and condition number 1", "has condition number 223", "it is 2611")
    answers_say("1e-20: not for that reason. 0.00001 times the 4 by 4 identity", "condition number 223")
    small = 1e-5 * np.eye(4)
    assert f"{np.linalg.det(small):.0e}" == "1e-20"
    assert np.linalg.cond(small) == pytest.approx(1)
    for matrix, shown in ((numbers("[[5, 7], [7, 10]]"), "223"), (numbers("[[2070, 138], [138, 10]]"), "2611")):
        eigenvalues = np.linalg.eigvalsh(matrix)
        assert f"{eigenvalues[-1] / eigenvalues[0]:.0f}" == shown


def test_the_points_above_each_other() -> None:
    """They tell the mean at their x alone, and the shortest solution predicts it."""
    answers_say("For x = 2 and y = 1, 2, 6 it is (1.2, 0.6), and predicts 3")
    X, y = np.array([[2, 1]] * 3), np.array([1, 2, 6])
    assert np.linalg.pinv(X) @ y == pytest.approx([1.2, 0.6])
    assert 2 * 1.2 + 0.6 == pytest.approx(y.mean()) == 3


@pytest.mark.parametrize(("start", "end"), [((0, 0), (1.5, 1.5)), ((3, 0), (3, 0))])
def test_descent_on_one_equation(start: tuple[float, float], end: tuple[float, float]) -> None:
    """It ends at the solution that is nearest to its start."""
    answers_say("From (0, 0) it ends at (1.5, 1.5). From (3, 0) it does not move")
    theta = np.array(start, dtype=float)
    for _ in range(100):
        theta -= 0.1 * 2 * (theta.sum() - 3) * np.ones(2)
    assert theta == pytest.approx(end)


def test_the_digits_that_survive() -> None:
    """Data with the condition number 1e6: orders of magnitude."""
    says("cond X is 1e6", "twice as many of the 16 digits")
    assert round(-np.log10(np.finfo(float).eps)) == 16
    answers_say("cond X is 1e6.", "1e12 and lose about 12 of the 16 digits: 4 are left", "loses about 6: 10 are left")
    random = np.random.default_rng(0)
    squared: list[float] = []
    direct: list[float] = []
    for _ in range(20):
        left, right = np.linalg.qr(random.normal(size=(12, 3)))[0], np.linalg.qr(random.normal(size=(3, 3)))[0]
        X, theta = left * np.geomspace(1, 1e-6, 3) @ right.T, random.normal(size=3)
        y = X @ theta
        for errors, answer in (
            (squared, np.linalg.solve(X.T @ X, X.T @ y)),
            (direct, np.linalg.lstsq(X, y, rcond=None)[0]),
        ):
            errors.append(float(np.linalg.norm(answer - theta) / np.linalg.norm(theta)))
    assert np.log10(np.median(squared)) == pytest.approx(-4, abs=1.5)
    assert np.log10(np.median(direct)) == pytest.approx(-10, abs=1.5)


def test_the_same_points_cannot_have_these_equations() -> None:
    """The columns would be equal, and with them the entries of the right side."""
    answers_say("= 13 - 26 + 13 = 0", "36 is not 54", "p·p = p·q = q·q = 13")
    assert 13 - 2 * 13 + 13 == 0


def test_a_feature_is_lost_in_the_square() -> None:
    """X has rank 2, X^T X in float64 has rank 1."""
    says("X = [[1, 1], [1e-8, 0], [0, 1e-8]] the condition number is 1.4e8 and the rank 2", "1 + 1e-16 is rounded to 1")
    X = np.array([[1, 1], [1e-8, 0], [0, 1e-8]])
    assert f"{np.linalg.cond(X):.1e}" == "1.4e+08"
    assert np.linalg.matrix_rank(X) == 2
    assert (X.T @ X == 1).all()
    assert 1 + 1e-16 == 1
    says("2.2e-16")
    assert f"{np.finfo(float).eps:.1e}" == "2.2e-16"


def test_what_the_square_costs() -> None:
    """Orders of magnitude only: they are all that another machine repeats."""
    says("degree 9 through 50 points", "cond X is 3.6e6", "about 1e-3 or 1e-4", "to about 1e-10")
    X = np.vander(np.linspace(0, 1, 50), 10)
    coefficients = np.ones(10)
    y = X @ coefficients
    assert f"{np.linalg.cond(X):.1e}" == "3.6e+06"
    squared = np.abs(np.linalg.solve(X.T @ X, X.T @ y) - coefficients).max()
    direct = np.abs(np.linalg.lstsq(X, y, rcond=None)[0] - coefficients).max()
    assert 1e-6 < squared < 1e-1
    assert direct < 1e-8


def test_the_four_points_of_the_first_assignment() -> None:
    """The normal equations by hand, and the Hessian of the mean squared error."""
    says("A = [[31, 7], [7, 4]] and b = [107, 29], and theta is [3, 2]", "[[15.5, 3.5], [3.5, 2]], is 2 A / n")
    x, y = [1, 2, 5, -1], [5, 8, 17, -1]
    assert (sum(a * a for a in x), sum(x), len(x)) == (31, 7, 4)
    assert (sum(a * b for a, b in zip(x, y, strict=True)), sum(y)) == (107, 29)
    assert exact_line(x, y) == (Fraction(3), Fraction(2))
    assert (2 * np.array([[31, 7], [7, 4]]) / 4).tolist() == [[15.5, 3.5], [3.5, 2]]


def test_the_marks() -> None:
    """They add up, and are those of the table."""
    rows = [line.split("|")[1:3] for line in HANDOUT.read_text(encoding="utf-8").split("## Marks")[1].splitlines()]
    marks = {row[0].strip(): int(row[1]) for row in rows if len(row) == 2 and row[1].strip().isdigit()}
    assert marks == {"normal_equations": 15, "unique": 25, "singular": 30, "least_squares": 20, "bad_input": 10}


def test_a_right_side_that_is_rounded() -> None:
    """How far rounding moves a right side out of the range of a singular matrix, relative to its size."""
    answers_say("out of the range, by about 1e-16 of its size", "a few times 1e-16 of it")
    random = np.random.default_rng(0)
    distances = []
    for _ in range(50):
        A = random.integers(-9, 10, size=(4, 2)) @ random.integers(-9, 10, size=(2, 4)) + 0.0
        b = A @ random.normal(size=4)
        range_of_A = np.linalg.svd(A)[0][:, : np.linalg.matrix_rank(A)]
        distances.append(np.linalg.norm(b - range_of_A @ (range_of_A.T @ b)) / np.linalg.norm(b))
    assert np.log10(np.median(distances)) == pytest.approx(-16, abs=0.7)
    assert max(distances) < 2e-15


def test_no_number_is_left_out(request: pytest.FixtureRequest) -> None:
    """It comes last: by then, all tests of this module have asked for theirs."""
    assert left_out(request, TEXT, ANSWERS) == []
