"""From what was graded to what counts: graded, then overridden, then late, then the attempt that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from autograder.errors import UserError
from autograder.record.attempts import Attempt, newest_last
from autograder.record.attributing import DecidedFor
from autograder.record.decisions import AssignmentRules, Counted, Override
from autograder.record.late_rules import LateRule, how_long, seconds_late
from autograder.results import AssignmentResult, Marks, plain_number

_NO_RULE = LateRule(grace=0, minus=Decimal(0))


@dataclass(frozen=True)
class CountedWork:
    """What counts of a student's work for an assignment."""

    result: AssignmentResult
    attempt: Attempt | None = None  # None where nothing was handed in
    attempts: int = 0
    notes: tuple[str, ...] = ()  # for the instructor: lines that hold for another hand-in


def count(attempts: Sequence[Attempt], decided: DecidedFor, blank: AssignmentResult, absent: str) -> CountedWork:
    """What counts of the attempts.

    Args:
        attempts: in the order in which they became known.
        decided: about this student and assignment.
        blank: what the assignment looks like without work.
        absent: why there is none, if there is none.

    Raises:
        UserError: a line changes nothing.
    """
    ordered = newest_last(attempts)
    graded = [(attempt, _decided(attempt, _result_of(attempt, blank), decided)) for attempt in ordered]
    if not graded:
        result = _overridden(blank.without_work(absent), [one for one in decided.overrides if not one.hand_in])
        work = CountedWork(result)
    else:
        attempt, result = _counted(graded, decided.rules)
        rule = decided.rules.attempt
        if len(graded) > 1 and rule is not Counted.NEWEST:
            result = replace(result, decisions=(*result.decisions, f"of {len(graded)} attempts, the {rule} counts"))
        work = CountedWork(result, attempt, len(graded), _notes(ordered, attempt, decided.overrides))
    _require_effects(decided.overrides, ordered, blank, absent)
    return work


def _result_of(attempt: Attempt, blank: AssignmentResult) -> AssignmentResult:
    return blank.undecided_because(attempt.detail) if attempt.result is None else attempt.result


def _decided(attempt: Attempt, result: AssignmentResult, decided: DecidedFor) -> AssignmentResult:
    """The result with all that was decided about this attempt."""
    holding = [one for one in decided.overrides if _is_for(one, attempt)]
    result = _overridden(result, holding)
    return _late(attempt, result, decided)


def _is_for(override: Override, attempt: Attempt) -> bool:
    return not override.hand_in or override.hand_in in (attempt.handed.sha256, attempt.text)


def _overridden(result: AssignmentResult, overrides: Sequence[Override]) -> AssignmentResult:
    # What is awarded for a part stands in place of its checks, so checks come first, and the whole comes last.
    for override in sorted(overrides, key=lambda one: (not one.check, not one.part, one.marks is None)):
        result = apply_override(result, override)
    return result


def apply_override(result: AssignmentResult, override: Override) -> AssignmentResult:
    """The result with one line applied, and the sentence that says so."""

    def awarded(score: Marks, *, undecided: bool) -> tuple[Decimal | None, str]:
        """What is awarded in place of a score, and what to say of it."""
        if override.marks is not None:
            instead = "no mark" if undecided else plain_number(score)
            return override.marks, f"{plain_number(override.marks)} marks instead of {instead}"
        more = "more" if override.add > 0 else "fewer"
        amount = None if undecided else Decimal(score) + override.add
        return amount, f"{plain_number(abs(override.add))} marks {more}"

    if not override.target:
        value, said = awarded(result.before_lateness, undecided=result.undecided)
        result = replace(result, awarded=value)
        return _saying(result, f"{said}: {override.why}")
    parts, said = [], ""
    for part in result.parts:
        if override.part and part.name == override.part:
            value, said = awarded(part.score, undecided=part.undecided)
            part = replace(part, awarded=value)
        elif override.check and any(check.id == override.check for check in part.checks):
            checks = []
            for check in part.checks:
                if check.id == override.check:
                    value, said = awarded(check.score, undecided=check.undecided)
                    check = replace(check, awarded=value)
                checks.append(check)
            part = replace(part, checks=tuple(checks))
        parts.append(part)
    return (
        _saying(replace(result, parts=tuple(parts)), f"{override.target}: {said}: {override.why}") if said else result
    )


def _saying(result: AssignmentResult, sentence: str) -> AssignmentResult:
    return replace(result, decisions=(*result.decisions, sentence))


def _late(attempt: Attempt, result: AssignmentResult, decided: DecidedFor) -> AssignmentResult:
    due, extension = decided.rules.due, decided.extension
    theirs = extension.until if extension else due
    extra = int((extension.until - due).total_seconds()) if extension and due else 0
    told = None if extension and not due else attempt.handed.late_seconds  # late for a date that does not hold
    seconds = seconds_late(attempt.handed.at, theirs, told, extra)
    if extension:
        said = f"due {_time(extension.until)}{f' instead of {_time(due)}' if due else ''}: {extension.why}"
        result = _saying(result, said)
    result = replace(result, late_seconds=seconds)
    rule = decided.rules.late
    if rule is None or result.undecided:
        return result
    if seconds is None:
        return _late_by_nobody_knows(attempt, result, decided)
    if rule.in_time(seconds):
        return result
    deducted = rule.deduction(seconds, result.before_lateness, result.maximum)
    taken = f"handed in {how_long(seconds)} late"
    if rule.is_closed(seconds):
        taken += f", after it was closed ({how_long(rule.closed or 0)} after the due date)"
    return _saying(replace(result, deducted=deducted), f"{taken}: {plain_number(deducted)} marks deducted")


def _late_by_nobody_knows(attempt: Attempt, result: AssignmentResult, decided: DecidedFor) -> AssignmentResult:
    """Work that a platform calls late without a time: what is certain is deducted, and no more."""
    rule = decided.rules.late
    if not attempt.handed.late or rule is None:
        return result
    said = "handed in late, and nobody knows by how much"
    if rule.grace or decided.extension:
        until = "the later date" if decided.extension else "the grace period"
        return _saying(result, f"{said}: it may have been within {until}, so nothing is deducted")
    deducted = rule.deduction(1, result.before_lateness, result.maximum)
    least = f"{plain_number(deducted)} marks deducted, the least that lateness costs"
    return _saying(replace(result, deducted=deducted), f"{said}: {least}")


def is_late(work: CountedWork) -> bool | None:
    """Whether what counts was handed in late, None where nobody knows."""
    if work.result.late_seconds is not None:
        return work.result.late_seconds > 0
    return work.attempt.handed.late if work.attempt else None


def _time(moment: datetime) -> str:
    return moment.isoformat(" ", "minutes")


def _counted(
    graded: Sequence[tuple[Attempt, AssignmentResult]], rules: AssignmentRules
) -> tuple[Attempt, AssignmentResult]:
    """The attempt that counts; they come in order, the newest last."""
    if rules.attempt is Counted.BEST:
        places = range(len(graded))
        best = max(places, key=lambda place: (not graded[place][1].undecided, graded[place][1].score, place))
        return graded[best]
    if rules.attempt is Counted.NEWEST_IN_TIME:
        in_time = [(one, result) for one, result in graded if _is_in_time(one, result, rules.late or _NO_RULE)]
        return (in_time or graded)[-1]
    return graded[-1]


def _is_in_time(attempt: Attempt, result: AssignmentResult, rule: LateRule) -> bool:
    if result.late_seconds is None:
        return not attempt.handed.late
    return rule.in_time(result.late_seconds)


def _notes(ordered: Sequence[Attempt], counted: Attempt, overrides: Sequence[Override]) -> tuple[str, ...]:
    return tuple(
        f"{one.place} is for another hand-in than the one that counts, {counted.file_sha256[:12]}: not applied"
        for one in overrides
        if not _is_for(one, counted)
    )


def _require_effects(
    overrides: Sequence[Override], attempts: Sequence[Attempt], blank: AssignmentResult, absent: str
) -> None:
    for override in overrides:
        meant = [attempt for attempt in attempts if _is_for(override, attempt)]
        if override.hand_in and not meant:
            raise UserError(f"{override.place}: no hand-in of this student has the sha256 {override.hand_in[:16]}")
        results = [_result_of(attempt, blank) for attempt in meant] or [blank.without_work(absent)]
        others = [one for one in overrides if one is not override]
        if all(_marks(_overridden(result, overrides)) == _marks(_overridden(result, others)) for result in results):
            raise UserError(f"{override.place} changes nothing: grading gives these marks without it; delete it")


def _marks(result: AssignmentResult) -> tuple[object, ...]:
    parts = (None if part.undecided else part.score for part in result.parts)
    return (None if result.undecided else result.before_lateness, *parts)
