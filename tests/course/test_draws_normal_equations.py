"""What the draws of normal_equations range over is counted: all that the table promises is drawn at any seed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import pytest

from autograder.course import read_course
from autograder.grading.hidden_suite import HiddenSuite
from tests.helpers.command import PROJECT

SCALES: Final = (1e-9, 1e-7, 1e-5, 1e-3, 1e3, 1e6, 1e9)
FAR: Final = (1e-9, 1.0, 1e9)
POWERS: Final = (2.0**-30, 2.0**-20, 1.0, 2.0**20, 2.0**30)
PROMISED: Final[dict[str, dict[str, tuple[Any, ...]]]] = {
    "normal_equations": {"samples": (1, 2, 3, 4, 5, 6), "features": (1, 2, 3, 4), "scale": SCALES},
    "unique": {"unknowns": (1, 2, 3, 4, 5, 8, 12), "scale": (*SCALES, 1.0), "condition": (1e2, 1e4, 9e5)},
    "singular": {"unknowns": (1, 2, 3, 4, 5, 8, 12), "scale": (*SCALES, 1.0)},
    "least_squares": {
        "samples": (1, 2, 3, 4, 5, 40),
        "features": (1, 2, 3, 4),
        "scale": tuple(sorted({*FAR, *POWERS})),
        "condition": (1e1, 1e2, 9e2),
    },
    "bad_input": {"unknowns": (1, 2, 3, 4), "entry": ("nan", "inf", "-inf")},
}
NAMES: Final = {"size": "unknowns", "hole": "entry", "d": "unknowns"}  # of a check's parameters


def test_the_readme_has_the_table() -> None:
    readme = (PROJECT / "solutions" / "README.md").read_text(encoding="utf-8")
    for part, ranges in PROMISED.items():
        for name, values in ranges.items():
            listed = ", ".join(value if isinstance(value, str) else f"{value:g}" for value in values)
            assert f"| normal_equations | {part} | {name} | {listed} |" in readme


@pytest.mark.parametrize("seed", ["", "autumn"])
def test_every_value_is_drawn(seed: str) -> None:
    (assignment,) = read_course(PROJECT, with_solutions=True).only(["normal_equations"]).assignments
    drawn = counted(HiddenSuite(assignment, seed))
    missing = {
        (part, name): set(values) - drawn[part][name]
        for part, ranges in PROMISED.items()
        for name, values in ranges.items()
    }
    assert not {place: values for place, values in missing.items() if values}


def counted(session: HiddenSuite) -> dict[str, dict[str, set[Any]]]:
    """What is drawn in each part, by what it is."""
    drawn: dict[str, dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for check in session.checks:
        for case in session.rehearsed[check.identity].cases:
            for name, value in (*check.parameters.items(), *case.items()):
                for kind, number in counts(name, value):
                    drawn[check.part][kind].add(number)
    return drawn


def counts(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """What there is to count in a parameter, or in what was drawn."""
    match type(value).__name__:
        case "System":
            yield "unknowns", len(value.A)
        case "Samples":
            yield "samples", len(value.X)
            yield "features", value.X.shape[1]
        case "Bases":
            yield "samples", len(value.u)
            yield "features", len(value.v)
        case "tuple":
            for entry in value:
                yield from counts(name, entry)
        case "float" if name == "hole":
            yield "entry", str(value)
        case "int" | "float":
            yield NAMES.get(name, name), value
