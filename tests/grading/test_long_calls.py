"""Calls with large arguments can be pasted as well."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from autograder.grading.calls import as_source


@pytest.mark.parametrize("make", [torch.tensor, np.array])
@pytest.mark.parametrize("rows", [[0, 1, 2, 0, 1] * 9, [0] * 60, list(range(30))], ids=["repeated", "equal", "others"])
def test_a_large_matrix_is_written_so_that_it_is_the_same(make: type, rows: list[int]) -> None:
    kinds = np.arange(30 * 5, dtype=np.float32).reshape(30, 5) / 7
    kinds[0, 0] = -0.0
    matrix = make(kinds[rows].tolist())
    text = as_source("f", (matrix,), {"tolerance": 0.5})
    assert " ... " not in text
    got, tolerance = eval(text, {"torch": torch, "np": np, "f": lambda rows, tolerance: (rows, tolerance)})
    assert (got == matrix).all()
    assert (np.signbit(np.asarray(got)) == np.signbit(np.asarray(matrix))).all()
    assert (got.dtype, tolerance) == (matrix.dtype, 0.5)
    assert len(text) < 1_500 or len(set(rows)) > 3


def test_what_nobody_would_paste_is_not_shown() -> None:
    assert as_source("f", (torch.rand(100, 100),), {}) == ""
