"""Compilation by Numba: one decorator, and a cache that is never stale.

Numba looks only at the file of the *calling* function when it decides whether a cached program
is still good; a changed rule would go unnoticed.  So the cache lives in a folder named after the
sources of every floor that is compiled: change what any of them does, and the cache starts anew.
"""

import contextlib
import hashlib
import importlib
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import llvmlite.binding as llvm  # type: ignore[import-untyped]
import numba

from simkomunitas.base.compiled_code_cache import CodeCache
from simkomunitas.base.source_digest import syntax_digest
from simkomunitas.base.user_folders import list_cache_folders

types: Any = importlib.import_module("numba.core.types")  # which say nothing of their types
Inputs = ParamSpec("Inputs")
Output = TypeVar("Output")

PACKAGE = Path(__file__).parents[1]
MAX_CACHE_AGE_SECONDS = 30 * 24 * 3600
COMPILED_SOURCES = (
    "base",
    "model/rules",
    "model/community",
    "model/state",
    "model/processes",
    "model/domain_facts.py",
    "model/random_draws.py",
    "model/weekly_schedule.py",
    "model/programme/programme_settings.py",
)
REFERENCES_FILE = PACKAGE / "base" / "references.py"  # changes no number
IS_PURE_PYTHON = bool(numba.config.DISABLE_JIT)  # type: ignore[attr-defined]  # asked for by NUMBA_DISABLE_JIT=1
CACHE_INDEX_PATTERN = (
    f"*.py{sys.version_info.major}{sys.version_info.minor}.nbi"  # Numba keeps one such file a function
)
CACHE_FILE_NAMES = (
    f".py{sys.version_info.major}{sys.version_info.minor}",
    (".nbi", ".nbc"),
)  # what Numba calls its files


def compiled_source_files(places: tuple[str, ...]) -> list[Path]:
    """The sources in these folders and files that can change a number, in order."""
    found = [path for place in places for path in _python_files(PACKAGE / place)]
    return sorted(path for path in found if path != REFERENCES_FILE)


def _python_files(place: Path) -> Iterable[Path]:
    return [place] if place.suffix else place.rglob("*.py")


def source_fingerprint() -> str:
    """A name for what the sources of all compiled floors do: comments, docstrings and citations do not change it."""
    parts = [f"{name}\0{syntax_digest(text)}\0" for name, text in _read_sources()]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def _read_sources() -> list[tuple[str, bytes]]:
    return [
        (path.relative_to(PACKAGE).as_posix(), path.read_bytes()) for path in compiled_source_files(COMPILED_SOURCES)
    ]


def _cached_fingerprint(root: Path) -> str:
    """The fingerprint as it was worked out for the same text before, because every start of the program asks for it."""
    text = hashlib.sha256(b"".join(name.encode() + b"\0" + text for name, text in _read_sources())).hexdigest()[:16]
    note = root / f"{text}.name"
    with contextlib.suppress(OSError, ValueError):
        name = note.read_text(encoding="ascii")
        if len(name) == len(text):
            return name
    name = source_fingerprint()
    with contextlib.suppress(OSError):
        root.mkdir(parents=True, exist_ok=True)
        note.write_text(name, encoding="ascii")
    return name


def _cache_folder() -> Path | None:
    """Where the engine is kept: the first place that can be written or holds it already; None if there is none."""
    for place in list_cache_folders():
        root = place / "engine"
        folder = root / _cached_fingerprint(root)
        if _is_writable(folder):
            _delete_old_caches(root)
            return folder
        if _is_complete_cache(folder):
            return folder
    return None


def _is_writable(folder: Path) -> bool:
    """Whether files can be made and removed there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.touch()
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _delete_old_caches(root: Path) -> None:
    """Remove engines of earlier sources that nobody has used for a month; the folder holds nothing else."""
    with contextlib.suppress(OSError):
        for old in root.iterdir():
            if time.time() - old.stat().st_mtime > MAX_CACHE_AGE_SECONDS:
                if old.is_dir():
                    shutil.rmtree(old, ignore_errors=True)
                else:
                    old.unlink()


def _processor_id() -> str:
    """A name for what the code is compiled for: another processor of the same folder has to compile for itself."""
    features = llvm.get_host_cpu_features().flatten()
    return hashlib.sha256(f"{llvm.get_host_cpu_name()} {features}".encode()).hexdigest()[:8]


def _completion_marker(folder: Path) -> Path:
    return folder / f"warm-{sys.version_info.major}.{sys.version_info.minor}-{numba.__version__}-{_processor_id()}"


def _count_cached_files(folder: Path) -> int:
    """How many files of compiled code there are for this Python."""
    return sum(CACHE_FILE_NAMES[0] in path.name and path.suffix in CACHE_FILE_NAMES[1] for path in folder.iterdir())


def _is_complete_cache(folder: Path) -> bool:
    """Whether the engine was compiled here, for this machine, and all that was kept is still there."""
    try:
        return _count_cached_files(folder) >= int(_completion_marker(folder).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False


CACHE_FOLDER = None if IS_PURE_PYTHON else _cache_folder()
numba.config.CACHE_DIR = str(CACHE_FOLDER or "")  # type: ignore[attr-defined]


def is_engine_compiled() -> bool:
    """Whether a compiled engine is waiting in the cache, so that the first run starts at once."""
    return IS_PURE_PYTHON or (CACHE_FOLDER is not None and _is_complete_cache(CACHE_FOLDER))


def mark_engine_compiled() -> None:
    """Remember that the engine has been compiled, for this Python and this machine."""
    if CACHE_FOLDER is not None and not IS_PURE_PYTHON:
        with contextlib.suppress(OSError):
            _completion_marker(CACHE_FOLDER).write_text(str(_count_cached_files(CACHE_FOLDER)), encoding="ascii")


# A pass over many columns has to see that none of them overlaps another; by itself LLVM gives up after eight columns.
llvm.set_option("", "--runtime-memory-check-threshold=512")
llvm.set_option("", "--memory-check-merge-threshold=4096")


def compiled(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    """Compile a function at its first call; to a reader and to a type checker it stays the plain function.

    Numbers behave as in Python, to the last bit: no fast-math, division by zero is the caller's business.

    The function works on arrays that its caller holds, and makes none: so nobody has to count who holds them, which
    at every call would cost more than a small function does.  Numba refuses to compile one that makes an array; it is
    for the author not to call one from here that gives a new array back (``compiled_with_arrays``).
    """
    return _numba_compile(function, _nrt=False)


def inlined(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    """The same for a function that becomes part of whoever calls it, so that nothing has to be handed over.

    For what is called for every resident from one place; elsewhere the program grows and is no faster.
    """
    return _numba_compile(function, _nrt=False, forceinline=True)


def spliced(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    """The same for a long function that is called from one place: it is compiled there, and not by itself as well."""
    return _numba_compile(function, _nrt=False, inline="always")


def compiled_with_arrays(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    """The same for a function that makes arrays, or calls one that does."""
    return _numba_compile(function)


def _numba_compile(function: Callable[Inputs, Output], **options: Any) -> Callable[Inputs, Output]:  # noqa: ANN401
    if IS_PURE_PYTHON:
        return function
    fast: Any = _with_one_signature(numba.njit(nogil=True, error_model="numpy", **options)(function))
    if numba.config.CACHE_DIR:  # type: ignore[attr-defined]
        fast._cache = CodeCache(function)
    fast.__doc__ = function.__doc__
    compiled_function: Callable[Inputs, Output] = fast
    return compiled_function


def _with_one_signature(compiled_function: Any) -> Any:  # noqa: ANN401 - a function of Numba
    """The function, compiled once for all whole numbers it is called with in compiled code: constants, rows, weeks.

    Numba would compile it again for each constant, and for each width of whole numbers.
    """
    resolve = compiled_function.get_call_template

    def resolve_widened(arguments: tuple[Any, ...], keywords: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as Numba has it
        return resolve(tuple(map(_widen_type, arguments)), keywords)

    compiled_function.get_call_template = resolve_widened
    return compiled_function


def _widen_type(argument: Any) -> Any:  # noqa: ANN401 - a type of Numba
    """The type of a constant's values; of whole numbers that fit into 64 bits with a sign, that of these."""
    plain = types.unliteral(argument)
    is_narrow = isinstance(plain, types.Integer) and plain.bitwidth <= (64 if plain.signed else 32)
    return types.int64 if is_narrow else plain


def compile_like(compiled_function: Any, function: Any, folder: Path | None = None) -> Any:  # noqa: ANN401 - functions
    """Another function compiled in the manner of the first; its code is kept in a folder if one is named."""
    known = compiled_function.targetoptions
    options = {name: known[name] for name in ("_nrt", "forceinline", "inline") if name in known}
    fast: Any = _with_one_signature(numba.njit(nogil=True, error_model="numpy", **options)(function))
    if folder is not None:
        fast._cache = CodeCache(function, folder)
    return fast


class CompiledEntry:
    """A compiled function that is called with arguments of the same few types again and again.

    Numba looks at the types of all arguments at each call, which for tables takes longer than a week of a village;
    here that is done once for arguments of each kind.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function: Any = function
        self._entries: dict[tuple[Any, ...], Callable[..., Any]] = {}

    def __call__(self, *arguments: Any) -> Any:  # noqa: ANN401 - whatever the function takes
        """What the function gives for these arguments."""
        if IS_PURE_PYTHON:
            return self._function(*arguments)
        key = self._key(arguments)
        if key not in self._entries:
            types = tuple(numba.typeof(argument) for argument in arguments)  # type: ignore[no-untyped-call]
            self._entries[key] = self._function.compile(types)
        return self._entries[key](*arguments)

    def is_known(self, arguments: tuple[Any, ...]) -> bool:
        """Whether arguments of these kinds were given before, so that nothing has to be compiled or loaded."""
        return IS_PURE_PYTHON or self._key(arguments) in self._entries

    @staticmethod
    def _key(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(getattr(argument, "dtype", type(argument)) for argument in arguments)


def python_function(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    """The Python function behind a compiled one (itself, where compilation is switched off)."""
    behind: Callable[Inputs, Output] = getattr(function, "py_func", function)
    return behind
