"""What an assignment's public and private halves say must be the same."""

from __future__ import annotations

import ast
import inspect
import re
import typing
from pathlib import Path

import pytest

from autograder.course import Assignment, read_course
from autograder.grading.contract import contract_of
from autograder.grading.loading import load_module
from autograder.grading.public_checks import PublicChecks
from autograder.results import PartResult
from tests.helpers.command import ASSIGNMENTS, PROJECT
from tests.helpers.suites import all_suites

COURSE = read_course(PROJECT, with_solutions=True)

# What the assignments of the contract are worth; a course may have more assignments.
CONTRACT_PARTS = {
    "training_loop": {"design_matrix": 10, "gradient_step": 30, "stopping": 20, "convergence": 25, "fit_line": 15},
    "zero_init": {"trace": 25, "bias": 15, "symmetry": 25, "hidden_gradients": 20, "break_symmetry": 15},
    "normal_equations": {
        "normal_equations": 15,
        "unique": 25,
        "singular": 30,
        "least_squares": 20,
        "bad_input": 10,
    },
}


@pytest.fixture(params=ASSIGNMENTS)
def assignment(request: pytest.FixtureRequest) -> Assignment:
    return COURSE.only([request.param]).assignments[0]


@pytest.fixture(scope="module")
def hidden_parts() -> dict[str, tuple[PartResult, ...]]:
    return {name: suite.without_submission("").parts for name, suite in all_suites().items()}


def test_the_assignments_of_the_contract_come_first_and_in_order() -> None:
    assert COURSE.names[: len(CONTRACT_PARTS)] == tuple(CONTRACT_PARTS)


def test_the_handouts_number_the_assignments_from_one() -> None:
    assert [assignment.number for assignment in COURSE.assignments] == [*range(1, len(COURSE.assignments) + 1)]


@pytest.mark.parametrize("name", CONTRACT_PARTS)
def test_parts_and_marks_are_those_of_the_contract(name: str, hidden_parts: dict[str, tuple[PartResult, ...]]) -> None:
    assert [(part.name, part.maximum) for part in hidden_parts[name]] == list(CONTRACT_PARTS[name].items())


def test_the_marks_of_an_assignment_add_up_to_100(
    assignment: Assignment, hidden_parts: dict[str, tuple[PartResult, ...]]
) -> None:
    assert sum(part.maximum for part in hidden_parts[assignment.name]) == 100


def test_every_hidden_check_earns_marks_and_promises_something(
    assignment: Assignment, hidden_parts: dict[str, tuple[PartResult, ...]]
) -> None:
    checks = [check for part in hidden_parts[assignment.name] for check in part.checks]
    assert all(check.marks > 0 for check in checks)
    assert all(" " in check.promise and not check.promise.startswith("test_") for check in checks)
    assert len({(check.part, check.promise) for check in checks}) == len(checks)


def test_public_checks_cover_every_part_and_say_what_lies_beyond(
    assignment: Assignment, hidden_parts: dict[str, tuple[PartResult, ...]]
) -> None:
    public = PublicChecks(assignment).without_submission("").parts
    beyond = load_module(assignment.public_checks, f"checks_{assignment.name}").BEYOND
    names = [part.name for part in hidden_parts[assignment.name]]
    assert [part.name for part in public] == names
    assert sorted(beyond) == sorted(names)


def test_stub_and_public_contract_have_the_signatures_of_the_reference(assignment: Assignment) -> None:
    stub, contract, reference = (
        load_module(path, f"{kind}_{assignment.name}")
        for kind, path in (
            ("stub", assignment.stub),
            ("contract", assignment.contract),
            ("reference", assignment.reference),
        )
    )
    assert _signatures(stub) == _signatures(contract) == _signatures(reference)


def _signatures(module: object) -> dict[str, str]:
    names = contract_of(module).functions  # type: ignore[arg-type]
    signatures = {name: str(inspect.signature(getattr(module, name))) for name in names}
    records = {name: kind for name, kind in vars(module).items() if hasattr(kind, "_fields")}
    fields = {name: str(typing.get_type_hints(kind)) for name, kind in records.items() if not name.startswith("_")}
    return {
        name: text.replace("stub_", "").replace("contract_", "").replace("reference_", "")
        for name, text in (signatures | fields).items()
    }


def test_the_stub_has_one_task_per_function(assignment: Assignment) -> None:
    tree = ast.parse(assignment.stub.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    tasks = [ast.unparse(node.body[-1]) for node in functions]
    assert functions
    assert all(re.fullmatch(r"raise NotImplementedError\('TODO: .+'\)", task) for task in tasks)


def test_the_handout_states_the_marks_of_every_part(
    assignment: Assignment, hidden_parts: dict[str, tuple[PartResult, ...]]
) -> None:
    handout = assignment.handout.read_text(encoding="utf-8")
    rows = re.findall(r"^\|\s*`?(\w+)`?\s*\|\s*(\d+)\s*\|", handout, re.MULTILINE)
    stated = {name: int(marks) for name, marks in rows}
    assert stated.items() >= {part.name: part.maximum for part in hidden_parts[assignment.name]}.items()


def test_nothing_public_is_a_line_of_a_solution(assignment: Assignment) -> None:
    solution = _statements(assignment.reference) - _statements(assignment.stub)
    for path in assignment.public.iterdir():
        if path.suffix == ".py":
            assert not _statements(path) & solution


def _statements(path: Path) -> set[str]:
    """The statements of functions that are long enough to give something away."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = (node for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) for node in function.body)
    return {text for node in nodes if len(text := ast.unparse(node)) > 20 and not text.startswith(("'", '"'))}
