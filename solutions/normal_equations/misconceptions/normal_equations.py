"""Common mistakes in `normal_equations`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder import Misconception, misconception

Pair = tuple[np.ndarray, np.ndarray]  # A and b
Model = Callable[[np.ndarray, np.ndarray], Pair]


def wrong_equations(hint: str) -> Callable[[Model], Misconception]:
    """Turn a function into a model of `normal_equations`."""
    return misconception("normal_equations", part="normal_equations", hint=hint)


@wrong_equations("It looks as if A were X X^T. Look at the shape of A: a row for each sample, or for each feature?")
def samples_for_features(X: np.ndarray, y: np.ndarray) -> Pair:
    return X @ X.T, X.T @ y


@wrong_equations("It looks as if both sides were divided by the number of samples. Look at how A and b are defined.")
def divided_by_the_number_of_samples(X: np.ndarray, y: np.ndarray) -> Pair:
    return X.T @ X / len(X), X.T @ y / len(X)


@wrong_equations("It looks as if both sides carried the factor 2 of the gradient. Look at how A and b are defined.")
def factor_of_the_gradient(X: np.ndarray, y: np.ndarray) -> Pair:
    return 2 * X.T @ X, 2 * X.T @ y


@wrong_equations("It looks as if a column of ones were added to X. Look at whether X has one already.")
def intercept_added(X: np.ndarray, y: np.ndarray) -> Pair:
    wide = np.column_stack([X, np.ones(len(X))])
    return wide.T @ wide, wide.T @ y


@wrong_equations("It looks as if the means were subtracted from X and y first. Look at what A and b are made of.")
def centred_first(X: np.ndarray, y: np.ndarray) -> Pair:
    X, y = X - X.mean(axis=0), y - y.mean()
    return X.T @ X, X.T @ y


@wrong_equations("It looks as if b came first. Look at the order in which A and b are returned.")
def b_comes_first(X: np.ndarray, y: np.ndarray) -> Pair:
    return X.T @ y, X.T @ X
