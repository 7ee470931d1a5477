"""The worker's loop: load a source, answer calls. It decides nothing: all it sends is an answer to be judged."""

from __future__ import annotations

import random
import socket
import types
import warnings
from typing import Any, Final

import msgspec
import numpy as np
import torch

from . import elsewhere, encoding, entries, exceptions, harmless, source, wire

# Checks ask whether a certain warning was raised, so the first few and their first words are enough.
_MOST_WARNINGS: Final = 8
_WARNING_LENGTH: Final = 200


def serve(sock: socket.socket) -> None:
    """Answer the grader until it hangs up."""
    harmless.prepare()
    random.seed(0)
    np.random.seed(0)
    torch.default_generator.manual_seed(0)
    module = types.ModuleType("nothing")
    while (data := _receive(sock)) is not None:
        order = wire.decode_order(data)
        if isinstance(order, wire.Load):
            module = source.fresh_module(order.stem)
            harmless.lay_out(module, order)
            _send(sock, wire.encode(source.run(module, order)))
        else:
            for call in order.calls:
                _send(sock, answer(module, bytes(call)))


def _receive(sock: socket.socket) -> bytes | None:
    header = _receive_exactly(sock, wire.HEADER.size)
    if header is None:
        return None
    return _receive_exactly(sock, wire.HEADER.unpack(header)[0])


def _receive_exactly(sock: socket.socket, size: int) -> bytes | None:
    data = bytearray()
    while len(data) < size:
        piece = sock.recv(size - len(data))
        if not piece:
            return None
        data += piece
    return bytes(data)


def _send(sock: socket.socket, data: bytes) -> None:
    if len(data) > wire.MAX_FRAME:
        data = wire.encode(wire.Answer("unsendable", value="it is too large"))
    sock.sendall(wire.HEADER.pack(len(data)) + data)


def answer_at_home(module: types.ModuleType, raw: bytes) -> bytes:
    """Like `answer`, in a process that has work of its own: random generators are as before, even of watched calls."""
    try:
        return answer(module, raw)
    finally:
        elsewhere.come_home()


def answer(module: types.ModuleType, raw: bytes) -> bytes:
    """Make an encoded call and return the encoded answer; watched calls leave the generators of another program."""
    call = wire.decode_call(msgspec.Raw(raw))
    function = getattr(module, call.function, None)
    if function is None:
        return wire.encode(wire.Answer("missing"))
    args = [encoding.argument(value) for value in call.args]
    kwargs = {name: encoding.argument(value) for name, value in call.kwargs}
    if call.watch:
        return _encode(_watched(module, function, args, kwargs, call, raw))
    elsewhere.come_home()
    return _encode(_called(function, args, kwargs, call.wanted))


def _encode(outcome: wire.Answer) -> bytes:
    try:
        data = wire.encode(outcome)
        if len(data) > entries.MAX_ITEMS:  # or it cannot hold too many values
            wire.check_entries(data)
        return data
    except wire.WireError:
        return wire.encode(wire.Answer("unsendable", value="it has too many values"))
    except Exception as error:
        return wire.encode(wire.Answer("unsendable", value=exceptions.summary(error)))


def _called(function: Any, args: list[Any], kwargs: dict[str, Any], wanted: Any) -> wire.Answer:
    try:
        result = function(*args, **kwargs)
        return wire.Answer("returned", encoding.encode(result, wanted))
    except BaseException as error:
        names = [kind.__name__ for kind in type(error).__mro__ if kind is not object]
        raised = wire.Raised(names, exceptions.message(error), exceptions.place(error))
        return wire.Answer("raised", raised=raised)


def _watched(
    module: types.ModuleType, function: Any, args: list[Any], kwargs: dict[str, Any], call: wire.Call, raw: bytes
) -> wire.Answer:
    """Make the call as in another program, and note its side effects: changed arguments, warnings, random numbers."""
    with elsewhere.another_program(module) as touched, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        outcome = _called(function, args, kwargs, call.wanted)
    changed = _changed(raw, args, kwargs)
    texts = [str(warning.message)[:_WARNING_LENGTH] for warning in caught[:_MOST_WARNINGS]]
    return wire.Answer(
        outcome.status,
        outcome.value,
        outcome.raised,
        changed,
        texts,
        touched,
    )


def _changed(raw: bytes, args: list[Any], kwargs: dict[str, Any]) -> list[int | str]:
    """Which arguments are no longer what was sent, judged by their bytes."""
    _, sent, named, _, _ = wire.undecoded(raw)
    if (bytes(sent), bytes(named)) == (_bytes_of(args), _bytes_of(list(kwargs.items()))):
        return []
    call = wire.decode_call(msgspec.Raw(raw))
    changed: list[int | str] = [
        index for index, (old, new) in enumerate(zip(call.args, args, strict=True)) if _differs(old, new)
    ]
    return changed + [name for name, old in call.kwargs if _differs(old, kwargs[name])]


def _differs(sent: Any, now: Any) -> bool:
    return _bytes_of(encoding.argument(sent)) != _bytes_of(now)


def _bytes_of(value: Any) -> bytes:
    return msgspec.msgpack.encode(encoding.encode(value))
