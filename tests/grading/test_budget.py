"""What a submission may use up, told by a clock that the test turns: no worker, no waiting."""

from __future__ import annotations

import socket
import time
from collections import Counter
from typing import Final

import pytest

from autograder.grading.budget import Budget, GradingBudget, Limits, SearchBudget, SearchOver
from autograder.grading.clock import Clock
from autograder.grading.connection import Connection
from autograder.grading.failures import CheckFailed, Crashed, Hung, NotReached
from autograder.grading.meter import Overrun

LIMITS = Limits(call=1.0, check=2.0, submission=3.0)
HUGE = 65 << 20
NOTHING: Final[Counter[str]] = Counter()


class Waiting(Connection):
    """A connection over which nothing is said, but so many seconds were waited."""

    def __init__(self, seconds: float = 0.0) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            super().__init__(ours)
        self.seconds_waited = seconds


class OwnTime(Connection):
    """A connection over which nothing is said, to a worker that is this very process."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            super().__init__(ours, time.process_time)


def compute(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def clock_at(connection: Connection) -> Clock:
    clock = Clock()
    clock.follow(connection)
    return clock


def test_a_call_is_admitted_while_nothing_is_used_up() -> None:
    budget = GradingBudget(LIMITS, Clock())
    budget.begin_check(long_calls=False)
    budget.admit("train", NOTHING)


def test_a_check_that_took_too_long_fails_and_the_next_one_is_admitted() -> None:
    connection = Waiting()
    budget = GradingBudget(LIMITS, clock_at(connection))
    budget.begin_check(long_calls=False)
    connection.seconds_waited = 2.5
    with pytest.raises(Hung, match=r"the calls of this check took more than 2 s in total"):
        budget.admit("train", NOTHING)
    budget.begin_check(long_calls=False)
    budget.admit("train", NOTHING)


def test_a_submission_that_used_up_its_seconds_is_not_asked_any_more() -> None:
    budget = GradingBudget(LIMITS, clock_at(Waiting(3.5)))
    budget.begin_check(long_calls=False)
    with pytest.raises(NotReached, match=r"not tried: earlier checks took more than 3 s in total"):
        budget.admit("train", NOTHING)


def test_processor_time_counts_and_waiting_does_not() -> None:
    connection = OwnTime()
    budget = GradingBudget(Limits(check=0.1, submission=0.15), clock_at(connection))
    budget.begin_check(long_calls=False)
    connection.seconds_waited = 0.4
    budget.admit("train", NOTHING)
    compute(0.11)
    with pytest.raises(Hung, match=r"the calls of this check used more than 0\.1 s of processor time in total"):
        budget.admit("train", NOTHING)
    budget.begin_check(long_calls=False)
    budget.admit("train", NOTHING)
    compute(0.05)
    with pytest.raises(NotReached, match=r"earlier checks used more than 0\.15 s of processor time in total"):
        budget.admit("train", NOTHING)


def test_waiting_has_a_limit_five_times_as_long() -> None:
    connection = OwnTime()
    budget = GradingBudget(Limits(check=1.0, submission=200.0), clock_at(connection))
    budget.begin_check(long_calls=False)
    connection.seconds_waited = 100.0
    with pytest.raises(Hung, match=r"took more than 5 s \(they were waiting, not computing\) in total"):
        budget.admit("train", NOTHING)


def test_whoever_computes_slowly_on_the_clock_is_not_taken_for_waiting() -> None:
    """A worker that gets a tenth of a processor takes ten times as long as it computes."""
    connection = OwnTime()
    budget = GradingBudget(Limits(check=0.2, submission=200.0), clock_at(connection))
    budget.begin_check(long_calls=False)
    compute(0.1)
    connection.seconds_waited = 1.5
    budget.admit("train", NOTHING)


def test_two_checks_that_wait_too_long_are_tried_once_more_and_the_first_try_counts_for_nothing() -> None:
    connection = OwnTime()
    budget = GradingBudget(Limits(submission=0.2), clock_at(connection))
    for _ in range(2):
        budget.begin_check(long_calls=False)
        budget.admit("train", NOTHING)
        compute(0.15)
        budget.lost("train", Overrun.WAITING)
        assert budget.grant_second_try()
    budget.begin_check(long_calls=False)
    budget.admit("train", NOTHING)
    budget.lost("train", Overrun.WAITING)
    assert not budget.grant_second_try()
    budget.begin_check(long_calls=False)
    budget.admit("train", NOTHING)


def test_of_what_computes_too_long_one_check_is_tried_again() -> None:
    """Its processor time hardly depends on the machine; what waits for something else may be tried yet."""
    budget = GradingBudget(LIMITS, Clock())
    granted = []
    for overrun in (Overrun.COMPUTING, Overrun.COMPUTING, Overrun.WAITING, Overrun.WAITING):
        budget.begin_check(long_calls=False)
        budget.lost("train", overrun)
        granted.append(budget.grant_second_try())
    assert granted == [True, False, True, False]


def test_what_is_slow_to_read_uses_up_the_submission_s_seconds() -> None:
    clock = Clock()
    budget = GradingBudget(Limits(check=0.001), clock)
    budget.begin_check(long_calls=False)
    with clock.reading():
        compute(0.01)
    with pytest.raises(Hung, match="in total"):
        budget.admit("train", NOTHING)


def test_results_that_take_too_much_memory_end_a_submission() -> None:
    budget = GradingBudget(LIMITS, Clock())
    budget.begin_check(long_calls=False)
    with pytest.raises(NotReached, match=r"the results so far take more than 64 MB in total"):
        budget.admit("train", Counter(train=HUGE))


def test_a_function_whose_results_take_too_much_memory_is_not_called_again_and_others_are() -> None:
    budget = GradingBudget(LIMITS, Clock())
    budget.begin_check(long_calls=False)
    held = Counter(train=33 << 20)
    with pytest.raises(NotReached, match="not tried: what train has returned so far takes more than 32 MB in total"):
        budget.admit("train", held)
    budget.admit("fit_line", held)


def test_a_function_that_hung_twice_is_not_called_again_and_others_are() -> None:
    budget = GradingBudget(LIMITS, Clock())
    for _ in range(2):
        budget.begin_check(long_calls=False)
        budget.admit("train", NOTHING)
        assert str(budget.lost("train", Overrun.CLOCK)) == "train did not return within 1 s"
    budget.begin_check(long_calls=False)
    with pytest.raises(NotReached, match="not tried: train hung in 2 checks before this one"):
        budget.admit("train", NOTHING)
    budget.admit("fit_line", NOTHING)


@pytest.mark.parametrize(
    ("overrun", "message"),
    [
        (Overrun.COMPUTING, "train used more than 1 s of processor time"),
        (Overrun.WAITING, "train did not return within 5 s (it was waiting, not computing)"),
    ],
)
def test_a_function_that_hung_is_told_which_limit_it_passed(overrun: Overrun, message: str) -> None:
    assert str(GradingBudget(LIMITS, Clock()).lost("train", overrun)) == message


def test_a_function_that_crashes_again_and_again_is_called_every_time() -> None:
    budget = GradingBudget(LIMITS, Clock())
    for _ in range(5):
        budget.begin_check(long_calls=False)
        budget.admit("train", NOTHING)
        assert isinstance(budget.lost("train", None), Crashed)


def test_long_calls_have_twelve_times_the_time_and_are_sent_one_by_one() -> None:
    budget = GradingBudget(LIMITS, clock_at(Waiting()))
    budget.begin_check(long_calls=False)
    usual = budget.call_seconds, budget.calls_ahead
    budget.begin_check(long_calls=True)
    assert (usual, (budget.call_seconds, budget.calls_ahead)) == ((1.0, 32), (12.0, 1))


def searching(clock: Clock, calls: int = 2) -> SearchBudget:
    budget = SearchBudget(LIMITS, clock, calls)
    budget.begin_check(long_calls=False)
    return budget


def test_a_search_ends_after_so_many_calls_and_the_next_one_has_as_many() -> None:
    budget = searching(Clock())
    for _ in range(2):
        for _ in range(2):
            budget.admit("train", NOTHING)
        with pytest.raises(SearchOver) as over:
            budget.admit("train", NOTHING)
        assert not over.value.by_clock
        budget.begin_check(long_calls=False)


def test_what_hung_in_grading_or_in_a_search_is_not_called_in_the_next() -> None:
    grading = GradingBudget(LIMITS, Clock())
    grading.begin_check(long_calls=False)
    grading.lost("train", Overrun.CLOCK)
    assert grading.hung_functions == {"train"}
    assert grading.grant_second_try()  # which takes it back
    assert grading.hung_functions == set()
    budget = SearchBudget(LIMITS, Clock(), 9, {"train"})
    budget.begin_check(long_calls=False)
    budget.admit("fit_line", NOTHING)
    budget.lost("fit_line", Overrun.CLOCK)
    for function in ("train", "fit_line"):
        budget.begin_check(long_calls=False)
        with pytest.raises(SearchOver) as over:
            budget.admit(function, NOTHING)
        assert not over.value.by_clock
    budget.admit("design_matrix", NOTHING)


def test_a_search_that_ends_by_the_clock_says_so() -> None:
    connection = Waiting()
    budget = searching(clock_at(connection))
    connection.seconds_waited = 2.5
    with pytest.raises(SearchOver) as over:
        budget.admit("train", NOTHING)
    assert over.value.by_clock


def test_searches_share_half_the_submission_s_seconds() -> None:
    budget = searching(clock_at(Waiting(1.6)))
    with pytest.raises(SearchOver) as over:
        budget.admit("train", NOTHING)
    assert not over.value.by_clock


def test_memory_ends_a_search_too() -> None:
    with pytest.raises(SearchOver):
        searching(Clock()).admit("train", Counter(train=HUGE))


@pytest.mark.parametrize("overrun", [*Overrun, None])
def test_a_lost_worker_fails_a_check_and_only_ends_a_search(overrun: Overrun | None) -> None:
    budgets: list[Budget] = [GradingBudget(LIMITS, Clock()), searching(Clock())]
    assert [type(budget.lost("train", overrun)) for budget in budgets] == [Hung if overrun else Crashed, SearchOver]


def test_a_source_that_cannot_be_loaded_is_told_in_grading_and_only_ends_a_search() -> None:
    failure = GradingBudget(LIMITS, Clock()).without_worker("it stopped")
    assert isinstance(failure, CheckFailed)
    assert str(failure) == "it stopped"
    assert isinstance(searching(Clock()).without_worker("it stopped"), SearchOver)
