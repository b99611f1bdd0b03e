"""The weeks of a community with rules of one's own: interpreted at once, and compiled where that pays."""

import hashlib
import json
import sys
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any, Literal, cast, get_args

import numpy as np
from numba.core.errors import NumbaError

from simkomunitas.base.compilation_cache import (
    CACHE_FOLDER,
    CACHE_INDEX_PATTERN,
    IS_PURE_PYTHON,
    CompiledEntry,
    compile_like,
)
from simkomunitas.base.exponential import PLAIN_FUNCTIONS
from simkomunitas.base.function_graph import Finish, Function, FunctionGraph
from simkomunitas.base.input_errors import ErrorDetail, InputError, printable_value
from simkomunitas.model.rules import rules
from simkomunitas.model.rules.rule_replacement import RuleReplacements
from simkomunitas.model.weekly_schedule import simulate_weeks
from simkomunitas.simulation.compile_notice import announce_wait

EngineMode = Literal["auto", "compiled", "interpreted"]
INTERPRETED_RESIDENT_WEEKS = 40_000  # some ten seconds of plain Python, about what compiling takes
MAX_ENGINES = 32  # that a process remembers
COMPILING_RULES_MESSAGE = "simkomunitas: compiling your rules, once on this machine; this takes about ten seconds ..."
live_weeks = CompiledEntry(simulate_weeks)


class RuleEngine:
    """``simulate_weeks`` with some rules replaced."""

    def __init__(self, replacements: RuleReplacements, mode: EngineMode) -> None:
        self.replacements, self.mode = replacements, mode
        self.interpreted_weeks = 0  # resident-weeks that were interpreted so far
        self.compiled: Function | None = None

    def __call__(self, now: int, until: int, seed: int, society: Any, state: Any, *others: Any) -> None:  # noqa: ANN401
        """Live through some weeks, as ``simulate_weeks`` does; InputError for rules that cannot be compiled."""
        live = self._choose_engine((until - now) * len(state.resident_states))
        with np.errstate(over="ignore"):  # keys of draws wrap around at 64 bits
            live(now, until, seed, society, state, *others)

    def _choose_engine(self, weeks: int) -> Function:
        if self.mode != "interpreted" and (self.mode == "compiled" or self._is_worth_compiling(weeks)):
            self.compile_weeks()
        if self.mode != "interpreted" and self.compiled is not None:
            return self.compiled
        self.interpreted_weeks += weeks
        return self.interpreted

    def _is_worth_compiling(self, weeks: int) -> bool:
        """Whether it is compiled already, or would be interpreted for long; not while a debugger looks on."""
        if _is_debugged():
            return False
        cached = self._folder is not None and any(self._folder.glob(CACHE_INDEX_PATTERN))
        return cached or self.interpreted_weeks + weeks > INTERPRETED_RESIDENT_WEEKS

    def compile_weeks(self) -> None:
        """Have everything compiled that depends on the replaced rules, at the next call; all else stays as it is."""
        if self.compiled is None and not IS_PURE_PYTHON:
            functions = {name: one.build_function() for name, one in self.replacements}
            self.compiled = _AnnouncedEntry(_rebuild_weeks(functions, {}, self._finish_compiled), self.replacements)

    @cached_property
    def interpreted(self) -> Function:
        """The same functions as plain Python; a breakpoint in any of them stops."""
        return interpret_weeks({name: one.build_function() for name, one in self.replacements})

    def _finish_compiled(self, original: Any, function: FunctionType) -> Function:  # noqa: ANN401 - compiled or plain
        """A function as it is called in compiled code: what was not changed is the one that is compiled already."""
        plain = getattr(original, "py_func", None)
        if function is plain:
            return cast(Function, original)
        like = original if plain else next(iter(rules.values()))
        return cast(Function, compile_like(like, function, self._folder if original is simulate_weeks else None))

    @cached_property
    def _folder(self) -> Path | None:
        """Where the compiled weeks are kept, named after what the rules do; None where nothing can be kept."""
        if CACHE_FOLDER is None:
            return None
        does = json.dumps([(name, one.digest) for name, one in self.replacements])
        folder = CACHE_FOLDER / f"rules-{hashlib.sha256(does.encode()).hexdigest()[:16]}"
        try:
            folder.mkdir(exist_ok=True)
        except OSError:
            return None
        return folder


def _is_debugged() -> bool:
    """Whether a debugger follows each line of this thread; a measurement of coverage does so, too, and is none."""
    trace = sys.gettrace()
    modules = {getattr(trace, "__module__", None), type(trace).__module__}
    return trace is not None and not any(str(module).partition(".")[0] == "coverage" for module in modules)


def interpret_weeks(functions: Mapping[str, Function]) -> Function:
    """``simulate_weeks`` as plain Python, with these functions in the place of rules."""
    plain = {} if IS_PURE_PYTHON else {id(compiled): function for compiled, function in PLAIN_FUNCTIONS}
    return _rebuild_weeks(functions, plain, lambda _, function: function)


def _rebuild_weeks(functions: Mapping[str, Function], replaced: dict[int, Function], finish: Finish) -> Function:
    for name, function in functions.items():
        replaced[id(rules[name])] = FunctionGraph(replaced, finish).rebuild(function)
    return FunctionGraph(replaced, finish).rebuild(simulate_weeks)


class _AnnouncedEntry(CompiledEntry):
    """A compiled entry that says what is waited for, and refuses rules that cannot be compiled in a sentence."""

    def __init__(self, function: Function, replacements: RuleReplacements) -> None:
        super().__init__(function)
        self._replacements = replacements

    def __call__(self, *arguments: Any) -> Any:  # noqa: ANN401 - whatever the function takes
        if self.is_known(arguments):
            return super().__call__(*arguments)
        try:
            with announce_wait(COMPILING_RULES_MESSAGE):
                return super().__call__(*arguments)
        except NumbaError as error:
            raise InputError([self._describe_refusal(error)]) from error

    def _describe_refusal(self, error: NumbaError) -> ErrorDetail:
        names = ", ".join(f"rules.{name}" for name, _ in self._replacements)
        files = ", ".join(dict.fromkeys(one.reference for _, one in self._replacements))
        reason = next((line for line in reversed(str(error).splitlines()) if line.strip()), "")
        return ErrorDetail(
            files, names, reason.strip()[:100], "functions that can be compiled",
            "numbers, math and if/else can; or run it with engine='interpreted'",
        )  # fmt: skip


@lru_cache(maxsize=MAX_ENGINES)
def find_engine(replacements: RuleReplacements, mode: EngineMode = "auto") -> Function:
    """What lives through weeks under these rules; under those of the model the compiled engine that all share."""
    if mode not in get_args(EngineMode):
        raise ValueError(f"engine is 'auto', 'compiled' or 'interpreted', not {printable_value(mode)}")
    if not replacements and mode != "interpreted":
        return live_weeks
    return RuleEngine(replacements, mode)
