"""What a check calls: `reference` and, with the same interface, `submission`."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from autograder.errors import UserError
from autograder.grading.calls import CallEncoder, function_of
from autograder.grading.case_data import Case
from autograder.grading.contract import Signature
from autograder.grading.contract_types import WrongType
from autograder.grading.failures import BadAnswer, CheckFailed, Missing, NotWritten, StudentRaised, their_words
from autograder.grading.nouns import describe
from autograder.grading.replies import Reply
from autograder.grading.snapshot import snapshot
from autograder.worker import serve, wire

_LONGEST_REASON: Final = 200
_MOST_REMEMBERED: Final = (
    32 << 20
)  # bytes of answers to calls that are not the suite's own, as to what students returned
_LARGEST_CALL: Final = wire.MAX_FRAME // 2  # bytes: calls travel several to a frame


class Observation:
    """A call that returned, and its side effects."""

    def __init__(self, name: str, signature: Signature, answer: wire.Answer) -> None:
        self.name = name  # of the function
        self._signature = signature
        self._answer = answer

    @cached_property
    def value(self) -> Any:
        """What the function returned, validated against the contract.

        Raises:
            BadAnswer: it has the wrong type.
        """
        try:
            return self._signature.returns.read(self._answer.value)
        except WrongType as error:
            raise BadAnswer(f"the result of {self.name}: {error}") from None
        except (RecursionError, MemoryError):
            raise BadAnswer(f"the result of {self.name} cannot be read: it is too large") from None

    @property
    def described(self) -> str:
        """What was returned, of whatever type: the type and the size, in words."""
        return describe(self._answer.value)

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the arguments that the call changed in place."""
        names = self._signature.parameters
        changed = (
            names[mark] if isinstance(mark, int) and 0 <= mark < len(names) else str(mark)
            for mark in self._answer.changed
        )
        return tuple(name for name in changed if name in names)

    @property
    def warnings(self) -> tuple[str, ...]:
        """The texts of the warnings raised in the call."""
        return tuple(self._answer.warnings)

    @property
    def random_state_changed(self) -> bool:
        """Whether the call changed torch's global random state."""
        return "torch" in self.random_states_changed

    @property
    def random_states_changed(self) -> frozenset[str]:
        """The global random generators whose state the call changed: "torch", "numpy" and "random"."""
        return frozenset(self._answer.random_states_changed)


class Function:
    """A function of the contract, ready to be called."""

    def __init__(self, name: str, call: Callable[[str, tuple[Any, ...], dict[str, Any], bool], Observation]) -> None:
        self.name = name
        self._call = call

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The validated result of the call."""
        return self._call(self.name, args, kwargs, False).value

    def observe(self, *args: Any, **kwargs: Any) -> Observation:
        """The call's result and its side effects: changed arguments, warnings, the random state."""
        return self._call(self.name, args, kwargs, True)


class Subject:
    """Looks like the module: `subject.train(...)` calls its function."""

    def __init__(self, encoder: CallEncoder) -> None:
        self._encoder = encoder

    def __getattr__(self, name: str) -> Function:
        if name.startswith("_") or name not in self._encoder.contract.functions:
            raise AttributeError(f"the contract has no function {name}")
        return Function(name, self._call)

    def begin_case(self) -> None:
        """A new run of a check's body."""

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], watch: bool) -> Observation:
        raise NotImplementedError


class Reference(Subject):
    """The reference module, or a wrong model of it, called in this process on copies; each call is computed once."""

    def __init__(
        self, module: types.ModuleType, encoder: CallEncoder, known: Mapping[bytes, bytes] = MappingProxyType({})
    ) -> None:
        """Take the module, and what is known of its replies to encoded calls."""
        super().__init__(encoder)
        self._module = module
        self._known = known
        self._answers: dict[bytes, Reply] = {}
        self.replies: dict[bytes, bytes] = {}  # while rehearsing, what was not known
        self._observed: dict[bytes, Observation] = {}
        self._others: list[bytes] = []  # calls that are not the suite's own
        self._seen: dict[bytes, Any] = {}  # while rehearsing, what the current check was first told, by call
        self.parameters: Sequence[Case] = ()  # likewise, of all checks of the suite
        self._shared: Any = None  # and what all submissions are asked with
        self._shared_before = snapshot(None)
        self._shared_changed = False

    def begin_check(self) -> None:
        """Forget what the last check was told."""
        self._seen.clear()

    def share(self, case: Case) -> None:
        """Note what the current check is given for every submission: it is to be the same at every call."""
        self._shared = [case, *self.parameters]
        self._shared_before, self._shared_changed = snapshot(self._shared), False

    @property
    def shared_was_changed(self) -> bool:
        """Whether a value that is shared is another now, or was at a call."""
        return self._shared_changed or snapshot(self._shared) != self._shared_before

    @property
    def file(self) -> str:
        """Where the module stands."""
        return str(self._module.__file__)

    @property
    def spoilt(self) -> list[str]:
        """The functions of whose answers the current check has changed one in place."""
        changed = (data for data, value in self._seen.items() if snapshot(self._observed[data].value) != value)
        return list(dict.fromkeys(function_of(data) for data in changed))

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], watch: bool) -> Observation:
        data = self._encoder.encode(name, args, kwargs, watch)
        if data not in self._observed:
            signature = self._encoder.contract.functions[name]
            self._observed[data] = interpret(name, signature, self.answer(data))
        if self._encoder.rehearsing:
            self._shared_changed = self.shared_was_changed
            if data not in self._seen:
                with suppress(BadAnswer):  # the check fails by that itself
                    self._seen[data] = snapshot(self._observed[data].value)
        return self._observed[data]

    def answer(self, data: bytes) -> wire.Answer:
        """The answer to an encoded call.

        Raises:
            UserError: it could not be sent if a submission gave it.
        """
        return self._reply(data).answer

    def held(self, data: bytes) -> int:
        """About how many bytes the answer to an encoded call takes."""
        return self._reply(data).held

    def _reply(self, data: bytes) -> Reply:
        if data not in self._answers:
            reply = self._known.get(data) or serve.answer_at_home(self._module, data)
            self._answers[data] = _received(function_of(data), reply)
            if data not in self._known:
                if self._encoder.rehearsing:
                    self.replies[data] = reply
                else:
                    self._others.append(data)
        return self._answers[data]

    def make_room(self) -> None:
        """Forget calls that are not the suite's own if they take too much: every submission leads to others.

        Not while a submission is graded: answers are known by their identities meanwhile.
        """
        if sum(len(data) + self._answers[data].held for data in self._others) > _MOST_REMEMBERED:
            for data in self._others:
                del self._answers[data]
                self._observed.pop(data, None)
            self._others.clear()


def _received(name: str, reply: bytes) -> Reply:
    if len(reply) > wire.MAX_FRAME:
        raise UserError(f"{name} returns {len(reply):,} bytes, and an answer can have {wire.MAX_FRAME:,}")
    try:
        received = Reply(reply)
        _ = received.answer
    except wire.WireError as error:
        raise UserError(f"what {name} returns cannot be sent: {error}") from None
    return received


class Rehearsal(Reference):
    """The reference in the submission's place, noting the calls that a check makes."""

    def __init__(
        self, module: types.ModuleType, encoder: CallEncoder, known: Mapping[bytes, bytes] = MappingProxyType({})
    ) -> None:
        """As for the reference."""
        super().__init__(module, encoder, known)
        self.calls: list[bytes] = []

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], watch: bool) -> Observation:
        data = self._encoder.encode(name, args, kwargs, watch)
        if len(data) > _LARGEST_CALL:
            raise UserError(f"a call of {name} has {len(data):,} bytes of arguments, and can have {_LARGEST_CALL:,}")
        self.calls.append(data)
        return super()._call(name, args, kwargs, watch)


def interpret(name: str, signature: Signature, answer: wire.Answer) -> Observation:
    """The answer as the check sees it.

    Raises:
        CheckFailed: the function is missing, not written yet, raised, or returned what cannot be sent.
    """
    if answer.status == "returned":
        return Observation(name, signature, answer)
    if answer.status == "missing":
        raise Missing(f"`{name}` is not defined")
    if answer.status == "raised" and answer.raised is not None:
        raised = answer.raised
        if "NotImplementedError" in raised.names:
            raise NotWritten(f"`{name}` is not written yet")
        raise StudentRaised(name, raised.names, raised.message, raised.where)
    if answer.status == "unsendable":
        reason = their_words(answer.value) if isinstance(answer.value, str) else "for an unknown reason"
        raise BadAnswer(f"the result of {name} cannot be read: {reason}")
    raise CheckFailed(f"{name} gave no readable answer")
