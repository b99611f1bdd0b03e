"""Compilation by Numba: one decorator, and a cache that is never stale.

Numba looks only at the file of the *calling* function when it decides whether a cached program
is still good; a changed rule would go unnoticed.  So the cache lives in a folder named after the
sources of every floor that is compiled: change any of them, and the cache starts anew.
"""

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba

Inputs = ParamSpec("Inputs")
Output = TypeVar("Output")

PACKAGE = Path(__file__).parents[1]
KEPT_SECONDS = 30 * 24 * 3600
COMPILED_FLOORS = ("ground", "world", "rules", "engine")


def fingerprint() -> str:
    """A name for the sources of all compiled floors: it changes when any of them changes."""
    digest = hashlib.sha256()
    for floor in COMPILED_FLOORS:
        for path in sorted((PACKAGE / floor).rglob("*.py")):
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    """The user's own cache folder; where that cannot be written, a fresh private one for this process."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "simkomunitas" / "engine"
    folder = root / fingerprint()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.touch()
        _forget_old_caches(root)
        (folder / f".{os.getpid()}").touch()
        (folder / f".{os.getpid()}").unlink()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="simkomunitas-"))
    return folder


def _forget_old_caches(root: Path) -> None:
    """Remove engines of earlier sources that nobody has used for a month; the folder holds nothing else."""
    for old in root.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)


CACHE_FOLDER = _cache_folder()
numba.config.CACHE_DIR = str(CACHE_FOLDER)  # type: ignore[attr-defined]


def is_warm() -> bool:
    """Whether a compiled engine is waiting in the cache, so that the first run starts at once."""
    return _marker().exists()


def note_warm() -> None:
    """Remember that the engine has been compiled, for this Python and for the package where it lies now."""
    with contextlib.suppress(OSError):
        _marker().touch()


def _marker() -> Path:
    place = hashlib.sha256(str(PACKAGE).encode()).hexdigest()[:8]
    return CACHE_FOLDER / f"warm-{sys.version_info.major}.{sys.version_info.minor}-{numba.__version__}-{place}"


def compiled(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    """Compile a function at its first call; to a reader and to a type checker it stays the plain function.

    Numbers behave as in Python, to the last bit: no fast-math, division by zero is the caller's business.

    The function works on arrays that its caller holds, and makes none: so nobody has to count who holds them, which
    at every call would cost more than a small function does.  Numba refuses to compile one that makes an array; it is
    for the author not to call one from here that gives a new array back (``compiled_with_arrays``).
    """
    return _compiled(function, _nrt=False)


def inlined(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    """The same for a function that becomes part of whoever calls it, so that nothing has to be handed over.

    For what is called for every resident from one place; elsewhere the program grows and is no faster.
    """
    return _compiled(function, _nrt=False, forceinline=True)


def compiled_with_arrays(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    """The same for a function that makes arrays, or calls one that does."""
    return _compiled(function)


def _compiled(function: Callable[Inputs, Output], **options: Any) -> Callable[Inputs, Output]:  # noqa: ANN401
    fast: Callable[Inputs, Output] = numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function)
    fast.__doc__ = function.__doc__
    return fast


def plain(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    """The Python function behind a compiled one (itself, where compilation is switched off)."""
    behind: Callable[Inputs, Output] = getattr(function, "py_func", function)
    return behind
