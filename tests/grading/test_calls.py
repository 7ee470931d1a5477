"""A call as bytes that a worker answers, and as text that a student can paste."""

from __future__ import annotations

import random
import types
from typing import Any, Final

import hypothesis.extra.numpy as npst
import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.calls import CallEncoder, as_source, encode_call, function_of
from autograder.grading.contract import Contract, Signature
from autograder.grading.contract_types import type_of
from autograder.worker import serve, wire

ANYTHING = Signature((), type_of(float))
STEADY = settings(deadline=None, derandomize=True, max_examples=150)


def encoded(*args: Any, **kwargs: Any) -> bytes:
    return encode_call("train", ANYTHING, args, kwargs, False)


def evaluated(*args: Any, **kwargs: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments that reach a function when the pasted text is run."""

    def train(*args: Any, **kwargs: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return args, kwargs

    result: tuple[tuple[Any, ...], dict[str, Any]] = eval(
        as_source("train", args, kwargs), {"torch": torch, "np": np, "train": train}
    )
    return result


TEXTS = {
    "train()": ((), {}),
    "train(torch.tensor([[1.0, -2.5]]), lr=0.0001)": ((torch.tensor([[1.0, -2.5]]),), {"lr": 1e-4}),
    "train(np.array([5.0, 0.1]))": ((np.array([5.0, 0.1]),), {}),
    "train(torch.tensor([0.1]))": ((torch.tensor([0.1]),), {}),
    "train(torch.tensor([0.5], dtype=torch.float64))": ((torch.tensor([0.5], dtype=torch.float64),), {}),
    "train(np.array([0.5], dtype=np.float32))": ((np.array([0.5], dtype=np.float32),), {}),
    "train(torch.tensor([[1, 2]]))": ((torch.tensor([[1, 2]]),), {}),
    "train(torch.tensor([], dtype=torch.float32))": ((torch.tensor([]),), {}),
    "train(torch.tensor(2.0))": ((torch.tensor(2.0),), {}),
    "train(torch.tensor([torch.nan, -torch.inf]))": ((torch.tensor([float("nan"), -float("inf")]),), {}),
    "train(np.array([1.0e+300, 0.0000123]))": ((np.array([1e300, 1.23e-5]),), {}),
    "train(float('nan'), -1, None, 'a')": ((float("nan"), -1, None, "a"), {}),
    "train([[1.0, 2.0], True])": ((((1.0, 2.0), True),), {}),
}


@pytest.mark.parametrize(("text", "call"), TEXTS.items(), ids=TEXTS)
def test_a_call_reads_as_a_person_would_write_it(text: str, call: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
    assert as_source("train", *call) == text


SHAPES = npst.array_shapes(min_dims=0, max_dims=3, min_side=1, max_side=3)
DTYPES = st.sampled_from(("float32", "float64", "float16", "int64", "int32", "uint8", "bool"))
ARRAYS = DTYPES.flatmap(lambda name: npst.arrays(name, SHAPES))


def bits(array: np.ndarray) -> bytes:
    """The entries byte by byte, with all NaN alike: text cannot tell them apart."""
    if array.dtype.kind == "f":
        array = np.where(np.isnan(array), np.array(np.nan, array.dtype), array)
    return array.tobytes()


@STEADY
@given(array=ARRAYS)
def test_a_pasted_tensor_is_equal_to_the_one_that_was_sent(array: np.ndarray) -> None:
    ((came,), _) = evaluated(torch.from_numpy(array.copy()))
    assert (came.numpy().dtype, came.numpy().shape) == (array.dtype, array.shape)
    assert bits(came.numpy()) == bits(array)


@STEADY
@given(array=ARRAYS)
def test_a_pasted_array_is_equal_to_the_one_that_was_sent(array: np.ndarray) -> None:
    ((came,), _) = evaluated(array)
    assert (came.dtype, came.shape) == (array.dtype, array.shape)
    assert bits(came) == bits(array)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)


@STEADY
@given(value=PLAIN, named=PLAIN)
def test_a_pasted_plain_value_is_equal_to_the_one_that_was_sent(value: Any, named: Any) -> None:
    assert evaluated(value, lr=named) == ((value,), {"lr": named})


@pytest.mark.parametrize(
    "number", [np.float64(0.1), np.float64("inf"), np.float32(0.1), np.int64(3), np.bool_(True)], ids=repr
)
def test_a_pasted_numpy_scalar_is_equal_to_the_one_that_was_sent(number: np.generic) -> None:
    ((came,), _) = evaluated(number)
    assert came == number


def test_a_tensor_reads_the_same_when_it_requires_grad() -> None:
    assert as_source("f", (torch.ones(1, requires_grad=True),), {}) == "f(torch.tensor([1.0]))"


def test_the_name_of_the_function_can_be_read_off_an_encoded_call() -> None:
    assert function_of(encoded(torch.ones(3), lr=0.1)) == "train"


SAME = {
    "tuple_and_list": ((1.0, 2.0), [1.0, 2.0]),
    "view_and_copy": (torch.arange(6.0)[::2], torch.tensor([0.0, 2.0, 4.0])),
    "with_and_without_grad": (torch.ones(2, requires_grad=True), torch.ones(2)),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_two_calls_have_the_same_bytes_when_students_see_the_same(one: Any, other: Any) -> None:
    assert encoded(one) == encoded(other)


DIFFERENT = {
    "dtype": (torch.ones(2), torch.ones(2, dtype=torch.float64)),
    "shape": (torch.ones(2), torch.ones(1, 2)),
    "library": (torch.ones(2), np.ones(2, dtype=np.float32)),
    "sign_of_zero": (torch.tensor(0.0), torch.tensor(-0.0)),
    "int_and_float": (1, 1.0),
    "int_and_bool": (1, True),
}


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_two_calls_have_other_bytes_when_students_see_another(one: Any, other: Any) -> None:
    assert encoded(one) != encoded(other)


def test_a_call_by_name_has_other_bytes_than_one_by_place() -> None:
    assert encoded(0.1) != encoded(lr=0.1)


@pytest.mark.parametrize(
    "value", [{"a": 1}, {1}, 1j, b"data", object()], ids=["dict", "set", "complex", "bytes", "object"]
)
def test_an_argument_is_refused_when_it_cannot_travel(value: Any) -> None:
    with pytest.raises(TypeError, match=f"a suite cannot send {type(value).__name__}"):
        encoded(value)


def answered(source: str, *args: Any, watch: bool = True, returns: Any = float, **kwargs: Any) -> wire.Answer:
    """What a worker says when `f` of this source is called."""
    module = types.ModuleType("submission_for_calls")
    exec(source, vars(module))
    data = encode_call("f", Signature((), type_of(returns)), args, kwargs, watch)
    answer = wire.decode_reply(serve.answer(module, data))
    assert isinstance(answer, wire.Answer)
    return answer


def test_arguments_reach_the_function_by_place_and_by_name() -> None:
    answer = answered("def f(x, *, lr): return float(x.sum()) * lr", torch.tensor([1.0, 2.0]), lr=0.5)
    assert (answer.status, answer.value) == ("returned", 1.5)


def test_tensors_in_a_list_reach_the_function_as_tensors() -> None:
    answer = answered("def f(pair): return float(pair[0].sum()) + pair[1]", (torch.tensor([1.0, 2.0]), 0.5))
    assert (answer.status, answer.value) == ("returned", 3.5)


CALLABLES = {
    "lambda": "f = lambda x: x",
    "partial": "import functools\ndef g(x, y): return x\nf = functools.partial(g, y=1)",
    "object": "class F:\n    def __call__(self, x): return x\nf = F()",
    "method": "class F:\n    def g(self, x): return x\nf = F().g",
    "class": "class f(float): pass",
}


@pytest.mark.parametrize("source", CALLABLES.values(), ids=CALLABLES)
def test_a_function_is_anything_that_can_be_called(source: str) -> None:
    assert answered(source, 2.0).value == 2.0


def test_a_function_that_is_not_there_is_missing() -> None:
    assert answered("def g(): return 1.0").status == "missing"


RAISES = {
    "an_exception": ("raise KeyError('a')", ["KeyError", "LookupError", "Exception", "BaseException"], "'a'"),
    "an_exit": ("raise SystemExit(3)", ["SystemExit", "BaseException"], "3"),
    "a_subclass": (
        "raise np.linalg.LinAlgError('singular')",
        ["LinAlgError", "ValueError", "Exception", "BaseException"],
        "singular",
    ),
}


@pytest.mark.parametrize(("line", "names", "message"), RAISES.values(), ids=RAISES)
def test_what_a_function_raises_is_told_with_its_bases(line: str, names: list[str], message: str) -> None:
    answer = answered(f"import numpy as np\ndef f(): {line}")
    assert answer.raised is not None
    assert (answer.status, answer.raised.names, answer.raised.message) == ("raised", names, message)


def test_something_that_cannot_be_called_raises() -> None:
    answer = answered("f = 3")
    assert answer.raised is not None
    assert answer.raised.names[0] == "TypeError"


CHANGES = {
    "a_tensor_by_place": ("x[0] = 7.0", [0]),
    "a_tensor_by_name": ("w[0] = 7.0", ["w"]),
    "both": ("x += 1\n    w -= 1", [0, "w"]),
    "a_shape": ("x.resize_(1)", [0]),
    "neither": ("x = x + 1\n    w = w.clone()", []),
    "equal_values": ("x[0] = 1.0", []),
    "a_flag": ("x.requires_grad_()", []),
}


@pytest.mark.parametrize(("line", "changed"), CHANGES.values(), ids=CHANGES)
def test_arguments_that_were_changed_in_place_are_told(line: str, changed: list[int | str]) -> None:
    answer = answered(f"def f(x, w):\n    {line}\n    return 0.0", torch.ones(2), w=torch.ones(2))
    assert answer.changed == changed


def test_an_argument_counts_as_unchanged_when_it_holds_nan() -> None:
    assert answered("def f(x): return 0.0", torch.tensor([float("nan")])).changed == []


def test_a_list_that_was_changed_in_place_is_told() -> None:
    assert answered("def f(x):\n    x.append(3.0)\n    return 0.0", [1.0, 2.0]).changed == [0]


def test_a_change_is_told_when_the_function_raised_after_it() -> None:
    assert answered("def f(x):\n    x += 1\n    raise ValueError", torch.ones(2)).changed == [0]


def test_warnings_are_told_every_time() -> None:
    source = "import warnings\ndef f():\n    for _ in range(2): warnings.warn('broadcast')\n    return 0.0"
    assert answered(source).warnings == ["broadcast", "broadcast"]


GENERATORS: Final[dict[str, tuple[str, list[str]]]] = {
    "drawn": ("torch.rand(1)", ["torch"]),
    "seeded": ("torch.manual_seed(1)", ["torch"]),
    "seeded as it is before anybody draws": ("torch.rand(1); torch.manual_seed(0)", ["torch"]),
    "seeded as it had been": ("seed = torch.initial_seed(); torch.manual_seed(3); torch.manual_seed(seed)", ["torch"]),
    "own generator": ("torch.rand(1, generator=torch.Generator())", []),
    "put back": ("state = torch.get_rng_state(); torch.rand(1); torch.set_rng_state(state)", []),
    "of numpy": ("numpy.random.rand()", ["numpy"]),
    "of numpy, seeded": ("numpy.random.seed(0)", ["numpy"]),
    "of Python": ("random.random()", ["random"]),
    "of Python, seeded": ("random.seed(0)", ["random"]),
    "all of them": ("torch.rand(1); numpy.random.rand(); random.random()", ["torch", "numpy", "random"]),
}


@pytest.mark.parametrize(("line", "changed"), GENERATORS.values(), ids=GENERATORS)
def test_a_change_of_a_global_random_state_is_told(line: str, changed: list[str]) -> None:
    assert (
        answered(f"import numpy, random, torch\ndef f():\n    {line}\n    return 0.0").random_states_changed == changed
    )


def test_watching_a_call_leaves_the_random_states_of_the_process_alone() -> None:
    states = torch.get_rng_state(), str(np.random.get_state()), random.getstate()
    answered(
        "import numpy, random, torch\ndef f(): return float(torch.rand(1) + numpy.random.rand() + random.random())"
    )
    assert torch.equal(states[0], torch.get_rng_state())
    assert states[1] == str(np.random.get_state())
    assert states[2] == random.getstate()


@pytest.mark.parametrize(
    ("expression", "differs"),
    [
        ("hash('1')", True),
        ("hash(b'1')", True),
        ("hash((1, 'a'))", True),
        ("hash(1)", False),
        ("hash((1, 2.5))", False),
        ("len({'a': 1})", False),
    ],
)
def test_a_watched_call_finds_the_hashes_of_another_process(expression: str, differs: bool) -> None:
    source = f"def f(): return float({expression} % 10**6)"
    values = [answered(source, watch=watch).value for watch in (False, True, True)]
    assert values[1] == values[2]
    assert (values[0] != values[1]) is differs


def test_nothing_is_looked_for_when_a_call_is_not_watched() -> None:
    answer = answered("def f(x):\n    x += 1\n    return 0.0", torch.ones(2), watch=False)
    assert (answer.changed, answer.warnings) == ([], [])


def test_a_text_that_is_no_unicode_is_unsendable() -> None:
    assert answered("def f(): return '\\ud800'", returns=str).status == "unsendable"


def test_a_deeply_nested_result_is_an_answer_like_any_other() -> None:
    source = "def f():\n    nested = []\n    for _ in range(100_000): nested = [nested]\n    return nested"
    assert answered(source).status in ("raised", "unsendable")


def test_the_arguments_of_a_batch_are_fresh_for_every_call() -> None:
    module = types.ModuleType("submission_for_calls")
    exec("def f(x):\n    x += 1\n    return float(x)", vars(module))
    data = encode_call("f", ANYTHING, (torch.tensor(1.0),), {}, False)
    order = wire.decode_order(wire.encode(wire.Calls([msgspec.Raw(data)] * 2)))
    assert isinstance(order, wire.Calls)
    replies = [wire.decode_reply(serve.answer(module, bytes(call))) for call in order.calls]
    assert [reply.value for reply in replies if isinstance(reply, wire.Answer)] == [2.0, 2.0]


@pytest.mark.parametrize("make", [torch.ones, np.ones], ids=["torch", "numpy"])
def test_a_call_with_what_was_drawn_is_encoded_once(make: Any) -> None:
    drawn = make(3)
    encoder = CallEncoder(Contract({"train": ANYTHING}))
    encoder.recognise([encoded(drawn, 0.1)], [{"rows": [(drawn, "a name")]}])
    first, second = (encoder.encode("train", (drawn, 0.1), {}, False) for _ in range(2))
    assert first is second


@pytest.mark.parametrize("make", [torch.ones, np.ones], ids=["torch", "numpy"])
def test_what_a_check_changes_between_two_calls_is_sent_as_it_is_then(make: Any) -> None:
    own = make(3)
    encoder = CallEncoder(Contract({"train": ANYTHING}))
    encoder.recognise([encoded(own)], [])
    before = encoder.encode("train", (own,), {}, False)
    own[0] = 7
    assert encoder.encode("train", (own,), {}, False) == encoded(own) != before
