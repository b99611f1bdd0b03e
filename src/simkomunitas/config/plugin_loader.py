"""Strategies, outcomes and other parts of one's own: from where they come, and whether other processes have them too.

A part that was typed into a notebook, or that another process would load differently, must not be lost there.
"""

import functools
import hashlib
import importlib
import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.machinery import PathFinder
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple, TypeVar

from simkomunitas.base.compilation_cache import PACKAGE, python_function
from simkomunitas.base.file_checksums import hash_file
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.model.community.networks import networks
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.programme.targeting import targeting_rules

PLUGIN_CATALOGUES: tuple[Mapping[str, object], ...] = (
    strategies, targeting_rules, exit_rules, organizing_models, networks, outcomes,
)  # fmt: skip
PLUGIN_OPTION = "--load"
SAVE_TO_FILE_FIX = "Saved in a file of their own and imported, they run on all cores."
UNIMPORTABLE_PLUGINS_MESSAGE = (
    f"strategies, outcomes or rules were typed in here, where other processes do not find them.  {SAVE_TO_FILE_FIX}"
)
CHANGED_PLUGINS_MESSAGE = (
    f"strategies, outcomes or rules were changed here, so other processes have others.  {SAVE_TO_FILE_FIX}"
)
Given = TypeVar("Given")
Result = TypeVar("Result")


class PluginMismatchError(Exception):
    """Other processes cannot have the strategies, outcomes or rules of this one."""


class PluginState(NamedTuple):
    """What a run depends on beside scenario and seed, so far as it can be added or changed while Python runs."""

    plugin_modules: tuple[str, ...]  # outside the package, that have added something
    catalogue_fingerprint: str  # a name for everything that the catalogues hold


def current_plugin_state() -> PluginState:
    """The parts as they are in this process."""
    return PluginState(tuple(sorted(set(list_plugin_modules()))), _catalogue_fingerprint())


def check_plugins_importable(plugins: PluginState) -> None:
    """Raise PluginMismatchError if something was typed in, or comes from where no other process finds it."""
    if any(name == "__main__" or not is_importable(name) for name in plugins.plugin_modules):
        raise PluginMismatchError(UNIMPORTABLE_PLUGINS_MESSAGE)


def is_importable(module: str) -> bool:
    """Whether another process with the same search path finds this very module."""
    above, _, _ = module.rpartition(".")
    folders = getattr(sys.modules.get(above), "__path__", None) if above else None
    if above and (folders is None or not is_importable(above)):
        return False
    found = PathFinder.find_spec(module, folders)  # find_spec of importlib.util would ask the module itself
    here = getattr(sys.modules.get(module), "__file__", None)
    return found is not None and found.origin is not None and found.origin == here


def list_plugin_modules() -> Iterator[str]:
    """The modules outside the package that have added to the catalogues."""
    for catalogue in PLUGIN_CATALOGUES:
        for entry in catalogue.values():
            module = entry_module(entry)
            if module.partition(".")[0] != PACKAGE.name:
                yield module


def entry_module(entry: object) -> str:
    """The module in which an entry was written: that of its function, where it has one."""
    return str(getattr(_defining_object(entry), "__module__", ""))


def hash_module_files(modules: Sequence[str]) -> dict[str, str]:
    """A name for the content of the file of each module that has one."""
    files = {name: getattr(sys.modules.get(name), "__file__", None) for name in modules}
    return {name: hash_file(Path(file)) for name, file in files.items() if file}


def _defining_object(entry: object) -> Any:  # noqa: ANN401 - a class or a function
    """What was written: the function of an outcome or a rule, the class of a strategy."""
    behind: Any = getattr(entry, "measure", None) or getattr(entry, "preference", None) or entry
    return python_function(inspect.unwrap(behind))


def _catalogue_fingerprint() -> str:
    """A name for all entries of the catalogues: it changes when one is added, removed or written anew."""
    told = [
        f"{name} {_describe_entry_code(_defining_object(entry))}"
        for catalogue in PLUGIN_CATALOGUES
        for name, entry in catalogue.items()
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _describe_entry_code(entry: Any) -> str:  # noqa: ANN401 - anything a part may be made of
    """What a part does, as text: the code of its functions, the values of its attributes."""
    if isinstance(entry, type):
        parts = {name: value for kind in reversed(entry.__mro__[:-1]) for name, value in vars(kind).items()}
        told = {name: _describe_entry_code(value) for name, value in sorted(parts.items()) if not _is_dunder_name(name)}
        return f"{entry.__qualname__} {told}"
    if isinstance(entry, classmethod | staticmethod):
        return _describe_entry_code(entry.__func__)
    code = getattr(entry, "__code__", None)
    if isinstance(code, CodeType):
        return f"{entry.__qualname__} {_describe_bytecode(code)} {_describe_value(entry.__defaults__)}"
    return _describe_value(entry)


def _describe_value(value: object) -> str:
    """A value as text that is the same in every process; of strange objects only their kind."""
    if isinstance(value, Mapping):
        return f"{[(str(name), _describe_value(part)) for name, part in value.items()]}"
    if isinstance(value, tuple | list):
        return f"{[_describe_value(part) for part in value]}"
    if isinstance(value, frozenset | set):
        return f"{sorted(map(_describe_value, value))}"
    return repr(value) if isinstance(value, str | int | float | bytes | None) else type(value).__name__


def _is_dunder_name(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _describe_bytecode(code: CodeType) -> str:
    """What a function does, without the lines where it stands."""
    constants = [
        _describe_bytecode(part) if isinstance(part, CodeType) else _describe_value(part) for part in code.co_consts
    ]
    return f"{code.co_code.hex()} {code.co_names} {constants}"


def import_plugins(names: Sequence[str]) -> None:
    """Load Python files, or modules by name, that add parts of one's own; InputError for what cannot be loaded."""
    if names and str(Path.cwd()) not in sys.path:
        sys.path.append(str(Path.cwd()))
    for name in names:
        load = _load_plugin_file if name.endswith(".py") or "/" in name or "\\" in name else importlib.import_module
        try:
            load(name)
        except InputError:
            raise
        except ModuleNotFoundError as error:
            raise _plugin_error(name, str(error), "a Python file, or a module that can be imported here") from error
        except Exception as error:
            raise _plugin_error(name, _error_summary(error), "Python that can be loaded") from error


def _load_plugin_file(name: str) -> None:
    """Load a file under the name it would have as a module, so that other processes can load it too."""
    path = Path(name).resolve()
    if not path.is_file():
        raise _plugin_error(name, "", "a Python file that exists")
    if not path.stem.isidentifier():
        raise _plugin_error(name, "", "a file called like a Python name: letters, digits and _, then .py")
    if str(path.parent) not in sys.path:
        sys.path.append(str(path.parent))
    found = importlib.util.find_spec(path.stem)
    if found is None or found.origin is None or Path(found.origin).resolve() != path:
        raise _plugin_error(name, "", f"a file of another name; Python has a module {path.stem} already")
    importlib.import_module(path.stem)


def _plugin_error(name: str, found: str, expected: str) -> InputError:
    return InputError([ErrorDetail(PLUGIN_OPTION, name, found, expected)])


def _error_summary(error: Exception) -> str:
    """What went wrong, in one line, with the line of the file where that is known."""
    return f"{type(error).__name__}: {error}".splitlines()[0]


def run_with_plugins(plugins: PluginState, function: Callable[[Given], Result], task: Given) -> Result:
    """In a worker process: what a function gives for a task; PluginMismatchError where this process has other parts."""
    if _fingerprint_after_import(plugins.plugin_modules) != plugins.catalogue_fingerprint:
        raise PluginMismatchError(CHANGED_PLUGINS_MESSAGE)
    return function(task)


@functools.cache
def _fingerprint_after_import(modules: tuple[str, ...]) -> str:
    """What the catalogues hold once the modules are loaded; looked at once in a worker."""
    try:
        for name in modules:
            importlib.import_module(name)
    except Exception as error:  # whatever a module does when it is loaded a second time
        return f"{type(error).__name__}: {error}"
    return _catalogue_fingerprint()
