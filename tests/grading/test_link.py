"""The link to a worker, over a real socket and without a process at its other end."""

from __future__ import annotations

import sys
import time

import pytest

from autograder.grading.budget import Limits
from autograder.grading.calls import CallKey, encode_call
from autograder.grading.contract import Signature
from autograder.grading.contract_types import type_of
from autograder.grading.link import CannotLoad, Link, WorkerLost
from autograder.grading.meter import Overrun
from autograder.intake.records import Source
from autograder.worker import wire
from tests.helpers.worker_ends import OtherEnd, Spawner, Talk

SOURCE = Source("halving", "halving.py", (("halving.py", "def halve(x): return x / 2\n"),))
NOTEBOOK = Source("halving", "halving.ipynb", (("cell 1", "1 / 0"), ("cell 2", "def halve(x): return x / 2")))


def call(number: float) -> CallKey:
    return CallKey(encode_call("halve", Signature(("x",), type_of(float)), (number,), {}, False), 0)


ONE, TWO = call(1.0), call(2.0)
LIMITS = Limits(load=0.3)
PROBLEM = wire.Problem("halving.py, line 3", "NameError: name 'y' is not defined")


def answers(*values: float, problems: tuple[wire.Problem, ...] = ()) -> Talk:
    """Load the source, read one batch of calls, and answer with these values."""

    def talk(end: OtherEnd) -> None:
        end.order()
        end.say(wire.Loaded(list(problems)))
        end.order()
        for value in values:
            end.say(wire.Answer("returned", value))

    return talk


def silent(end: OtherEnd) -> None:
    end.order()
    end.order()


def ended(end: OtherEnd) -> None:
    end.order()
    raise EOFError


def link_to(*talks: Talk, source: Source = SOURCE) -> tuple[Link, Spawner]:
    spawner = Spawner(list(talks))
    return Link(source, spawner, LIMITS), spawner


def received(link: Link) -> tuple[CallKey | None, wire.Answer]:
    call, reply = link.receive(1.0)
    return call, reply.answer


def test_a_worker_gets_the_source_before_any_call() -> None:
    link, spawner = link_to(answers(0.5, 1.0))
    link.open()
    link.send([ONE, TWO], 1.0)
    assert [received(link) for _ in range(2)] == [
        (ONE, wire.Answer("returned", 0.5)),
        (TWO, wire.Answer("returned", 1.0)),
    ]
    (end,) = spawner.ends
    load, calls = end.orders
    assert isinstance(load, wire.Load)
    assert isinstance(calls, wire.Calls)
    assert (load.stem, load.cells, len(calls.calls)) == ("halving", [("halving.py", SOURCE.cells[0][1])], 2)
    link.close()


def test_one_worker_is_enough_while_it_lives() -> None:
    link, spawner = link_to(answers(0.5))
    link.open()
    link.open()
    assert (len(spawner.ends), link.workers, link.crashes) == (1, 1, 0)
    link.close()


def test_answers_that_nobody_asks_for_any_more_come_without_their_call() -> None:
    link, _ = link_to(answers(0.5))
    link.open()
    link.send([ONE], 1.0)
    link.forget()
    assert received(link) == (None, wire.Answer("returned", 0.5))
    assert link.idle
    link.close()


def test_a_worker_that_says_nothing_hangs_in_the_first_call_that_is_due() -> None:
    link, _ = link_to(answers())
    link.open()
    link.send([ONE, TWO], 1.0)
    with pytest.raises(WorkerLost) as lost:
        link.receive(0.05)
    assert (lost.value.call, lost.value.overrun, link.crashes, link.idle) == (ONE, Overrun.CLOCK, 0, True)


def test_a_worker_that_ends_is_a_crash_in_the_first_call_that_is_due() -> None:
    def leave(end: OtherEnd) -> None:
        answers()(end)
        raise EOFError

    link, _ = link_to(leave)
    link.open()
    link.send([ONE], 1.0)
    with pytest.raises(WorkerLost) as lost:
        link.receive(1.0)
    assert (lost.value.call, lost.value.overrun, link.crashes) == (ONE, None, 1)


def test_a_reply_that_is_not_an_answer_counts_as_a_crash() -> None:
    def confused(end: OtherEnd) -> None:
        answers()(end)
        end.say(wire.Loaded([]))

    link, _ = link_to(confused)
    link.open()
    link.send([ONE], 1.0)
    with pytest.raises(WorkerLost) as lost:
        link.receive(1.0)
    assert lost.value.overrun is None


def test_a_lost_worker_is_replaced_when_the_link_is_opened_again() -> None:
    link, _ = link_to(answers(), answers(0.5))
    link.open()
    link.send([ONE], 1.0)
    with pytest.raises(WorkerLost):
        link.receive(0.05)
    link.open()
    link.send([TWO], 1.0)
    assert received(link) == (TWO, wire.Answer("returned", 0.5))
    assert (link.workers, link.calls_answered) == (2, 1)
    link.close()


def loads_slowly(end: OtherEnd) -> None:
    end.order()
    time.sleep(0.3)
    end.say(wire.Loaded([PROBLEM], [3, 4]))
    end.order()
    end.say(wire.Answer("returned", 0.5))


def test_loading_counts_against_neither_check_nor_submission() -> None:
    link, _ = link_to(loads_slowly)
    link.clock.begin_check()
    link.open()
    link.send([ONE], 1.0)
    link.receive(1.0)
    assert link.clock.seconds < 0.2
    assert link.clock.check_overrun(0.2) is None
    link.close()


def test_the_next_worker_leaves_out_what_the_first_could_do_without() -> None:
    def also_tells(end: OtherEnd) -> None:
        end.order()
        end.say(wire.Loaded([], [5]))

    link, spawner = link_to(loads_slowly, also_tells)
    for _ in range(3):
        link.open()
        link.close()
    loads = [end.orders[0] for end in spawner.ends]
    assert [load.left_out for load in loads if isinstance(load, wire.Load)] == [[], [3, 4], [3, 4]]
    assert "line 3" in link.notes[0]  # what the first worker told


def test_a_source_that_is_slow_to_load_again_and_again_is_given_up() -> None:
    link, spawner = link_to(loads_slowly)

    def load_again_and_again() -> None:
        for _ in range(20):
            link.open()
            link.close()

    with pytest.raises(CannotLoad, match=r"not tried: halving\.py ended the program again and again"):
        load_again_and_again()
    assert len(spawner.ends) > 4 * LIMITS.loading / 0.35


@pytest.mark.parametrize(
    ("talk", "reason", "workers", "crashes"),
    [
        (silent, "halving.py was still running after 0.75 s: it must finish", 1, 0),
        (ended, "halving.py ended the program while it was being run (a crash, or os._exit)", 2, 2),
    ],
    ids=["never_done", "ends_twice"],
)
def test_a_source_that_cannot_be_loaded_is_not_tried_again(talk: Talk, reason: str, workers: int, crashes: int) -> None:
    link, spawner = link_to(talk)
    for _ in range(2):
        with pytest.raises(CannotLoad, match=r"halving\.py") as error:
            link.open()
        assert str(error.value) == reason
    assert (len(spawner.ends), link.notes, link.crashes) == (workers, (reason,), crashes)


def test_a_worker_that_somebody_else_kills_while_it_loads_is_replaced() -> None:
    link, spawner = link_to(ended, answers(0.5))
    link.open()
    link.send([ONE], 1.0)
    assert received(link) == (ONE, wire.Answer("returned", 0.5))
    assert (len(spawner.ends), link.notes) == (2, ())
    link.close()


def test_the_grader_s_own_fault_while_a_source_is_loaded_leaves_no_worker_behind() -> None:
    def break_off(end: OtherEnd) -> None:
        end.order()
        end.sock.sendall(wire.HEADER.pack(3) + b"\xc1\xc1\xc1")

    link, _ = link_to(break_off)
    with pytest.raises(CannotLoad):
        link.open()
    assert link.idle
    with pytest.raises(AssertionError, match="not open"):
        link.send([ONE], 1.0)


PYTHON = f"it was run with Python {sys.version_info.major}.{sys.version_info.minor}"
NOTES = {
    "nothing": (SOURCE, (), ()),
    "a_line": (
        SOURCE,
        (PROBLEM,),
        ("halving.py stopped at line 3: NameError: name 'y' is not defined; the statements after it were run",),
    ),
    "syntax": (
        SOURCE,
        (wire.Problem("halving.py, line 1", "SyntaxError: invalid syntax", unusable=True),),
        (f"halving.py stopped at line 1: SyntaxError: invalid syntax; nothing in it could be used; {PYTHON}",),
    ),
    "a_cell": (
        NOTEBOOK,
        (wire.Problem("cell 1, line 1", "ZeroDivisionError: division by zero"),),
        ("halving.ipynb stopped at cell 1, line 1: ZeroDivisionError: division by zero; the cells after it were run",),
    ),
}


@pytest.mark.parametrize(("source", "problems", "notes"), NOTES.values(), ids=NOTES)
def test_the_student_reads_where_the_source_stopped(
    source: Source, problems: tuple[wire.Problem, ...], notes: tuple[str, ...]
) -> None:
    link, _ = link_to(answers(problems=problems), source=source)
    link.open()
    assert link.notes == notes
    link.close()


def test_of_many_problems_the_first_are_told_and_the_rest_counted() -> None:
    link, _ = link_to(answers(problems=(PROBLEM,) * 7))
    link.open()
    assert len(link.notes) == 4
    assert link.notes[-1] == "4 more statements of halving.py raised"
    link.close()
