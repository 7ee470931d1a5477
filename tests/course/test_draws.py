"""What the hidden suites' draws range over: what solutions/README.md promises of each part is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import pytest

from autograder.course import find_course
from autograder.grading.contract import Contract, contract_of
from autograder.grading.loading import load_file
from autograder.worker import encoding, wire
from tests.helpers.suites import suite_of

PROJECT: Final = Path(__file__).parents[2]
ASSIGNMENTS: Final = ("training_loop", "zero_init")
Arguments = Mapping[str, Any]


class Row(NamedTuple):
    """A row of the table: in calls of this function in this part, these values of `what` occur."""

    assignment: str
    part: str
    function: str
    what: str
    values: tuple[str, ...]


class Called(NamedTuple):
    """A call that the rehearsal noted."""

    part: str
    function: str
    arguments: Arguments


def table() -> list[Row]:
    """The rows in solutions/README.md for these assignments."""
    text = (PROJECT / "solutions" / "README.md").read_text(encoding="utf-8")
    lines = text.split("<!-- draws -->")[1].split("<!-- end of draws -->")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    rows = [
        Row(assignment, part, function, what, tuple(values.split(", ")))
        for assignment, part, function, what, values in cells
    ]
    return [row for row in rows if row.assignment in ASSIGNMENTS]


@cache
def rehearsed(name: str) -> list[Called]:
    """All calls that the suite makes of right work."""
    suite = suite_of(name)
    contract = contract_of(load_file(suite.assignment.reference, f"drawn_{name}"))
    return [
        _called(check.part, key.data, contract)
        for check in suite.checks
        for key in suite.rehearsed[check.identity].calls
    ]


def _called(part: str, data: bytes, contract: Contract) -> Called:
    call = wire.decode_call(msgspec.Raw(data))
    names = contract.functions[call.function].parameters
    arguments = dict(zip(names, map(encoding.argument, call.args), strict=False))
    arguments |= {name: encoding.argument(value) for name, value in call.kwargs}
    return Called(part, call.function, arguments | {"watched": call.watch})


def _size(name: str, axis: int) -> Callable[[Arguments], Iterator[str]]:
    def measure(arguments: Arguments) -> Iterator[str]:
        yield str(arguments[name].shape[axis])

    return measure


def _given(name: str) -> Callable[[Arguments], Iterator[str]]:
    def measure(arguments: Arguments) -> Iterator[str]:
        value = arguments.get(name)
        yield "left out" if name not in arguments else "None" if value is None else "given"
        if isinstance(value, int | float) and value == 0:
            yield "0"

    return measure


def _scale(*names: str) -> Callable[[Arguments], Iterator[str]]:
    def measure(arguments: Arguments) -> Iterator[str]:
        largest = max(float(arguments[name].abs().max()) for name in names)
        yield "below 0.1" if largest < 0.1 else "0.1 to 20" if largest <= 20 else "above 20"
        if largest > 1000:
            yield "above 1000"

    return measure


def _shape(rows: Callable[[Arguments], tuple[int, int]]) -> Callable[[Arguments], Iterator[str]]:
    def measure(arguments: Arguments) -> Iterator[str]:
        height, width = rows(arguments)
        yield "square" if height == width else "tall" if height > width else "wide"

    return measure


def _targets(arguments: Arguments) -> Iterator[str]:
    targets = arguments["targets"]
    yield "finite" if targets.isfinite().all() else "nan" if targets.isnan().any() else "infinite"


def _farthest(arguments: Arguments) -> Iterator[str]:
    """How far the row is from the first that is farthest, against the tolerance."""
    off, tolerance = (arguments["rows"] - arguments["rows"][0]).abs().max().item(), arguments.get("tolerance", 1e-6)
    yield "equal to it" if off == tolerance else "inside it" if off < tolerance else "outside it"
    if 0.5e-6 < off < 1e-6 and tolerance == 1e-6:
        yield "0.6e-6"
    if 1e-6 < off < 1e-5 and tolerance == 1e-6:
        yield "3e-6"


def _steepness(arguments: Arguments) -> Iterator[str]:
    largest = float((arguments["inputs"] @ arguments["hidden_weight"].T).abs().max())
    yield "up to 3" if largest <= 3 else "3 to 10" if largest <= 10 else "beyond 88" if largest > 88 else "10 to 88"


def _loss(arguments: Arguments) -> Iterator[str]:
    """Whether it rises from the first epoch to the tenth, of plain descent."""
    inputs, targets = arguments["inputs"].double(), arguments["targets"].double()
    weight = arguments["initial_weight"].double()[0]
    losses = []
    for _ in range(min(arguments.get("max_epochs", 10), 10)):
        error = inputs @ weight - targets
        losses.append(float(error.square().mean()))
        weight = weight - arguments.get("lr", 1e-4) * 2 / len(targets) * (error @ inputs)
    yield "rises" if losses[-1] > min(losses) else "falls"


def _points(arguments: Arguments) -> Iterator[str]:
    xs, ys = (set(arguments[name].tolist()) for name in ("x", "y"))
    yield "all different" if len(xs) == len(arguments["x"]) else "one of them repeated"
    if len(ys) == 1 < len(xs):
        yield "values of y equal"


def _equal_neurons(arguments: Arguments) -> Iterator[str]:
    weight = arguments["initial_weight"]
    if len(weight) > 2:
        same = [bool((row == weight[0]).all()) for row in weight]
        yield "all" if all(same) else "the first and the last" if same[-1] else "the first two" if same[1] else "none"


def _last_feature(arguments: Arguments) -> Iterator[str]:
    yield "always 1" if bool((arguments["inputs"][:, -1] == 1).all()) else "not always 1"


def _watched(arguments: Arguments) -> Iterator[str]:
    yield "watched" if arguments["watched"] else "plain"


def _seed(arguments: Arguments) -> Iterator[str]:
    seed = arguments["seed"]
    yield "0" if seed == 0 else "up to 100" if seed <= 100 else "beyond 2^16" if seed > 2**16 else "up to 2^16"


MEASURES: Final[dict[str, Callable[[Arguments], Iterator[str]]]] = {
    "samples": lambda a: _size("x" if "x" in a else "inputs", 0)(a),
    "features": lambda a: iter([str(a["features"])]) if "features" in a else _size("inputs", 1)(a),
    "neurons": lambda a: _size("rows" if "rows" in a else "initial_weight", 0)(a),
    "hidden neurons": _size("hidden_weight", 0),
    "lr": _given("lr"),
    "tolerance": _given("tolerance"),
    "max_epochs": _given("max_epochs"),
    "most epochs": lambda a: iter([str(a.get("max_epochs", "left out"))]),
    "epochs": lambda a: iter([str(a.get("epochs", "left out"))]),
    "bias": _given("initial_bias"),
    "weights and targets": _scale("initial_weight", "targets"),
    "the line": _scale("y"),
    "output weights": _scale("output_weight"),
    "targets": _targets,
    "inputs": _scale("inputs"),
    "weights": _shape(lambda a: tuple(a["initial_weight"].shape)),
    "rows": _shape(lambda a: tuple(a["rows"].shape)),
    "hidden weights": _shape(lambda a: tuple(a["hidden_weight"].shape)),
    "result": _shape(lambda a: (a["neurons"], a["features"])),
    "difference": _farthest,
    "argument of tanh": _steepness,
    "loss": _loss,
    "points": _points,
    "seed": _seed,
    "familiar seed": lambda a: iter([str(a["seed"])]),
    "equal neurons": _equal_neurons,
    "the last feature": _last_feature,
    "call": _watched,
}


@pytest.mark.parametrize("row", table(), ids=lambda row: f"{row.assignment} {row.part} {row.function} {row.what}")
def test_every_value_that_the_table_promises_is_drawn(row: Row) -> None:
    """At any seed: what has to be there stands in the suite itself."""
    calls = [call for call in rehearsed(row.assignment) if (call.part, call.function) == (row.part, row.function)]
    counts = Counter(value for call in calls for value in MEASURES[row.what](call.arguments))
    missing = [value for value in row.values if not counts[value]]
    assert not missing, f"never drawn: {missing}; drawn: {dict(counts)}"


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_table_has_every_part(name: str) -> None:
    """Each has a row."""
    parts = {call.part for call in rehearsed(name)}
    assert {row.part for row in table() if row.assignment == name} == parts


@pytest.mark.parametrize("function", ["train", "fit_line"])
def test_a_run_ends_soon_even_if_it_overlooks_max_epochs(function: str) -> None:
    """So that this mistake costs no part but that of max_epochs, and no minutes.

    Checks that give a tolerance of 0, or no max_epochs, ask first whether max_epochs is looked at.
    """
    course = find_course(str(PROJECT), with_solutions=True, only=["training_loop"])
    reference = load_file(course.assignments[0].reference, "run_to_its_end")
    for call in rehearsed("training_loop"):
        arguments = {name: value for name, value in call.arguments.items() if name != "watched"}
        if call.function == function and arguments.get("tolerance") != 0 and "max_epochs" in arguments:
            if function == "fit_line":
                x, y = reference.design_matrix(arguments.pop("x")), arguments.pop("y")
                arguments |= {"inputs": x, "targets": y, "initial_weight": x[:1] * 0}
            run = reference.train(**arguments | {"max_epochs": 2_000})
            assert len(run.losses) < 2_000, f"a run of the part {call.part} does not end: {arguments}"
