"""What a submission may use up, in grading and in the search for a smaller counterexample.

A budget admits each call or says why not, and says what it means that a worker was lost. In grading that fails the
check in which it happens; a search just ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Protocol

from autograder.grading.clock import Clock
from autograder.grading.failures import CheckFailed, Crashed, Hung, NotReached
from autograder.grading.meter import WAITING_FACTOR, Overrun

_MOST_HANGS: Final = 2  # a function that hung so often is not called again
_LONG_FACTOR: Final = 12
MOST_HELD: Final = 64 << 20  # bytes of all answers, which are kept to the end; right work needs a tenth
# Of one function, so that a list which grows from call to call costs no other function; five runs of 100 000 epochs.
MOST_HELD_OF_ONE: Final = MOST_HELD // 2
_CALLS_AHEAD: Final = 32
# Of checks in which a limit of time was passed: one or two may have met a moment in which the machine was slow. Their
# processor time hardly depends on that, so of those that computed too long only one is tried again: what hangs
# everywhere hangs there too, and takes no minutes more.
_MOST_SECOND_TRIES: Final = 2
_MOST_WHERE_IT_COMPUTED: Final = 1
_SHARE_FOR_READING: Final = 0.5  # of the submission's seconds: what we may compute ourselves to judge its answers
_SHARE_FOR_SEARCHES: Final = 0.5  # of the submission's seconds, on top of them


@dataclass(frozen=True)
class Limits:
    """Seconds of processor time that the student's code may take, over all its threads.

    On the clock it may take several times as long. Where the system does not tell the processor time, as on macOS and
    Windows, they are seconds on the clock.
    """

    call: float = 3.0  # one call; twelve times as long in checks that are marked for long calls
    check: float = 20.0  # all calls of one check, likewise
    submission: float = 60.0  # all calls of all checks
    load: float = 30.0  # twice what a cell, or a statement, of the file may take; counted apart from all the others

    @property
    def cell(self) -> float:
        """After so long a cell, or a statement of a `.py`, is interrupted, and what it has defined is kept."""
        return self.load / 2

    @property
    def loading(self) -> float:
        """After so long in all, the cells or statements that are left are not run."""
        return self.load * 2

    @property
    def whole(self) -> float:
        """What a submission may cost in all, see `Allowance`: all its calls, and loading it as often as that takes.

        With the time for judging it, three submissions of one student take five minutes at most, at the default limits.
        """
        return self.submission + self.load / 6


class SearchOver(BaseException):
    """The search for a smaller case ends here; passes through hypothesis, which catches Exceptions.

    `by_clock` says whether time was the reason: then what was found so far is not repeatable.
    """

    def __init__(self, *, by_clock: bool) -> None:
        super().__init__()
        self.by_clock = by_clock


class Budget(Protocol):
    """What calls may cost."""

    @property
    def call_seconds(self) -> float:
        """How long one call may take."""

    @property
    def calls_ahead(self) -> int:
        """How many planned calls are sent in one go."""

    def begin_check(self, *, long_calls: bool) -> None:
        """A new check, or the search after one."""

    def admit(self, function: str, held: Counter[str], *, waits: bool = True) -> None:
        """Let a call be made, or raise why it is not.

        Args:
            function: what would be called.
            held: how many bytes the answers so far take, by function.
            waits: whether the reply is still to come; else it takes no more time.
        """

    def admit_reading(self) -> None:
        """Let one more answer be judged, or raise why it is not."""

    def without_worker(self, reason: str) -> BaseException:
        """What to raise where the source cannot be loaded."""

    def lost(self, function: str, overrun: Overrun | None) -> BaseException:
        """What to raise where a call of this function took too much, or ended its worker."""


class GradingBudget:
    """For grading: a call that is not admitted fails its check, and the student reads why."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._hangs: Counter[str] = Counter()
        self._hung_now: str | None = None  # the function that hung in this check
        self._hung_computing = False
        self._second_tries = 0
        self._long_calls = False

    @property
    def call_seconds(self) -> float:
        """How long one call may take."""
        return self._limits.call * self._factor

    @property
    def calls_ahead(self) -> int:
        """One where calls are long: what one came to may make the next one needless."""
        return 1 if self._long_calls else _CALLS_AHEAD

    def begin_check(self, *, long_calls: bool) -> None:
        """A new check: its seconds are counted from now."""
        self._long_calls = long_calls
        self._hung_now, self._hung_computing = None, False
        self._clock.begin_check()

    @property
    def hung_functions(self) -> frozenset[str]:
        """The functions of which a call has hung."""
        return frozenset(+self._hangs)

    @property
    def hung(self) -> bool:
        """Whether a call has hung since the check began."""
        return self._hung_now is not None

    def grant_second_try(self) -> bool:
        """Whether the check that passed a limit of time is tried once more; if so, the first try counts for nothing."""
        most = _MOST_WHERE_IT_COMPUTED if self._hung_computing else _MOST_SECOND_TRIES
        if self._second_tries >= most:
            return False
        self._second_tries += 1
        if self._hung_now is not None:
            self._hangs[self._hung_now] -= 1
        self._clock.forget_check()
        return True

    def admit(self, function: str, held: Counter[str], *, waits: bool = True) -> None:
        """Let a call be made.

        Raises:
            CheckFailed: time, memory or patience is used up.
        """
        if held.total() > MOST_HELD:
            raise NotReached(f"not tried: the results so far take more than {MOST_HELD >> 20} MB in total")
        if held[function] > MOST_HELD_OF_ONE:
            most = f"more than {MOST_HELD_OF_ONE >> 20} MB in total"
            raise NotReached(f"not tried: what {function} has returned so far takes {most}")
        if self._hangs[function] >= _MOST_HANGS:
            raise NotReached(f"not tried: {function} hung in {_MOST_HANGS} checks before this one")
        if not waits:
            return
        check_seconds = self._limits.check * self._factor
        if overrun := self._clock.overrun(self._limits.submission):
            raise NotReached(f"not tried: earlier checks {_too_much(overrun, self._limits.submission)} in total")
        if overrun := self._clock.check_overrun(check_seconds):
            raise Hung(f"the calls of this check {_too_much(overrun, check_seconds)} in total")

    def admit_reading(self) -> None:
        """Let one more answer be judged.

        Raises:
            CheckFailed: to read, and to compare, those before it took too long.
        """
        limit = self._limits.submission * _SHARE_FOR_READING
        if self._clock.seconds_reading > limit:
            raise NotReached(f"not tried: the results so far took the grader more than {limit:g} s to compare")

    def without_worker(self, reason: str) -> CheckFailed:
        """The check cannot be run."""
        return NotReached(reason)

    def lost(self, function: str, overrun: Overrun | None) -> CheckFailed:
        """The check failed; a function that hangs again and again is not admitted any more."""
        if overrun is not None:
            self._hangs[function] += 1
            self._hung_now, self._hung_computing = function, overrun is Overrun.COMPUTING
            return Hung(f"{function} {_too_long(overrun, self.call_seconds)}")
        return Crashed(f"{function} ended the program (a crash, os._exit, or far too much memory)")

    @property
    def _factor(self) -> int:
        return _LONG_FACTOR if self._long_calls else 1


def _too_long(overrun: Overrun, limit: float) -> str:
    """What a call did."""
    if overrun is Overrun.ALTOGETHER:
        return "was not finished when the time for the whole submission was used up"
    if overrun is Overrun.COMPUTING:
        return _too_much(overrun, limit)
    if overrun is Overrun.WAITING:
        return f"did not return within {limit * WAITING_FACTOR:g} s (it was waiting, not computing)"
    return f"did not return within {limit:g} s"


def _too_much(overrun: Overrun, limit: float) -> str:
    """What many calls did."""
    if overrun is Overrun.COMPUTING:
        return f"used more than {limit:g} s of processor time"
    if overrun is Overrun.WAITING:
        return f"took more than {limit * WAITING_FACTOR:g} s (they were waiting, not computing)"
    return f"took more than {limit:g} s"


class SearchBudget:
    """For the searches after all checks: they share half as many seconds as grading may take, and blame nobody."""

    calls_ahead = 1  # nothing is planned

    def __init__(self, limits: Limits, clock: Clock, most_calls: int, hung: Collection[str] = ()) -> None:
        """Nothing is used up yet.

        Args:
            limits: those of grading.
            clock: of the searches alone.
            most_calls: how many calls each search may make.
            hung: functions that are not called any more, as they have hung.
        """
        self._hung = set(hung)
        self._limits = limits
        self._clock = clock
        self._most_calls = most_calls
        self._calls_left = 0

    @property
    def call_seconds(self) -> float:
        """How long one call may take."""
        return self._limits.call

    def begin_check(self, *, long_calls: bool) -> None:
        """The search after another check: its calls and seconds are counted from now."""
        exhausted = self._clock.overrun(self._limits.submission * _SHARE_FOR_SEARCHES) is not None
        self._calls_left = 0 if exhausted or long_calls else self._most_calls
        self._clock.begin_check()

    def admit(self, function: str, held: Counter[str], *, waits: bool = True) -> None:
        """Let a call be made.

        Raises:
            SearchOver: the calls, the seconds or the memory of this search are used up.
        """
        if self._clock.check_overrun(self._limits.check):
            raise SearchOver(by_clock=True)
        if self._calls_left == 0 or held.total() > MOST_HELD or function in self._hung:
            raise SearchOver(by_clock=False)
        self._calls_left -= 1

    def admit_reading(self) -> None:
        """Let one more answer be judged.

        Raises:
            SearchOver: the seconds of this search are used up.
        """
        if self._clock.check_overrun(self._limits.check):
            raise SearchOver(by_clock=True)

    def without_worker(self, reason: str) -> SearchOver:
        """The search is over."""
        return SearchOver(by_clock=False)

    def lost(self, function: str, overrun: Overrun | None) -> SearchOver:
        """The search is over, and so are those to come where this function hung."""
        if overrun is not None:
            self._hung.add(function)
        return SearchOver(by_clock=False)
