"""Frames to and from a worker: they arrive whole or not at all, and no wait lasts for ever."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from autograder.grading.connection import Connection, HungUp, TimedOut
from autograder.grading.meter import Overrun
from autograder.worker import wire

Pair = tuple[Connection, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """The grader's end as a connection, and the worker's as a bare socket."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Connection(ours), theirs


def frame(data: bytes) -> bytes:
    return wire.HEADER.pack(len(data)) + data


FRAMES = frame(b"first") + frame(b"") + frame(b"third")


@pytest.mark.parametrize("split", range(len(FRAMES) + 1))
def test_frames_split_at_any_byte_arrive_whole(pair: Pair, split: int) -> None:
    connection, theirs = pair
    theirs.sendall(FRAMES[:split])
    later = threading.Timer(0.005, theirs.sendall, [FRAMES[split:]])
    later.start()
    received = [connection.receive(5.0) for _ in range(3)]
    later.join()
    assert received == [b"first", b"", b"third"]


def test_frames_sent_byte_by_byte_arrive_whole(pair: Pair) -> None:
    connection, theirs = pair

    def send() -> None:
        for byte in FRAMES:
            theirs.sendall(bytes([byte]))

    sender = threading.Thread(target=send)
    sender.start()
    received = [connection.receive(5.0) for _ in range(3)]
    sender.join()
    assert received == [b"first", b"", b"third"]


def test_a_frame_larger_than_the_buffers_arrives_whole(pair: Pair) -> None:
    connection, theirs = pair
    largest = bytes(range(256)) * (wire.MAX_FRAME // 256)
    sender = threading.Thread(target=theirs.sendall, args=[frame(largest)])
    sender.start()
    received = connection.receive(10.0)
    sender.join()
    assert received == largest


def test_a_frame_larger_than_the_buffers_is_sent_whole(pair: Pair) -> None:
    connection, theirs = pair
    largest = bytes(range(256)) * (wire.MAX_FRAME // 256)
    received = bytearray()

    def read() -> None:
        while len(received) < len(largest) + wire.HEADER.size:
            received.extend(theirs.recv(1 << 16))

    reader = threading.Thread(target=read)
    reader.start()
    connection.send(largest, 10.0)
    reader.join()
    assert bytes(received) == frame(largest)


def test_a_frame_over_the_limit_is_not_sent(pair: Pair) -> None:
    with pytest.raises(ValueError, match="is too large"):
        pair[0].send(bytes(wire.MAX_FRAME + 1), 1.0)


@pytest.mark.parametrize("size", [wire.MAX_FRAME + 1, 2**32 - 1], ids=["one_more", "largest"])
def test_a_worker_that_announces_a_frame_over_the_limit_is_given_up(pair: Pair, size: int) -> None:
    connection, theirs = pair
    theirs.sendall(wire.HEADER.pack(size))
    with pytest.raises(HungUp):
        connection.receive(5.0)


@pytest.mark.parametrize("sent", [b"", b"\0\0", frame(b"whole")[:-1]], ids=["nothing", "half_a_header", "half_a_frame"])
def test_a_worker_that_ends_in_the_middle_of_a_frame_is_given_up(pair: Pair, sent: bytes) -> None:
    connection, theirs = pair
    theirs.sendall(sent)
    theirs.close()
    with pytest.raises(HungUp):
        connection.receive(5.0)


def test_the_last_frame_of_a_worker_that_ended_counts(pair: Pair) -> None:
    connection, theirs = pair
    theirs.sendall(frame(b"last words"))
    theirs.close()
    assert connection.receive(5.0) == b"last words"


def test_nothing_can_be_sent_to_a_worker_that_ended(pair: Pair) -> None:
    connection, theirs = pair
    theirs.close()
    with pytest.raises(HungUp):
        connection.send(b"hello", 5.0)


@pytest.mark.parametrize("sent", [b"", b"\0\0", frame(b"whole")[:-1]], ids=["nothing", "half_a_header", "half_a_frame"])
def test_waiting_for_a_frame_ends_with_the_time_limit(pair: Pair, sent: bytes) -> None:
    connection, theirs = pair
    theirs.sendall(sent)
    start = time.monotonic()
    with pytest.raises(TimedOut):
        connection.receive(0.05)
    took = time.monotonic() - start
    # A busy machine may leave less of the limit for waiting, but never lets it end early.
    assert took >= 0.05
    assert 0.0 < connection.seconds_waited <= took
    assert connection.seconds_waited < 2.0


def test_a_worker_that_trickles_bytes_does_not_extend_the_time_limit(pair: Pair) -> None:
    connection, theirs = pair
    enough = threading.Event()

    def trickle() -> None:
        theirs.sendall(wire.HEADER.pack(1000))
        while not enough.wait(0.01):
            theirs.sendall(b"x")

    sender = threading.Thread(target=trickle)
    sender.start()
    start = time.monotonic()
    with pytest.raises(TimedOut):
        connection.receive(0.1)
    took = time.monotonic() - start
    enough.set()
    sender.join()
    assert took < 2.0


def test_a_worker_that_computes_is_given_up_after_its_processor_time() -> None:
    """The worker is this process, in another thread, beside two seconds of which nothing is used."""
    ours, theirs = socket.socketpair()
    enough = threading.Event()

    def compute() -> None:
        while not enough.is_set():
            pass

    busy = threading.Thread(target=compute)
    with ours, theirs:
        connection = Connection(ours, time.process_time)
        threading.Timer(0.3, busy.start).start()
        with pytest.raises(TimedOut) as late:
            connection.receive(0.2)
        enough.set()
        busy.join()
    assert late.value.overrun is Overrun.COMPUTING
    assert connection.seconds_waited >= 0.45


def test_a_worker_that_waits_is_given_up_after_five_times_as_long() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        connection = Connection(ours, lambda: 1.0)
        with pytest.raises(TimedOut) as late:
            connection.receive(0.1)
    assert late.value.overrun is Overrun.WAITING
    assert connection.seconds_waited >= 0.45


def test_sending_to_a_worker_that_does_not_read_ends_with_the_time_limit(pair: Pair) -> None:
    with pytest.raises(TimedOut):
        pair[0].send(bytes(wire.MAX_FRAME), 0.05)


def test_a_frame_that_has_arrived_is_read_even_with_no_time_left(pair: Pair) -> None:
    connection, theirs = pair
    theirs.sendall(frame(b"in time"))
    assert connection.receive(0.0) == b"in time"


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not stopped there")
def test_the_time_in_which_the_grader_itself_was_stopped_does_not_count(pair: Pair) -> None:
    """As by Ctrl-Z."""
    connection, theirs = pair
    grader = os.fork()
    if grader == 0:
        code = 1
        try:
            code = 0 if connection.receive(1.5) == b"late" and connection.seconds_waited < 1.5 else 2
        finally:
            os._exit(code)
    time.sleep(0.3)
    os.kill(grader, signal.SIGSTOP)
    time.sleep(3.0)
    os.kill(grader, signal.SIGCONT)
    time.sleep(0.2)
    theirs.sendall(wire.HEADER.pack(4) + b"late")
    assert os.waitstatus_to_exitcode(os.waitpid(grader, 0)[1]) == 0
