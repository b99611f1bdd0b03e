"""The first use on a machine: the engine is compiled once, and one can see how far that is."""

import multiprocessing
import signal
import sys
from collections.abc import Iterator
from typing import NamedTuple

from simkomunitas.base.compilation_cache import CACHE_FOLDER, CACHE_INDEX_PATTERN, is_engine_compiled
from simkomunitas.simulation.simulation_run import warm_up_engine

POLL_INTERVAL = 0.5  # seconds


class CompilationProgress(NamedTuple):
    """How much of the engine lies in the cache."""

    compiled_functions: int
    total_functions: int

    @property
    def share_completed(self) -> float:
        """From 0 to 1."""
        return self.compiled_functions / self.total_functions


def compilation_progress() -> CompilationProgress:
    """How many functions of the engine have been compiled on this machine, by whatever process; all once it is warm."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith(f"{__package__.split('.')[0]}.")]
    functions = {id(thing) for module in modules for thing in vars(module).values() if hasattr(thing, "py_func")}
    if is_engine_compiled():
        return CompilationProgress(len(functions), len(functions))
    done = 0 if CACHE_FOLDER is None else sum(1 for _ in CACHE_FOLDER.glob(CACHE_INDEX_PATTERN))
    return CompilationProgress(min(len(functions), done), len(functions))


def track_compilation() -> Iterator[CompilationProgress]:
    """Have the engine compiled, where no cache has it; how far it is, twice a second, until it is done.

    In a process of its own, which gives half a gigabyte back when it ends.  If it fails, the first run says why.
    """
    if is_engine_compiled():
        return
    process = multiprocessing.get_context("spawn").Process(target=_compile_engine, daemon=True)
    process.start()
    try:
        while process.is_alive():
            yield compilation_progress()
            process.join(POLL_INTERVAL)
        yield compilation_progress()
    finally:
        process.kill()
        process.join()


def _compile_engine() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by the process that waits
    warm_up_engine()
