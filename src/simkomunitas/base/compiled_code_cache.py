"""What Numba keeps of compiled functions: files that are checked when they are read, and mended when they are damaged.

Numba trusts its files: one that was cut short ends every run in an error, one with a changed bit may end it without
any.  Here each carries a checksum, and what is wrong with a file only costs the time to compile its function again.
"""

import contextlib
import functools
import hashlib
import importlib
import pickle
import sys
from pathlib import Path
from typing import Any

import numba

caching: Any = importlib.import_module("numba.core.caching")  # which says nothing of its types

PACKAGE = __name__.partition(".")[0]
CHECKSUM_BYTES = 16  # bytes at the end of what is checked
DAMAGED_SUFFIX = ".damaged"


class DamagedCacheError(Exception):
    """A file of the cache does not hold what was written to it."""


def _content_checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=CHECKSUM_BYTES).digest()


def _check_checksum(content: bytes) -> None:
    if _content_checksum(content[:-CHECKSUM_BYTES]) != content[-CHECKSUM_BYTES:]:
        raise DamagedCacheError("the checksum is not that of the content")


@functools.cache
def warn_once(text: str) -> None:
    """A line for the user, once in a process."""
    with contextlib.suppress(OSError):  # what keeps files from being written may keep a line from being said
        print(text, file=sys.stderr, flush=True)


class _Locator(caching._CacheLocator):  # type: ignore[misc]
    """All functions of the package lie in one folder, which is named after their sources: no need to look at those."""

    def __init__(self, function: Any, file: str) -> None:  # noqa: ANN401 - a function
        self._function, self._py_file = function, file
        self._own = function.__module__.partition(".")[0] == PACKAGE

    @classmethod
    def from_function(cls, function: Any, file: str) -> "_Locator":  # noqa: ANN401 - a function
        return cls(function, file)

    def get_cache_path(self) -> str:
        return str(getattr(self._function, "cache_folder", None) or numba.config.CACHE_DIR)  # type: ignore[attr-defined]

    def get_source_stamp(self) -> str:
        """Of a function from outside the package, that its file is the same as when it was compiled."""
        return "" if self._own else hashlib.sha256(Path(self._py_file).read_bytes()).hexdigest()

    def get_disambiguator(self) -> str:
        module = str(self._function.__module__)
        return module if self._own else hashlib.sha256(f"{module} {self._py_file}".encode()).hexdigest()[:16]


class _Implementation(caching.CompileResultCacheImpl):  # type: ignore[misc]
    _locator_classes = (_Locator,)


class _CheckedFile(caching.IndexDataCacheFile):  # type: ignore[misc]
    """The files of one function: an index, and the code for each kind of arguments."""

    def save(self, key: Any, data: Any) -> None:  # noqa: ANN401 - whatever Numba keeps
        """Keep the code under a name of its own, so that of two processes none overwrites what the other has named."""
        name = self._data_name_pattern.format(number=int(hashlib.sha256(repr(key).encode()).hexdigest()[:12], 16))
        self._save_data(name, data)
        kept = self._load_index()
        if kept.get(key) != name:
            self._save_index(kept | {key: name})

    def quarantine_files(self) -> None:
        """Take the files of the function out of the way; OSError if that is not allowed."""
        start, end = self._data_name_pattern.split("{number:d}")
        for path in Path(self._cache_path).iterdir():
            if path.name == self._index_name or (path.name.startswith(start) and path.name.endswith(end)):
                path.replace(f"{path}{DAMAGED_SUFFIX}")

    def _dump(self, obj: Any) -> bytes:  # noqa: ANN401 - whatever Numba keeps
        content = bytes(super()._dump(obj))
        return content + _content_checksum(content)

    def _load_index(self) -> Any:  # noqa: ANN401 - whatever Numba keeps
        try:
            with Path(self._index_path).open("rb") as file:
                version = pickle.load(file)
                content = file.read()
        except FileNotFoundError:
            return {}
        if version == self._version:
            _check_checksum(content)
        return super()._load_index()

    def _load_data(self, name: str) -> Any:  # noqa: ANN401 - whatever Numba keeps
        try:
            content = Path(self._data_path(name)).read_bytes()
        except FileNotFoundError:
            raise  # which Numba takes for not kept
        except OSError as error:
            raise DamagedCacheError(error.strerror) from error
        _check_checksum(content)
        return pickle.loads(content)


class CodeCache(caching.FunctionCache):  # type: ignore[misc]
    """What is kept of one function.  Damage is said in a line, and then the function is compiled again."""

    _impl_class = _Implementation

    def __init__(self, function: Any, folder: Path | None = None) -> None:  # noqa: ANN401 - a function
        """folder: where its code is kept, if not with that of the engine."""
        function.cache_folder = folder
        super().__init__(function)
        locator = self._impl.locator
        self._cache_file = _CheckedFile(self._cache_path, self._impl.filename_base, locator.get_source_stamp())

    def load_overload(self, sig: Any, target_context: Any) -> Any:  # noqa: ANN401 - as Numba has it
        """The code for these arguments; None where there is none, or none that is whole."""
        try:
            return super().load_overload(sig, target_context)
        except Exception as error:  # a damaged file can raise anything
            self._quarantine_damaged(error)
            return None

    def save_overload(self, sig: Any, data: Any) -> None:  # noqa: ANN401 - as Numba has it
        """Keep the code; where that is not possible, the run goes on without."""
        try:
            super().save_overload(sig, data)
        except OSError as error:
            self.disable()
            reason = error.strerror or type(error).__name__
            warn_once(f"The compiled engine cannot be kept in {self._cache_path} ({reason}); the next run compiles it.")

    def _quarantine_damaged(self, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}"[:80]
        warn_once(f"The compiled engine in {self._cache_path} is damaged ({reason}); what is damaged is compiled anew.")
        try:
            self._cache_file.quarantine_files()
        except OSError:
            self.disable()
