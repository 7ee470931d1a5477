"""Makes lines that are harmless on a student's own machine harmless here: backends, threads, locks, compiling, files.

Done in the worker, before the source runs; it protects nothing.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.abc
import importlib.machinery
import inspect
import linecache
import os
import sys
import tempfile
import threading
import types
from collections.abc import Callable, Sequence
from typing import Any, Final

import torch

from . import wire
from .compiler import nothing


@functools.cache
def prepare() -> None:
    """Prepare torch, and matplotlib as soon as it is imported; a process that was forked from one that did is ready."""
    _keep_one_thread()
    torch.compile = _uncompiled  # compiling needs programs, and other bytes come out
    torch.nn.Module.compile = nothing  # type: ignore[method-assign]
    torch.Tensor.share_memory_ = lambda tensor: tensor  # type: ignore[method-assign]
    if hasattr(os, "nice"):
        os.nice = lambda increment: 0  # a worker may not change its priority
    for name, patch in _PATCHES.items():
        if name in sys.modules:
            patch(sys.modules[name])
    sys.meta_path.insert(0, _PatchingFinder())


def lay_out(module: types.ModuleType, order: wire.Load) -> None:
    """Put a script into the folder that the worker may write to, where it can read its own text."""
    folder = os.getcwd()
    with contextlib.suppress(OSError):
        if not order.by_statement or not os.path.samefile(folder, tempfile.gettempdir()):
            return
        path = os.path.join(folder, f"{order.stem}.py")
        text = "".join(source for _, source in order.cells)
        with open(path, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
        module.__file__ = path
        linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)


def _keep_one_thread() -> None:
    """Results must not depend on the number of threads, and torch takes each setting only once."""
    with contextlib.suppress(RuntimeError):
        torch.set_num_threads(1)
        torch.set_num_interop_threads(1)
    torch.set_num_threads = torch.set_num_interop_threads = nothing


def _uncompiled(model: Callable[..., Any] | None = None, **options: Any) -> Any:
    """What stands for `torch.compile`: the function as it is, also as a decorator with options."""
    return (lambda function: function) if model is None else model


def _patch_matplotlib(matplotlib: Any) -> None:
    matplotlib.use = nothing


def _patch_pyplot(pyplot: Any) -> None:
    switch_backend = pyplot.switch_backend
    pyplot.switch_backend = lambda newbackend: switch_backend("agg")
    pyplot.show = pyplot.pause = nothing


def _patch_multiprocessing(multiprocessing: Any) -> None:
    """There is one process only: what several would wait for each other with is what threads have."""
    for name in _LOCKS:
        for_threads = getattr(threading, name)
        setattr(multiprocessing, name, for_threads)
        setattr(torch.multiprocessing, name, for_threads)
        setattr(multiprocessing.context.BaseContext, name, _without_context(for_threads))


def _patch_heap(heap: Any) -> None:
    heap.Arena._dir_candidates = []  # no memory is shared: what it would be for lies in the folder for temporary files


def _patch_data_loader(loading: Any) -> None:
    """Batches come in the same order, with or without other processes that load them."""
    usual = loading.DataLoader.__init__

    @functools.wraps(usual)
    def without_processes(loader: Any, *args: Any, **kwargs: Any) -> None:
        given = inspect.signature(usual).bind(loader, *args, **kwargs)
        for name in _FOR_PROCESSES & given.arguments.keys():
            del given.arguments[name]
        usual(*given.args, **given.kwargs)

    loading.DataLoader.__init__ = without_processes


def _without_context(for_threads: Callable[..., Any]) -> Callable[..., Any]:
    return lambda context, *args, **kwargs: for_threads(*args, **kwargs)


_LOCKS: Final = ("Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore", "Event", "Barrier")
_FOR_PROCESSES: Final = frozenset(
    ("num_workers", "timeout", "worker_init_fn", "multiprocessing_context", "prefetch_factor", "persistent_workers")
)
_PATCHES: Final[dict[str, Callable[[Any], None]]] = {
    "matplotlib": _patch_matplotlib,
    "matplotlib.pyplot": _patch_pyplot,
    "multiprocessing": _patch_multiprocessing,
    "multiprocessing.heap": _patch_heap,
    "torch.utils.data.dataloader": _patch_data_loader,
}


class _PatchingFinder(importlib.abc.MetaPathFinder):
    """Finds the modules that have to be patched, as Python does."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The usual specification, with a loader that patches."""
        if fullname not in _PATCHES:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _PatchingLoader(spec.loader)
        return spec


class _PatchingLoader(importlib.abc.Loader):
    """Loads a module as the usual loader does, and patches it."""

    def __init__(self, usual: Any) -> None:
        self._usual = usual

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        """As the usual loader does."""
        return self._usual.create_module(spec)  # type: ignore[no-any-return]

    def exec_module(self, module: types.ModuleType) -> None:
        """Run the module, and patch it."""
        self._usual.exec_module(module)
        _PATCHES[module.__name__](module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._usual, name)
