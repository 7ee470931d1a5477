"""Gather what an assignment's notebook is built from."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from autograder.course import Assignment
from autograder.course_files import required_source
from autograder.errors import UserError
from autograder.grading.calls import CallEncoder
from autograder.grading.checks import Check, rehearse
from autograder.grading.collect import collect_checks
from autograder.grading.contract import contract_of
from autograder.grading.loading import load_file
from autograder.grading.subjects import Rehearsal
from autograder.notebooks.master import Material, Part
from autograder.notebooks.pieces import Pieces, pieces_of
from autograder.notebooks.story import story
from autograder.pictures import Picture
from autograder.pictures.files import pictures_in


def material_of(assignment: Assignment) -> Material:
    """Everything that the notebook of an assignment is built from.

    Raises:
        UserError: a file is missing, cannot be used, or does not fit the others.
    """
    encoder = CallEncoder(contract_of(load_file(assignment.contract, f"contract_of_{assignment.name}")))
    functions = encoder.contract.functions
    reference = Rehearsal(load_file(assignment.reference, f"reference_of_{assignment.name}"), encoder)
    parts = _parts(assignment, functions, reference)
    return Material(
        assignment.name,
        story(assignment.handout, list(parts)),
        _pieces(assignment.stub, functions),
        _pieces(assignment.reference, functions),
        parts,
    )


def _parts(assignment: Assignment, functions: Collection[str], reference: Rehearsal) -> dict[str, Part]:
    """The parts by name; students write each function in the first part whose checks call it."""
    checks = collect_checks(assignment.public_checks, assignment.course)
    pictures = _pictures(assignment, functions, {check.part for check in checks})
    unwritten = list(functions)
    parts: dict[str, Part] = {}
    for name in dict.fromkeys(check.part for check in checks):
        of_part = [check for check in checks if check.part == name]
        calls = _calls(of_part, reference)
        new = tuple(function for function in unwritten if function in calls)
        unwritten = [function for function in unwritten if function not in calls]
        drawn = tuple(picture for picture in pictures if picture.after == name)
        promises = tuple(dict.fromkeys(check.promise for check in of_part))  # once for all instances of a check
        parts[name] = Part(name, promises, calls, new, drawn)
    if unwritten:
        names = ", ".join(unwritten)
        raise UserError(f"{assignment.public_checks} never calls {names}: every function needs a check in some part")
    return parts


def _calls(checks: list[Check], reference: Rehearsal) -> tuple[str, ...]:
    """The functions that the checks call, in the order of the calls."""
    called: dict[str, None] = {}
    for check in checks:
        try:
            rehearsed = rehearse(check, reference, reference)
        except AssertionError as error:
            raise UserError(f"the reference fails the public check {check.promise!r}: {error}") from None
        called.update(dict.fromkeys(rehearsed.functions))
    return tuple(called)


def _pieces(path: Path, functions: Collection[str]) -> Pieces:
    pieces = pieces_of(required_source(path), functions)
    if missing := [name for name in functions if name not in pieces.functions]:
        raise UserError(f"{path} does not define {', '.join(missing)}, which the contract has")
    return pieces


def _pictures(assignment: Assignment, functions: Collection[str], parts: Collection[str]) -> list[Picture]:
    path = assignment.pictures
    pictures = pictures_in(path, assignment.name)
    for picture in pictures:
        if picture.after not in parts:
            raise UserError(f"{path}: {picture.name} comes after {picture.after!r}, which is not a part")
        if unknown := [name for name in picture.functions if name not in functions]:
            raise UserError(f"{path}: {picture.name} takes {unknown[0]!r}, which is not a function of the contract")
    return pictures
