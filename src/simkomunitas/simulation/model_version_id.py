"""Which version of the model this is: a name for everything that a result depends on beside scenario and seed."""

import hashlib
import importlib.metadata
import json
import platform
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from simkomunitas.base.compilation_cache import PACKAGE, compiled_source_files
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.source_digest import syntax_digest
from simkomunitas.config.plugin_loader import is_importable, list_plugin_modules

SOURCES = ("base", "model", "simulation/simulation_run.py", "simulation/weekly_curves.py")  # what takes part in a run
VERSION_LIBRARIES = ("numba", "numpy")  # whose version can change a number


class ModelVersionId(NamedTuple):
    """A version of the model."""

    id: str
    component_hashes: Mapping[str, str]  # what it is made of, each with a name for its content
    plugins: tuple[str, ...]  # modules outside the package that have added strategies, outcomes and the like


def model_version() -> ModelVersionId:
    """The version of the model as it is in this process; what was added from outside the package counts too.

    Something that was typed into a prompt, so that no other process can have it, raises InputError.
    """
    plugins = tuple(sorted(set(list_plugin_modules())))
    parts = _program_components() | {f"plugin {name}": _hash_source_file(_module_file(name)) for name in plugins}
    return ModelVersionId(_hash_components(parts), parts, plugins)


def program_version() -> str:
    """A name for the version of the model without what was added from outside the package."""
    return _hash_components(_program_components())


def compute_run_id(scenario: str, seed: int, version: str) -> str:
    """A name for one run, equal exactly when scenario, seed and version of the model are equal.

    >>> compute_run_id("a", 1, "b") == compute_run_id("a", 1, "b") != compute_run_id("a", 2, "b")
    True
    """
    return hashlib.sha256(f"{scenario} {seed} {version}".encode()).hexdigest()[:16]


def _program_components() -> dict[str, str]:
    """Sources, libraries and machine, each with a name for its content."""
    libraries = {name: importlib.metadata.version(name) for name in VERSION_LIBRARIES}
    return _hash_source_files() | libraries | {"machine": platform.machine()}


def _hash_components(parts: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def _hash_source_files() -> dict[str, str]:
    """The files that take part in a run, each with a name for what it does."""
    files = compiled_source_files(SOURCES)
    return {path.relative_to(PACKAGE).as_posix(): _hash_source_file(path) for path in sorted(files)}


def _hash_source_file(path: Path) -> str:
    """A name for what a file does; of one that is no Python, for its bytes."""
    if path.suffix == ".py":
        return syntax_digest(path.read_bytes())
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _module_file(module: str) -> Path:
    """The file of a module; InputError for what has none, because it was typed in."""
    file = getattr(sys.modules.get(module), "__file__", None)
    if module == "__main__" or file is None or not is_importable(module):
        found = "loaded from where no other process finds it" if file and module != "__main__" else "typed in here"
        expected = "strategies, outcomes and rules from modules, so that every process can load them"
        raise InputError([ErrorDetail("sweep", module, found, expected, "save it in a file and import it")])
    return Path(file)
