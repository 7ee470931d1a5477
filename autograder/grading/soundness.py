"""Whether the files of an assignment fit together: said in one line before anything is graded."""

from __future__ import annotations

import inspect
import traceback
import types
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from autograder.course import Assignment
from autograder.course_files import functions_of, required_source
from autograder.errors import UserError
from autograder.grading.case_data import Case
from autograder.grading.checks import Check, Rehearsed, rehearse
from autograder.grading.collect import of_no_part, tells_of_a_submission
from autograder.grading.contract import Contract, contract_of
from autograder.grading.loading import load_file
from autograder.grading.misconception import Misconception
from autograder.grading.subjects import Reference, Rehearsal
from autograder.text import printable


def require_same_contracts(assignment: Assignment, contract: Contract) -> None:
    """Refuse a contract or a stub that does not say what the reference says.

    Args:
        assignment: whose files they are.
        contract: that of the reference.

    Raises:
        UserError: a file is missing, a function has no return annotation, or names and results differ.
    """
    required_source(assignment.stub)
    required_source(assignment.contract)
    public = contract_of(load_file(assignment.contract, f"public_contract_of_{assignment.name}"))
    unannotated = functions_of(assignment.contract) - set(public.functions)
    for name in sorted(name for name in unannotated if not name.startswith("_")):
        raise UserError(f"{assignment.contract}: {name} has no return annotation: write `-> ...`, as in the reference")
    for name, signature in public.functions.items():
        ours = contract.functions.get(name)
        if ours is None:
            written = name in functions_of(assignment.reference)
            why = f"{name} has no return annotation: write `-> ...`" if written else f"there is no function {name}"
            raise UserError(f"{assignment.reference}: {why}, since {assignment.contract} has {name}")
        if ours.parameters != signature.parameters:
            raise UserError(
                f"{assignment.contract}: {name} takes {_listed(signature.parameters)}, but in {assignment.reference} "
                f"it takes {_listed(ours.parameters)}; the names and their order must be the same"
            )
        if (ours.returns.name, ours.returns.wanted()) != (signature.returns.name, signature.returns.wanted()):
            raise UserError(
                f"{assignment.contract}: {name} returns {signature.returns.name}, but in {assignment.reference} "
                f"it returns {ours.returns.name}; the annotations must be the same"
            )


def require_sound_checks(checks: Sequence[Check]) -> None:
    """Refuse a check that promises nothing or earns nothing.

    Raises:
        UserError: a check has no docstring or no marks.
    """
    for check in checks:
        if not inspect.getdoc(check.function):
            raise UserError(f"{check.place} has no docstring, which is the promise that students read")
        if check.marks < 1:
            raise UserError(f"{check.place} earns {check.marks} marks: write `part({check.part!r}, marks=...)`")


def rehearsed_soundly(
    check: Check, rehearsal: Rehearsal, reference: Reference, cases: tuple[Case, ...] | None = None
) -> Rehearsed:
    """What the check asks; see `rehearse`.

    Raises:
        UserError: it changes what all students share, asks for too much, or breaks; or the reference fails it.
    """
    try:
        return rehearse(check, rehearsal, reference, cases)
    except UserError as error:
        raise UserError(f"{check.place}: {error}") from error
    except AssertionError as error:
        raise UserError(
            f"{reference.file} fails its own suite, so nothing is graded with it: {check.promise}: "
            f"{printable(str(error))}"
        ) from error
    except Exception as error:
        raise UserError(
            f"{_where(error, check)}: {type(error).__name__}: {printable(str(error))}; so "
            f"`{check.function_name}` cannot be run"
        ) from error


def _where(error: Exception, check: Check) -> str:
    """The last place of an exception beside the suite: it may have come from a strategy, or a helper."""
    folder = Path(inspect.getfile(check.body)).parent
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if folder in Path(frame.filename).parents]
    return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else check.place


def require_sound_misconceptions(
    path: Path, misconceptions: Iterable[Misconception], parts: Collection[str], functions: Collection[str]
) -> None:
    """Refuse a misconception that costs no part, or stands for no function.

    Raises:
        UserError: one names a part or a function that does not exist.
    """
    for wrong in misconceptions:
        if wrong.function not in functions:
            raise UserError(_unknown(path, f"{wrong.name!r} is one of a function", wrong.function, functions))
        for part in (wrong.part, *wrong.may_cost):
            if part not in parts:
                raise UserError(_unknown(path, f"{wrong.name!r} costs a part", part, parts))


def require_same_parts(assignment: Assignment, parts: Collection[str]) -> None:
    """Refuse public checks that name a part that the hidden suite does not have.

    Raises:
        UserError: a check, BEYOND or FOLLOWS names an unknown part, or a check none.
    """
    path = assignment.public_checks
    if not path.is_file():
        return
    module = load_file(path, f"public_checks_of_{assignment.name}")
    for name, part in _parts_of(module):
        if part is None:
            raise UserError(of_no_part(path, name))
        if part not in parts:
            raise UserError(_unknown(path, f"{name} is of a part", part, parts))
    follows: dict[str, Sequence[str]] = getattr(module, "FOLLOWS", {})
    named = {
        "BEYOND": list(getattr(module, "BEYOND", {})),
        "FOLLOWS": [name for part, causes in follows.items() for name in (part, *causes)],
    }
    for what, names in named.items():
        for part in names:
            if part not in parts:
                raise UserError(_unknown(path, f"{what} names a part", part, parts))


def _parts_of(module: types.ModuleType) -> Iterator[tuple[str, str | None]]:
    """The names of the checks in a module, each with its part; None for one of no part."""
    common = getattr(module, "pytestmark", ())  # of all tests in a module; pytest takes one mark, or several
    for name, value in vars(module).items():
        if name.startswith("test") and callable(value):
            theirs = [*getattr(value, "pytestmark", ()), *(common if isinstance(common, list | tuple) else [common])]
            marks = [mark.args[0] for mark in theirs if mark.name == "part"]
            if marks or tells_of_a_submission(value):
                yield name, marks[0] if marks else None


def _unknown(path: Path, what: str, name: str, known: Collection[str]) -> str:
    return f"{path}: {what} {name!r} that does not exist; there are {_listed(known)}"


def _listed(names: Collection[str]) -> str:
    return ", ".join(names) or "none"
