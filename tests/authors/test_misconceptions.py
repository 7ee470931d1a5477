"""Misconceptions: each is caught in its part alone, and named only where it alone explains a submission."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
import torch

from autograder.grading.calls import CallEncoder
from autograder.grading.contract import contract_of
from autograder.grading.explaining.diagnosis import Diagnosis
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.loading import load_module
from autograder.grading.misconception import misconceptions_in
from autograder.grading.sessions import open_sessions
from autograder.judging.verdicts import Verdict, verdicts_on_misconceptions
from autograder.misconceptions import Misconception, misconception
from tests.helpers.command import ASSIGNMENTS, Grade, reference
from tests.helpers.suites import all_suites, course_of


@pytest.fixture(scope="module")
def sessions() -> dict[str, HiddenSuite]:
    torch.set_num_threads(1)
    return all_suites()


def known(session: HiddenSuite) -> list[Misconception]:
    return list(session.explainer.diagnosis.wrong)


def test_three_assignments_at_least_have_a_dozen_and_more(sessions: dict[str, HiddenSuite]) -> None:
    assert sum(len(known(session)) >= 12 for session in sessions.values()) >= 3


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_each_has_a_name_and_a_hint_of_its_own(sessions: dict[str, HiddenSuite], name: str) -> None:
    wrong = known(sessions[name])
    assert len({one.name for one in wrong}) == len({one.hint for one in wrong}) == len(wrong)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_model_is_called_as_the_function_that_it_stands_for(sessions: dict[str, HiddenSuite], name: str) -> None:
    assert sessions[name].reference is not None
    module = vars(sessions[name].reference)["_module"]
    for wrong in known(sessions[name]):
        right = inspect.signature(getattr(module, wrong.function)).parameters
        for model in wrong.models:
            assert list(right) == list(inspect.signature(model).parameters)[: len(right)], wrong.name


@pytest.mark.long
@pytest.mark.parametrize("name", ["zero_init", "normal_equations"])
def test_each_is_caught_in_its_part_alone_and_named_for_what_it_is(sessions: dict[str, HiddenSuite], name: str) -> None:
    """Those of training_loop take a minute: `make judge` has them."""
    verdicts = list(verdicts_on_misconceptions(sessions[name]))
    assert verdicts
    assert [line for verdict in verdicts for line in verdict.complaints()] == []
    assert [verdict.name for verdict in verdicts if verdict.named != {verdict.name}] == []


def without_factor_two(text: str) -> str:
    changed = text.replace("slope = 2 * (prediction", "slope = 1 * (prediction")
    assert changed != text
    return changed


def without_derivative(text: str) -> str:
    changed = text.replace("* (1 - activation.square())", "")
    assert changed != text
    return changed


def test_a_mistake_is_named_once_in_its_part(grade: Grade) -> None:
    run = grade({"ada": {"zero_init.py": without_derivative(reference("zero_init"))}}, "--only", "zero_init")
    output = run.tests("ada")["zero_init: hidden_gradients"]["output"]
    assert output.count("It looks as if the derivative of tanh were missing.") == 1


@pytest.mark.long
def test_two_mistakes_in_one_function_are_not_named(grade: Grade) -> None:
    text = without_factor_two(without_derivative(reference("zero_init")))
    run = grade({"ada": {"zero_init.py": text}}, "--only", "zero_init")
    test = run.tests("ada")["zero_init: hidden_gradients"]
    assert test["score"] < test["max_score"]
    assert "It looks as if" not in test["output"]


@pytest.mark.long
def test_right_work_is_told_of_no_misconception(grade: Grade) -> None:
    run = grade({"ada": {f"{name}.py": reference(name) for name in ASSIGNMENTS}})
    assert all("It looks as if" not in test["output"] for test in run.tests("ada").values())


def test_one_that_two_explain_is_not_named() -> None:
    """Two models that answer alike in every check."""

    @misconception("hidden_gradients", part="hidden_gradients", hint="One.")
    def one(inputs, targets, hidden_weight, output_weight):  # type: ignore[no-untyped-def]
        return torch.zeros_like(hidden_weight), torch.zeros_like(output_weight)

    @misconception("hidden_gradients", part="hidden_gradients", hint="Other.")
    def other(inputs, targets, hidden_weight, output_weight):  # type: ignore[no-untyped-def]
        return 0 * hidden_weight, 0 * output_weight

    assert said_of([one]) == [{"one"}]
    assert said_of([one, other]) == [set(), set()]


def said_of(known_ones: list[Misconception]) -> list[frozenset[str] | set[str]]:
    session = open_sessions(course_of("zero_init"), keep=True)["zero_init"]  # of its own, as it is changed
    assignment = session.assignment
    module = load_module(assignment.reference, "reference_for_a_test")
    session.explainer.diagnosis = Diagnosis(known_ones, module, CallEncoder(contract_of(module)))
    verdicts: list[Verdict] = list(verdicts_on_misconceptions(session))
    return [set(verdict.named) for verdict in verdicts]


def test_misconceptions_are_read_from_a_file_or_a_package(tmp_path: Path) -> None:
    """Another course's package of the same name is not mixed up with this one's."""
    for number in (1, 2):
        package = make_package(tmp_path / f"course{number}", f"mistake_{number}")
        module = load_module(package, "misconceptions_of_a_test")
        assert [wrong.name for wrong in misconceptions_in(module)] == ["in the package", f"mistake {number}"]
    alone = load_module(tmp_path / "course1/misconceptions/steps.py", "misconceptions_alone")
    assert [wrong.name for wrong in misconceptions_in(alone)] == ["mistake 1"]


def make_package(folder: Path, name: str) -> Path:
    package = folder / "misconceptions"
    package.mkdir(parents=True)
    model = "from autograder import misconception\n\n@misconception('f', part='p', hint='h')\ndef {}(x): ...\n"
    (package / "__init__.py").write_text(model.format("in_the_package") + "\nfrom . import steps\n")
    (package / "steps.py").write_text(model.format(name))
    return package / "__init__.py"
