"""Common mistakes in `design_matrix`."""

import torch

from autograder import misconception


@misconception(
    "design_matrix",
    part="design_matrix",
    hint="It looks as if the column of ones came first. Look at which of the two weights is meant to be the intercept.",
)
def ones_come_first(x: torch.Tensor) -> torch.Tensor:
    return torch.stack([torch.ones_like(x), x], dim=1)


@misconception(
    "design_matrix",
    part="design_matrix",
    hint="It looks as if x and the ones became the rows of the matrix. Look at its shape for three samples: how many "
    "rows should there be?",
)
def rows_for_columns(x: torch.Tensor) -> torch.Tensor:
    return torch.stack([x, torch.ones_like(x)])


@misconception(
    "design_matrix",
    part="design_matrix",
    hint="It looks as if the second column were zeros. Look at what the second weight is multiplied by.",
)
def zeros_for_ones(x: torch.Tensor) -> torch.Tensor:
    return torch.stack([x, torch.zeros_like(x)], dim=1)
