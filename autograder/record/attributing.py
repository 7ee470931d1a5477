"""Whom and what the lines of `decisions.toml` are about: each must name one student, and what the suite has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.errors import UserError
from autograder.record.decisions import AssignmentRules, Decisions, Extension, Override
from autograder.record.people import People
from autograder.results import AssignmentResult


@dataclass(frozen=True)
class DecidedFor:
    """What was decided about one student's work for one assignment."""

    rules: AssignmentRules
    extension: Extension | None
    overrides: tuple[Override, ...]


class Attributed:
    """The decisions by student."""

    def __init__(self, decisions: Decisions, people: People) -> None:
        """Find out who is meant.

        Raises:
            UserError: a line names nobody or several people, or contradicts another.
        """
        self._decisions = decisions
        self._extensions: dict[tuple[str, str], Extension] = {}
        self._overrides: defaultdict[tuple[str, str], list[Override]] = defaultdict(list)
        for extension in decisions.extensions:
            key = (_who(extension, people), extension.assignment)
            if other := self._extensions.get(key):
                raise _contradiction(extension, other)
            due = decisions.rules_of(extension.assignment).due
            if due and extension.until <= due:
                raise UserError(f"{extension.place} changes nothing: it is due {due.isoformat(' ')} for everybody")
            self._extensions[key] = extension
        for override in decisions.overrides:
            theirs = self._overrides[_who(override, people), override.assignment]
            for earlier in theirs:
                if _contradict(earlier, override):
                    raise _contradiction(override, earlier)
            theirs.append(override)

    def of(self, person: str, assignment: str) -> DecidedFor:
        """What was decided about a student's work for an assignment."""
        rules = self._decisions.rules_of(assignment)
        key = (person, assignment)
        return DecidedFor(rules, self._extensions.get(key), tuple(self._overrides.get(key, ())))

    def require_targets(self, blanks: Mapping[str, AssignmentResult]) -> None:
        """Make sure that the parts and checks exist, and that no mark is above its maximum.

        Args:
            blanks: what each assignment looks like; a line about one that is not known yet has to wait.

        Raises:
            UserError: one does not.
        """
        for override in self._decisions.overrides:
            if blank := blanks.get(override.assignment):
                _require_target(override, blank)


def _require_target(override: Override, blank: AssignmentResult) -> None:
    parts = {part.name: part.maximum for part in blank.parts}
    checks = {check.id: check.marks for check in blank.checks}
    known = checks if override.check else parts
    if override.target and override.target not in known:
        what = "check" if override.check else "part"
        raise UserError(
            f"{override.place}: {override.assignment} has no {what} {override.target!r}; it has {', '.join(known)}"
        )
    maximum = known[override.target] if override.target else blank.maximum
    if override.marks is not None and override.marks > maximum:
        what = override.target or override.assignment
        raise UserError(
            f"{override.place}: {what} is worth {maximum} marks, not {override.marks}: for extra credit, write add"
        )


def _who(line: Extension | Override, people: People) -> str:
    keys = people.find(line.student)
    if len(keys) == 1:
        return next(iter(keys))
    if not keys:
        raise UserError(
            f"{line.place}: nobody in the record has the id, login, address or name {line.student!r}; a class apart "
            "has its own with --decisions FILE"
        )
    names = people.display_names()
    meant = ", ".join(sorted(names[key] for key in keys))
    raise UserError(f"{line.place}: {line.student!r} can be several students, {meant}: write an id")


def _contradict(one: Override, other: Override) -> bool:
    """Whether two lines about one student's work cannot both hold."""
    if one.hand_in != other.hand_in and one.hand_in and other.hand_in:
        return False
    same_target = one.target == other.target
    if one.marks is None and other.marks is None:
        return same_target and (one.add, one.why) == (other.add, other.why)
    # Marks for the whole leave nothing for its parts to change.
    return same_target or any(line.marks is not None and not line.target for line in (one, other))


def _contradiction(line: Extension | Override, earlier: Extension | Override) -> UserError:
    return UserError(f"{line.place} contradicts {earlier.place.split(', ', 1)[-1]}: keep one")
