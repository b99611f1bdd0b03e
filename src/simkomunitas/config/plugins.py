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
from typing import Any, NamedTuple

from simkomunitas.base.compilation_cache import PACKAGE, python_function
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.seal import content_of
from simkomunitas.model.community.networks import networks
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.programme.targeting import targeting_rules

CATALOGUES: tuple[Mapping[str, object], ...] = (
    strategies, targeting_rules, exit_rules, organizing_models, networks, outcomes,
)  # fmt: skip
LOAD = "--load"


class Parts(NamedTuple):
    """What a run depends on beside scenario and seed, so far as it can be added or changed while Python runs."""

    modules: tuple[str, ...]  # outside the package, that have added something
    content: str  # a name for everything that the catalogues hold


def own_parts() -> Parts:
    """The parts as they are in this process."""
    return Parts(tuple(sorted(set(added_modules()))), _content())


def typed_here(parts: Parts) -> bool:
    """Whether something was typed in, or comes from where no other process finds it."""
    return any(name == "__main__" or not can_be_imported(name) for name in parts.modules)


def can_be_imported(module: str) -> bool:
    """Whether another process with the same search path finds this very module."""
    above, _, _ = module.rpartition(".")
    folders = getattr(sys.modules.get(above), "__path__", None) if above else None
    if above and (folders is None or not can_be_imported(above)):
        return False
    found = PathFinder.find_spec(module, folders)  # find_spec of importlib.util would ask the module itself
    here = getattr(sys.modules.get(module), "__file__", None)
    return found is not None and found.origin is not None and found.origin == here


def load_here(modules: Sequence[str]) -> str:
    """Load modules that have added parts elsewhere; a name for what the catalogues hold then."""
    for name in modules:
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name)
    return _content()


def added_modules() -> Iterator[str]:
    """The modules outside the package that have added to the catalogues."""
    for catalogue in CATALOGUES:
        for entry in catalogue.values():
            module = module_of(entry)
            if module.partition(".")[0] != PACKAGE.name:
                yield module


def module_of(entry: object) -> str:
    """The module in which an entry was written: that of its function, where it has one."""
    return str(getattr(_behind(entry), "__module__", ""))


def digests(modules: Sequence[str]) -> dict[str, str]:
    """A name for the content of the file of each module that has one."""
    files = {name: getattr(sys.modules.get(name), "__file__", None) for name in modules}
    return {name: content_of(Path(file)) for name, file in files.items() if file}


def _behind(entry: object) -> Any:  # noqa: ANN401 - a class or a function
    """What was written: the function of an outcome or a rule, the class of a strategy."""
    behind: Any = getattr(entry, "measure", None) or getattr(entry, "preference", None) or entry
    return python_function(inspect.unwrap(behind))


def _content() -> str:
    """A name for all entries of the catalogues: it changes when one is added, removed or written anew."""
    told = [f"{name} {_written(_behind(entry))}" for catalogue in CATALOGUES for name, entry in catalogue.items()]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _written(thing: Any) -> str:  # noqa: ANN401 - anything a part may be made of
    """What a part does, as text: the code of its functions, the values of its attributes."""
    if isinstance(thing, type):
        parts = {name: value for kind in reversed(thing.__mro__[:-1]) for name, value in vars(kind).items()}
        told = {name: _written(value) for name, value in sorted(parts.items()) if not _is_of_python(name)}
        return f"{thing.__qualname__} {told}"
    if isinstance(thing, classmethod | staticmethod):
        return _written(thing.__func__)
    code = getattr(thing, "__code__", None)
    if isinstance(code, CodeType):
        return f"{thing.__qualname__} {_of_code(code)} {_of_value(thing.__defaults__)}"
    return _of_value(thing)


def _of_value(value: object) -> str:
    """A value as text that is the same in every process; of strange objects only their kind."""
    if isinstance(value, Mapping):
        return f"{[(str(name), _of_value(part)) for name, part in value.items()]}"
    if isinstance(value, tuple | list):
        return f"{[_of_value(part) for part in value]}"
    if isinstance(value, frozenset | set):
        return f"{sorted(map(_of_value, value))}"
    return repr(value) if isinstance(value, str | int | float | bytes | None) else type(value).__name__


def _is_of_python(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _of_code(code: CodeType) -> str:
    """What a function does, without the lines where it stands."""
    constants = [_of_code(part) if isinstance(part, CodeType) else _of_value(part) for part in code.co_consts]
    return f"{code.co_code.hex()} {code.co_names} {constants}"


def load_parts(names: Sequence[str]) -> None:
    """Load Python files, or modules by name, that add parts of one's own; InputError for what cannot be loaded."""
    if names and str(Path.cwd()) not in sys.path:
        sys.path.append(str(Path.cwd()))
    for name in names:
        load = _load_file if name.endswith(".py") or "/" in name or "\\" in name else importlib.import_module
        try:
            load(name)
        except InputError:
            raise
        except ModuleNotFoundError as error:
            raise _refused(name, str(error), "a Python file, or a module that can be imported here") from error
        except Exception as error:
            raise _refused(name, _first_line(error), "Python that can be loaded") from error


def _load_file(name: str) -> None:
    """Load a file under the name it would have as a module, so that other processes can load it too."""
    path = Path(name).resolve()
    if not path.is_file():
        raise _refused(name, "", "a Python file that exists")
    if not path.stem.isidentifier():
        raise _refused(name, "", "a file called like a Python name: letters, digits and _, then .py")
    if str(path.parent) not in sys.path:
        sys.path.append(str(path.parent))
    found = importlib.util.find_spec(path.stem)
    if found is None or found.origin is None or Path(found.origin).resolve() != path:
        raise _refused(name, "", f"a file of another name; Python has a module {path.stem} already")
    importlib.import_module(path.stem)


def _refused(name: str, found: str, expected: str) -> InputError:
    return InputError([ErrorDetail(LOAD, name, found, expected)])


def _first_line(error: Exception) -> str:
    """What went wrong, in one line, with the line of the file where that is known."""
    return f"{type(error).__name__}: {error}".splitlines()[0]


def done_with(parts: Parts, work: Callable[[Any], Any], task: Any) -> tuple[bool, Any]:  # noqa: ANN401 - any task
    """In a worker process: what work gives for a task; False, and nothing, where this process has other parts."""
    return (True, work(task)) if _loaded(parts.modules) == parts.content else (False, None)


@functools.cache
def _loaded(modules: tuple[str, ...]) -> str:
    """What the catalogues hold once the modules are loaded; looked at once in a worker."""
    try:
        return load_here(modules)
    except Exception as error:  # whatever a module does when it is loaded a second time
        return f"{type(error).__name__}: {error}"
